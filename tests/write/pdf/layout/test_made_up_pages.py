"""Pages made up in every build: level, full, with no line alone; and as an editor wants them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from random import Random

import pypdfium2
import pytest
from lxml import etree
from msgspec.structs import replace
from weasyprint.layout import page as page_layout

from benchmarks import novels
from publish import pipeline
from publish.check.typography import Kind, report_on
from publish.check.typography.reading import read_pages
from publish.check.typography.zones import Book, zone
from publish.engine.boxes import Context
from publish.engine.pages.make_up import MakeUp
from publish.model.edition import Edition
from publish.model.finding import Finding
from publish.model.publication import Publication
from publish.model.repair import Repair
from publish.read import read_repairs
from publish.run import processes
from publish.run.cache import Cache
from publish.write.pdf import Printed, Purpose, write_pdf
from publish.write.pdf.layout import in_windows, windows
from tests.write.pdf.books import EDITION, SENTENCE, mark, note, one_part

WORDS = (
    "stone river of the light a candle and evening in fire garden it was window never again "
    "flowing office beneath the shadow of afternoon whispering to remember difficult waffle"
).split()


LONG_WORDS = (
    "extraordinary governmental responsibility communication the of and in a consideration "
    "philosophical transformation it was understanding misunderstanding international"
).split()


def paragraphs(
    seed: int,
    count: int,
    lengths: Sequence[int] = (8, 14, 30, 34, 38, 60, 110),
    choice: Sequence[str] = WORDS,
) -> list[str]:
    """Write paragraphs of all lengths, always the same."""
    chance = Random(seed)
    words = [[chance.choice(choice) for _ in range(chance.choice(lengths))] for _ in range(count)]
    return [" ".join(each).capitalize() + "." for each in words]


def novel(texts: list[str]) -> Publication:
    return one_part("<h1>One</h1>" + "".join(f"<p>{text}</p>" for text in texts))


def poem(seed: int, count: int) -> Publication:
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
    return one_part("<h1>One</h1>" + "".join(made))


def with_notes(seed: int) -> Publication:
    texts = paragraphs(seed, 60)
    noted = [f"{text} {mark(n)}" if n % 7 == 3 else text for n, text in enumerate(texts)]
    notes = [note(n, SENTENCE * (n % 4 + 1)) for n in range(3, 60, 7)]
    markup = "".join(f"<p>{text}</p>" for text in noted)
    return one_part(f"<h1>One</h1>{markup}", notes=notes)


TEXTS = paragraphs(33, 100)
BOOKS = {"novel": novel(TEXTS), "poem": poem(6, 60), "notes": with_notes(5)}


def printed(made: Publication, edition: Edition = EDITION, cache: Cache | None = None) -> Printed:
    return write_pdf(made, edition, Purpose.PRESS, cache=cache or Cache())


def book_of(data: bytes) -> Book:
    return zone(read_pages(data))


def steps(book: Book) -> Iterator[float]:
    """Yield by how many lines facing pages differ that are to be full."""
    for number, (verso, recto) in enumerate(zip(book.pages, book.pages[1:], strict=False)):
        is_full = not (book.ends(number) or book.ends(number + 1) or verso.is_recto)
        if is_full and verso.foot is not None and recto.foot is not None:
            yield abs(verso.foot - recto.foot) / book.leading


@pytest.fixture
def as_they_fall(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "_are_ready", False)  # else others lay out
    monkeypatch.setattr(MakeUp, "pages", lambda _, first: first.pages)


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return {name: printed(book).data for name, book in BOOKS.items()}


@pytest.mark.parametrize("name", BOOKS)
def test_facing_pages_are_level(name: str, made: dict[str, bytes]) -> None:
    differences = list(steps(book_of(made[name])))
    assert len(differences) >= 3
    assert max(differences) < 1.2


@pytest.mark.parametrize("name", ["novel", "poem"])
def test_they_are_so_because_they_are_planned(
    name: str, made: dict[str, bytes], as_they_fall: None
) -> None:
    fallen = sum(steps(book_of(printed(BOOKS[name]).data)))
    assert sum(steps(book_of(made[name]))) <= 0.75 * fallen


def test_pages_of_verse_are_level_by_wider_gaps_between_stanzas(made: dict[str, bytes]) -> None:
    book = book_of(made["poem"])
    assert max(steps(book)) < 0.1
    distances = [
        (above.base - line.base) / book.leading
        for page in book.pages
        for above, line in pairwise(page.body)
    ]
    in_stanzas = [lines for lines in distances if lines < 1.2]
    between = [lines for lines in distances if lines > 1.2]
    assert max(in_stanzas) - min(in_stanzas) < 0.01, "lines of a stanza stand as ever"
    assert 0.05 < max(between) - min(between) < 0.51


def test_notes_stand_a_line_higher_where_the_facing_page_is_a_line_short() -> None:
    data = printed(with_notes(4)).data
    assert max(steps(book_of(data))) < 0.1
    feet = {page.foot for page in book_of(data).pages if page.foot is not None}
    assert len(feet) > 2, "not all pages are full"


def test_a_page_is_planned_by_the_lines_that_it_leaves_where_no_word_is_divided(
    tmp_path: Path,
) -> None:
    """A line whose word goes over may make the paragraph longer: then its note has no room."""
    whole = etree.fromstring(novels.novel(30_000))
    chapters = whole.findall(".//{*}div")
    for chapter in chapters[:4] + chapters[5:]:
        chapter.getparent().remove(chapter)
    (tmp_path / "book.xml").write_bytes(etree.tostring(whole))
    build = pipeline.prepare(tmp_path / "book.xml")
    pipeline.build_output(build, pipeline.Progress(), Purpose.PRESS)
    assert max(steps(book_of(build.outputs[0].data))) < 0.1


@pytest.mark.parametrize("seed", [207, 213])
def test_a_paragraph_is_set_as_wide_as_any_where_facing_pages_differ_without_it(seed: int) -> None:
    chapter = novel(paragraphs(seed, 70, (8, 14, 22, 30, 34, 38, 60)))
    assert max(steps(book_of(printed(chapter).data))) < 0.1


def test_a_page_that_is_a_line_long_faces_another() -> None:
    book = book_of(printed(novel(paragraphs(15, 220))).data)
    feet = [page.foot for page in book.pages]
    full = Counter(foot for foot in feet if foot is not None).most_common(1)[0][0]
    long_ones = {
        number
        for number, foot in enumerate(feet)
        if foot is not None and foot < full - book.leading / 2
    }
    assert long_ones
    for number in long_ones:
        assert full - feet[number] < 1.1 * book.leading
        assert (number - 1 if book.pages[number].is_recto else number + 1) in long_ones


@pytest.mark.parametrize("name", BOOKS)
def test_no_line_is_alone_and_no_last_page_short(name: str, made: dict[str, bytes]) -> None:
    report = report_on(made[name])
    for kind in (Kind.WIDOW, Kind.ORPHAN, Kind.SPLIT, Kind.TURN, Kind.END, Kind.UNEVEN):
        assert report.count(kind) == 0, kind


def test_a_page_is_laid_out_and_once_more_as_planned(monkeypatch: pytest.MonkeyPatch) -> None:
    """A third time, by what notes are still to come at the end, notes go to other pages."""
    monkeypatch.setattr(processes, "_are_ready", False)  # else others lay out
    made: Counter[object] = Counter()
    remake = page_layout.remake_page

    def count(index: int, context: Context, *rest: object) -> object:
        made[context, index] += 1
        return remake(index, context, *rest)

    monkeypatch.setattr(page_layout, "remake_page", count)
    for book in BOOKS.values():
        printed(book)
    assert set(made.values()) == {1, 2}


def letters(data: bytes) -> str:
    """Return all letters of a PDF but those of running heads, which move with the pages."""
    document = pypdfium2.PdfDocument(data)
    text = "".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    plain = re.sub(r"[^a-z]", "", unicodedata.normalize("NFKC", text).casefold())
    return re.sub("asmallbook|chapter", "", plain)


def test_every_word_is_printed_once_and_in_order(made: dict[str, bytes]) -> None:
    words = re.sub(r"[^a-z]", "", "".join(TEXTS).casefold())
    assert words in letters(made["novel"])


def test_no_word_is_lost_behind_a_page_that_leaves_as_many_lines_of_other_words() -> None:
    texts = paragraphs(93, 60, (30, 34, 38, 60, 90), LONG_WORDS)
    result = printed(novel(texts))
    assert "WRI-056" not in codes(result.findings)
    assert re.sub(r"[^a-z]", "", "".join(texts).casefold()) in letters(result.data or b"")


def test_the_same_bytes_with_any_number_of_processes_and_from_kept_pages(
    made: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PUBLISH_CORES", "2")
    monkeypatch.setattr(processes, "_are_ready", False)
    processes.warm_up("publish.write.pdf.layout.division")
    try:
        for _ in range(2):
            assert printed(BOOKS["novel"], cache=Cache(tmp_path)).data == made["novel"]
    finally:
        processes.drop_pool()


def test_a_division_in_windows_is_made_up_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "_are_ready", False)
    monkeypatch.setattr(windows, "LONG", 1)
    monkeypatch.setattr(in_windows, "WINDOW", 16_000)
    long = novel(paragraphs(30, 200))
    differences = list(steps(book_of(printed(long).data)))
    assert sum(difference > 0.8 for difference in differences) <= len(differences) / 4


def lines_of(data: bytes, start: str) -> list[int]:
    """Count the lines of the paragraph that begins so, on each page that it stands on."""
    counts = []
    is_in = False
    for page in book_of(data).pages:
        count = 0
        for line in page.body:
            is_in = line.text.startswith(start) or (is_in and line.left < page.left + 3)
            count += is_in
        counts += [count] if count else []
    return counts


def wished(*repairs: Repair) -> Printed:
    return printed(novel(TEXTS), replace(EDITION, repairs=repairs))


LONG = next(text for text in TEXTS[20:] if len(text) > 500)


def codes(findings: list[Finding]) -> list[str]:
    return [found.code for found in findings]


def test_a_paragraph_has_a_line_more_or_less_where_an_editor_wants_it() -> None:
    start = LONG[:40]
    own = sum(lines_of(wished().data, start[:20]))
    made = {more: wished(Repair(words=start, lines=more)) for more in (1, -1)}
    counts = {more: sum(lines_of(each.data, start[:20])) for more, each in made.items()}
    assert own + 1 in counts.values() or own - 1 in counts.values()
    assert all(abs(count - own) <= 1 for count in counts.values())
    assert not {"WRI-110", "WRI-189"} & {
        code for each in made.values() for code in codes(each.findings)
    }


def test_a_page_that_ends_in_a_paragraph_leaves_the_next_so_many_lines() -> None:
    data = wished().data
    start, lines = next(
        (text[:40], found)
        for text in TEXTS
        if len(text) > 500 and len(found := lines_of(data, text[:20])) == 2
    )
    carried = lines_of(wished(Repair(words=start, carry=lines[1] + 1)).data, start[:20])
    assert len(carried) == 1 or carried[1] > lines[1]


def test_a_repair_that_fits_no_paragraph_or_several_is_told() -> None:
    for words in ("No paragraph begins so", ""):
        assert codes(wished(Repair(words=words, lines=1)).findings).count("WRI-110") == 1
    twice = novel(["The same words.", "The same words, and more."])
    told = printed(twice, replace(EDITION, repairs=(Repair(words="The same", lines=1),))).findings
    assert codes(told).count("WRI-110") == 1


def test_repairs_of_an_earlier_release_are_read_and_told(tmp_path: Path) -> None:
    path = tmp_path / "repairs.toml"
    path.write_text(
        '[[repair]]\nparagraph = "380101134e07"\nwords = "Found"\nletter_space = -0.5\n'
        f'[[repair]]\nparagraph = "5d0c33b1a9f2"\nwords = "{LONG[:40]}"\nletter_space = 1.5\n'
        "fixed = true\n",
        "utf-8",
    )
    repairs = read_repairs(path)
    assert [repair.is_found for repair in repairs] == [True, False]
    assert repairs[1].more == 1
    told = [found for found in wished(*repairs).findings if found.code == "WRI-189"]
    assert [found.place and found.place.line for found in told] == [1]
    assert "WRI-110" not in codes(wished(*repairs).findings)
