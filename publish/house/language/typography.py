"""What typography knows of each language, for the stages and the rules: typography.toml."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import tomli
from lxml import etree
from msgspec import Struct

from publish.model.document import XML_LANG


class Typography(Struct, frozen=True, kw_only=True):
    """The habits of one language; see typography.toml for what each means."""

    quotes: str = ""
    quotation_marks: str = ""
    elisions: tuple[str, ...] = ()
    spaced_before: str = ""
    colon: bool = False
    guillemets: bool = False
    elides: bool = False
    never_at_line_end: tuple[str, ...] = ()
    bound_hyphens: tuple[str, ...] = ()
    bound_enclitics: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()
    comma: str = ", "
    letters: float = 1.3


@cache
def _table() -> dict[str, Typography]:
    text = Path(__file__).with_name("typography.toml").read_text("utf-8")
    return {tag.lower(): _typography(row) for tag, row in tomli.loads(text)["languages"].items()}


def _typography(row: dict[str, str | list[str]]) -> Typography:
    fields: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in row.items()
    }
    return Typography(**fields)


@cache
def typography_of(tag: str) -> Typography:
    """Look a language tag up, its subtags dropped from the right until one is known (RFC 4647)."""
    parts = tag.lower().replace("_", "-").split("-")
    while parts:
        found = _table().get("-".join(parts))
        if found is not None:
            return found
        parts.pop()
    return _table()[""]


def language_at(element: etree._Element | None, otherwise: str) -> str:
    """Return the language of an element's text: its own or its nearest ancestor's `@xml:lang`."""
    while element is not None:
        lang = element.get(XML_LANG) if isinstance(element.tag, str) else None
        if lang:
            return lang
        element = element.getparent()
    return otherwise
