"""Imposed sheets are folded here in code, as paper is, and must then read from first to last.

What stands where is read from the finished PDF by a reader of its own: each page bears its number
at its head and at its foot, so that its place and its way up can be seen.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, Pdf

from publish.house.page.folding import SCHEMES, gatherings
from publish.house.page.measure import POINTS, Trim
from publish.write.pdf.assemble.boxes import Sides
from publish.write.pdf.assemble.sheets.imposition import Plan, Sheet, impose

WIDTH, HEIGHT = 200.0, 300.0
FOLDS = {"2-up": "x", "4-up": "yx", "8-up": "xyx"}
"""Each scheme's folds: `x` halves the width, `y` the height; a book bound on the right has `X`."""


@dataclass(frozen=True)
class Face:
    """What one face of a piece of paper shows: a page, and whether its head is up."""

    page: int
    head_is_up: bool


Leaf = tuple[Face, Face]
"""The upper face and the lower one."""
Grid = list[list[list[Leaf]]]
"""By row from the top and by column: the leaves that lie there, uppermost first."""


def turned(pile: list[Leaf], *, over_top: bool) -> list[Leaf]:
    """Turn a pile over sideways, or over its top, which stands it on its head."""

    def seen(face: Face) -> Face:
        return Face(face.page, face.head_is_up != over_top)

    return [(seen(lower), seen(upper)) for upper, lower in reversed(pile)]


def fold(grid: Grid, axis: str) -> Grid:
    """Fold the left half behind the right one, the right one behind the left, the upper half down.

    The last fold is the spine: at the left of the pile after `x`, at its right after `X`.
    """
    if axis == "X":
        return [row[::-1] for row in fold([row[::-1] for row in grid], "x")]
    if axis == "y":
        half = len(grid) // 2
        behind = [[turned(pile, over_top=True) for pile in row] for row in reversed(grid[:half])]
        return [
            [pile + under for pile, under in zip(row, rest, strict=True)]
            for row, rest in zip(grid[half:], behind, strict=True)
        ]
    half = len(grid[0]) // 2
    return [
        [
            pile + turned(under, over_top=False)
            for pile, under in zip(row[half:], reversed(row[:half]), strict=True)
        ]
        for row in grid
    ]


def folded(front: list[list[Face]], back: list[list[Face]], folds: str) -> list[Leaf]:
    """Lay the back behind the front, as the sheet has it, and fold."""
    grid: Grid = [
        [[(upper, lower)] for upper, lower in zip(row, reversed(behind), strict=True)]
        for row, behind in zip(front, back, strict=True)
    ]
    for axis in folds:
        grid = fold(grid, axis)
    return grid[0][0]


def nested(sheets: list[list[Leaf]]) -> list[Leaf]:
    """Lay folded sheets in one another, the first outermost."""
    inside: list[Leaf] = []
    for pile in reversed(sheets):
        half = len(pile) // 2
        inside = pile[:half] + inside + pile[half:]
    return inside


def numbered(pages: int, bleed: float = 0.0) -> Pdf:
    """Make a file whose pages bear their number at the head and at the foot."""
    pdf = pikepdf.new()
    font = pdf.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    )
    for number in range(1, pages + 1):
        text = f"BT /F 20 Tf 60 250 Td (H{number};) Tj 0 -220 Td (F{number};) Tj ET"
        page = Dictionary(
            Type=Name.Page,
            MediaBox=Array([-bleed, -bleed, WIDTH + bleed, HEIGHT + bleed]),
            BleedBox=Array([-bleed, -bleed, WIDTH + bleed, HEIGHT + bleed]),
            TrimBox=Array([0, 0, WIDTH, HEIGHT]),
            Contents=pdf.make_stream(text.encode()),
            Resources=Dictionary(Font=Dictionary(F=font)),
        )
        pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
    return pdf


def words_of(page: pypdfium2.PdfPage) -> dict[str, tuple[float, float]]:
    """Find each word on a side, as H1 or F1, and the point where its first letter begins."""
    text = page.get_textpage()
    found: dict[str, tuple[float, float]] = {}
    word, start = "", (0.0, 0.0)
    for index in range(text.count_chars()):
        letter = text.get_text_range(index, 1)
        if not word:
            left, bottom, _, _ = text.get_charbox(index, loose=True)
            start = (left, bottom)
        if letter == ";":
            found[word] = start
            word = ""
        elif letter.strip():
            word += letter
    return found


def faces(page: pypdfium2.PdfPage, sheet: Sheet) -> list[list[Face]]:
    """Read a side as rows of faces, from where its words stand."""
    grid: dict[tuple[int, int], Face] = {}
    words = words_of(page)
    for word, (x, y) in words.items():
        if word[0] == "H":
            foot = words[f"F{word[1:]}"]
            step_x, step_y = WIDTH + sheet.gap / 2, HEIGHT + sheet.gap / 2
            column = int((x - sheet.around.margin) // step_x)
            row = int((max(y, foot[1]) - sheet.around.margin) // step_y)
            grid[row, column] = Face(int(word[1:]), y > foot[1])
    rows, columns = sheet.scheme.rows, sheet.scheme.columns
    assert len(grid) == rows * columns
    return [[grid[row, column] for column in range(columns)] for row in reversed(range(rows))]


def imposed(plan: Plan, pages: int) -> bytes:
    pdf = numbered(pages, plan.sheet.around.bleed)
    impose(pdf, plan)
    out = BytesIO()
    pdf.save(out)
    return out.getvalue()


def plan_of(name: str, sides: Sides | None = None, **choices: object) -> Plan:
    return Plan(Sheet(SCHEMES[name], Trim(WIDTH, HEIGHT), sides or Sides()), **choices)  # type: ignore[arg-type]


def read_book(data: bytes, plan: Plan, name: str, pages: int) -> list[Face]:
    """Fold every sheet so that its last fold is where the spine belongs, gather, leaf through."""
    folds = FOLDS[name].upper().replace("Y", "y") if plan.is_rtl else FOLDS[name]
    shown = [faces(page, plan.sheet) for page in pypdfium2.PdfDocument(data)]
    piles = [
        folded(front, back, folds) for front, back in zip(shown[::2], shown[1::2], strict=True)
    ]
    leaves: list[Leaf] = []
    for gathering in gatherings(pages, plan.signature):
        count = len(gathering) // plan.sheet.scheme.pages
        leaves += nested(piles[:count])
        piles = piles[count:]
    assert not piles
    return [face for leaf in leaves for face in leaf]


@pytest.mark.parametrize(
    ("name", "pages", "signature"),
    [
        ("2-up", 4, 0), ("2-up", 24, 0), ("2-up", 40, 16), ("2-up", 64, 32),
        ("4-up", 8, 0), ("4-up", 32, 0), ("4-up", 40, 16),
        ("8-up", 16, 0), ("8-up", 64, 32), ("8-up", 48, 16),
    ],
)  # fmt: skip
@pytest.mark.parametrize("is_rtl", [False, True], ids=["left", "right"])
def test_a_folded_book_reads_from_first_to_last_and_upright(
    name: str, pages: int, signature: int, is_rtl: bool
) -> None:
    plan = plan_of(name, Sides(8.5, marks=True), signature=signature, is_rtl=is_rtl)
    read = read_book(imposed(plan, pages), plan, name, pages)
    assert [face.page for face in read] == list(range(1, pages + 1))
    assert all(face.head_is_up for face in read)


def places(data: bytes) -> dict[int, tuple[int, float]]:
    """Find for each page of 2-up sheets the side it is on and how far its text is from its edge."""
    found = {}
    for number, page in enumerate(pypdfium2.PdfDocument(data)):
        for word, (x, _) in words_of(page).items():
            if word[0] == "H":
                found[int(word[1:])] = (number, x % WIDTH)
    return found


def test_creep_moves_each_page_to_the_spine_by_the_leaves_around_it() -> None:
    """Leaf k of a gathering is pushed out by k calipers; its pages are moved back by as much."""
    caliper = 0.1 * POINTS["mm"]
    still = places(imposed(plan_of("2-up"), 40))
    moved = places(imposed(plan_of("2-up", caliper=caliper), 40))
    for page in range(1, 41):
        depth = min(page - 1, 40 - page) // 2
        toward_spine = 1 if page % 2 == 0 else -1  # a verso stands left of the spine
        way = moved[page][1] - still[page][1]
        assert way == pytest.approx(toward_spine * depth * caliper, abs=0.01)


def test_creep_begins_anew_in_each_gathering() -> None:
    caliper = 1.0
    still = places(imposed(plan_of("2-up", signature=8), 16))
    moved = places(imposed(plan_of("2-up", signature=8, caliper=caliper), 16))
    ways = [abs(round(moved[page][1] - still[page][1])) for page in range(1, 17)]
    assert ways == [0, 0, 1, 1, 1, 1, 0, 0] * 2


def paths(data: bytes, wanted: Callable[[str], bool]) -> list[list[str]]:
    """List the drawing lines of each side that are wanted."""
    with pikepdf.open(BytesIO(data)) as pdf:
        drawings = [page.Contents.read_bytes().decode().split("\n") for page in pdf.pages]
    return [[line for line in drawing if wanted(line)] for drawing in drawings]


def test_marks_stand_outside_the_bleed() -> None:
    plan = plan_of("8-up", Sides(8.5, marks=True))
    data = imposed(plan, 16)
    with pikepdf.open(BytesIO(data)) as pdf:
        bleed = [float(side) for side in pdf.pages[0].BleedBox]
        trim = [float(side) for side in pdf.pages[0].TrimBox]
    assert [round(a - b, 2) for a, b in zip(trim, bleed, strict=True)] == [8.5, 8.5, -8.5, -8.5]
    for lines in paths(data, lambda line: line.endswith(" l S")):
        assert len(lines) == 2 * (4 + 4 + 3 + 1), "cuts and folds, at both ends"
        for line in lines:
            x, y, _, to_x, to_y, *_ = line.split()
            outside_x = not bleed[0] < (float(x) + float(to_x)) / 2 < bleed[2]
            outside_y = not bleed[1] < (float(y) + float(to_y)) / 2 < bleed[3]
            assert outside_x or outside_y


def test_the_bars_on_the_spines_form_stairs() -> None:
    data = imposed(plan_of("8-up", Sides(8.5, marks=True), signature=16), 64)
    bars = paths(data, lambda line: line.startswith("q 0 0 0 1 k"))
    assert [len(lines) for lines in bars] == [1, 0] * 4, "on the outside of each gathering"
    heights = [float(re.split(r"\s+", lines[0])[7]) for lines in bars[::2]]
    steps = {round(a - b, 2) for a, b in pairwise(heights)}
    assert steps == {round(5 * POINTS["mm"], 2)}
    lefts = {round(float(lines[0].split()[6]) + 2, 2) for lines in bars[::2]}
    sheet = plan_of("8-up", Sides(8.5, marks=True)).sheet
    assert lefts == {round(sheet.left(3), 2)}, "on the fold between the first page and the last"


def test_no_page_runs_over_its_spine() -> None:
    """A page is clipped at the spine, and bleeds over its other three edges."""
    plan = plan_of("4-up", Sides(8.5))
    with pikepdf.open(BytesIO(imposed(plan, 8))) as pdf:
        drawing = pdf.pages[0].Contents.read_bytes().decode()
    for x, _, width, _ in re.findall(r"q ([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+) re W n", drawing):
        spine = plan.sheet.left(1)
        assert float(x) == pytest.approx(spine) or float(x) + float(width) == pytest.approx(spine)
