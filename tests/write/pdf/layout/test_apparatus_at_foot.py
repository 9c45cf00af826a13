"""A critical apparatus at the foot of the page: keyed to lines, run on, band by band."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from lxml import etree

from publish import pipeline

HEAD = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text xml:lang="la"><body><div>'
    "<head>Liber</head>"
)
TAIL = "</div></body></text></TEI>"
FILLING = "arma uirumque cano Troiae qui primus ab oris Italiam fato profugus uenit"
LEFT, RIGHT = 60.0, 352.0
"""Points: the edges of the text of the house's page, whichever side the page is on."""

SMALL = 0.85
"""Of the height of the text's words: those of entries are lower than so much."""

Page = tuple[list[str], str]
"""The lines of a page's text, and what stands at its foot."""


def pages_of(
    folder: Path, body: str, header: str = "<teiHeader/>", own: str = "", **text: object
) -> list[Page]:
    """Print a body for the press; return each page with entries, without what stands in margins."""
    for name in ("manuscript", "styles"):
        (folder / name).mkdir(exist_ok=True)
    (folder / "manuscript" / "edition.toml").write_text('manuscript = "book.xml"')
    (folder / "styles" / "own.css").write_text(own)
    source, output = folder / "manuscript" / "book.xml", folder / "book.pdf"
    source.write_text(f"{HEAD.replace('<teiHeader/>', header)}{body}{TAIL}", "utf-8")
    build = pipeline.prepare(folder, {"text": {"apparatus": "foot", **text}})
    pipeline.build_output(build, pipeline.Progress(), "press")
    assert {finding.code for finding in build.findings}.isdisjoint({"WRI-056", "WRI-217"})
    output.write_bytes(build.outputs[-1].data)
    said = subprocess.run(["pdftotext", "-bbox", output, "-"], capture_output=True, check=True)
    pages = map(_page, etree.fromstring(said.stdout).iter("{*}page"))
    return [page for page in pages if page[1]]


def _page(page: etree._Element) -> Page:
    words = [word for word in page.iter("{*}word") if LEFT <= _at(word, "xMin") < RIGHT]
    words = [word for word in words if 60 < _at(word, "yMax") < 570]
    heights = sorted(_at(word, "yMax") - _at(word, "yMin") for word in words) or [0.0]
    rows: dict[float, list[tuple[float, str]]] = {}
    small: dict[float, list[tuple[float, str]]] = {}
    for word in words:
        is_small = _at(word, "yMax") - _at(word, "yMin") < SMALL * heights[-len(heights) // 4]
        among, foot = small if is_small else rows, _at(word, "yMax")
        level = next((y for y in among if abs(y - foot) < 4), foot)
        among.setdefault(level, []).append((_at(word, "xMin"), word.text or ""))
    text, entries = (
        [" ".join(word for _, word in sorted(lines[y])) for y in sorted(lines)]
        for lines in (rows, small)
    )
    return text, " ".join(entries)


def _at(word: etree._Element, side: str) -> float:
    return float(word.get(side, 0))


def app(lemma: str, reading: str = "alia", kind: str = "") -> str:
    typed = f' type="{kind}"' if kind else ""
    return f'<app{typed}><lem wit="#A">{lemma}</lem><rdg wit="#B #C">{reading}</rdg></app>'


def words(count: int) -> list[str]:
    """Words that a text has once each."""
    stems = FILLING.split()
    return [f"{stems[n % 12]}{'abcdefghij'[n // 10]}{'klmnopqrst'[n % 10]}" for n in range(count)]


def test_each_entry_has_the_number_of_the_line_of_its_words(tmp_path: Path) -> None:
    lemmas = words(70)
    entries = [f"{FILLING} {app(word, 'mutata')}" for word in lemmas]
    body = "".join(f"<p>{' '.join(entries[n : n + 10])}.</p>" for n in range(0, 70, 10))
    found = 0
    pages = pages_of(tmp_path, body)
    assert len(pages) > 2
    for lines, foot in pages:
        text = [line for line in lines if line != "Liber"]
        assert "°" not in " ".join(text), "no mark calls an entry"
        number = ""
        for entry in re.finditer(r"(\d+(?:–\d+)? )?(\w+) A\] mutata BC", foot.replace("‐ ", "")):
            number = (entry[1] or number).strip()
            first = int(number.partition("–")[0])
            said = "".join(f"{line} " for line in text[first - 1 : first + 1]).replace("‐ ", "")
            assert entry[2] in said, f"{entry[2]!r} is in line {first}"
            found += 1
    assert found == 70


def test_bands_stand_one_below_the_other_in_their_order(tmp_path: Path) -> None:
    body = (
        f"<p>{FILLING} {app('uerbum')} et {app('fontem', 'Liu. 1', 'source')} "
        f"{app('testem', 'Seru.', 'testimonium')}<note>Nota.</note> {app('lectio')}. {FILLING}</p>"
    )
    ((_, foot),) = pages_of(tmp_path, body)
    order = re.findall(r"fontem|testem|uerbum|lectio|Nota", foot)
    assert order == ["fontem", "testem", "uerbum", "lectio", "Nota"]
    assert "2 fontem A] Liu. 1 BC" in foot
    assert "2 uerbum A] alia BC lectio A] alia BC" in foot, "the number of a line stands once"


def test_a_word_that_the_line_has_twice_is_told_apart_and_a_long_lemma_is_short(
    tmp_path: Path,
) -> None:
    body = f"<p>et arma et {app('et', 'ac')} uirum {app('uirum cano Troiae qui', 'cano')}.</p>"
    ((_, foot),) = pages_of(tmp_path, body)
    assert re.search(r"et ?3 A\] ac BC", foot)
    assert "uirum … qui A] cano BC" in foot


def test_lines_end_between_words_that_have_entries(tmp_path: Path) -> None:
    names = [f"{stem}{stem}{stem}{stem}" for stem in ("Romulus", "numitor", "faustul", "tarquin")]
    body = f"<p>{FILLING}.</p><p>{' '.join(map(app, names))}</p><p>{FILLING}</p>"
    ((lines, _),) = pages_of(tmp_path, body)
    said = "".join(lines).replace("‐", "")
    assert all(name in said for name in names)


def test_verses_end_their_lines_between_words_that_have_entries(tmp_path: Path) -> None:
    long = "siddharthakanastasataparijaptanstasminsarava"
    verse = f"<l>{app(long)}\n{app('drstvahutinaca')}\n{app('saptakamjuhuyat')} uacat</l>"
    ((lines, _),) = pages_of(tmp_path, f"<lg>{verse}</lg>")
    assert lines[1:] == [f"{long} drstvahutinaca", "saptakamjuhuyat uacat"]


def test_entries_are_numbered_where_the_design_has_no_room_for_all(tmp_path: Path) -> None:
    body = f"<quote>{FILLING}</quote><p>{FILLING} {app('mutatum')} {FILLING}</p>"
    own = "@media print { blockquote { margin-left: 400pt; } }"
    ((_, foot),) = pages_of(tmp_path, body, own=own)
    assert re.match(r"\d+ mutatum A\] alia BC", foot)
    assert not foot.startswith("00")


def test_entries_on_headings_and_by_section(tmp_path: Path) -> None:
    parts = (
        f'<head>De {app("bello", "pace")}</head><p n="3">{FILLING} {app("b", "c")} {FILLING}</p>'
    )
    body = f'<div n="2">{parts}</div>'
    ((_, foot),) = pages_of(tmp_path, body)
    assert "tit. bello A] pace BC 1–2 b" in foot or "tit. bello A] pace BC 2 b A] c BC" in foot
    ((_, foot),) = pages_of(tmp_path, body, apparatus_by="section")
    assert "2 bello A] pace BC 2.3 b A] c BC" in foot


def test_entries_of_a_list_behind_a_passage_stand_at_its_foot(tmp_path: Path) -> None:
    parallel = '<listApp type="parallels"><app><note>Seru. {}. {}</note></app></listApp>'
    text = [f"<p>{word} {FILLING} {FILLING}</p>" for word in words(40)]
    lists = [parallel.format(n, FILLING) for n in range(40)]
    pages = pages_of(tmp_path, "".join(map("".join, zip(text, lists, strict=True))))
    found = 0
    for lines, foot in pages:
        assert "Seru." not in " ".join(lines), "no entry stands among the text"
        for first, number in re.findall(r"(\d+)–\d+ Seru\. (\d+)\.", foot):
            text_lines = [line for line in lines if line != "Liber"]
            assert text_lines[int(first) - 1].startswith(words(40)[int(number)])
            found += 1
    assert found == 40


def test_an_entry_stands_on_the_page_of_its_first_line(tmp_path: Path) -> None:
    parallel = '<listApp type="parallels"><app><note>Seru. {}.</note></app></listApp>'
    text = [f"<p>{word} {' '.join([FILLING] * 12)}</p>" for word in words(12)]
    body = "".join(f"{block}{parallel.format(n)}" for n, block in enumerate(text))
    verse = "<head>Titulus</head><l>uersus</l><l>alter</l>"
    body += f"<lg>{verse}</lg>{parallel.format(99)}"
    crossing = 0
    for lines, foot in pages_of(tmp_path, body):
        text_lines = [line for line in lines if line not in {"Liber", "Titulus"}]
        for first, rest, number in re.findall(r"(\d+)( sqq\.|–\d+) Seru\. (\d+)\.", foot):
            begins = "uersus" if number == "99" else words(12)[int(number)]
            assert text_lines[int(first) - 1].startswith(begins)
            crossing += rest == " sqq."
    assert crossing > 1


def test_entries_by_location_stand_with_their_words_or_first_verse(tmp_path: Path) -> None:
    named = [n for n in range(0, 400, 10)]
    said = words(100)
    text = " ".join(f"{said[n // 10] if n in named else ''} {FILLING}" for n in range(400))
    entries = "".join(
        f'<app loc="7"><lem>{said[n // 10]}</lem><rdg wit="#B">mutata</rdg></app>' for n in named
    )
    pages = pages_of(tmp_path, f'<p n="7">{text}</p><listApp>{entries}</listApp>')
    found = 0
    for lines, foot in pages:
        text_lines = [line for line in lines if line != "Liber"]
        for line, word in re.findall(r"(\d+) (\w+)\] mutata", foot):
            assert word[:5] in text_lines[int(line) - 1], f"{word} is in line {line} of its page"
            found += 1
    assert (len(pages) > 5, found) == (True, len(named))
    verses = "".join(f'<l n="{n}">{said[n]} canit</l>' for n in range(1, 80))
    entries = "".join(
        f'<app loc="{n}–{n + 1}"><lem>{said[n]}</lem><rdg wit="#B">mutata</rdg></app>'
        for n in range(1, 78, 2)
    )
    pages = pages_of(tmp_path, f"<lg>{verses}</lg><listApp>{entries}</listApp>")
    feet = " ".join(foot.replace("‐ ", "") for _, foot in pages)
    ranges = re.findall(r"(\d+)–\d+ \w+\] mut", feet)
    assert ranges == [str(n) for n in range(1, 78, 2)]


def test_verses_are_named_by_their_own_numbers(tmp_path: Path) -> None:
    verses = "".join(f'<l n="{n}">{FILLING[:40]} {app("d", "e")}</l>' for n in range(101, 107))
    ((_, foot),) = pages_of(tmp_path, f"<lg>{verses}</lg>")
    assert [f"{n} d A] e BC" in foot for n in range(101, 107)] == [True] * 6


def test_verses_counted_anew_in_each_stanza_are_named_by_both_numbers(tmp_path: Path) -> None:
    lines = "".join(f'<l n="{n}">{FILLING[:40]} {app("d", "e")}</l>' for n in (1, 2))
    stanzas = "".join(f'<lg n="{number}">{lines}</lg>' for number in (11, 12))
    ((_, foot),) = pages_of(tmp_path, stanzas)
    for number in (11, 12):
        assert f"{number}.1 d A] e BC" in foot
        assert f"{number}.2 d A] e BC" in foot


def test_entries_of_a_list_go_to_the_words_that_they_name(tmp_path: Path) -> None:
    text = (
        f'<p n="1">{FILLING} ante <w xml:id="a">{FILLING}</w> deinde {FILLING} ruit {FILLING}</p>'
    )
    entries = (
        "<listApp><head>Variae lectiones</head>"
        '<app from="#a" to="#a"><lem wit="#A">profugus uenit</lem><rdg wit="#B">uenit</rdg></app>'
        '<app loc="1"><lem wit="#A">ruit</lem><rdg wit="#B">cadit</rdg></app></listApp>'
    )
    ((lines, foot),) = pages_of(tmp_path, text + entries)
    text_lines = [line for line in lines if line != "Liber"]
    numbers = re.search(r"(\d+) profugus uenit A\] uenit B (\d+) ruit A\] cadit B", foot)
    assert numbers is not None
    assert "uenit" in text_lines[int(numbers[1]) - 1]
    assert "ruit" in text_lines[int(numbers[2]) - 1]
    assert "Variae" not in foot + "".join(lines), "nothing is left of the list"


LIST = (
    "<teiHeader><fileDesc><titleStmt><title>Liber</title></titleStmt><publicationStmt><p/>"
    "</publicationStmt><sourceDesc><listWit>"
    '<witness xml:id="A"/><witness xml:id="B"><abbr type="siglum">B<hi rend="sup">2</hi></abbr>'
    '</witness><witness xml:id="C"/><witness xml:id="T"><abbr type="siglum">Tib</abbr></witness>'
    "</listWit></sourceDesc></fileDesc></teiHeader>"
)
"""Witnesses of which one has a raised figure, and one is called by more than a letter."""


def bound(name: str, witness: str) -> str:
    return f'<app><lem wit="#A">et</lem><rdg wit="#{witness}"><{name}/></rdg></app>'


def test_pages_name_the_witnesses_that_they_have(tmp_path: Path) -> None:
    lemmas = iter(words(90))
    entries = [f"{FILLING} {app(next(lemmas), 'mutata')} " for _ in range(90)]
    tibetan = '<app><lem wit="#A">et</lem><rdg wit="#T">ac</rdg></app>'
    entries[0] += tibetan
    entries[40] += bound("witStart", "C") + bound("witEnd", "B")
    body = f"<p>{' '.join(entries)}</p>"
    feet = [foot.replace(" ", "") for _, foot in pages_of(tmp_path, body, LIST)]
    feet = [foot for foot in feet if "mutata" in foot]
    named = [re.match(r"(A?B?2?C?Tib)", foot) for foot in feet]
    found = [match[1] if match else "" for match in named]
    middle = next(at for at, foot in enumerate(feet) if "inc." in foot)
    assert 0 < middle < len(feet) - 1
    assert found == [
        *["AB2Tib"] * middle, "AB2CTib", *["ACTib"] * (len(feet) - middle - 1)
    ]  # fmt: skip


def test_a_page_names_more_witnesses_than_a_line_holds(tmp_path: Path) -> None:
    signs = [f"{letter}{number}" for letter in "ABCDEFGH" for number in range(1, 10)]
    listed = "".join(f'<witness xml:id="{sign}">A manuscript.</witness>' for sign in signs)
    header = LIST.replace('<witness xml:id="A"/>', f'<witness xml:id="A"/>{listed}')
    named = " ".join(f"#{sign}" for sign in signs)
    entry = f'<app><lem wit="#A">uirum</lem><rdg wit="{named}">uiros</rdg></app>'
    body = f"<p>{' '.join([FILLING] * 6)} {entry} {bound('witStart', 'C')}</p>"
    _, (_, foot) = pages_of(tmp_path, body, header)
    assert foot.startswith("A A1 A2 A3 "), "the witnesses stand at the foot, by themselves"
    assert "uiros" in foot
    assert "‐" not in foot, "no line ends in a siglum"


def test_an_entry_on_a_heading_leaves_verses_their_numbers(tmp_path: Path) -> None:
    verses = "".join(f'<l n="{n}">{FILLING[:40]} {app("d", "e")}</l>' for n in range(101, 141))
    pages = pages_of(tmp_path, f"<lg><head>De {app('bello', 'pace')}</head>{verses}</lg>")
    feet = " ".join(foot for _, foot in pages)
    assert "tit. bello A] pace BC" in feet
    assert [f"{n} d A] e BC" in feet for n in range(101, 141)] == [True] * 40


def test_a_lemma_that_leaves_words_out_or_parts_paragraphs_has_the_lines_of_its_ends(
    tmp_path: Path,
) -> None:
    names = words(9)
    text = "".join(
        f'<p n="{n + 1}">{names[3 * n]} {FILLING} {FILLING} {names[3 * n + 1]} {FILLING} '
        f"{names[3 * n + 2]}</p>"
        for n in range(3)
    )
    lemmas = [
        ("1.1", f"{names[0]} … {names[1]}"),
        ("1.1–2", f"{names[2]} {names[3]}"),
        ("1.2–1.3", f"{names[4]} ... {names[8]}]"),
    ]
    entries = "".join(
        f'<app loc="{loc}"><lem>{lemma}</lem><rdg wit="#B">mutata</rdg></app>'
        for loc, lemma in lemmas
    )
    body = f'<div n="1">{text}</div><listApp>{entries}</listApp>'
    ((lines, foot),) = pages_of(tmp_path, body)
    text_lines = [line for line in lines if line != "Liber"]
    found = re.findall(r"(\d+)–(\d+) (\w+)[ .…]+(\w+)\] mutata", foot)
    assert len(found) == 3
    for first, last, begin, end in found:
        assert begin in text_lines[int(first) - 1]
        assert end in text_lines[int(last) - 1]
