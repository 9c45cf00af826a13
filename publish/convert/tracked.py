"""Tracked changes of Word -> `choice`, and then errata: the manuscript keeps what stood there.

An insertion without a word before it takes the one behind it along, because a correction needs
words to hold on to. What cannot be quoted (whole paragraphs, notes, pictures) stays in the text.
"""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Callable, Iterable, Iterator

from lxml import etree

from publish.convert.changes import TrackedChange
from publish.convert.log import Log
from publish.convert.manuscript import Manuscript
from publish.convert.tei import make, move_into, put, take_out, unwrap, whole_text, words_of
from publish.model.document import local_name
from publish.model.erratum import Erratum, Kind, Status

Extract = Callable[[etree._Element], list[Erratum]]
"""Takes the corrections out of a tree of TEI, and gives them as errata."""

LONGEST = 400
"""Characters of words that an erratum quotes."""

_APART = frozenset("note figure table list lb milestone graphic".split())
_FIRST_WORD = re.compile(r"\s*\S+")


def mark_changes(manuscript: Manuscript) -> dict[str, TrackedChange]:
    """Make a `choice` of each change, and of a deletion with the insertion beside it one.

    Warning IMP-030: a change that no erratum can quote. Returns the changes by the key that their
    correction has as its `source`.
    """
    marked: dict[str, TrackedChange] = {}
    for change, other in _pairs(manuscript.changes):
        old = next((each for each in (change, other) if each and not each.is_insertion), None)
        new = next((each for each in (change, other) if each and each.is_insertion), None)
        if not (change.words or (other and other.words)):
            for each in filter(None, (old, new)):
                unwrap(each.mark)
        elif not all(_is_quotable(each) for each in (old, new) if each):
            _keep(manuscript.log, old, new)
        else:
            key = f"change{len(marked) + 1}"
            _make_choice(old.mark if old else None, new.mark if new else None, key)
            marked[key] = new or change
    return marked


def _pairs(
    changes: Iterable[TrackedChange],
) -> Iterator[tuple[TrackedChange, TrackedChange | None]]:
    """Put a deletion and the insertion beside it together."""
    rows = list(changes)
    while rows:
        change = rows.pop(0)
        if rows and _are_beside(change, rows[0]):
            yield change, rows.pop(0)
        else:
            yield change, None


def _are_beside(one: TrackedChange, other: TrackedChange) -> bool:
    return (
        one.is_insertion != other.is_insertion
        and one.mark.getnext() is other.mark
        and not (one.mark.tail or "").strip()
    )


def _is_quotable(change: TrackedChange) -> bool:
    """Return whether a change lies within a paragraph, and is of words alone."""
    mark = change.mark
    parent = mark.getparent()
    inside = {local_name(each) for each in mark.iterdescendants(etree.Element)}
    if parent is None or inside & _APART or len(change.words) > LONGEST:
        return False
    return words_of(parent) != change.words


def _keep(log: Log, old: TrackedChange | None, new: TrackedChange | None) -> None:
    """Leave both in the text, where the editors decide."""
    for change in filter(None, (old, new)):
        kind = "insertion" if change.is_insertion else "deletion"
        message = f"the {kind} by {change.by or 'somebody'} stays in the text, for no erratum can "
        message += f"quote it: {change.words[:60]!r}"
        hint = f"decide, and take the {local_name(change.mark)} off or out"
        log.tell("IMP-030", message, change.mark, hint)


def _make_choice(old: etree._Element | None, new: etree._Element | None, key: str) -> None:
    """Put `choice` with `sic` and `corr` in the place of a change."""
    marks = [each for each in (old, new) if each is not None]
    first = min(marks, key=lambda each: each.getparent().index(each))  # type: ignore[union-attr]
    last = max(marks, key=lambda each: each.getparent().index(each))  # type: ignore[union-attr]
    sic, corr = make("sic"), make("corr", source=key)
    if new is not None:
        put(corr, whole_text(new))
    if old is not None:
        move_into(sic, old)
    choice = make("choice", sic, corr)
    before, behind = _before(first), last.tail or ""
    last.tail = None
    if before.endswith(" ") or not before:
        space = re.match(r"\s*", behind)
        if (old is None or new is None) and space and space[0]:
            put(sic if old is not None else corr, " ")
            behind = behind[space.end() :]
    if old is None and not before.strip() and (word := _FIRST_WORD.match(behind)):
        put(sic, word[0])
        put(corr, word[0])
        behind = behind[word.end() :]
    choice.tail = behind
    first.addprevious(choice)
    for mark in marks:
        take_out(mark)


def _before(mark: etree._Element) -> str:
    """Read the words that stand before a mark in its block."""
    sibling, parent = mark.getprevious(), mark.getparent()
    if sibling is not None:
        return (sibling.tail or "") or whole_text(sibling)
    return ((parent.text or "") if parent is not None else "") or ""


def take_errata(
    root: etree._Element, marked: dict[str, TrackedChange], extract: Extract, log: Log
) -> list[Erratum]:
    """Take the corrections out of the tree as errata that are reported, with author and date."""
    if not marked:
        return []
    errata: list[Erratum] = []
    known = dict(marked)
    for erratum in extract(root):
        change = known.pop(erratum.source, None)
        if change is None:
            continue
        errata.append(
            dataclasses.replace(
                erratum,
                id=f"E{len(errata) + 1:03}",
                kind=Kind.EDITORIAL,
                status=Status.REPORTED,
                by=change.by,
                date=_date(change.date),
                source="a tracked change in the source",
            )
        )
    for change in known.values():
        message = f"a change by {change.by or 'somebody'} was left out: {change.words[:60]!r}"
        log.tell("IMP-030", message, None, "write an erratum by hand")
    return errata


def _date(said: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(said)
    except ValueError:
        return None
