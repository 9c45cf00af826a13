"""The typographic report, on PDFs set by hand, letter by letter, where the answer is known."""

from __future__ import annotations

import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from publish.check.typography import Blemish, Kind, Report, report_on

LETTER = 6.0
"""The width of every letter of Courier at 10 points."""
MEASURE = 48
LEADING = 14.0
LINES = 10
"""Lines on a full page."""

FULL = "set in type by hand and read by eye once"
HYPHENATED = "set in type by hand and read by eyes on-"
WIDE = "set in type by hand once and wide"
SHORT = "and so it ends."


def of(count: int) -> list[str]:
    """Give a paragraph of so many lines, the last one short."""
    return [*[FULL] * (count - 1), SHORT]


class Press:
    """Sets lines in Courier on small pages."""

    def __init__(self, *, furnished: bool = False, hangs: float = 0.0) -> None:
        self.pdf = pikepdf.new()
        self.pages: list[list[str]] = []
        self.furnished = furnished
        self.hangs = hangs

    def page(self) -> None:
        self.pages.append([])
        if self.furnished:
            self.line("A Book of Lines", 150, 260, 8)
            self.line(str(len(self.pages)), 180, 20, 10)

    def line(self, text: str, x: float, y: float, size: float = 10, *, full: bool = False) -> None:
        width = (MEASURE * LETTER - (x - 40)) - len(text) * LETTER * size / 10
        width += self.hangs * (text[-1] in ",-")
        spacing = width / text.count(" ") if full and " " in text else 0.0
        self.pages[-1].append(
            f"BT /F1 {size} Tf {spacing:.4f} Tw 1 0 0 1 {x} {y} Tm ({text}) Tj ET"
        )

    def set_text(self, paragraphs: list[list[str]], lines: list[int] | None = None) -> bytes:
        """Set paragraphs on pages of LINES lines, or of as many as `lines` says for each page."""
        rooms = lines or []
        room = 0
        for text in paragraphs:
            for place, line in enumerate(text):
                if room == 0:
                    self.page()
                    number = len(self.pages) - 1
                    room = rooms[number] if number < len(rooms) else LINES
                    y = 230.0
                is_last = place == len(text) - 1
                self.line(line, 52 if place == 0 else 40, y, full=not is_last)
                y -= LEADING
                room -= 1
        return self.bytes()

    def set_lines(self, lines: list[tuple[int, str]]) -> bytes:
        """Set lines unjustified, each so many letters in, on pages of LINES lines."""
        for place, (letters, text) in enumerate(lines):
            if place % LINES == 0:
                self.page()
            self.line(text, 40 + letters * LETTER, 230.0 - place % LINES * LEADING)
        return self.bytes()

    def bytes(self) -> bytes:
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Courier
        )
        for content in self.pages:
            page = self.pdf.add_blank_page(page_size=(380, 280))
            page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
            page.Contents = self.pdf.make_stream("\n".join(content).encode())
        out = BytesIO()
        self.pdf.save(out)
        return out.getvalue()


def found(data: bytes) -> list[tuple[Kind, str]]:
    return [(blemish.kind, blemish.page) for blemish in asked(report_on(data))]


def asked(report: Report) -> list[Blemish]:
    """What is found, but for what comes of lines that are all alike, and of short books."""
    return [each for each in report.blemishes if each.kind not in (Kind.RIVER, Kind.END)]


CLEAN = [of(5), of(5), of(7), of(3), of(10), of(10)]


def test_signs_that_stand_out_over_the_edge_make_no_other_line_short() -> None:
    hung = f"{FULL[:-1]},"
    texts = [[*[hung, FULL, hung] * 4, SHORT][-count:] for count in (12, 8, 13, 7)]
    assert found(Press(hangs=3.0).set_text(texts * 2)) == []


@pytest.mark.parametrize("furnished", [False, True])
def test_pages_without_fault_are_left_alone(furnished: bool) -> None:
    report = report_on(Press(furnished=furnished).set_text(CLEAN))
    assert report.pages == 4
    assert asked(report) == []


@pytest.mark.parametrize("furnished", [False, True], ids=["bare", "with head and folio"])
@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        ([of(5), of(6), of(9)], [(Kind.WIDOW, "2")]),
        ([of(9), of(6), of(5)], [(Kind.ORPHAN, "1")]),
        ([of(7), [FULL, FULL, "it."], of(10)], [(Kind.STUB, "1")]),
        ([[FULL, *[HYPHENATED] * 2, FULL, SHORT], of(5)], []),
        ([[FULL, *[HYPHENATED] * 4, FULL, SHORT], of(3)], [(Kind.LADDER, "1")]),
        ([of(5), [*[FULL] * 4, HYPHENATED, FULL, SHORT], of(8)], [(Kind.TURN, "1")]),
        ([of(10), of(5), [*[FULL] * 4, HYPHENATED, FULL, SHORT], of(8)], [(Kind.SPLIT, "2")]),
        (
            [of(5), [FULL, WIDE, FULL, FULL, SHORT]],
            [(Kind.LOOSE, "1")],
        ),
    ],
    ids=["widow", "orphan", "stub", "two hyphens", "ladder", "turn", "split", "loose"],
)
def test_each_fault_is_found_on_its_page(
    paragraphs: list[list[str]], expected: list[tuple[Kind, str]], furnished: bool
) -> None:
    assert found(Press(furnished=furnished).set_text(paragraphs)) == expected


def test_the_rest_of_a_word_is_no_last_line() -> None:
    halves = [[FULL, HYPHENATED, "wards."], [FULL, HYPHENATED, "wards to it."], of(4)]
    assert found(Press().set_text(halves)) == [(Kind.HALF, "1")]


def test_spaces_below_one_another_make_a_river_and_few_lines_a_short_page() -> None:
    report = report_on(Press().set_text([of(8), of(4), of(2)]))
    assert report.count(Kind.RIVER) > 0
    assert report.count(Kind.END) == 1
    assert report.spacing.lines == 11
    assert report.spacing.hyphenated == 0


def test_leaders_make_no_river() -> None:
    rows = [["I. A NAME" + " ." * 15 + f" {number}" for number in range(10, 18)]]
    assert report_on(Press().set_text(rows)).count(Kind.RIVER) == 0


def test_facing_pages_may_differ_by_a_line_and_no_more() -> None:
    paragraphs = [of(5), of(5), of(5), of(5), of(5), of(4), of(5), of(5)]
    assert found(Press().set_text(paragraphs, [10, 10, 9])) == []
    uneven = [of(5), of(5), of(5), of(5), of(4), of(4), of(5), of(5)]
    assert found(Press().set_text(uneven, [10, 10, 8])) == [(Kind.UNEVEN, "3")]


def test_a_word_that_ends_pages_again_and_again_is_no_running_foot() -> None:
    press = Press()
    for number in range(1, 13):
        press.page()
        ends_a_scene = number in (3, 7, 9)
        words = FULL.replace("once", f"{number:02}ce")
        for place in range(LINES - 2 * ends_a_scene):
            press.line(words, 40, 230.0 - place * LEADING, full=True)
        if ends_a_scene:
            press.line("Exit.", 290, 230.0 - (LINES - 1) * LEADING)
    assert report_on(press.bytes()).count(Kind.UNEVEN) == 0


def test_the_leaves_of_a_page_are_not_facing() -> None:
    assert found(Press().set_text([of(4), of(4), of(5), of(5), of(5), of(5)], [8])) == []


def test_a_division_may_end_where_it_ends() -> None:
    press = Press()
    for number in range(4):
        press.page()
        is_opening = number in (0, 2)
        if is_opening:
            press.line("A Chapter", 120, 230, 16)
        count = {0: 7, 1: 3, 2: 7, 3: 10}[number]
        for place in range(count):
            is_first, is_last = number in (0, 2) and place == 0, number == 1 and place == 2
            y = (170.0 if is_opening else 230.0) - LEADING * place
            text = SHORT if is_last else FULL
            press.line(text, 52 if is_first else 40, y, full=not is_last)
    assert Kind.UNEVEN not in {kind for kind, _ in found(press.bytes())}


def test_notes_belong_to_the_foot_and_not_to_the_text() -> None:
    press = Press()
    data_lines = [of(8), of(2)]
    for number in range(2):
        press.page()
        y = 230.0
        for text in data_lines if number == 0 else [of(10)]:
            for place, line in enumerate(text):
                is_last = place == len(text) - 1
                press.line(line, 52 if place == 0 else 40, y, full=not is_last)
                y -= LEADING
        press.line("1 A note of a few words, small.", 40, 80, 7.5)
        press.line("so.", 40, 71, 7.5)
    assert found(press.bytes()) == []


@pytest.mark.parametrize("notes", [0, 2, 6])
def test_a_last_page_that_notes_fill_is_not_short(notes: int) -> None:
    press = Press()
    for count in (LINES, 2):
        press.page()
        for place in range(count):
            press.line(SHORT if place == 1 else FULL, 40, 230.0 - place * LEADING)
    for place in range(notes):
        press.line(f"a note of a few words, in line {place}", 40, 140.0 - 9 * place, 7.5)
    assert report_on(press.bytes()).count(Kind.END) == (notes < 3)


def test_the_words_lead_an_author_to_the_place() -> None:
    report = report_on(Press().set_text([of(7), [FULL, FULL, "it."], of(10)]))
    assert [(b.page, b.words) for b in asked(report)] == [("1", "it.")]
    assert report.count(Kind.STUB) == 1
    assert report.per_thousand(Kind.STUB) == 500.0


VERSE = [
    (0, "The moon is on the hill,"),
    (0, "It shines on field and fold,"),
    (0, "The mill is standing still,"),
    (0, "The night is clear and cold;"),
    (0, "And over all the land"),
    (0, "No wind, no voice, no bell."),
]
LONG = [(0, "The river went along its valley to the sea, slow")]
"""A line of verse that is as long as the measure."""
TURNED = [(0, "The river went along its valley to the sea,"), (4, "slowly;")]
SPEECH = [(0, "KING. We have come a long way to see this town,"), (3, "and it is not there.")]
"""Its first line has no room for another word, and is not justified."""
QUEEN = [(0, "QUEEN. Where?")]
ACT = [
    (0, "KING"),
    *[(4, text) for _, text in VERSE[:3]],
    (0, "QUEEN"),
    (4, LONG[0][1][:44]),
    (4, "Or so."),
]

Lines = list[tuple[int, str]]


def together(groups: list[Lines]) -> Lines:
    """Set groups one after another; none is cut by a page's end."""
    lines: Lines = []
    for group in groups:
        while len(lines) // LINES != (len(lines) + len(group) - 1) // LINES:
            lines.append(VERSE[len(lines) % len(VERSE)])
        lines += group
    return lines


@pytest.mark.parametrize(
    "lines",
    [
        VERSE * 7,
        [*VERSE, *LONG, *LONG, *VERSE[:3]] * 5,
        together([*[[line] for line in VERSE], TURNED, TURNED] * 5),
        [*VERSE[:4], *ACT, *ACT[-3:]] * 4,
        together([SPEECH, QUEEN, SPEECH, SPEECH, QUEEN] * 6),
    ],
    ids=["short lines", "lines to the edge", "turned lines", "a play in verse", "hanging speeches"],
)
@pytest.mark.parametrize("pages", [0, 1])
def test_lines_of_verse_and_speeches_are_no_paragraphs_cut_in_two(lines: Lines, pages: int) -> None:
    marked = found(Press().set_lines([*(VERSE * 2)[: pages * LINES], *lines]))
    assert {kind for kind, _ in marked} <= {Kind.HEAD}, "a speaker's name may be a page's last line"


@pytest.mark.parametrize("pair", [TURNED, SPEECH], ids=["verse", "speech"])
def test_a_line_of_verse_or_a_speech_that_is_cut_in_two_is_found(pair: Lines) -> None:
    lines = [VERSE[0], *pair, *VERSE, *pair, *VERSE, *pair, *VERSE]
    assert found(Press().set_lines(lines)) == [(Kind.ORPHAN, "1"), (Kind.WIDOW, "2")]


def test_pdfs_of_plain_weasyprint_are_read_as_well(tmp_path: Path) -> None:
    sentence = "Das ist ein Satz mit verhältnismäßig ausgedehnten Wörtern, der sich wiederholt. "
    css = (
        "@page { size: 80mm 110mm; margin: 12mm; @bottom-center { content: counter(page); } }"
        "p { text-align: justify; hyphens: auto; text-indent: 1em; margin: 0; font-size: 10pt }"
    )
    text = "".join(f"<p>{sentence * count}</p>" for count in (60, 9, 21, 14))
    page = tmp_path / "page.html"
    page.write_text(f"<meta charset=utf-8><style>{css}</style><html lang=de>{text}", "utf-8")
    pdf = tmp_path / "page.pdf"
    # In a process of its own, where WeasyPrint is as it comes.
    subprocess.run([sys.executable, "-m", "weasyprint", "-q", page, pdf], check=True)
    report = report_on(pdf.read_bytes())
    assert report.pages > 10
    assert report.count(Kind.WIDOW) == report.count(Kind.ORPHAN) == 0
    assert report.count(Kind.SPLIT) + report.count(Kind.TURN) > 0


def test_a_pdf_without_text_has_nothing_to_report() -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(200, 200))
    out = BytesIO()
    pdf.save(out)
    report = report_on(out.getvalue())
    assert (report.pages, report.blemishes) == (1, ())


def last_on_page_two(press: Press, words: str, *, x: float = 40, size: float = 10) -> bytes:
    """Set six pages of text; the last line of the second is of these words."""
    for number in range(6):
        press.page()
        for place in range(LINES):
            is_it = number == 1 and place == LINES - 1
            y = 230.0 - place * LEADING - (LEADING if is_it else 0)
            if is_it:
                press.line(words, x, y, size)
            else:
                press.line(FULL, 52 if place % 5 == 0 else 40, y, full=place % 5 < 4)
    return press.bytes()


@pytest.mark.parametrize(
    ("words", "x", "size"), [("Chapter Two", 40, 14), ("Scene Two", 40 + 19.5 * LETTER, 10)]
)
def test_a_heading_at_the_foot_of_a_page_is_found(words: str, x: float, size: float) -> None:
    data = last_on_page_two(Press(), words, x=x, size=size)
    assert (Kind.HEAD, "2") in found(data)
    assert Kind.HEAD not in {kind for kind, _ in found(last_on_page_two(Press(), SHORT))}


def test_a_verse_that_its_stanza_is_parted_from_is_found() -> None:
    def stanzas(*pages: str) -> list[tuple[Kind, str]]:
        press = Press(furnished=True)
        for number, page in enumerate(pages):
            press.page()
            for place, sign in enumerate(page):
                words = f"and {chr(97 + number)} {chr(97 + place)} ends" + " all" * (place * 5 % 7)
                if sign == "v":
                    press.line(words, 40, 230.0 - place * LEADING)
        return [each for each in found(press.bytes()) if each[0] is Kind.VERSE]

    assert stanzas("vvvv vvvv", "vvvv vvvv", "vvvv vvvv", "vvvv vvvv") == []
    assert stanzas("vvvv vvvv", "vvvv vvvv v", "vvv vvvv", "vvvv vvvv") == [(Kind.VERSE, "2")]
    assert stanzas("vvvv vvvv", "vvvv vvv", "v vvvv vv", "vv vvvv") == [(Kind.VERSE, "3")]


def test_a_note_that_begins_behind_its_page_is_found() -> None:
    def noted(page: int) -> list[tuple[Kind, str]]:
        press = Press()
        for number in range(4):
            press.page()
            for place in range(LINES):
                mark = "12" if (number, place) == (1, 8) else ""
                press.line(
                    FULL[: -len(mark) or None] + mark, 40, 230.0 - place * LEADING, full=True
                )
            if number == page:
                press.line("12 The words of a note.", 40, 60, 8)
        return [each for each in found(press.bytes()) if each[0] is Kind.NOTE]

    assert noted(1) == []
    assert noted(2) == [(Kind.NOTE, "3")]
