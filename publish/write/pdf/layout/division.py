"""One division from its XHTML to its drawn pages, with other ways where the first loses words."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from publish.engine.drawing import draw
from publish.engine.drawn import FontShelf, Gathering
from publish.engine.layout import Laid, lay_out
from publish.engine.resources import Stock
from publish.engine.tree import add_class
from publish.model.finding import Finding, notice, warning
from publish.write.pdf.layout.floating import FLOATING, float_figures
from publish.write.pdf.layout.in_windows import join, lay_out_in_windows, windows_of
from publish.write.pdf.layout.long_notes import cut_long_notes
from publish.write.pdf.prepare.division import Job
from publish.write.pdf.prepare.link_targets import links_of
from publish.write.pdf.prepare.notes import move_to_end, move_to_foot

MARGIN_ROUNDS = 4
"""Notes that go from a full margin to the foot move lines, and may fill another margin."""


def gather(job: Job, stock: Stock, shelf: FontShelf) -> Gathering:
    """Lay out and draw a division."""
    laid, findings = _lay_out_whole(job, stock, shelf)
    gathering = join(laid.drawn) if laid.drawn else _draw(laid, job, shelf)
    gathering.findings += findings
    return gathering


def _draw(laid: Laid, job: Job, shelf: FontShelf) -> Gathering:
    own = {element.get("id") for element in job.root.iter()}
    return draw(laid, shelf, tagged=True, link_targets=sorted(links_of(job.root) - own))


def _lay_out(root: Element, stock: Stock, shelf: FontShelf) -> Laid:
    """Lay out a tree, at once or by windows."""
    windows = windows_of(root, stock)
    return lay_out_in_windows(windows, stock, shelf) if windows else lay_out(root, stock)


def _lay_out_whole(job: Job, stock: Stock, shelf: FontShelf) -> tuple[Laid, list[Finding]]:
    """Lay a division out so that every word can be read; the first way that loses none is taken."""
    laid, findings = _lay_out_as_asked(job, stock, shelf), []
    for prepare in (_without_notes_at_foot, _plainly, _plainly_without_notes_at_foot):
        if not _lost(laid):
            break
        root = copy.deepcopy(job.root)
        told = prepare(root, job)
        if not told:
            continue
        again = _lay_out(root, stock, shelf)
        if _lost(again) < _lost(laid):
            laid, findings = again, told
    return laid, [*findings, *_faults(job, laid)]


def _lay_out_as_asked(job: Job, stock: Stock, shelf: FontShelf) -> Laid:
    """Lay a division out; where its last page holds a note alone, keep lines with their notes."""
    laid = _lay_out_copy(job, stock, shelf)
    if _ends_with_notes_alone(laid):
        again = _lay_out_copy(job, stock, shelf, "with-notes")
        if not _ends_with_notes_alone(again) and _lost(again) <= _lost(laid):
            return again
    return laid


def _lay_out_copy(job: Job, stock: Stock, shelf: FontShelf, *kinds: str) -> Laid:
    root = copy.deepcopy(job.root)
    for kind in kinds:
        add_class(root[0], kind)
    cut_long_notes(root, stock)
    laid = _lay_out(root, stock, shelf)
    moved: list[str] = []
    for _ in range(MARGIN_ROUNDS):
        if not laid.crowded:
            break
        moved += laid.crowded
        move_to_foot(root, laid.crowded)
        laid = _lay_out(root, stock, shelf)
    if FLOATING in root[0].get("class", "").split() and not laid.drawn:
        laid = float_figures(root, laid, lambda tree: lay_out(tree, stock))
    laid.moved_notes = moved
    return laid


def _ends_with_notes_alone(laid: Laid) -> bool:
    lines = laid.sheets[-1].lines
    return len(laid.sheets) > 1 and bool(lines) and all(line.is_note for line in lines)


def _without_notes_at_foot(root: Element, job: Job) -> list[Finding]:
    """Move the notes behind the division, if it has any."""
    return [_moved(job)] if move_to_end(root) else []


def _plainly(root: Element, job: Job) -> list[Finding]:
    """Have the style sheet do without indents and fixed places."""
    add_class(root[0], "plain")
    return [_plain(job)]


def _plainly_without_notes_at_foot(root: Element, job: Job) -> list[Finding]:
    told = _without_notes_at_foot(root, job)
    return [*told, *_plainly(root, job)] if told else []


def _lost(laid: Laid) -> int:
    words = [*laid.hidden, *laid.unread.values(), *laid.overprinted]
    return sum(map(len, words))


def _moved(job: Job) -> Finding:
    message = f"the foot of the page cannot hold the notes of {_name(job)}; they follow the text"
    return notice("WRI-055", message, job.place)


def _plain(job: Job) -> Finding:
    message = f"the design has no room for all of {_name(job)}; it is set plainly"
    return notice("WRI-057", message, job.place)


def _full_margin(job: Job, moved: list[str]) -> Finding:
    notes = {e.get("id", ""): e for e in job.root.iter("aside")}
    words = " ".join("".join(notes[moved[0]].itertext()).split())[:60]
    what = "a note stands" if len(moved) == 1 else f"{len(moved)} notes stand"
    message = f"the margin beside {_name(job)} is full; {what} at the foot of the page: {words!r}"
    hint = "shorten them, or make the outer margin wider with print.margins"
    return notice("WRI-131", message, job.place, hint)


def _name(job: Job) -> str:
    return repr(job.title or job.name)


def _faults(job: Job, laid: Laid) -> Iterator[Finding]:
    if laid.moved_notes:
        yield _full_margin(job, laid.moved_notes)
    words = [*laid.hidden, *laid.unread.values()]
    if words:
        message = f"{len(words)} lines of {_name(job)} do not fit the page: {words[0][:60]!r}"
        hint = "use a larger trim size or a smaller font_size, or break the long word"
        yield warning("WRI-056", message, job.place, hint)
    over = laid.overprinted
    if over:
        message = f"{len(over)} lines of {_name(job)} are printed over others: {over[0][:60]!r}"
        hint = "look for a line-height or a position in the book's own styles"
        yield warning("WRI-160", message, job.place, hint)
