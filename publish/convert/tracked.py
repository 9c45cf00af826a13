"""Tracked changes -> `choice`, and then errata: the manuscript keeps what stood there.

An insertion without a word before it takes the one behind it along, because a correction needs
words to hold on to. What cannot be quoted (whole paragraphs, notes, pictures) stays in the text.
"""

from __future__ import annotations

import copy
import datetime
import re
from collections.abc import Callable, Iterable

from lxml import etree
from msgspec import structs

from publish.convert.changes import TrackedChange
from publish.convert.log import Log
from publish.convert.manuscript import Manuscript
from publish.convert.tei import make, move_into, put, whole_text, words_of
from publish.model.document import INLINE, local_name
from publish.model.erratum import Erratum, Kind, Status
from publish.model.lazy_pattern import lazy_pattern
from publish.model.tree import take_out, unwrap

Extract = Callable[[etree._Element], list[Erratum]]
"""Takes the corrections out of a tree of TEI, and gives them as errata."""

LONGEST = 400
"""Characters of words that an erratum quotes."""

_APART = frozenset("note figure table list lb milestone graphic".split())
_FIRST_WORD = lazy_pattern(r"\s*\S+")


def mark_changes(manuscript: Manuscript) -> dict[str, TrackedChange]:
    """Make a `choice` of each change, and of a deletion with the insertion beside it one.

    Warning IMP-030: a change that no erratum can quote. Returns the changes by the key that their
    correction has as its `source`.
    """
    marked: dict[str, TrackedChange] = {}
    for group in _groups(manuscript.changes):
        words = [change.words for change in group]
        if not any(words):
            for change in group:
                unwrap(change.mark)
        elif not all(map(_is_quotable, group)):
            _keep(manuscript.log, group)
        else:
            key = f"change{len(marked) + 1}"
            _make_choice(group, key)
            marked[key] = _as_one(group)
    return marked


def _groups(changes: Iterable[TrackedChange]) -> list[list[TrackedChange]]:
    """Put changes together between which no words stand: a deletion and what came for it."""
    groups: list[list[TrackedChange]] = []
    for change in changes:
        if groups and _are_beside(groups[-1][-1], change):
            groups[-1].append(change)
        else:
            groups.append([change])
    return groups


def _are_beside(one: TrackedChange, other: TrackedChange) -> bool:
    return one.mark.getnext() is other.mark and not (one.mark.tail or "").strip()


def _as_one(group: list[TrackedChange]) -> TrackedChange:
    """Say of several changes who made them, and when the last was made."""
    return TrackedChange(
        group[0].mark,
        any(change.is_insertion for change in group),
        " ".join(change.words for change in group),
        ", ".join(dict.fromkeys(change.by for change in group if change.by)),
        max(change.date for change in group),
    )


def _is_quotable(change: TrackedChange) -> bool:
    """Return whether a change lies within a paragraph, and is of words alone."""
    mark = change.mark
    parent = mark.getparent()
    inside = {local_name(each) for each in mark.iterdescendants(etree.Element)}
    if parent is None or inside & _APART or len(change.words) > LONGEST:
        return False
    while local_name(parent) in INLINE and (above := parent.getparent()) is not None:
        parent = above
    return words_of(parent) != change.words


def _keep(log: Log, group: list[TrackedChange]) -> None:
    """Leave changes in the text, where the editors decide."""
    for change in group:
        kind = "insertion" if change.is_insertion else "deletion"
        message = f"the {kind} by {change.by or 'somebody'} stays in the text, for no erratum can "
        message += f"quote it: {change.words[:60]!r}"
        hint = f"decide, and take the {local_name(change.mark)} off or out"
        log.tell("IMP-030", message, change.mark, hint)


def _make_choice(group: list[TrackedChange], key: str) -> None:
    """Put `choice` with `sic` and `corr` in the place of changes that stand beside each other."""
    sic, corr = make("sic"), make("corr", source=key)
    first, last = group[0].mark, group[-1].mark
    before, behind = _before(first), last.tail or ""
    last.tail = None
    for change in group:
        space = change.mark.tail or ""
        if change.is_insertion:
            put(corr, whole_text(change.mark), space if len(corr.text or "") else "")
        else:
            move_into(sic, change.mark)
            put(sic, space)
    is_one_sided = len({change.is_insertion for change in group}) == 1
    space = re.match(r"\s*", behind)[0]  # type: ignore[index]  # it always matches
    if is_one_sided and space and (before.endswith(" ") or not before):
        put(corr if group[0].is_insertion else sic, " ")
        behind = behind[len(space) :]
    if all(change.is_insertion for change in group) and not before.strip():
        behind = _take_next(last, sic, corr, behind)
    choice = make("choice", sic, corr)
    choice.tail = behind
    first.addprevious(choice)
    for change in group:
        change.mark.tail = None
        take_out(change.mark)


def _take_next(last: etree._Element, sic: etree._Element, corr: etree._Element, behind: str) -> str:
    """Take the word behind an insertion along, where none stands before it; return the rest."""
    word, following = _FIRST_WORD.match(behind), last.getnext()
    if word:
        put(sic, word[0])
        put(corr, word[0])
        return behind[word.end() :]
    if following is None or local_name(following) in _APART:
        return behind
    put(corr, behind + words_of(following))
    put(sic, behind)
    rest, following.tail = following.tail or "", None
    put(sic, following)
    return rest


def _before(mark: etree._Element) -> str:
    """Read the words that stand before a mark in its block."""
    words, node = "", mark
    while True:
        for sibling in node.itersiblings(preceding=True):
            name = local_name(sibling)
            inner = "" if name in {"", "note", "index"} else whole_text(sibling)
            words = inner + (sibling.tail or "") + words
        parent = node.getparent()
        if parent is None:
            return words
        words = (parent.text or "") + words
        if local_name(parent) not in INLINE:
            return words
        node = parent


def take_errata(
    root: etree._Element, marked: dict[str, TrackedChange], extract: Extract, log: Log
) -> list[Erratum]:
    """Take the corrections out of the tree as errata that are reported, with author and date."""
    while marked:
        made = _errata(copy.deepcopy(root), marked, extract)
        failed = [key for key in marked if key not in {erratum.source for erratum in made}]
        if not failed:
            break
        choices = {each.get("source"): each.getparent() for each in root.iter("{*}corr")}
        for key in failed:
            _keep_choice(log, choices[key], marked.pop(key))
    return [
        structs.replace(
            erratum,
            id=f"E{number:03}",
            kind=marked[erratum.source].kind,
            note=marked[erratum.source].note,
            status=Status.REPORTED,
            by=marked[erratum.source].by,
            date=_date(marked[erratum.source].date),
            source=marked[erratum.source].source,
        )
        for number, erratum in enumerate(_errata(root, marked, extract), start=1)
    ]


def _errata(
    root: etree._Element, marked: dict[str, TrackedChange], extract: Extract
) -> list[Erratum]:
    """Take corrections out of a tree, but for those that reach over what stands apart."""
    return [
        erratum
        for erratum in (extract(root) if marked else [])
        if erratum.source in marked
        and erratum.find.strip()
        and not re.search("[\0-\x1f]", erratum.find + erratum.before + erratum.after)
    ]


def _keep_choice(log: Log, choice: etree._Element | None, change: TrackedChange) -> None:
    """Let a change stay in the text as `del` and `add` where no erratum can be made of it."""
    if choice is None:
        return
    if change.kind is Kind.TRANSCRIPTION:  # a doubt of the OCR, and no change
        choice.addprevious(make("seg", words_of(choice)))
        unwrap(choice.getprevious())  # type: ignore[arg-type]  # it is there
        take_out(choice)
        return
    kept = change.mark
    for name, inner in zip(("del", "add"), list(choice), strict=True):
        made = make(name)
        move_into(made, inner)
        if words_of(made):
            choice.addprevious(made)
            kept = made
    take_out(choice)
    message = f"the change by {change.by or 'somebody'} stays in the text, for no erratum can "
    log.tell(
        "IMP-030",
        f"{message}quote it: {change.words[:60]!r}",
        kept,
        "decide, and take add and del off or out",
    )


def _date(said: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(said)
    except ValueError:
        return None
