"""Repairs: the pages end better, the words are the same, nothing is spaced so that one sees it."""

from __future__ import annotations

import dataclasses
import json
import re
import unicodedata
from itertools import pairwise
from pathlib import Path
from random import Random
from xml.etree.ElementTree import Element

import pypdfium2
import pytest
from click.testing import CliRunner

from publish.check.typography import Kind, Report, report_on
from publish.cli import main
from publish.engine import Laid, LayoutResources, lay_out
from publish.model.edition import Edition
from publish.model.publication import Entry, Publication
from publish.model.repair import LIMIT, Repair
from publish.read import read_repairs
from publish.read.repairs_file import write_repairs
from publish.run import processes
from publish.run.cache import Cache
from publish.write.pdf import Printed, Purpose, write_pdf
from publish.write.pdf.book import begin
from publish.write.pdf.copyfit import find_repairs
from publish.write.pdf.prepare.spacing import paragraphs_of, space
from tests.engine.measured import measure
from tests.write.pdf.books import EDITION, one_part, part

WORDS = (
    "stone river of the light a candle and evening in fire garden it was window never again "
    "flowing office beneath the shadow of afternoon whispering to remember difficult waffle"
).split()


def paragraphs(seed: int, count: int) -> list[str]:
    """Write paragraphs of all lengths, always the same."""
    chance = Random(seed)
    made = []
    for _ in range(count):
        length = chance.choice((8, 14, 30, 34, 38, 60, 110))
        words = [chance.choice(WORDS) for _ in range(length)]
        made.append(" ".join(words).capitalize() + ".")
    return made


def novel(texts: list[str]) -> Publication:
    return one_part("<h1>One</h1>" + "".join(f"<p>{text}</p>" for text in texts))


TEXTS = paragraphs(38, 64)


def repairs_of(
    publication: Publication, edition: Edition = EDITION, cache: Cache | None = None
) -> tuple[Repair, ...]:
    return find_repairs(publication, edition, lambda *_: None, cache or Cache())


def printed(repairs: tuple[Repair, ...], texts: list[str] = TEXTS) -> Printed:
    edition = dataclasses.replace(EDITION, repairs=repairs)
    return write_pdf(novel(texts), edition, Purpose.PRESS)


def letters(data: bytes) -> str:
    """Give all letters of a PDF but those of running heads, which move with the pages."""
    document = pypdfium2.PdfDocument(data)
    text = "".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    folded = unicodedata.normalize("NFKC", text).casefold()
    plain = re.sub(r"[^a-z]", "", folded)
    return re.sub("asmallbook|chapter", "", plain)


def weight(report: Report) -> int:
    return sum(report.count(kind) for kind in Kind if kind is not Kind.LOOSE)


@pytest.fixture(scope="module")
def repairs() -> tuple[Repair, ...]:
    return repairs_of(novel(TEXTS))


@pytest.fixture(scope="module")
def before() -> Printed:
    return printed(())


@pytest.fixture(scope="module")
def after(repairs: tuple[Repair, ...]) -> Printed:
    return printed(repairs)


def test_pages_end_better(before: Printed, after: Printed) -> None:
    was, now = report_on(before.data), report_on(after.data)
    assert weight(was) > 0
    assert weight(now) < weight(was)
    for kind in (Kind.WIDOW, Kind.ORPHAN, Kind.STUB, Kind.LADDER, Kind.SPLIT, Kind.UNEVEN):
        assert now.count(kind) <= was.count(kind), kind


def test_no_character_changes(before: Printed, after: Printed) -> None:
    words = "".join(TEXTS).casefold()
    body = letters(after.data)
    assert body == letters(before.data)
    assert re.sub(r"[^a-z]", "", words)[:200] in body


def test_the_spacing_stays_within_what_the_eye_forgives(repairs: tuple[Repair, ...]) -> None:
    assert repairs
    for repair in repairs:
        assert 0 < abs(repair.letter_space) <= LIMIT
        assert 0 < abs(repair.word_space) <= LIMIT
    assert len(repairs) <= len(TEXTS) / 10


@pytest.mark.slow
def test_the_same_repairs_are_found_again_with_a_cache_and_with_other_processors(
    repairs: tuple[Repair, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PUBLISH_CORES", "2")
    monkeypatch.setattr(processes, "_are_ready", False)
    processes.warm_up("publish.write.pdf.layout.division")
    again = dataclasses.replace(EDITION, repairs=repairs)
    assert repairs_of(novel(TEXTS), again, Cache(tmp_path)) == repairs
    processes.drop_pool()


@pytest.mark.slow
def test_another_run_lays_out_only_what_was_edited(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    laid_out: list[str] = []

    def count(root: Element, resources: LayoutResources) -> Laid:
        laid_out.append("".join(root.itertext())[:3])
        return lay_out(root, resources)

    monkeypatch.setattr("publish.run.processes._are_ready", False)  # it is counted in this process
    monkeypatch.setattr("publish.write.pdf.copyfit.division.lay_out", count)
    cache = Cache(tmp_path)
    texts = {"One": paragraphs(30, 40), "Two": paragraphs(7, 40)}

    def found_in(parts: dict[str, list[str]]) -> tuple[Repair, ...]:
        laid_out.clear()
        made = [
            part(name, f"<h1>{name}</h1>" + "".join(f"<p>{t}</p>" for t in each), name)
            for name, each in parts.items()
        ]
        entries = [Entry(name, name) for name in parts]
        return repairs_of(Publication("Two", "en", "ltr", made, entries), cache=cache)

    first = found_in(texts)
    assert set(laid_out) == {"One", "Two"}
    assert len(laid_out) > 10
    assert found_in(texts) == first
    assert laid_out == []
    found_in(texts | {"Two": ["Edited.", *texts["Two"]]})
    assert set(laid_out) == {"Two"}


def test_repaired_pages_are_the_same_bytes_with_and_without_a_cache(
    repairs: tuple[Repair, ...], after: Printed, tmp_path: Path
) -> None:
    edition = dataclasses.replace(EDITION, repairs=repairs)
    for _ in range(2):
        made = write_pdf(novel(TEXTS), edition, Purpose.PRESS, cache=Cache(tmp_path))
        assert made.data == after.data


def test_an_edit_elsewhere_leaves_a_repair_valid_and_one_in_its_paragraph_does_not(
    repairs: tuple[Repair, ...],
) -> None:
    mended = next(n for n, text in enumerate(TEXTS) if text.startswith(repairs[0].words[:40]))
    elsewhere = list(TEXTS)
    elsewhere[mended - 1] = "Something else."
    codes = [finding.code for finding in printed(repairs, elsewhere).findings]
    assert "WRI-110" not in codes
    elsewhere[mended] += " And more."
    told = [found for found in printed(repairs, elsewhere).findings if found.code == "WRI-110"]
    assert [found.message.split()[0] for found in told] == ["1"]


@pytest.mark.slow
def test_an_entry_of_ones_own_is_kept_and_worked_around(repairs: tuple[Repair, ...]) -> None:
    own = dataclasses.replace(repairs[0], letter_space=1.25, word_space=0.0, fixed=True)
    gone = dataclasses.replace(repairs[-1], paragraph="0" * 12, fixed=True)
    found = repairs_of(novel(TEXTS), dataclasses.replace(EDITION, repairs=(own, gone)))
    assert own in found
    assert gone not in found


def poem(seed: int, count: int) -> str:
    """Write stanzas of verse; some lines are too long for the page, and are turned over."""
    chance = Random(seed)
    made = []
    for stanza in range(count):
        lines = [
            f"Line {stanza}.{number}: "
            + " ".join(chance.choice(WORDS) for _ in range(chance.choice((4, 5, 14, 14))))
            for number in range(chance.choice((2, 3, 5)))
        ]
        verses = "".join(f'<div class="l">{line}</div>' for line in lines)
        made.append(f'<div class="lg stanza">{verses}</div>')
    return "<h1>One</h1>" + "".join(made)


POEM = poem(6, 40)


@pytest.fixture(scope="module")
def carried() -> tuple[Repair, ...]:
    return repairs_of(one_part(POEM))


def of_poem(repairs: tuple[Repair, ...], markup: str) -> Printed:
    return write_pdf(one_part(markup), dataclasses.replace(EDITION, repairs=repairs), Purpose.PRESS)


def test_pages_of_verse_end_a_line_early_to_face_each_other(carried: tuple[Repair, ...]) -> None:
    assert carried
    assert {(repair.carry, repair.letter_space) for repair in carried} == {(1, 0.0)}
    was, now = of_poem((), POEM), of_poem(carried, POEM)
    counts = [report_on(made.data).count(Kind.UNEVEN) for made in (was, now)]
    assert counts[1] < counts[0]
    assert letters(now.data) == letters(was.data)


def test_a_line_that_ends_no_page_any_more_carries_nothing(carried: tuple[Repair, ...]) -> None:
    moved = POEM.replace("<h1>One</h1>", "<h1>One</h1>" + "<p>One line more.</p>" * 7)
    was, now = of_poem((), moved), of_poem(carried, moved)
    assert report_on(now.data).pages == report_on(was.data).pages
    assert not [found for found in now.findings if found.code == "WRI-110"]


@pytest.mark.slow
def test_a_page_that_ends_in_a_paragraph_leaves_the_next_so_many_lines() -> None:
    texts = paragraphs(11, 60)
    long = next(text for text in texts[20:] if len(text) > 500)
    lines = lines_by_page(texts, long)
    while len(lines) < 2 or lines[0] < 3:
        texts.insert(0, "One line more.")
        lines = lines_by_page(texts, long)
    carried = Repair(paragraph=repairs_key(long), carry=lines[1] + 1)
    assert lines_by_page(texts, long, carried) == [lines[0] - 1, lines[1] + 1]
    for _ in range(sum(lines)):
        texts.insert(0, "One line more.")
        without, now = lines_by_page(texts, long), lines_by_page(texts, long, carried)
        assert now in (without, [without[0] - 1, without[-1] + 1])


def lines_by_page(texts: list[str], text: str, *repairs: Repair) -> list[int]:
    """Count a paragraph's lines on each page that it stands on."""
    book = begin(novel(texts), dataclasses.replace(EDITION, repairs=repairs), Purpose.SCREEN)
    counts = []
    for page in measure(lay_out(book.divisions[-1].root, book.resources)):
        for lines in page.paragraphs():
            block = lines[0].block
            if block is not None and "".join(block.itertext())[:40] == text[:40]:
                counts.append(len(lines))
    return counts


def test_ligatures_are_kept_in_spaced_paragraphs() -> None:
    text = "The office of the waffle was first to find a flowing fjord of fluffy affection."
    key = repairs_key(text)
    for repairs in ((), (Repair(paragraph=key, letter_space=1.0, word_space=1.0),)):
        data = printed(repairs, [text]).data
        document = pypdfium2.PdfDocument(data)
        assert not [f for f in printed(repairs, [text]).findings if f.code == "WRI-110"]
        assert ligatures(document) >= 6
        document.close()


def repairs_key(text: str) -> str:
    """Ask for a key as the writer of a file would: from a repair's own run."""
    from publish.house.page.geometry import read_geometry
    from publish.model.repair import key_of_paragraph
    from publish.write.pdf.prepare.spacing import measures_of
    from publish.write.pdf.prepare.typefaces import choose_families

    families = choose_families(novel([text]), text)
    return key_of_paragraph(text, measures_of(read_geometry(EDITION.print, "en"), families))


def ligatures(document: pypdfium2.PdfDocument) -> int:
    """Count pairs of letters that one glyph shows: they have one box."""
    count = 0
    for page in document:
        textpage = page.get_textpage()
        boxes = [textpage.get_charbox(n, loose=True) for n in range(textpage.count_chars())]
        count += sum(a == b for a, b in pairwise(boxes))
    return count


@pytest.mark.parametrize("percent", [-2.0, -0.5, 0.5, 2.0])
def test_spaced_lines_are_filled_as_others_are(percent: float) -> None:
    book = begin(novel(paragraphs(5, 90)), EDITION, Purpose.SCREEN)
    root = book.divisions[-1].root
    for paragraph in paragraphs_of(root):
        space(paragraph, percent, percent)
    for page in measure(lay_out(root, book.resources)):
        full = [line.text for lines in page.paragraphs() for line in lines if line.goes_on]
        assert [text for text in full if len(text.strip()) < 40] == []


def test_hebrew_and_arabic_are_never_spaced() -> None:
    text = "אבן נהר אור נר ערב אש גן חלון לעולם שוב זורם צל "
    publication = one_part("".join(f"<p>{text * (n % 5 + 1)}</p>" for n in range(60)), lang="he")
    assert repairs_of(publication) == ()


def test_the_file_is_read_as_it_was_written(repairs: tuple[Repair, ...], tmp_path: Path) -> None:
    odd = Repair(paragraph="a" * 12, letter_space=-0.5, words='He said: "\\', fixed=True)
    short = Repair(paragraph="b" * 12, carry=3, words="Here")
    path = tmp_path / "repairs.toml"
    path.write_bytes(write_repairs([*repairs, odd, short]))
    read = read_repairs(path)
    assert [dataclasses.replace(each, place=None) for each in read] == [*repairs, odd, short]
    assert all(each.place and each.place.line for each in read)


TEI = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>Lines</title>
</titleStmt><publicationStmt><p/></publicationStmt><sourceDesc><p/></sourceDesc></fileDesc>
<profileDesc><langUsage><language ident="en"/></langUsage></profileDesc></teiHeader>
<text><body><div><head>One</head>{}</div></body></text></TEI>"""


@pytest.mark.slow
def test_the_command_keeps_repairs_beside_the_manuscript_and_reports(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = TEI.format("".join(f"<p>{text}</p>" for text in TEXTS))
    (tmp_path / "lines.xml").write_text(text, "utf-8")
    monkeypatch.setenv("PUBLISH_CACHE", str(tmp_path / "cache"))
    command = ["pdf", "lines.xml", "--report", "--json"]
    told = [
        json.loads(CliRunner().invoke(main, [*command, *more]).stdout)
        for more in ([], ["--repair"], [])
    ]
    assert told[1]["outputs"] == ["lines.repairs.toml", "lines.pdf"]
    assert (tmp_path / "lines.repairs.toml").read_text("utf-8").count("[[repair]]") > 0
    was, repaired, later = (each["report"] for each in told)
    assert sum(repaired["counts"].values()) < sum(was["counts"].values())
    assert later == repaired
    assert {"kind", "page", "words"} == set(was["blemishes"][0])


def test_a_cover_has_no_pages_to_report_on(tmp_path: Path) -> None:
    path = tmp_path / "lines.xml"
    path.write_text(TEI.format("<p>Short.</p>"), "utf-8")
    result = CliRunner().invoke(main, ["pdf", str(path), "--report", "--for", "cover"])
    assert result.exit_code == 2
    assert "WRI-111" in result.stderr
