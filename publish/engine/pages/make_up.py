"""Pages made up: laid out once, planned where they do not end well, laid out anew as planned.

Only pages that the plan changes are made again, from the same boxes: what begins a page is known,
and so is what notes were still to come. Where a page comes out otherwise than was planned, the rest
is planned once more from there. All of it is weighed at the end; what is no better is dropped.
"""

from __future__ import annotations

from collections.abc import Sequence

from weasyprint.text.line_break import strut

from publish.engine.boxes import Box, Context, PageBox, Tree
from publish.engine.pages import cost
from publish.engine.pages.ends import PlannedPage
from publish.engine.pages.feathering import feather
from publish.engine.pages.first_layout import FirstLayout, count_of_notes_alone
from publish.engine.pages.flow import correct, flow_of
from publish.engine.pages.help import Paragraphs
from publish.engine.pages.plan import Planner, Position
from publish.engine.pages.remaking import Remaking
from publish.engine.tree_names import FIRST_SIDE

LONG_FOOT = 3.0
"""Lines that the margin below the text is high, for pages to be a line long."""

ENOUGH = 1.0
"""Pages are made again for no less than this."""

TRIES = 3
"""Times that a division is laid out as planned, where it came out no better: what had come out
otherwise is not planned so again."""


class MakeUp:
    """Makes up the pages of one document, or of a window of it."""

    def __init__(self, context: Context, root_box: Box, html: Tree) -> None:
        """Begin before anything is laid out."""
        self.context, self.root_box, self.html = context, root_box, html
        self.paragraphs = Paragraphs(context)
        context.early = {}

    def pages(self, first: FirstLayout) -> list[PageBox]:
        """Return the best pages."""
        if not first.read_slots():
            return first.pages
        self.ends: Sequence[PlannedPage] = ()
        planner = self.planner(first)
        pages = self.better(first, planner)
        feather(pages, self.ends or planner.first_pages, planner.side, planner.leading)
        return pages

    def better(self, first: FirstLayout, planner: Planner) -> list[PageBox]:
        """Return pages that are better than those of a layout, or these."""
        before = planner.rests[0] + cost.FEW_LINES * count_of_notes_alone(first.pages)
        if before < ENOUGH:
            return first.pages
        start = Position(0, planner.flow.starts[0])
        price, plan = planner.plan(start)
        if planner.is_uneven(plan):
            self.paragraphs.ask_more()
            planner = self.planner(first)
            price, plan = planner.plan(start)
        maker = list(self.context.page_maker)
        for _ in range(TRIES):
            if price + ENOUGH > before:
                break
            made = Remaking(
                self.context, self.root_box, self.html, first, planner, self.paragraphs, plan
            )
            if made.run() and made.price + ENOUGH <= before:
                self.ends = made.ends
                return made.pages
            made.take_back(list(maker))
            for place, page in made.failed:
                planner.page_ends.forbid(place, page)
            price, plan = planner.plan(start) if made.failed else (before, [])
        return first.pages

    def planner(self, first: FirstLayout) -> Planner:
        """Return who plans the pages of a layout."""
        flow = flow_of(first.slots, first.forced(self.context))
        flow.note_heights |= first.notes_alone
        correct(flow, self.paragraphs.lines_of)
        side = self.html.etree_element.get(FIRST_SIDE)
        is_recto = None if side is None else side == "recto"
        leading = float(strut(self.root_box.style)[0])
        flow.may_be_long = is_recto is not None and first.foot_margin > LONG_FOOT * leading
        planner = Planner(flow, leading, is_recto, self.paragraphs)
        planner.take_first(first.slots)
        return planner
