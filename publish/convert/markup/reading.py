"""A page's tree -> the blocks of a manuscript."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from publish.convert.across import file_at, mend_targets
from publish.convert.manuscript import Manuscript
from publish.convert.markup.blocks import set_flow, set_note
from publish.convert.markup.css import Styles
from publish.convert.markup.links import target_of
from publish.convert.markup.notes import find_notes, tidy_note_lists
from publish.convert.markup.page import Page
from publish.convert.meta import Meta, Person, note
from publish.convert.spaces import tidy_spaces
from publish.convert.tei import make, rename, whole_text
from publish.house.language.tag import language_tag
from publish.model.document import local_name
from publish.model.lazy_pattern import lazy_pattern

Fetch = Callable[[str], bytes | None]


def read_page(
    root: etree._Element,
    manuscript: Manuscript,
    fetch: Fetch,
    sheets: list[str],
    *,
    is_typed: bool,
    language: str = "",
) -> None:
    """Add what a page shows to the manuscript."""
    body = next(root.iter("body"), root)
    manuscript.pages += 1
    name = f"s{manuscript.pages}-" if manuscript.pages > 1 else ""
    page = Page(
        root, Styles(root, sheets), manuscript.log, manuscript.pictures, name=name,
        is_typed=is_typed, language=language or language_of(root), fetch=fetch, set_note=set_note,
        file_of=lambda url: _file_of(manuscript, url),
    )  # fmt: skip
    ids = {each.get("id") for each in root.iter(etree.Element)} | {
        each.get("name") for each in root.iter("a")
    }
    wanted = {target_of(link) for link in root.iter("a")} | manuscript.wanted.get(
        manuscript.file, frozenset()
    )
    page.targets = wanted & (ids - {None, ""})
    find_notes(page)
    tidy_note_lists(page)
    manuscript.words.append("".join(_seen(body)))
    blocks = make("body")
    set_flow(page, body, blocks)
    tidy_spaces(blocks)
    mend_targets(blocks)
    _mend_heads(blocks)
    manuscript.body.extend(list(blocks))
    manuscript.changes += page.changes
    manuscript.away += page.away
    manuscript.ids[manuscript.file] = {each: page.ids[each] for each in page.used}
    manuscript.beside += page.comments
    _tell_dead(page, manuscript)


def _seen(body: etree._Element) -> list[str]:
    texts = body.iter(etree.Element)
    unseen = {"script", "style"}
    return [
        piece
        for each in texts
        for piece in (each.text if each.tag not in unseen else "", each.tail)
        if piece and (each is not body or piece is not each.tail)
    ]


def _file_of(manuscript: Manuscript, url: str) -> Path | None:
    """Find the file of the same import that an address names, if it is another one."""
    found = file_at(manuscript.file, url)
    return found if found in manuscript.wanted and found != manuscript.file else None


def _mend_heads(body: etree._Element) -> None:
    """Make bold paragraphs of headings inside quotations, cells and notes, where TEI has none."""
    for head in list(body.iter("{*}head")):
        holder = head.getparent()
        if holder is not None and local_name(holder) in {"quote", "cell", "note", "item", "p"}:
            bold = make("hi", head.text or "", rend="bold")
            bold.extend(list(head))
            head.text = None
            head.append(bold)
            rename(head, "p")


def _tell_dead(page: Page, manuscript: Manuscript) -> None:
    for href, words, element in page.dead:
        message = f"the link {words.strip()[:60]!r} leads to {unquote(href)[:100]!r}"
        message += ", which is not in the book; its words stay"
        manuscript.log.tell("IMP-015", message, element, "write a ref with a target, if it is to")


def language_of(root: etree._Element) -> str:
    """Return the language that a page says it is in."""
    for each in (root, *root.iter("html", "body")):
        if each.get("lang"):
            return language_tag(each.get("lang") or "")
    return ""


_NAMES = {
    "author": "author", "dc.creator": "author", "dcterms.creator": "author", "byl": "author",
    "dc.title": "title", "dcterms.title": "title", "dc.language": "language",
    "dc.publisher": "publisher", "dc.date": "date", "dcterms.created": "date", "date": "date",
    "description": "description", "dc.description": "description", "dc.rights": "rights",
    "keywords": "subject", "dc.subject": "subject", "dcterms.subject": "subject",
    "dc.identifier": "identifier", "dcterms.identifier": "identifier",
}  # fmt: skip


def meta_of_page(root: etree._Element) -> Meta:
    """Read what a page's head says of it (HTML 4.2.5, Dublin Core)."""
    meta = Meta(language=language_of(root))
    for each in root.iter("meta"):
        key = _NAMES.get((each.get("name") or each.get("property") or "").lower(), "")
        value = " ".join((each.get("content") or "").split())
        if value and key:
            note(meta, key, value)
    title = next(root.iter("title"), None)
    if title is not None and not meta.title:
        _take_title(meta, " ".join(whole_text(title).split()))
    return meta


_OF_WEB = lazy_pattern(
    r"(?:the )?project gutenberg(?:['’]s)? (?:e-?book|e-?text)(?: of)?,? ", re.IGNORECASE
)
_BY = lazy_pattern(
    r"(.+?)[\s;:,]*[;,—–|-]? (?:by|von|par) ((?:[A-ZÀ-Þ][\w.’'-]*(?: |$)|de |von |van )+)$"
)


_LAST_POINT = lazy_pattern(r"(?<=[^\W_]{3})\.$")


def _take_title(meta: Meta, title: str) -> None:
    """Take the author off a page's title, where it ends `…, by A. Author`."""
    title = _OF_WEB.sub("", title)
    found = _BY.fullmatch(title)
    if found is None:
        meta.title = title.rstrip(" ;:,")
        return
    meta.title = found[1].rstrip(" ;:,")
    if not any(person.role == "aut" for person in meta.people):
        meta.people.insert(0, Person(_LAST_POINT.sub("", found[2].strip())))
