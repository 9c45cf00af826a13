"""What paragraphs can do for the pages: a line more or less, asked for once and then known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from xml.etree.ElementTree import Element

from publish.engine.boxes import Context
from publish.engine.pages import cost
from publish.engine.pages.ends import Change, Option
from publish.engine.pages.flow import Block
from publish.engine.paragraphs.looseness import (
    FAIR,
    LITTLE,
    MORE,
    WISHED,
    Setting,
    may_have,
    set_lines,
    settings_of,
    whole_settings_of,
)
from publish.engine.paragraphs.plan import Chosen
from publish.engine.tree_names import HAS_LINES, MORE_LINES

CHANGES = (-1, 1)
"""Lines that a paragraph may have more."""


class Paragraphs:
    """The paragraphs of a document whose lines were chosen, by their elements."""

    def __init__(self, context: Context) -> None:
        """Have layout note them from now on."""
        self._context = context
        self._chosen: dict[Element | None, list[Chosen]] = {}
        self._options: dict[Element, dict[int, Option]] = {}
        self._settings: dict[tuple[Element, int], dict[int, Setting]] = {}
        """Lines by their number, and by the line that is to end with a whole word; 0 for any."""
        self._whole: dict[tuple[Element, int], dict[int, Option]] = {}
        self._reach = LITTLE
        context.note_paragraph = self.note

    def ask_more(self) -> None:
        """Ask more of paragraphs from now on, for the sake of their pages."""
        self._reach = MORE
        wished = {owner for owner in self._options if int(owner.get(MORE_LINES, "0"))}
        self._options = {owner: {} for owner in wished}

    def note(self, chosen: Chosen) -> None:
        """Note a paragraph whose lines are chosen; set it as an editor wants it."""
        owner = chosen.holder.element
        self._chosen.setdefault(owner, []).append(chosen)
        more = int(owner.get(MORE_LINES, "0")) if owner is not None else 0
        if more and owner is not None:
            self._options[owner] = {}
            setting = settings_of(self._context, chosen, WISHED).get(
                len(chosen.chain.hyphens) + more
            )
            owner.set(HAS_LINES, "no" if setting is None else "yes")
            if setting is not None:
                set_lines(chosen, setting)

    def chosen(self, owner: Element | None) -> Chosen | None:
        """Return a paragraph; None where an element holds none or several."""
        found = self._chosen.get(owner, [])
        return found[0] if len(found) == 1 else None

    def lines_of(self, owner: Element) -> Sequence[bool] | None:
        """Return of each line that was chosen for an element whether it ends with a hyphen."""
        chosen = self.chosen(owner)
        return chosen.chain.hyphens or None if chosen else None

    def options(self, block: Block) -> Mapping[int, Option]:
        """Return what a block costs with a line more, and with one less, where it can have them."""
        if block.owner is None:
            return {}
        if block.owner not in self._options:
            self._options[block.owner] = dict(self._ask(block, block.owner))
        return self._options[block.owner]

    def whole_options(self, block: Block, above: int) -> Mapping[int, Option]:
        """Return the same where a page ends behind so many lines, and no word with it."""
        owner = block.owner
        if owner is None or owner.get(MORE_LINES, "0") != "0":
            return {}
        if (owner, above) not in self._whole:
            self._whole[owner, above] = dict(self._ask_whole(block, owner, above))
        return self._whole[owner, above]

    def _ask_whole(self, block: Block, owner: Element, above: int) -> Iterator[tuple[int, Option]]:
        chosen, lines = self.chosen(owner), len(block.slots)
        if chosen is None or len(chosen.chain.hyphens) != lines:
            return
        found = whole_settings_of(self._context, chosen, FAIR, above)
        settings = self._settings[owner, above] = {}
        for more in (0, *CHANGES):
            setting = found.get(lines + more)
            if setting is not None:
                settings[more] = setting
                yield more, Option(cost.setting_cost(setting.demerits, more), setting.hyphens)

    def _ask(self, block: Block, owner: Element) -> Iterator[tuple[int, Option]]:
        chosen, lines = self.chosen(owner), len(block.slots)
        fill = block.slots[-1].fill
        wanted = [more for more in CHANGES if may_have(lines, fill, more, self._reach)]
        if chosen is None or not wanted or len(chosen.chain.hyphens) != lines:
            return
        found = settings_of(self._context, chosen, self._reach.limits)
        settings = self._settings[owner, 0] = {
            more: found[lines + more] for more in CHANGES if lines + more in found
        }
        for more in wanted:
            if setting := settings.get(more):
                yield more, Option(cost.setting_cost(setting.demerits, more), setting.hyphens)

    def price(self, block: Block, change: Change) -> float:
        """Return what a change of a block costs."""
        asked = self.whole_options(block, change.whole) if change.whole else self.options(block)
        return asked[change.more].price

    def setting(self, owner: Element, change: Change) -> Setting:
        """Return the lines of an element that is changed."""
        return self._settings[owner, change.whole][change.more]
