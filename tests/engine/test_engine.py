"""What WeasyPrint is taught, where no other test would notice that it has been forgotten."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pikepdf
from msgspec import structs

from publish.engine import lay_out, open_resources
from publish.engine.boxes import line_boxes
from publish.engine.declarations import are_current
from publish.engine.layout_inputs import LayoutInputs
from publish.engine.lines import text_boxes
from publish.write.pdf import Printed, Purpose, write_pdf
from publish.write.pdf.book import begin
from tests.write.pdf.books import EDITION, PARAGRAPH, one_part, open_pdf, page_texts, small_book

GET_READY = """
import sys
import publish.write.pdf.warm_up
from weasyprint.pdf import fonts
from weasyprint.text.ffi import ffi
print("pycparser" in sys.modules, "fontTools.subset" in sys.modules, type(ffi).__module__)
print(type(fonts.subset.Options()).__module__)
"""


def test_declarations_are_those_of_the_weasyprint_that_is_installed() -> None:
    assert are_current(), "run `make declarations`, and commit engine/compiled.py"


def test_a_process_gets_ready_without_parsing_and_calls_what_it_deferred() -> None:
    told = subprocess.run(
        [sys.executable, "-c", GET_READY], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert told == ["False False _cffi_backend", "fontTools.subset"]


def test_a_style_sheet_is_parsed_once_for_all_books() -> None:
    own, fetching = "p { color: teal }", "@FONT-FACE { font-family: x; src: local(y) } a { top: 0 }"
    one, other = (
        open_resources(LayoutInputs([], [own, fetching], {})).styles[0].matcher for _ in range(2)
    )
    rules = [matcher.lower_local_name_selectors for matcher in (one, other)]
    assert rules[0]["p"][0][-1] is rules[1]["p"][0][-1]
    assert rules[0]["a"][0][-1] is not rules[1]["a"][0][-1], "its fonts are those of one book"


def test_the_dots_of_a_leader_are_one_text_that_reaches_the_page_number() -> None:
    book = begin(small_book(), EDITION, Purpose.SCREEN)
    contents = next(division for division in book.divisions if division.name == "contents")
    page = lay_out(contents.root, book.resources).document.pages[0]._page_box
    entries = list(line_boxes(page))[1:]
    assert len(entries) == 5
    for line in entries:
        (dots,) = [box for box in line.descendants() if "." in getattr(box, "text", "")]
        folio = list(text_boxes(line))[-1]
        assert set(dots.text) == {" ", "."}
        assert dots.text.count(".") > 20
        assert folio.position_x - (dots.position_x + dots.width) < 2 * dots.style["font_size"]


def test_margin_boxes_of_the_books_own_style_sheet_are_printed(tmp_path: Path) -> None:
    (tmp_path / "styles").mkdir()
    own = tmp_path / "styles" / "own.css"
    own.write_text('@page { @bottom-center { content: "Draft of May" } }')
    edition = structs.replace(EDITION, folder=tmp_path)
    printed = write_pdf(one_part(PARAGRAPH * 9), edition, Purpose.PRESS)
    texts = page_texts(printed.data, tmp_path)
    assert len(texts) > 1
    assert all("Draft of May" in text for text in texts if text.strip())


def test_paragraphs_hold_their_lines_themselves(screen: Printed) -> None:
    with open_pdf(screen.data) as pdf:
        tags = [item for item in pdf.objects if _is_tag(item)]
        kinds = [str(tag.S) for tag in tags]
        assert kinds.count("/Span") < kinds.count("/P")
        held = [kid for tag in tags if tag.S == "/P" for kid in tag.K if isinstance(kid, int)]
        assert len(held) > 100
        assert not [tag for tag in tags if tag.S == "/NonStruct" and not len(tag.K)]
        _check_parents(pdf)


def _is_tag(item: pikepdf.Object) -> bool:
    return isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/StructElem"


def _check_parents(pdf: pikepdf.Pdf) -> None:
    """See that the parent tree leads from each piece of content to what holds it."""
    nums = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    parents = {int(nums[i]): nums[i + 1] for i in range(0, len(nums), 2)}
    for page in pdf.pages:
        if "/StructParents" in page.obj:
            for number, holder in enumerate(parents[int(page.obj.StructParents)]):
                assert number in [kid for kid in holder.K if isinstance(kid, int)]
