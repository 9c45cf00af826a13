"""Music: MEI and MusicXML become systems, drawn, with the words that are sung as text."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from publish.model.document import Document
from publish.model.edition import Book, Edition, Print
from publish.model.finding import Finding
from publish.model.publication import Publication
from publish.typeset import engraver, typeset
from publish.typeset.rules import music

pytest.importorskip("verovio", reason="music is engraved by Verovio")

MakeDocument = Callable[..., Document]
MEI = "http://www.music-encoding.org/ns/mei"
STAFF = "<staffGrp><staffDef n='1' lines='5' clef.shape='G' clef.line='2'/></staffGrp>"
SVG = "{http://www.w3.org/2000/svg}"


def note(syllable: str = "") -> str:
    sung = f"<verse n='1'><syl>{syllable}</syl></verse>" if syllable else ""
    return f"<note pname='g' oct='4' dur='4'>{sung}</note>"


def measures(*syllables: str) -> str:
    return "".join(
        f"<measure n='{n}'><staff n='1'><layer n='1'>{note(each) * 4}</layer></staff></measure>"
        for n, each in enumerate(syllables, start=1)
    )


def score(*syllables: str, definition: str = f"<scoreDef>{STAFF}</scoreDef>") -> str:
    inside = f"<section>{measures(*syllables)}</section>"
    return f"<score xmlns='{MEI}'>{definition}{inside}</score>"


def made(make: MakeDocument, words: str, trim: str = "A5") -> tuple[Publication, list[Finding]]:
    edition = Edition(book=Book(title="T", language="en"), print=Print(trim=trim))
    publication, findings = typeset(make(words, "en"), edition)
    assert not [finding for finding in findings if finding.code in {"TYP-040", "TYP-041"}]
    return publication, findings


def drawings(publication: Publication) -> list[etree._Element]:
    return [each for part in publication.parts for each in part.body.iter(f"{SVG}svg")]


def sung(drawing: etree._Element) -> list[str]:
    return [str(each.text) for each in drawing.iter(f"{SVG}text")]


def test_music_is_broken_into_systems_that_keep_what_is_sung(tei_document: MakeDocument) -> None:
    words = f"<notatedMusic><desc>the tune</desc>{score(*'abcdefghijkl')}</notatedMusic>"
    publication, findings = made(tei_document, words)
    systems = drawings(publication)
    assert len(systems) > 1
    letters = [word for system in systems for word in sung(system) if word.isalpha()]
    assert letters == [letter for letter in "abcdefghijkl" for _ in range(4)]
    assert systems[0].get("role") == "img"
    assert systems[0].get("aria-label") == f"the tune (1/{len(systems)})"
    assert {finding.code for finding in findings} == set()


def test_a_head_stands_above_the_music_and_braces_have_room(tei_document: MakeDocument) -> None:
    group = "<staffGrp symbol='brace'><staffDef n='1' lines='5' clef.shape='G' clef.line='2'/>"
    definition = f"<scoreDef>{group}</staffGrp></scoreDef>"
    plain = f"<notatedMusic><head>A tune</head>{score('a')}</notatedMusic>"
    braced = f"<notatedMusic>{score('a', definition=definition)}</notatedMusic>"
    publication, _ = made(tei_document, plain + braced)
    first, second = drawings(publication)
    holder = first.getparent()
    before = holder.getprevious() if holder is not None else None
    assert before is not None and before.text == "A tune"
    widths = [float((svg.get("viewBox") or "").split()[2]) for svg in (first, second)]
    assert widths[1] > widths[0]


def test_a_wider_measure_has_fewer_systems(tei_document: MakeDocument) -> None:
    words = f"<notatedMusic>{score(*'abcdefghijkl')}</notatedMusic>"
    narrow = drawings(made(tei_document, words, trim="5x8in")[0])
    wide = drawings(made(tei_document, words, trim="A4")[0])
    assert len(wide) < len(narrow)


def test_staves_do_not_stand_where_an_earlier_score_had_them(tei_document: MakeDocument) -> None:
    def height(spacing: str) -> float:
        two = STAFF.replace("</staffGrp>", f"<staffDef n='2' lines='5' {spacing}/></staffGrp>")
        music = score("a", definition=f"<scoreDef>{two}</scoreDef>")
        (system,) = drawings(made(tei_document, f"<notatedMusic>{music}</notatedMusic>")[0])
        return float((system.get("viewBox") or "").split()[3])

    assert height("spacing='70'") == height("")


def test_syllables_of_a_word_have_hyphens_between_them(tei_document: MakeDocument) -> None:
    def hyphens(attributes: str) -> int:
        music = score("a", "b").replace("<syl>a", f"<syl {attributes}>a")
        (system,) = drawings(made(tei_document, f"<notatedMusic>{music}</notatedMusic>")[0])
        return etree.tostring(system, encoding="unicode").count("<")

    assert hyphens("con='d'") > hyphens("")


def test_the_lines_of_a_direction_are_lines(tei_document: MakeDocument) -> None:
    direction = "<dir tstamp='1' staff='1'>evenly<lb/>and slowly</dir></measure>"
    music = score("a").replace("</measure>", direction)
    (system,) = drawings(made(tei_document, f"<notatedMusic>{music}</notatedMusic>")[0])
    lines = [each for each in system.iter(f"{SVG}text") if each.get("font-style") == "italic"]
    assert [each.text for each in lines] == ["evenly", "and slowly"]
    assert lines[0].get("y") != lines[1].get("y")


def test_one_measure_is_no_wider_than_it_is(tei_document: MakeDocument) -> None:
    words = f"<p>So: <notatedMusic>{score('a')}</notatedMusic></p>"
    (system,) = drawings(made(tei_document, words)[0])
    holder = system.getparent()
    assert holder is not None
    assert float((holder.get("style") or "").partition(": ")[2].rstrip("%")) < 50
    assert system.get("aria-label") == "Music"


def test_ids_are_one_of_a_kind_in_the_book_and_the_same_in_every_run(
    tei_document: MakeDocument,
) -> None:
    words = f"<notatedMusic>{score(*'abcdefgh')}</notatedMusic>" * 2
    first, second = (drawings(made(tei_document, words)[0]) for _ in range(2))
    ids = [each.get("id") for one in first for each in one.iter(etree.Element) if each.get("id")]
    assert len(ids) == len(set(ids))
    uses = {(u.get("href") or "")[1:] for one in first for u in one.iter(f"{SVG}use")}
    assert uses <= set(ids)
    assert [etree.tostring(one) for one in first] == [etree.tostring(one) for one in second]


def test_staves_that_are_defined_in_their_measures_keep_clefs_and_names(
    tei_document: MakeDocument,
) -> None:
    """As in the letters of Beethoven that the Music Encoding Initiative has for an example."""
    first = "<staffDef clef.shape='C' clef.line='3'><label>Alto</label></staffDef>"
    then = "<staffDef clef.shape='F' clef.line='4'><label>Basso</label></staffDef>"
    sung_by = [
        f"<measure>{definition}<staff><layer>{note(word) * 4}</layer></staff>{more}</measure>"
        for definition, word, more in [(first, "a", "<dir>grave</dir>"), (then, "b", "")]
    ]
    piece = f"<mdiv xmlns='{MEI}'><score><section>{''.join(sung_by)}</section></score></mdiv>"
    publication, findings = made(tei_document, f"<notatedMusic>{piece}</notatedMusic>")
    assert [finding.code for finding in findings] == []
    words = [word for each in drawings(publication) for word in sung(each) if word.isalpha()]
    assert {*words} == {"Alto", "grave", "a", "Basso", "b"}
    clefs = {
        (use.get("href") or "").partition("E0")[2][:2]
        for each in drawings(publication)
        for use in each.iter(f"{SVG}use")
        if "-E05" in (use.get("href") or "") or "-E06" in (use.get("href") or "")
    }
    assert clefs == {"5C", "62"}, "a C clef, then an F clef (SMuFL)"


def test_a_piece_with_a_prefix_and_without_staves_is_engraved(tei_document: MakeDocument) -> None:
    piece = f"<section>{measures('x')}</section>".replace("</", "</m:").replace("<", "<m:")
    piece = piece.replace("<m:/m:", "</m:").replace("<m:section", f"<m:section xmlns:m='{MEI}'", 1)
    publication, findings = made(tei_document, f"<notatedMusic>{piece}</notatedMusic>")
    assert [word for word in sung(drawings(publication)[0]) if word.isalpha()] == ["x"] * 4
    assert [finding.code for finding in findings] == ["TYP-113"]


@pytest.mark.parametrize("ending", ["musicxml", "mxl"])
def test_musicxml_beside_the_manuscript_is_engraved(
    tei_document: MakeDocument, tmp_path: Path, ending: str
) -> None:
    document = tei_document(f"<notatedMusic><ptr target='tune.{ending}'/></notatedMusic>", "en")
    document.path = tmp_path / "book.xml"
    file = tmp_path / f"tune.{ending}"
    file.write_text(MUSICXML)
    if ending == "mxl":
        file.unlink()
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("META-INF/container.xml", CONTAINER)
            archive.writestr("tune.xml", MUSICXML)
    publication, findings = typeset(document, Edition(folder=tmp_path))
    assert "la" in sung(drawings(publication)[0])
    assert [finding.code for finding in findings] == []


def test_what_is_no_music_is_told_and_what_stands_beside_it_shown(
    tei_document: MakeDocument, tmp_path: Path
) -> None:
    document = tei_document(
        "<notatedMusic><desc>a tune</desc><ptr target='tune.mei'/></notatedMusic>", "en"
    )
    document.path = tmp_path / "book.xml"
    (tmp_path / "tune.mei").write_text("no music")
    publication, findings = typeset(document, Edition(folder=tmp_path))
    assert "TYP-112" in {finding.code for finding in findings}
    assert "a tune" in "".join(str(t) for p in publication.parts for t in p.body.itertext())


def test_without_verovio_the_words_are_there_and_the_command_is_told(
    tei_document: MakeDocument, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(music, "can_engrave", lambda: False)
    words = f"<notatedMusic><desc>a tune</desc>{score('la')}</notatedMusic>"
    publication, findings = made(tei_document, words)
    told = next(finding for finding in findings if finding.code == "TYP-111")
    assert 'pip install "publish-tei[music]"' in told.hint
    text = "".join(str(t) for part in publication.parts for t in part.body.itertext())
    assert "la" in text


CONTAINER = (
    '<?xml version="1.0"?><container><rootfiles><rootfile full-path="tune.xml"/></rootfiles>'
    "</container>"
)
MUSICXML = """<?xml version="1.0" encoding="UTF-8"?>
<score-partwise version="3.1"><part-list><score-part id="P1"><part-name>V</part-name></score-part>
</part-list><part id="P1"><measure number="1"><attributes><divisions>1</divisions><time><beats>1
</beats><beat-type>4</beat-type></time><clef><sign>G</sign><line>2</line></clef></attributes>
<note><pitch><step>G</step><octave>4</octave></pitch><duration>1</duration><type>quarter</type>
<lyric number="1"><syllabic>single</syllabic><text>la</text></lyric></note></measure></part>
</score-partwise>
"""


def test_music_that_ends_verovio_is_told_and_the_next_piece_engraved(
    tei_document: MakeDocument, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Verovio reads damaged MEI into a segmentation fault now and then."""
    dying = tmp_path / "dying.py"
    dying.write_text("import os, sys\nsys.stdin.readline()\nos._exit(139)\n")
    words = f"<notatedMusic><desc>a tune</desc>{score('la')}</notatedMusic>"
    with monkeypatch.context() as patched:
        patched.setattr(engraver.ENGRAVER, "script", dying)
        engraver.ENGRAVER.end()
        publication, findings = made(tei_document, words)
        assert "TYP-112" in {finding.code for finding in findings}
        text = "".join(str(t) for part in publication.parts for t in part.body.itertext())
        assert "a tune" in text
    publication, findings = made(tei_document, words)
    assert (findings, len(drawings(publication))) == ([], 1)


def test_dynamics_and_accidentals_are_signs_and_no_lost_words(tei_document: MakeDocument) -> None:
    dynamics = "<dynam staff='1' tstamp='1'>{}</dynam>"
    words = score("Ah").replace("</staff></measure>", f"</staff>{dynamics.format('mf')}</measure>")
    assert "TYP-114" not in {
        f.code for f in made(tei_document, f"<notatedMusic>{words}</notatedMusic>")[1]
    }


@pytest.mark.parametrize(
    ("kind", "inside"),
    [
        (
            "mensural.white",
            "<note dur='brevis' pname='c' oct='4'><verse n='1'><syl>Ky</syl></verse></note>"
            "<ligature form='recta'><note dur='brevis' pname='e' oct='4'/>"
            "<note dur='longa' pname='f' oct='4'/></ligature>",
        ),
        (
            "neume",
            "<syllable><syl>Ky</syl><neume type='pes'><nc pname='g' oct='3'/>"
            "<nc pname='a' oct='3'/></neume></syllable>",
        ),
    ],
)
def test_old_notations_are_engraved(kind: str, inside: str, tei_document: MakeDocument) -> None:
    staff = f"<staffDef n='1' lines='4' notationtype='{kind}' clef.shape='C' clef.line='3'/>"
    words = (
        f"<notatedMusic><music xmlns='{MEI}'><body><mdiv><score><scoreDef><staffGrp>{staff}"
        f"</staffGrp></scoreDef><section><staff n='1'><layer n='1'>{inside}</layer></staff>"
        "</section></score></mdiv></body></music></notatedMusic>"
    )
    publication, findings = made(tei_document, words)
    assert [sung(drawing) for drawing in drawings(publication)] == [["Ky"]]
    assert findings == []
