"""One division from its XHTML to its drawn pages, with other ways where the first loses words."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from publish.engine import Laid, LayoutResources, draw, lay_out
from publish.engine.drawn import DrawnDivision, FontShelf
from publish.engine.tree import add_class, classes
from publish.model.finding import Finding, notice, warning
from publish.write.pdf.layout.entry_lines import settle_entries
from publish.write.pdf.layout.facing import face_pages, is_facing
from publish.write.pdf.layout.floating import FLOATING, float_figures
from publish.write.pdf.layout.in_windows import join, lay_out_in_windows, windows_of
from publish.write.pdf.layout.long_notes import cut_long_notes
from publish.write.pdf.prepare.division import Division
from publish.write.pdf.prepare.link_targets import links_of
from publish.write.pdf.prepare.notes import move_to_end, move_to_foot

MARGIN_ROUNDS = 4
"""Notes that go from a full margin to the foot move lines, and may fill another margin."""


def lay_out_division(
    division: Division, resources: LayoutResources, shelf: FontShelf
) -> DrawnDivision:
    """Lay out and draw a division."""
    laid, findings = _lay_out_whole(division, resources, shelf)
    drawn_division = join(laid.drawn) if laid.drawn else _draw(laid, division, shelf)
    drawn_division.findings += findings
    drawn_division.entry_labels = laid.entry_labels
    return drawn_division


def _draw(laid: Laid, division: Division, shelf: FontShelf) -> DrawnDivision:
    own = {element.get("id") for element in division.root.iter()}
    return draw(laid, shelf, tagged=True, link_targets=sorted(links_of(division.root) - own))


def _lay_out(root: Element, resources: LayoutResources, shelf: FontShelf) -> Laid:
    """Lay out a tree, at once or by windows."""
    windows = windows_of(root, resources)
    if windows:
        return lay_out_in_windows(windows, resources, shelf)
    return lay_out(root, resources, made_up=not is_facing(root))


def _lay_out_whole(
    division: Division, resources: LayoutResources, shelf: FontShelf
) -> tuple[Laid, list[Finding]]:
    """Lay a division out so that every word can be read; the first way that loses none is taken."""
    laid, findings = _lay_out_as_asked(division, resources, shelf), []
    for prepare in (_without_notes_at_foot, _plainly, _plainly_without_notes_at_foot):
        if not _lost(laid):
            break
        root = copy.deepcopy(division.root)
        notices = prepare(root, division)
        if not notices:
            continue
        again = _lay_out(root, resources, shelf)
        if _lost(again) < _lost(laid):
            laid, findings = _settled(again, root, resources, shelf), notices
    return laid, [*findings, *_faults(division, laid)]


def _lay_out_as_asked(division: Division, resources: LayoutResources, shelf: FontShelf) -> Laid:
    """Lay a division out; where its last page holds a note alone, keep lines with their notes."""
    laid = _lay_out_copy(division, resources, shelf)
    if _ends_with_notes_alone(laid):
        again = _lay_out_copy(division, resources, shelf, "with-notes")
        if not _ends_with_notes_alone(again) and _lost(again) <= _lost(laid):
            return again
    return laid


def _lay_out_copy(
    division: Division, resources: LayoutResources, shelf: FontShelf, *kinds: str
) -> Laid:
    root = copy.deepcopy(division.root)
    for kind in kinds:
        add_class(root[0], kind)
    if is_facing(root):
        root = face_pages(
            root,
            lambda tree: lay_out(tree, resources),
            lambda tree: _lay_out_numbered(tree, resources),
        )
    cut_long_notes(root, resources)
    if FLOATING in classes(root[0]) and not windows_of(root, resources):
        root = float_figures(root, lambda tree: lay_out(tree, resources))
    laid = _lay_out(root, resources, shelf)
    moved: list[str] = []
    for _ in range(MARGIN_ROUNDS):
        if not laid.crowded:
            break
        moved += laid.crowded
        move_to_foot(root, laid.crowded)
        laid = _lay_out(root, resources, shelf)
    laid.moved_notes = moved
    return _settled(laid, root, resources, shelf)


def _lay_out_numbered(root: Element, resources: LayoutResources) -> Laid:
    """Lay out facing pages with the numbers of their entries, which take room at the foot."""

    def lay() -> Laid:
        return lay_out(root, resources, made_up=False)

    return settle_entries(root, lay(), lay)


def _settled(laid: Laid, root: Element, resources: LayoutResources, shelf: FontShelf) -> Laid:
    """Number the entries at the foot of a tree that is laid out."""
    return settle_entries(root, laid, lambda: _lay_out(root, resources, shelf))


def _ends_with_notes_alone(laid: Laid) -> bool:
    lines = laid.page_records[-1].lines
    return len(laid.page_records) > 1 and bool(lines) and all(line.is_note for line in lines)


def _without_notes_at_foot(root: Element, division: Division) -> list[Finding]:
    """Move the notes behind the division, if it has any."""
    return [_moved(division)] if move_to_end(root) else []


def _plainly(root: Element, division: Division) -> list[Finding]:
    """Have the style sheet do without indents and fixed places."""
    add_class(root[0], "plain")
    return [_plain(division)]


def _plainly_without_notes_at_foot(root: Element, division: Division) -> list[Finding]:
    notices = _without_notes_at_foot(root, division)
    return [*notices, *_plainly(root, division)] if notices else []


def _lost(laid: Laid) -> int:
    words = [*laid.hidden, *laid.unread.values(), *laid.overprinted]
    return sum(map(len, words))


def _moved(division: Division) -> Finding:
    message = (
        f"the foot of the page cannot hold the notes of {_name(division)}; they follow the text"
    )
    return notice("WRI-055", message, division.place)


def _plain(division: Division) -> Finding:
    message = f"the design has no room for all of {_name(division)}; it is set plainly"
    return notice("WRI-057", message, division.place)


def _full_margin(division: Division, moved: list[str]) -> Finding:
    notes = {e.get("id", ""): e for e in division.root.iter("aside")}
    words = " ".join("".join(notes[moved[0]].itertext()).split())[:60]
    what = "a note stands" if len(moved) == 1 else f"{len(moved)} notes stand"
    message = (
        f"the margin beside {_name(division)} is full; {what} at the foot of the page: {words!r}"
    )
    hint = "shorten them, or make the outer margin wider with print.margins"
    return notice("WRI-131", message, division.place, hint)


def _name(division: Division) -> str:
    return repr(division.title or division.name)


def _faults(division: Division, laid: Laid) -> Iterator[Finding]:
    if laid.moved_notes:
        yield _full_margin(division, laid.moved_notes)
    words = [*laid.hidden, *laid.unread.values()]
    if words:
        message = f"{len(words)} lines of {_name(division)} do not fit the page: {words[0][:60]!r}"
        hint = "use a larger trim size or a smaller font_size, or break the long word"
        yield warning("WRI-056", message, division.place, hint)
    for wished in laid.unmet:
        message = f"no good lines give {wished[:60]!r} the number that repairs.toml asks for"
        hint = "delete the entry, or ask it of a paragraph nearby"
        yield notice("WRI-218", message, division.place, hint)
    if laid.unsettled:
        message = (
            f"the numbers of lines before {len(laid.unsettled)} entries of {_name(division)} do "
            f"not settle: {laid.unsettled[0][:60]!r}"
        )
        hint = "change the type's size or the trim a little, or set text.apparatus_by to 'section'"
        yield warning("WRI-217", message, division.place, hint)
    over = laid.overprinted
    if over:
        message = (
            f"{len(over)} lines of {_name(division)} are printed over others: {over[0][:60]!r}"
        )
        hint = "look for a line-height or a position in the book's own styles"
        yield warning("WRI-160", message, division.place, hint)
    wide = laid.overfull
    if wide:
        message = (
            f"{len(wide)} lines of {_name(division)} are wider than the text: {wide[0][:60]!r}"
        )
        hint = "let the line end within them: write a space, or <lb/>, or a soft hyphen"
        yield notice("WRI-132", message, division.place, hint)
