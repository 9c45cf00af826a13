"""What paragraphs can do for the pages: a line more or less, asked for once and then known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from xml.etree.ElementTree import Element

from publish.engine.boxes import Context
from publish.engine.pages import cost
from publish.engine.pages.ends import Option
from publish.engine.pages.flow import Block
from publish.engine.paragraphs.looseness import (
    LITTLE,
    MORE,
    WISHED,
    Setting,
    may_have,
    set_lines,
    settings_of,
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
        self._settings: dict[Element, dict[int, Setting]] = {}
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

    def _ask(self, block: Block, owner: Element) -> Iterator[tuple[int, Option]]:
        chosen, lines = self.chosen(owner), len(block.slots)
        fill = block.slots[-1].fill
        wanted = [more for more in CHANGES if may_have(lines, fill, more, self._reach)]
        if chosen is None or not wanted or len(chosen.chain.hyphens) != lines:
            return
        found = settings_of(self._context, chosen, self._reach.limits)
        self._settings[owner] = {
            more: found[lines + more] for more in CHANGES if lines + more in found
        }
        for more in wanted:
            if setting := self._settings[owner].get(more):
                yield more, Option(cost.looseness_cost(setting.demerits), setting.hyphens)

    def setting(self, owner: Element, more: int) -> Setting:
        """Return the lines of an element that can have so many more."""
        return self._settings[owner][more]
