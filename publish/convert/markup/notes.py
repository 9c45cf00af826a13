"""Notes of a page: which links call one, and which element it is.

A call says what it is (`epub:type`, `role`, a class), or it is a short mark whose target carries
the same mark, or leads back to it. EPUB 3 Structural Semantics Vocabulary: noteref, footnote.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree

from publish.convert.markup.links import target_of
from publish.convert.markup.page import BLOCKS, Page, names_of
from publish.convert.tei import whole_text
from publish.model.lazy_pattern import lazy_pattern

_CALL = lazy_pattern(r"\b(noteref|footnote-?ref|fnref|fnanchor|footnote-?anchor|doc-noteref)\b")
_BACK = lazy_pattern(r"\b(footnote-back|backlink|doc-backlink|back-?ref|fn-?back)\b")
_NOTES = lazy_pattern(r"foot-?notes?|end-?notes?|rearnotes?|\bnotes?\b|\bfn\d*\b")
_MARK = lazy_pattern(r"[\[({]?\s*(\d{1,4}|[*∗†‡§¶‖#]{1,6}|[a-zA-Z]|[ivxlc]{1,7})\s*[\])}.:]?")
_ARROWS = lazy_pattern(r"[\s↑↩⏎⤴⇑^←︎️\[\]()]*")
_PAGE = lazy_pattern(r"\bpage(break|num(ber)?|-?no|-number)?\b|\bpb\b")
_HOLDERS = frozenset("li aside p div dd tr blockquote section td".split())


def find_notes(page: Page) -> None:
    """Find calls and notes, and take out of the notes what leads back."""
    by_id = {each.get("id"): each for each in page.root.iter(etree.Element) if each.get("id")}
    by_id |= {a.get("name"): a for a in page.root.iter("a") if a.get("name")}
    calls: dict[str, list[etree._Element]] = {}
    order = {each: number for number, each in enumerate(page.root.iter(etree.Element))}
    for link in page.root.iter("a"):
        target = by_id.get(target_of(link))
        if target is not None and _is_call(link, target, is_before=order[link] < order[target]):
            calls.setdefault(target_of(link), []).append(link)
    bodies = {_body(by_id[name], by_id[name], page) for name in calls}
    for name, links in calls.items():
        body = _body(by_id[name], by_id[name], page)
        outside = [link for link in links if not _is_inside(link, bodies)]
        if body is None or not outside:
            continue
        page.notes[name] = body
        page.bodies.add(body)
        page.calls |= set(outside)
        _clean(body, outside, page)
    _drop_anchors(page)


def _drop_anchors(page: Page) -> None:
    """Drop the empty anchors before calls that nothing leads to any more."""
    wanted = {target_of(link) for link in page.root.iter("a")}
    for call in page.calls:
        anchor = _anchor_before(call)
        if anchor is not None and not wanted & {anchor.get("id"), anchor.get("name")} - {None}:
            for key in list(anchor.attrib):
                del anchor.attrib[key]


def _anchor_before(call: etree._Element) -> etree._Element | None:
    """Return the empty anchor before a call, as Project Gutenberg has it."""
    before = call.getprevious()
    if before is None or before.tag != "a" or before.get("href") or whole_text(before):
        return None
    return None if (before.tail or "").strip() else before


def _is_inside(link: etree._Element, bodies: set[etree._Element | None]) -> bool:
    return any(above in bodies for above in link.iterancestors())


def _is_call(link: etree._Element, target: etree._Element, *, is_before: bool) -> bool:
    """Return whether a link calls a note; what leads back looks the same, and stands behind."""
    said = " ".join(filter(None, (names_of(link), (link.get("role") or "").lower())))
    if _CALL.search(said):
        return True
    if _PAGE.search(" ".join(map(names_of, (target, *islice(target.iterancestors(), 2))))):
        return False
    words = whole_text(link).strip()
    mark = _MARK.fullmatch(words)
    if mark is None or not is_before or _BACK.search(said):
        return False
    holder = _holder(target)
    if holder is None or _comes_before(holder, link):
        return False
    raised = any(each.tag == "sup" for each in (*link.iter(), *link.iterancestors("sup")))
    known = bool(_NOTES.search(f"{names_of(target)} {names_of(holder)}"))
    begins = _begins_with(holder, mark[1])
    leads_back = any(_leads_to(a, link) for a in holder.iter("a"))
    return leads_back or (begins and (raised or known or words != mark[1])) or (raised and known)


def _comes_before(holder: etree._Element, link: etree._Element) -> bool:
    return any(above is holder for above in link.iterancestors())


def _leads_to(link: etree._Element, call: etree._Element) -> bool:
    target = target_of(link)
    if not target:
        return False
    near = [call, *call.iter(), *call.iterancestors("sup", "span", "p", "div", "li")][:8]
    if (anchor := _anchor_before(call)) is not None:
        near.append(anchor)
    return any(target in {each.get("id"), each.get("name")} for each in near)


def _begins_with(holder: etree._Element, mark: str) -> bool:
    words = whole_text(holder).strip()
    return re.match(rf"[\[({{]?\s*{re.escape(mark)}(?!\w)", words) is not None


def _holder(target: etree._Element) -> etree._Element | None:
    for each in (target, *target.iterancestors()):
        if each.tag in _HOLDERS:
            return each
        if each.tag in {"body", "html"}:
            return None
    return None


def _body(target: etree._Element, name: etree._Element, page: Page) -> etree._Element | None:
    """Find the whole note: out to what holds this one note alone."""
    body = _holder(target)
    while body is not None:
        parent = body.getparent()
        if parent is None or parent.tag not in {"div", "aside", "li"}:
            break
        if not _NOTES.search(names_of(parent)) or _holds_more(parent, body):
            break
        body = parent
    return body


def _holds_more(parent: etree._Element, body: etree._Element) -> bool:
    """Return whether other ids of notes, or headings, stand in what holds a note."""
    others = [each for each in parent.iter("h1", "h2", "h3", "h4", "h5", "h6", "hr")]
    labels = [a for a in parent.iter("a") if _MARK.fullmatch(whole_text(a).strip())]
    return bool(others) or len(labels) > 1


def _clean(body: etree._Element, calls: list[etree._Element], page: Page) -> None:
    """Take out of a note its own mark and what leads back to its call."""
    marks = {whole_text(call).strip(" []()\n\t.") for call in calls}
    for link in list(body.iter("a")):
        said = f"{names_of(link)} {(link.get('role') or '').lower()}"
        words = whole_text(link)
        is_back = any(_leads_to(link, call) for call in calls) or bool(_BACK.search(said))
        if is_back and (
            _BACK.search(said) or _ARROWS.fullmatch(words) or _MARK.fullmatch(words.strip())
        ):
            page.log.taken.append(words)
            _empty(link)
    for mark in marks:
        _take_label(body, mark, page)


def _take_label(body: etree._Element, mark: str, page: Page) -> None:
    """Take the mark at the beginning of a note away, with its brackets or its point."""
    if not mark:
        return
    for holder, is_tail in _texts(body):
        text = (holder.tail if is_tail else holder.text) or ""
        if not text.strip():
            continue
        found = re.match(rf"\s*[\[({{]?\s*{re.escape(mark)}(?!\w)\s*[\])}}]?[.:]?\s*", text)
        if found and (found.end() < len(text) or is_tail or holder is not body):
            page.log.taken.append(found[0])
            if is_tail:
                holder.tail = text[found.end() :]
            else:
                holder.text = text[found.end() :]
        elif re.fullmatch(r"\s*[\])}.:]+\s*", text) or re.match(r"\s*[\])}]\s*", text):
            _strip_rest(holder, text, page, is_tail=is_tail)
        return


def _strip_rest(holder: etree._Element, text: str, page: Page, *, is_tail: bool) -> None:
    """Take what is left of a mark whose figure was a link: a bracket or a point."""
    rest = re.sub(r"^\s*[\])}.:]+\s*", "", text)
    page.log.taken.append(text[: len(text) - len(rest)])
    if is_tail:
        holder.tail = rest
    else:
        holder.text = rest


def _texts(body: etree._Element) -> Iterator[tuple[etree._Element, bool]]:
    """Go over the texts of an element in their order."""
    yield body, False
    for child in body:
        yield from _texts(child)
        yield child, True


def _empty(link: etree._Element) -> None:
    """Leave nothing of a link but its place."""
    for child in list(link):
        link.remove(child)
    link.text = None
    link.tag = "wbr"
    for key in list(link.attrib):
        if key not in {"id", "name"}:
            del link.attrib[key]


def tidy_note_lists(page: Page) -> None:
    """Drop what held the notes and is empty now, with its heading."""
    for body in list(page.bodies):
        holder = body.getparent()
        while holder is not None and holder.tag in BLOCKS and holder.tag not in {"body", "html"}:
            rest = [each for each in holder if each not in page.bodies and each.tag != "hr"]
            words = "".join(
                whole_text(each) for each in rest if not re.fullmatch(r"h[1-6]", each.tag)
            )
            if words.strip() or not (
                _NOTES.search(names_of(holder)) or holder.tag in {"ol", "ul", "dl"}
            ):
                break
            loose = [holder.text or "", *(each.tail or "" for each in holder)]
            if re.search(r"\w", "".join(loose)):
                break
            page.log.taken += [*loose, *(whole_text(each) for each in rest)]
            page.bodies.add(holder)
            holder = holder.getparent()
