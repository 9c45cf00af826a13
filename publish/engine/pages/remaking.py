"""Pages laid out again as planned, from where the first that is to change begins."""

from __future__ import annotations

from msgspec import Struct, field
from weasyprint.layout import page as page_layout

from publish.engine.boxes import Box, Context, PageBox, PageState, Tree
from publish.engine.pages import cost
from publish.engine.pages.ends import Change, PlannedPage
from publish.engine.pages.first_layout import FirstLayout, count_of_notes_alone
from publish.engine.pages.flow import Flow, Place, place_behind
from publish.engine.pages.help import Paragraphs
from publish.engine.pages.plan import Planner, Position
from publish.engine.pages.slots import PageSlots, slots_of
from publish.engine.paragraphs.looseness import Setting, lines_as_set, set_lines
from publish.engine.paragraphs.plan import Chosen

REPLANNED = 12
"""Times that a division's pages are planned once more, where one came out otherwise."""

NEXT_LINE = 0.4
"""The share of a line by which the next one would reach too low, where a page ends early."""


class Remaking(Struct):
    """Lays out pages as planned, and plans the rest anew where one comes out otherwise."""

    context: Context
    root_box: Box
    html: Tree
    first: FirstLayout
    planner: Planner
    paragraphs: Paragraphs
    plan: list[PlannedPage]
    pages: list[PageBox] = field(default_factory=list)
    ends: list[PlannedPage] = field(default_factory=list)
    """How the pages end."""
    price: float = 0.0
    doubtful: list[tuple[Place, PlannedPage]] = field(default_factory=list)
    """Pages that were to be divided within a word, and where they begin; those are in doubt, where
    a later one comes out otherwise."""
    failed: list[tuple[Place, PlannedPage]] = field(default_factory=list)
    """Those for which one did, or that page itself."""
    changed: list[tuple[Chosen, Setting]] = field(default_factory=list)
    """Paragraphs that are set otherwise, and how they were."""

    @property
    def flow(self) -> Flow:
        """Return what is laid out."""
        return self.planner.flow

    def run(self) -> bool:
        """Make the pages; return whether they come to an end."""
        maker = list(self.context.page_maker)
        self.first.notes_to_come[0].set(self.context)
        at, replanned = Position(0, self.flow.starts[0]), 0
        while at.place != self.planner.end:
            planned = self.plan.pop(0)
            if self.is_as_first(at, planned, maker):
                self.keep(at.number, maker)
                made: PlannedPage | None = planned
            else:
                made = self.make(at, planned)
            self.note_doubts(at.place, planned, made)
            if made is None:
                return False
            self.ends.append(made)
            self.price += self.planner.price(made, at.number, at.before)
            short = None if made.short is None else round(made.short, 1)
            at = Position(at.number + 1, made.end, short)
            if made.end not in (planned.end, self.planner.end):
                replanned += 1
                self.plan = self.planner.plan(at)[1] if replanned <= REPLANNED else []
                if not self.plan:
                    return False
        return self.finish()

    def note_doubts(self, start: Place, planned: PlannedPage, made: PlannedPage | None) -> None:
        """Note which pages are not to be planned so again, where one came out otherwise."""
        if planned.is_divided:
            self.doubtful.append((start, planned))
        if not self.failed and (made is None or made.end not in (planned.end, self.planner.end)):
            self.failed = list(self.doubtful) or [(start, planned)]

    def is_as_first(self, at: Position, planned: PlannedPage, maker: list[PageState]) -> bool:
        """Tell whether a page is to be as the first layout has it.

        It must begin with the same word, too: as many lines of a paragraph may hold others.
        """
        if not (self.planner.is_first(at) and planned.is_made):
            return False
        index = self.first.offset + at.number
        begins, *_ = self.context.page_maker[index]
        began, *_ = maker[index]
        return begins == began

    def keep(self, number: int, maker: list[PageState]) -> None:
        """Take a page from the first layout."""
        self.pages.append(self.first.pages[number])
        index = self.first.offset + number
        self.note_made(index)
        self.context.page_maker[index + 1 :] = maker[index + 1 :]
        self.context.early.pop(index + 1, None)
        self.first.notes_to_come[number + 1].set(self.context)

    def make(self, at: Position, planned: PlannedPage) -> PlannedPage | None:
        """Lay out one page as planned; return what it came to, None where that is not known."""
        for change in planned.changes:
            self.set_block(change)
        resume_at = self.lay_out(at.number, self.lack(planned))
        slots = slots_of(self.pages[-1])
        if self.context.broken_out_of_flow or not slots.slots:
            return None
        end: Place | None = self.planner.end
        if resume_at is not None:
            end = self.end_of(at, planned, slots)
        if end is None:
            return None
        made = self.planner.as_made(slots, end, at.number, self.help_price(planned))
        raised = made.with_notes_raised() if planned.raised else None
        return raised or made.widened(planned.given)

    def lack(self, planned: PlannedPage) -> float:
        """Return by how much a page has less room, so that it ends as planned."""
        leading = self.planner.leading
        room = self.flow.height - planned.notes - planned.bottom
        is_early = room > (1 - NEXT_LINE) * leading or room < -cost.SLACK * leading
        return room - NEXT_LINE * leading if planned.short is not None and is_early else 0.0

    def lay_out(self, number: int, lack: float = 0.0) -> object:
        """Lay out a page with so much less room; return where the next one begins."""
        index = self.first.offset + number
        self.note_made(index)
        self.context.early[index + 1] = lack
        page, resume_at = page_layout.remake_page(index, self.context, self.root_box, self.html)
        self.pages.append(page)
        return resume_at

    def note_made(self, index: int) -> None:
        """Say that a page is as its state wants it: WeasyPrint makes those of new states again."""
        *_, state = self.context.page_maker[index]
        state["content_changed"] = False

    def end_of(self, at: Position, planned: PlannedPage, slots: PageSlots) -> Place | None:
        """Return where the page behind one begins; None where that is in nothing that is known."""
        behind = place_behind(self.flow, at.place, slots)
        if behind is None or behind[:2] == planned.end[:2]:
            return behind and planned.end
        more = sum(change.more for change in planned.changes if change.block == behind.block)
        if behind.block == at.place.block and at.place.slots:
            more = at.place.more
        if behind.slots >= len(self.flow.blocks[behind.block].slots) + more:
            return Place(behind.block + 1)
        return Place(behind.block, behind.slots, more)

    def help_price(self, planned: PlannedPage) -> float:
        """Return what the paragraphs of a page cost that have other lines."""
        blocks = self.flow.blocks
        return sum(
            self.paragraphs.price(blocks[change.block], change) for change in planned.changes
        )

    def set_block(self, change: Change) -> None:
        """Have a paragraph set with other lines."""
        owner = self.flow.blocks[change.block].owner
        chosen = self.paragraphs.chosen(owner)
        if chosen is not None and owner is not None:
            self.changed.append((chosen, lines_as_set(chosen)))
            set_lines(chosen, self.paragraphs.setting(owner, change))

    def finish(self) -> bool:
        """Make the pages of notes alone for which the last one had no room."""
        most = len(self.first.pages) + REPLANNED
        while self.context.reported_footnotes and self.first.is_end:
            if len(self.pages) > most:
                return False
            self.lay_out(len(self.pages))
        self.price += cost.FEW_LINES * count_of_notes_alone(self.pages)
        self.context.page_maker = self.context.page_maker[: self.first.offset + len(self.pages) + 1]
        return self.first.is_end or not self.context.reported_footnotes

    def take_back(self, maker: list[PageState]) -> None:
        """Have everything as the first layout left it."""
        for chosen, setting in reversed(self.changed):
            set_lines(chosen, setting)
        self.context.page_maker = maker
        self.context.early = {}
        self.first.notes_to_come[-1].set(self.context)
