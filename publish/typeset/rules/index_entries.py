"""The rule for `index` (TEI chapter 3.9.2): an anchor in the text, and a record for the index."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from lxml import etree
from msgspec.structs import replace

from publish.house.words_kept import quoted
from publish.model.document import local_name, tei
from publish.typeset.index_terms import IndexTerm
from publish.typeset.ledger import Reason
from publish.typeset.render import Typesetter

_SEE = frozenset(["see"])
_SEE_ALSO = frozenset(["seealso", "see-also", "also"])
_LEVELS = ("level1", "level2", "level3", "level4")
"""Attributes of TEI P4, which has no `term` inside."""


def set_index(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Leave an anchor, and put each term with its subterms on record.

    Code: TYP-062, words that no term has.
    """
    found: list[IndexTerm] = []
    name = element.get("indexName") or element.get("index") or ""
    _gather(element, (), (), name, found)
    typesetter.leave_out(element, Reason.ELSEWHERE)
    for unlisted in _unlisted(element):
        words = quoted("".join(map(str, unlisted.itertext(etree.Element))))
        message = f"<{local_name(unlisted)}> in an <index> is left out: {words}"
        hint = "an index lists the words of its <term>; a type of 'see' or 'seeAlso' makes pointers"
        typesetter.out.count("TYP-062", message, unlisted, hint, kind=local_name(unlisted))
    if not found:
        return
    anchor = typesetter.open(into, "span", element, "index-anchor")
    if not anchor.get("id"):
        anchor.set("id", typesetter.out.ids.fresh(f"{typesetter.part.name}-term"))
    target, end = str(anchor.get("id")), _end_of(element, typesetter)
    for term in found:
        is_place, refers = not term.see, bool(term.see or term.see_also)
        typesetter.out.index_terms.append(
            replace(
                term,
                target=target if is_place else "",
                end=end if is_place else "",
                place=typesetter.book.document.place(element) if refers else None,
            )
        )


def _end_of(element: etree._Element, typesetter: Typesetter) -> str:
    """Find the element with which the passage ends that an entry is about (TEI att.spanning).

    Code: TYP-070, where it is not behind the entry.
    """
    written = (element.get("spanTo") or "").strip()
    if not written:
        return ""
    survey = typesetter.book.survey
    identifier = next(iter(survey.targets(element, "spanTo")), "")
    if identifier in survey.by_id and _path(element) < _path(survey.by_id[identifier]):
        typesetter.out.ids.wanted.add(identifier)
        return typesetter.out.ids.of(identifier)
    message = f"an index entry is to reach to {written!r}, which does not stand behind it"
    hint = "give @spanTo the xml:id of the element with which the passage ends"
    typesetter.out.tell("TYP-070", message, element, hint)
    return ""


def _path(element: etree._Element) -> list[int]:
    """Return an element's place among those beside it, and that of each element around it."""
    line = [element, *element.iterancestors()]
    return [parent.index(inner) for inner, parent in pairwise(line)][::-1]


def _gather(
    element: etree._Element,
    levels: tuple[str, ...],
    keys: tuple[str, ...],
    name: str,
    found: list[IndexTerm],
) -> None:
    """Read an `index` and those inside it; the text is listed under the innermost terms."""
    old = tuple(filter(None, ((element.get(name) or "").strip() for name in _LEVELS)))
    own = _terms(element) if not old else []
    levels, keys = (*levels, *old), (*keys, *("" for _ in old))
    see, see_also = _pointers(element)
    inner = [e for e in element.iterdescendants() if _is_next_level(e, element)]
    for term, key in own or [("", "")]:
        below = (*levels, term) if term else levels
        below_keys = (*keys, key) if term else keys
        if inner:
            for index in inner:
                _gather(index, below, below_keys, index.get("indexName") or name, found)
        elif below:
            found.append(IndexTerm(below, "", name, below_keys, see, see_also))


def _is_next_level(element: etree._Element, outer: etree._Element) -> bool:
    if local_name(element) != "index":
        return False
    return next(e for e in element.iterancestors() if local_name(e) == "index") is outer


def _terms(element: etree._Element) -> list[tuple[str, str]]:
    """List the terms of one level as plain text, with the keys that they are sorted by."""
    terms = [e for e in element if local_name(e) == "term" and not _is_pointer(e)]
    found = [(_plain(term), term.get("sortKey") or "") for term in terms]
    if not found:
        found = [(_plain(element), "")]
    return [(words, key) for words, key in found if words]


def _pointers(element: etree._Element) -> tuple[str, str]:
    see = see_also = ""
    for child in element:
        kind = (child.get("type") or "").lower()
        if local_name(child) in {"ref", "ptr", "note", "seg", "term"}:
            see = _plain(child) if kind in _SEE else see
            see_also = _plain(child) if kind in _SEE_ALSO else see_also
    return see, see_also


def _unlisted(index: etree._Element) -> Iterator[etree._Element]:
    """Yield what an `index` holds that is no term, in a term or between, and shows words."""
    for element in index.iterdescendants(etree.Element):
        around = element.getparent()
        is_beside = around is not None and local_name(around) == "index"
        has_terms = is_beside and around is not None and around.find(tei("term")) is not None
        is_apart = local_name(element) in {"note", "ref"} or has_terms
        is_known = local_name(element) in {"term", "index"} or (is_beside and _is_pointer(element))
        if is_apart and not is_known and "".join(map(str, element.itertext())).strip():
            yield element


def _is_pointer(term: etree._Element) -> bool:
    return (term.get("type") or "").lower() in _SEE | _SEE_ALSO


def _plain(element: etree._Element) -> str:
    """Read the words of a term without those of an `index` or note inside it."""
    pieces: list[str] = []

    def gather(inner: etree._Element) -> None:
        pieces.append(inner.text or "")
        for child in inner:
            if local_name(child) not in {"index", "note", "ref", ""}:
                gather(child)
            pieces.append(child.tail or "")

    gather(element)
    return " ".join("".join(pieces).split())


RULES = {"index": set_index}
