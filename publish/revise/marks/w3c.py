"""Marks in JSON: W3C annotations and those of Readium and the programs made with it.

Sources: W3C Web Annotation Data Model, 2017, clauses 3 and 4; EPUB Annotations 1.0, draft;
Readium Annotations (annotation sets) and Readium Locators (`text`, `locations`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from publish.revise.marks.mark import Mark, day_of

QUOTE = "TextQuoteSelector"
PROGRESS = "ProgressionSelector"
WORDS = ("note", "annotation", "comment", "bodyValue", "value", "text", "chars")
"""Keys that hold what the reader wrote, by program."""


def marks_of_json(data: Any, device: str = "") -> Iterator[Mark]:
    """Yield the marks of a JSON value, wherever in it they stand."""
    if isinstance(data, dict):
        maker = data.get("generator")
        device = _name(maker) or device
        mark = _annotation(data, device) or _locator(data, device)
        if mark is not None:
            yield mark
            return
        for value in data.values():
            yield from marks_of_json(value, device)
    elif isinstance(data, list):
        for value in data:
            yield from marks_of_json(value, device)


def _annotation(data: dict[str, Any], device: str) -> Mark | None:
    """Read an annotation of the W3C's model: its target's quotation, its bodies' words."""
    selectors = [each for target in _list(data.get("target")) for each in _selectors(target)]
    quotes = [each for each in selectors if each.get("type") == QUOTE and each.get("exact")]
    if not quotes:
        return None
    quote, target = quotes[0], next(iter(_list(data["target"])))
    bodies = [_words(each) for each in _list(data.get("body"))]
    meta = target.get("meta") if isinstance(target, dict) else None
    headings = meta.get("headings") if isinstance(meta, dict) else None
    progress = next((each.get("value") for each in selectors if each.get("type") == PROGRESS), None)
    return Mark(
        words=str(quote["exact"]),
        note=" ".join(filter(None, [*bodies, str(data.get("bodyValue") or "")])),
        lead=str(quote.get("prefix") or ""),
        trail=str(quote.get("suffix") or ""),
        device=" ".join(filter(None, [device, _name(data.get("creator"))])) or "W3C annotation",
        chapter=_heading(headings),
        date=day_of(data.get("created") or data.get("modified")),
        spot=f"{target.get('source', '')} {progress or ''}" if isinstance(target, dict) else "",
    )


def _locator(data: dict[str, Any], device: str) -> Mark | None:
    """Read a highlight with a Readium locator, beside which the reader's words stand."""
    inner = data.get("locator")
    locator: dict[str, Any] = inner if isinstance(inner, dict) else data
    text = locator.get("text")
    if not isinstance(text, dict) or not text.get("highlight"):
        return None
    note = next((data[key] for key in WORDS if isinstance(data.get(key), str)), "")
    return Mark(
        words=str(text["highlight"]),
        note=note,
        lead=str(text.get("before") or ""),
        trail=str(text.get("after") or ""),
        device=device or "Readium",
        chapter=str(locator.get("title") or ""),
        date=day_of(data.get("created") or data.get("creationDate")),
        spot=str(locator.get("href") or ""),
    )


def _selectors(target: Any) -> Iterator[dict[str, Any]]:
    """Yield the selectors of a target, those that refine others too."""
    todo = _list(target.get("selector")) if isinstance(target, dict) else []
    while todo:
        selector = todo.pop(0)
        if isinstance(selector, dict):
            yield selector
            todo += _list(selector.get("refinedBy"))


def _words(body: Any) -> str:
    """Return what a body says; tags and colours are no words of the reader's."""
    if isinstance(body, str):
        return "" if body.startswith(("http:", "https:")) else body
    if not isinstance(body, dict) or body.get("purpose") == "tagging":
        return ""
    return next((str(body[key]) for key in WORDS if isinstance(body.get(key), str)), "")


def _heading(headings: Any) -> str:
    found = [each for each in _list(headings) if isinstance(each, dict)]
    return str(found[-1].get("txt") or found[-1].get("text") or "") if found else ""


def _name(agent: Any) -> str:
    return str(agent.get("name") or "") if isinstance(agent, dict) else ""


def _list(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]
