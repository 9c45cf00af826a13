"""Language tags as BCP 47 has them; typesetting, hyphenation and reading systems ask by them."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from lxml import etree

from publish.document import XML_LANG, Document, local_name
from publish.finding import Finding, warning

WELL_FORMED = re.compile(
    r"([a-z]{2,3}(-[a-z]{3}){0,3}|[a-z]{4,8})(-[a-z]{4})?(-([a-z]{2}|\d{3}))?"
    r"(-([a-z0-9]{5,8}|\d[a-z0-9]{3}))*(-[a-wyz0-9](-[a-z0-9]{2,8})+)*(-x(-[a-z0-9]{1,8})+)?"
    r"|x(-[a-z0-9]{1,8})+",
    re.I,
)
"""A tag by RFC 5646, 2.1, without the grandfathered ones."""

WHOLE_TEXT = frozenset({"TEI", "teiCorpus", "teiHeader", "text", "body", "group"})


@cache
def _table() -> dict[str, str]:
    """Give the code for each way to write a language, in small letters."""
    rows = tomllib.loads(Path(__file__).with_name("languages.toml").read_text("utf-8"))
    known = {long: short for short, longs in rows["codes"].items() for long in longs.split()}
    known |= {name: code for code, names in rows["names"].items() for name in names.split()}
    known |= rows["retired"]
    return known


def language_tag(written: str) -> str:
    """Give the BCP 47 tag for what a document writes; empty where that names no language.

    Three-letter codes become two-letter ones (`deu`, `ger`: `de`), names become codes (`latin`:
    `la`), and the case is the customary one (`zh-Hant-TW`).
    """
    words = "-".join(written.replace("_", "-").split()).strip("-").lower()
    words = _table().get(words, words)
    first, _, rest = words.partition("-")
    words = "-".join(filter(None, (_table().get(first, first), rest)))
    if not WELL_FORMED.fullmatch(words) or re.match(r"[a-z]{4,}", words, re.I):
        return ""
    return _in_customary_case(words)


def _in_customary_case(tag: str) -> str:
    """Write a script as `Latn` and a region as `GB` (RFC 5646, 2.1.1)."""
    parts, private = tag.lower().split("-"), False
    for index, part in enumerate(parts[1:], start=1):
        private = private or len(parts[index - 1]) == 1
        if not private and len(part) == 4 and part.isalpha():
            parts[index] = part.capitalize()
        elif not private and len(part) == 2 and part.isalpha():
            parts[index] = part.upper()
    return "-".join(parts)


def normalize_languages(document: Document) -> list[Finding]:
    """Rewrite every `@xml:lang` as a BCP 47 tag; REA-026 where it names no language.

    An attribute that is no tag would make the EPUB invalid. It is taken out where it is that of
    the whole text; inside the text it becomes `und`, since the words are in some other language.
    """
    unknown: dict[str, list[etree._Element]] = {}
    for element in document.root.iter(etree.Element):
        written = element.get(XML_LANG)
        if not written:
            continue
        tag = language_tag(written)
        if tag and tag != written:
            element.set(XML_LANG, tag)
        elif not tag:
            if local_name(element) in WHOLE_TEXT:
                del element.attrib[XML_LANG]
            else:
                element.set(XML_LANG, "und")
            unknown.setdefault(written, []).append(element)
    return [
        warning(
            "REA-026",
            f"xml:lang={written!r} names no language" + _times(len(elements)),
            document.place(elements[0]),
            "write a BCP 47 tag, such as en, grc or zh-Hant",
        )
        for written, elements in unknown.items()
    ]


def _times(count: int) -> str:
    return f" ({count} times)" if count > 1 else ""
