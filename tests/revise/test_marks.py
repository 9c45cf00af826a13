"""Readers' marks, from the files of their devices: found in the manuscript, or told."""

from __future__ import annotations

import json
import random
import sqlite3
import zipfile
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import etree

from benchmarks import seeding
from publish import pipeline
from publish.cli import main
from publish.read import read_book
from publish.revise.marks import file_marks, read_marks
from publish.revise.marks.lua import LuaError, read_lua
from publish.revise.marks.spots import Copy
from publish.revise.reader_text import ReaderText
from tests.revise.seeded_marks import FORMATS, KINDLES, outcomes, seeds, seeds_at, told_apart

TEI = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt>
<title>Storm</title><author>Ann Author</author></titleStmt><publicationStmt><p>Public domain</p>
</publicationStmt><sourceDesc><p>Born digital</p></sourceDesc></fileDesc></teiHeader>
<text xml:lang="en"><body><div><head>One</head><p>The governmetn fell -- "and with it," she said,
the old order.<note>A note.</note> The storm rose in the evening.</p><p>The storm came back; the
wnid was in the <hi rend="it">house</hi>.</p></div></body></text></TEI>
"""
CLIPPINGS = """Storm (Author, Ann)
- Ihre Markierung bei Position 10-11 | Hinzugefügt am Montag, 2. November 2026 10:00:00

governmetn
==========
Storm (Author, Ann)
- Ihre Notiz bei Position 11 | Hinzugefügt am Montag, 2. November 2026 10:00:01

government
==========
Another Book (Somebody)
- Ihre Markierung bei Position 4-4 | Hinzugefügt am Montag, 2. November 2026 10:00:02

elsewhere
==========
Storm (Author, Ann)
- Ihr Lesezeichen bei Position 20 | Hinzugefügt am Montag, 2. November 2026 10:00:03


==========
Storm (Author, Ann)
- Ihre Markierung bei Position 21-21 | Hinzugefügt am Montag, 2. November 2026 10:00:04

the storm
==========
Storm (Author, Ann)
- Ihre Markierung bei Position 30-31 | Hinzugefügt am Montag, 2. November 2026 10:00:05

words of some other edition
==========
"""
BEFORE_2024 = """-- we can read Lua syntax here!
return {
    ["doc_props"] = { ["title"] = "Storm" },
    ["bookmarks"] = {
        [1] = { ["datetime"] = "2021-01-02 03:04:05", ["highlighted"] = true,
            ["notes"] = "wnid", ["text"] = "should read: wind" },
    },
    ["highlight"] = {
        [7] = { [1] = { ["datetime"] = "2021-01-02 03:04:05", ["drawer"] = "lighten",
            ["text"] = "wnid was in the \\
house" } },
    },
}
"""
ANNOTATIONS = {
    "@context": "https://www.w3.org/ns/anno.jsonld",
    "type": "AnnotationSet",
    "generator": {"name": "Thorium"},
    "items": [
        {
            "type": "Annotation",
            "created": "2026-11-02T10:00:00Z",
            "creator": {"name": "A reader"},
            "body": {"type": "TextualBody", "value": "governmetn -> government", "tag": "typo"},
            "target": {
                "source": "EPUB/text/text.xhtml",
                "selector": [
                    {
                        "type": "TextQuoteSelector",
                        "exact": "governmetn fell – “and",
                        "prefix": "OneThe ",
                        "suffix": " with it,” she",
                    }
                ],
            },
        }
    ],
}
EXCERPT = """“wnid was in the house”

Excerpt From
Storm
Ann Author
This material may be protected by copyright.
"""


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("storm.xml").write_text(TEI, "utf-8")
    return tmp_path


def filed(name: str, text: str) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    Path(name).write_text(text, "utf-8")
    result = CliRunner().invoke(main, ["errata", "import", name, "storm.xml", "--json"])
    assert "Traceback" not in result.output
    said = json.loads(result.stdout)
    return said.get("errata", []), said["findings"]


def test_a_kindles_clippings(book: Path) -> None:
    errata, findings = filed("My Clippings.txt", CLIPPINGS)
    assert [(e["find"], e["replace"], e["status"]) for e in errata] == [
        ("governmetn", "government", "reported")
    ]
    assert [f["code"] for f in findings] == ["REV-036", "REV-035"]
    assert [f["line"] for f in findings] == [21, 26]
    assert "2 places" in findings[0]["message"]
    assert "words of some other edition" in findings[1]["message"]


def test_koreader_as_it_was(book: Path) -> None:
    errata, findings = filed("metadata.epub.lua", BEFORE_2024)
    (only,) = errata
    assert (only["find"], only["note"]) == ("wnid was in the house", "should read: wind")
    assert only["date"] == "2021-01-02"
    assert findings == []


def test_the_annotations_of_the_w3c(book: Path) -> None:
    """House typography, a quotation over an element's border, the reader's own proposal."""
    errata, _ = filed("storm.annotations", json.dumps(ANNOTATIONS))
    (only,) = errata
    assert (only["find"], only["replace"]) == ("governmetn", "government")
    assert only["source"].startswith("Thorium A reader")
    line = TEI.split("\n")[3]
    assert (only["line"], only["column"]) == (4, line.index("governmetn") + 1)


def test_what_apple_books_shares(book: Path) -> None:
    errata, _ = filed("excerpts.txt", EXCERPT)
    assert [e["find"] for e in errata] == ["wnid was in the house"]


def test_a_mark_without_a_proposal_is_verified_only_with_one(book: Path) -> None:
    errata, _ = filed("excerpts.txt", EXCERPT)
    name = errata[0]["id"]
    refused = CliRunner().invoke(main, ["errata", "verify", name, "--book", "storm.xml"])
    assert refused.exit_code == 1
    assert "REA-046" in refused.stderr
    words = ["--for", "wnid", "--read", "wind"]
    assert (
        CliRunner().invoke(main, ["errata", "edit", name, "--book", "storm.xml", *words]).exit_code
        == 0
    )
    assert (
        CliRunner().invoke(main, ["errata", "verify", name, "--book", "storm.xml"]).exit_code == 0
    )


def test_the_same_mark_is_filed_once(book: Path) -> None:
    filed("excerpts.txt", EXCERPT)
    errata, findings = filed("excerpts.txt", EXCERPT)
    assert errata == []
    assert [f["code"] for f in findings] == ["REV-015"]


def test_marks_on_other_books_are_not_taken(book: Path) -> None:
    _, findings = filed("My Clippings.txt", CLIPPINGS.replace("Storm (", "Calm ("))
    (only,) = findings
    assert only["code"] == "REV-034"
    assert "'Another Book', 'Calm'" in only["hint"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.annotations", b'{"items": ['),
        ("metadata.epub.lua", b'return os.execute("rm")'),
        ("KoboReader.sqlite", b"SQLite format 3\x00 and no more"),
        ("book.epub", b"PK\x03\x04"),
        ("deep.annotations", b"[" * 100_000),
    ],
)
def test_a_broken_file_of_marks_is_told(book: Path, name: str, data: bytes) -> None:
    Path(name).write_bytes(data)
    result = CliRunner().invoke(main, ["errata", "import", name, "storm.xml"])
    assert result.exit_code == 1
    assert "REV-033" in result.stderr


def test_lua_is_read_and_never_run() -> None:
    assert read_lua("return {1, 'a', x = {[3] = true; y = -1.5}}") == {
        1: 1,
        2: "a",
        "x": {3: True, "y": -1.5},
    }
    assert read_lua(r'return "\195\169\n\\"') == "é\n\\"
    for text in ("return f()", "return {", "return 1 + 1", "return {" * 60 + "}" * 60):
        with pytest.raises(LuaError):
            read_lua(text)


@pytest.mark.parametrize("name", FORMATS)
def test_seeded_marks_are_found_where_they_were_made(
    name: str, seeded_book: tuple[ReaderText, Copy], tmp_path: Path
) -> None:
    """Every mark is in its place, or asked for; none is in a wrong one.

    A Kindle tells words and location: it is asked where the words stand twice within that.
    """
    reader, copy = seeded_book
    made = seeds(reader, copy, 120, random.Random(3))
    told = Counter(outcomes(reader, copy, FORMATS[name](made, copy, tmp_path), made))
    known = told_apart(made, copy, KINDLES[name](copy)) if name in KINDLES else len(made)
    assert told["wrong"] == 0
    assert told["lost"] == 0
    assert told["right"] >= 0.98 * known, (told, known)
    assert known >= 108


@pytest.mark.parametrize("name", KINDLES)
def test_a_kindles_reader_is_asked_of_no_place_outside_the_location(
    name: str, seeded_book: tuple[ReaderText, Copy], tmp_path: Path
) -> None:
    reader, copy = seeded_book
    made = seeds(reader, copy, 60, random.Random(3))
    marks = read_marks(FORMATS[name](made, copy, tmp_path))
    assert marks is not None
    filed = file_marks(copy.with_context(marks), reader)
    asked = [(each, seed) for each, seed in zip(filed, made, strict=True) if not each.is_sure]
    assert asked
    for each, seed in asked:
        assert any(abs(place.start - seed.start) <= 1 for place in each.places)
        assert all(abs(place.start - seed.start) < 400 for place in each.places)


@pytest.mark.parametrize("name", KINDLES)
def test_misprinted_words_marked_on_a_kindle_are_found(
    name: str, corpora: Path, tmp_path: Path
) -> None:
    """What a reader marks is a misprint, which seldom stands in a book twice."""
    document = read_book(next((corpora / "gerdracor").glob("*.xml")))[0].copy()
    slips, _ = seeding.seed(document, 120, random.Random(11))
    source = tmp_path / "book.xml"
    source.write_bytes(etree.tostring(document.root))
    reader, copy = ReaderText(read_book(source)[0]), made_copy(source, tmp_path)
    spans = ((slip.start, slip.start + len(slip.wrong)) for slip in slips)
    made = sorted(seeds_at(reader, copy, spans), key=lambda each: (each.part, each.at))
    assert len(made) > 100
    told = Counter(outcomes(reader, copy, FORMATS[name](made, copy, tmp_path), made))
    assert told["wrong"] == 0
    assert told["right"] >= 0.99 * len(made)


def test_few_clippings_are_no_measure(seeded_book: tuple[ReaderText, Copy], tmp_path: Path) -> None:
    reader, copy = seeded_book
    for number in range(8):
        made = seeds(reader, copy, 12, random.Random(number))
        file = FORMATS["kindle"](made, copy, tmp_path)
        assert "wrong" not in set(outcomes(reader, copy, file, made))


@pytest.mark.parametrize(
    ("head", "locations"),
    [
        ("- Your Highlight on page 12 | Location 170-171 | Added on Monday", (170, 171)),
        ("- Your Highlight Location 3249-3251 | Added on Wednesday", (3249, 3251)),
        ("- Your Highlight on Location 1702-03 | Added on Wednesday", (1702, 1703)),
        ("- Je highlight op pagina 1 t/m 10 | locatie 2 t/m 20 | Toegevoegd op", (2, 20)),
        ("– Ваш выделенный отрывок на странице 6 | Место 53–55 | Добавлено", (53, 55)),
        ("- 您在第 7 页（位置 #114-116）的标注 | 添加于 2019年9月30日", (114, 116)),
        ("- 1ページ|位置No. 10-11のハイライト |作成日: 2026年1月1日", (10, 11)),
        ("- Tu subrayado en la página 42 | Añadido el lunes, 5 de mayo de 2019", None),
    ],
)
def test_locations_of_a_kindle(
    head: str, locations: tuple[int, int] | None, tmp_path: Path
) -> None:
    file = tmp_path / "My Clippings.txt"
    file.write_text(f"Storm (Ann)\r\n{head}\r\n\r\nwords\r\n==========\r\n", "utf-16")
    marks = read_marks(file)
    assert marks is not None
    assert [(mark.words, mark.locations) for mark in marks] == [("words", locations)]


@pytest.fixture(scope="module")
def seeded_book(corpora: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[ReaderText, Copy]:
    source = next((corpora / "gerdracor").glob("*.xml"))
    copy = made_copy(source, tmp_path_factory.mktemp("copy"))
    return ReaderText(read_book(source)[0]), copy


def made_copy(source: Path, folder: Path) -> Copy:
    """Build the EPUB that a reader marks."""
    build = pipeline.prepare(source)
    pipeline.build_output(build, pipeline.Progress(), "epub", check=False)
    path = folder / "book.epub"
    path.write_bytes(build.outputs[0].data)
    return Copy(path)


def test_a_file_that_is_no_file_of_marks_is_left_to_others(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("find,replace\na,b\n", "utf-8")
    assert read_marks(path) is None


@pytest.mark.parametrize(
    ("highlight", "note"),
    [
        (
            "- 1ページ|位置No. 10-11のハイライト |作成日: 2026年1月1日",
            "- 1ページ|位置No. 11のメモ |作成日: 2026",
        ),
        ("- 您在位置 #10-11的标注 | 添加于 2026年1月1日", "- 您在位置 #11 的笔记 | 添加于 2026年"),
        (
            "– Ваш выделенный отрывок в месте 10–11 | Добавлено",
            "– Ваша заметка в месте 11 | Добавлено",
        ),
        ("- आपका हाइलाइट स्थान 10-11 पर | जोड़ा", "- स्थान 11 पर आपकी टिप्पणी | जोड़ा"),
    ],
)
def test_a_kindles_notes_in_its_language(book: Path, highlight: str, note: str) -> None:
    entries = (
        f"Storm\n{highlight}\n\ngovernmetn\n==========\nStorm\n{note}\n\ngovernment\n=========="
    )
    errata, findings = filed("My Clippings.txt", entries + "\n")
    assert [(e["find"], e["replace"]) for e in errata] == [("governmetn", "government")]
    assert findings == []


def quoted(words: str, note: str = "") -> dict[str, object]:
    selector = {"type": "TextQuoteSelector", "exact": words}
    return {"target": {"meta": None, "selector": selector}, "bodyValue": note}


def test_a_mark_without_a_proposal_bars_none_with_one(book: Path) -> None:
    marks = [quoted("governmetn fell", "well said"), quoted("governmetn", "government")]
    errata, findings = filed("a.json", json.dumps(marks))
    assert [e["replace"] for e in errata] == ["governmetn fell", "government"]
    assert findings == []
    again = filed("a.json", json.dumps(marks))[1]
    assert [f["code"] for f in again] == ["REV-015", "REV-015"]


def test_what_a_reader_wrote_to_a_mark_that_is_not_taken_is_told(book: Path) -> None:
    marks = [quoted("governmetn", "government"), quoted("governmetn", "should read: governance")]
    _, (finding,) = filed("a.json", json.dumps(marks))
    assert finding["code"] == "REV-016"
    assert "should read: governance" in finding["message"]
    assert "by another that comes in with it" in finding["message"]


def test_control_characters_of_one_mark_keep_no_other_out(book: Path) -> None:
    marks = [quoted("governmetn", "\x01typo\ud800?"), quoted("evening")]
    errata, _ = filed("a.json", json.dumps(marks))
    assert [(e["find"], e["note"]) for e in errata] == [("governmetn", "typo?"), ("evening", "")]


@pytest.mark.parametrize("date", ["yesterday", 1e300, -1e11, float("inf"), None])
def test_a_date_that_is_none_loses_no_mark(book: Path, date: object) -> None:
    with closing(sqlite3.connect("a.sqlite")) as db, db:
        columns = "SELECTEDTEXT NOTE REPRESENTATIVETEXT CREATIONDATE LOCATION DELETED".split()
        names = ", ".join(f"ZANNOTATION{name}" for name in columns)
        db.execute(f"CREATE TABLE ZAEANNOTATION ({names}, ZFUTUREPROOFING5, ZPLLOCATIONRANGESTART)")
        values = ("governmetn", "", None, date, None, 0, None, 1)
        db.execute("INSERT INTO ZAEANNOTATION VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)
    marks = read_marks(Path("a.sqlite"))
    assert marks is not None
    assert [(mark.words, mark.date) for mark in marks] == [("governmetn", None)]


def test_strings_of_lua() -> None:
    assert read_lua(r'return {"C:\\x41 \228\189\160", [==[a ]] b]==]} --[=[ no ]] more ]=]') == {
        1: r"C:\x41 你",
        2: "a ]] b",
    }
    with pytest.raises(LuaError, match="key"):
        read_lua("return {[{}]=1}")


def test_a_copy_that_is_no_epub_is_told(book: Path) -> None:
    with zipfile.ZipFile("copy.epub", "w") as made:
        made.writestr("META-INF/container.xml", "<container/>")
    Path("a.json").write_text(json.dumps([quoted("governmetn")]), "utf-8")
    words = ["errata", "import", "a.json", "storm.xml", "--copy", "copy.epub"]
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 0
    assert "copy.epub is no EPUB that can be read" in result.output
    assert "1 of 1 marks found" in result.output


def test_a_mark_that_no_context_tells_apart_is_filed_all_the_same(book: Path) -> None:
    """The device knows which of two refrains it is; the quotation alone does not."""
    refrain = "<lg><l>Sing of the sea,</l></lg>"
    source = TEI.replace("<p>The storm", f"{refrain}<p>The storm").replace(
        "</div></b", f"{refrain}</div></b"
    )
    Path("storm.xml").write_text(source, "utf-8")
    entries = [("old order", 10), ("Sing of the sea", 11), ("storm came back", 12), ("house", 13)]
    rows = [
        f"Storm\n- Your Highlight at location {at}-{at} | Added\n\n{words}\n"
        for words, at in entries
    ]
    errata, _ = filed("My Clippings.txt", "==========\n".join([*rows, ""]))
    assert "Sing of the sea" in [each["find"] for each in errata]
    assert all("\0" not in each["source"] for each in errata)


@pytest.mark.parametrize(
    ("marked", "found"),
    [
        ("government", ["governmetn"]),
        ("The goverment fell", ["The governmetn fell"]),
        ("storm came back; the wind", ["storm came back; the wnid"]),
        ("The governmetn fell into disgrace and nobody was sorry", []),
        ("in the evening they sailed home", []),
    ],
)
def test_words_of_another_edition_are_whole_or_not_found(
    book: Path, marked: str, found: list[str]
) -> None:
    errata, findings = filed("a.json", json.dumps([quoted(marked)]))
    assert [each["find"] for each in errata] == found
    assert [each["code"] for each in findings] == ([] if found else ["REV-035"])


def test_part_of_a_word_is_found_where_its_neighbours_are(book: Path) -> None:
    """`old` alone stands elsewhere; what the reader saw around it is surer than a whole word."""
    text = {"before": "came back; the g", "highlight": "old", "after": "en wnid was in"}
    Path("storm.xml").write_text(TEI.replace("the\nwnid", "the golden wnid"), "utf-8")
    errata, findings = filed("marks.json", json.dumps([{"locator": {"text": text}}]))
    assert findings == []
    (only,) = errata
    assert (only["find"], only["before"][-1:]) == ("old", "g")
