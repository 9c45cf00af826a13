"""Markdown, OpenDocument and Word, which pandoc reads."""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree

from publish.convert.changes import Changes
from publish.convert.manuscript import Manuscript
from publish.convert.markup.reading import read_page
from publish.convert.markup.tree import parse_page
from publish.convert.meta import Meta, note
from publish.convert.pandoc import as_html
from publish.convert.reading import odt_looks
from publish.convert.reading.odt_changes import MARKED, carry_changes, unpack_changes
from publish.convert.reading.source import Source
from publish.convert.reading.text_bytes import decode_text
from publish.convert.word.core import read_core
from publish.convert.word.drawings import show_pictures
from publish.convert.word.looks import NAME, Looks, carry_looks
from publish.convert.word.package import (
    Package,
    open_package,
    read_members,
    words_of_package,
)
from publish.convert.word.passed_over import fill_rows, lift_boxes, open_fields, part_runs
from publish.convert.word.styles import readable
from publish.house.language.tag import language_tag
from publish.model.finding import Place, PublishError, error

MARKDOWN = "markdown-raw_tex-latex_macros+mark+tex_math_single_backslash"
"""pandoc's own Markdown; TeX commands are words, for no book is typeset with them."""

_META = {
    "title": "title", "subtitle": "subtitle", "author": "author", "authors": "author",
    "creator": "author", "date": "date", "lang": "language", "language": "language",
    "keywords": "subject", "subject": "subject", "description": "description",
    "abstract": "description", "publisher": "publisher", "rights": "rights",
    "identifier": "identifier", "isbn": "identifier",
}  # fmt: skip


def read_markdown(source: Source, manuscript: Manuscript) -> None:
    """Read Markdown with its YAML metadata."""
    text = decode_text(source.data, source.file_name, manuscript.log)
    said, html = as_html(text.encode(), MARKDOWN, source.file_name)
    meta = _meta(said)
    manuscript.meta.over(meta)
    _add(_parse(html), manuscript, source.beside, meta)


def read_odt(source: Source, manuscript: Manuscript) -> None:
    """Read an OpenDocument text."""
    package = Package(read_members(source.data, source.file_name))
    content = package.tree("content.xml")
    if content is None:
        hint = "open it in LibreOffice, and save it as ODT"
        message = f"{source.file_name} holds no text"
        raise PublishError(error("IMP-003", message, Place(source.file_name), hint))
    carried = carry_changes(content, source.changes)
    for kind, count in carried.dropped.items():
        for _ in range(count):
            manuscript.log.drop(kind)
    looks = odt_looks.carry_looks(content, package.tree("styles.xml"))
    manuscript.words += [MARKED.sub(r"\2", looks.words), *(row[3] for row in carried.rows)]
    said, html = as_html(package.write(), "odt", source.file_name)
    meta = _meta(said)
    manuscript.meta.over(meta)
    root = _parse(html)
    odt_looks.unpack_looks(root, looks)
    unpack_changes(root, carried)
    _add(root, manuscript, package.members.get, meta)


def read_docx(source: Source, manuscript: Manuscript) -> None:
    """Read a Word file: pandoc's tree, with the looks and languages that it does not hand on."""
    package = open_package(source.data, source.file_name)
    boxes = lift_boxes(package)
    fill_rows(package)
    part_runs(package)
    open_fields(package)
    for kind in show_pictures(package):
        message = f"the {kind} has no picture, only what a program draws it from"
        hint = "export it as a picture, and put it into the book as a figure"
        manuscript.log.tell("IMP-014", message, None, hint)
    if source.changes is Changes.ERRATA:
        manuscript.words.append(words_of_package(package))
    looks = carry_looks(package)
    tracked = {Changes.ERRATA: "all"}.get(source.changes, source.changes.value)
    said, html = as_html(
        package.write(), "docx+styles", source.file_name, f"--track-changes={tracked}"
    )
    meta = _meta(said)
    meta.over(read_core(package))
    meta.language = language_tag(meta.language or looks.language)
    manuscript.meta.over(meta)
    for _ in range(boxes):
        manuscript.log.drop("the frame of a text box")
    _tell_heads(package, manuscript)
    fetch = package.members
    root = _parse(html)
    _unpack_looks(root, looks)
    _add(root, manuscript, lambda url: fetch.get(f"word/{url}") or fetch.get(url), meta)


def _tell_heads(package: Package, manuscript: Manuscript) -> None:
    """Say what running heads and feet of pages are left out; the book's are made anew."""
    seen = set()
    for name in sorted(package.members):
        if re.fullmatch(r"word/(header|footer)\d*\.xml", name):
            root = package.tree(name)
            words = "" if root is None else " ".join("".join(map(str, root.itertext())).split())
            if words and words not in seen:
                seen.add(words)
                manuscript.log.drop(f"a running head or foot ({words[:40]!r})")


def _parse(html: str) -> etree._Element:
    return parse_page(f"<!DOCTYPE html><html><body>{html}</body></html>")


def _add(
    root: etree._Element,
    manuscript: Manuscript,
    fetch: Callable[[str], bytes | None],
    meta: Meta,
) -> None:
    manuscript.beside += [meta.title, meta.subtitle, *(each.name for each in meta.people)]
    read_page(root, manuscript, fetch, [], is_typed=False, language=meta.language)


def _unpack_looks(root: etree._Element, looks: Looks) -> None:
    """Put what our styles stand for in their place, as CSS and attributes of HTML."""
    for element in root.iter(etree.Element):
        named = element.get("data-custom-style") or ""
        if not named and element.tag[:1] == "h":
            named = (element.get("class") or "").replace("-", " ")
        carried = looks.carried.get(named) if named.startswith(NAME) else None
        if carried is None:
            if element.get("data-custom-style"):
                element.set("data-custom-style", readable(named))
                element.set("style", looks.characters.get(named, ""))
            continue
        if element.get("class") is not None:
            del element.attrib["class"]
        element.set("data-custom-style", carried.style)
        if not carried.style:
            del element.attrib["data-custom-style"]
        if carried.css:
            element.set("style", carried.css)
        if carried.level:
            element.set("data-level", str(carried.level))
        if carried.language:
            element.set("lang", carried.language)


def _meta(said: dict[str, object]) -> Meta:
    meta = Meta()
    for key, value in said.items():
        known = _META.get(key.lower())
        for each in value if isinstance(value, list) else [value]:
            plain = _plain(each)
            if known and plain:
                note(meta, known, plain)
    return meta


def _plain(value: object) -> str:
    """Read the words of a value, which pandoc gives as HTML or as a table."""
    if isinstance(value, dict):
        return _plain(value.get("name") or value.get("text") or "")
    words = "".join(map(str, parse_page(str(value)).itertext())) if isinstance(value, str) else ""
    return " ".join(words.split())
