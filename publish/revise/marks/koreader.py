"""Marks of KOReader: `metadata.epub.lua` beside a book, a Lua table.

Since 2024.04 `annotations` is a list with `text`, `note`, `chapter`, `datetime`, `pos0`; before,
`highlight` has lists by page, and what was written to them stands in `bookmarks`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from publish.revise.marks.lua import read_lua
from publish.revise.marks.mark import Mark, day_of


def marks_of_koreader(text: str) -> Iterator[Mark]:
    """Yield the marks of one book's file. Raises LuaError where it is none."""
    table = read_lua(text)
    if not isinstance(table, dict):
        return
    properties = table.get("doc_props") or table.get("stats") or {}
    title = str(properties.get("title") or "") if isinstance(properties, dict) else ""
    if isinstance(table.get("annotations"), dict):
        entries: Iterable[Any] = table["annotations"].values()
        notes: dict[Any, str] = {}
    else:
        pages = table.get("highlight") or {}
        entries = [entry for page in _tables(pages) for entry in _tables(page)]
        notes = {each.get("datetime"): _said(each) for each in _tables(table.get("bookmarks"))}
    for entry in entries:
        if not isinstance(entry, dict) or not entry.get("text") or not _is_drawn(entry):
            continue
        spot = str(entry.get("pos0") or entry.get("page") or "")
        yield Mark(
            words=str(entry["text"]),
            note=str(entry.get("note") or notes.get(entry.get("datetime")) or ""),
            device="KOReader",
            title=title,
            chapter=str(entry.get("chapter") or ""),
            date=day_of(entry.get("datetime")),
            order=tuple(float(n) for n in re.findall(r"\d+", spot)) if "[" in spot else (),
            spot=spot,
        )


def _is_drawn(entry: dict[Any, Any]) -> bool:
    """Return whether words were marked; a bookmark alone has the words that begin its page."""
    return "drawer" in entry or "pos1" in entry or "pos0" in entry


def _said(bookmark: dict[Any, Any]) -> str:
    """Return what was written: KOReader gave bookmarks without words a text of its own."""
    text = str(bookmark.get("text") or "")
    return "" if text.startswith(("Page ", "page ")) or text == bookmark.get("notes") else text


def _tables(table: Any) -> list[dict[Any, Any]]:
    values = table.values() if isinstance(table, dict) else []
    return [each for each in values if isinstance(each, dict)]
