"""Language tags (BCP 47), and the direction in which each language is written.

Typesetting, hyphenation, EPUB readers and screen readers all ask by these tags.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import tomli

from publish.model.lazy_pattern import lazy_pattern

WELL_FORMED = lazy_pattern(
    r"([a-z]{2,3}(-[a-z]{3}){0,3}|[a-z]{4,8})(-[a-z]{4})?(-([a-z]{2}|\d{3}))?"
    r"(-([a-z0-9]{5,8}|\d[a-z0-9]{3}))*(-[a-wyz0-9](-[a-z0-9]{2,8})+)*(-x(-[a-z0-9]{1,8})+)?"
    r"|x(-[a-z0-9]{1,8})+",
    re.I | re.A,
)
"""A tag by RFC 5646, 2.1, without the grandfathered ones."""

PLACEHOLDERS = frozenset({"xx", "xxx"})
"""What templates have for a language; no registry knows it (RFC 5646, 2.2.1)."""

RIGHT_TO_LEFT = frozenset("ar arc ckb dv fa he iw ji khw ks ps sd syc syr ug ur yi".split())
"""Languages whose usual script runs from right to left."""
RIGHT_TO_LEFT_SCRIPTS = frozenset("adlm arab aran hebr mand mend nkoo samr syrc thaa".split())


@cache
def _table() -> dict[str, str]:
    """Return the code for each way to write a language, in small letters."""
    rows = tomli.loads(Path(__file__).with_name("codes.toml").read_text("utf-8"))
    known = {long: short for short, longs in rows["codes"].items() for long in longs.split()}
    known |= {name: code for code, names in rows["names"].items() for name in names.split()}
    known |= rows["retired"]
    return known


@cache
def _registered() -> dict[str, frozenset[str]]:
    """Return the registered languages, those of three letters by the first two."""
    rows = tomli.loads(Path(__file__).with_name("registered.toml").read_text("utf-8"))
    known = {start: frozenset(ends) for start, ends in rows["three_letters"].items()}
    return known | {"": frozenset(rows["two_letters"].split())}


def _is_registered(code: str) -> bool:
    """Return whether the registry knows a language, or leaves its code to anybody (RFC 5646)."""
    if len(code) == 3:
        return code[2] in _registered().get(code[:2], ()) or "qaa" <= code <= "qtz"
    return code in _registered()[""]


@cache
def language_tag(written: str) -> str:
    """Return the BCP 47 tag for what a document writes; empty where that names no language.

    Three-letter codes become two-letter ones (`deu`, `ger`: `de`), names become codes (`latin`:
    `la`), and the case is the customary one (`zh-Hant-TW`). Codes that the registry does not
    have name nothing.
    """
    words = "-".join(written.replace("_", "-").split()).strip("-").lower()
    words = _table().get(words, words if len(written.split()) == 1 else "")
    if words in PLACEHOLDERS:
        return ""
    first, _, rest = words.partition("-")
    words = "-".join(filter(None, (_table().get(first, first), rest)))
    if not WELL_FORMED.fullmatch(words) or re.match(r"[a-z]{4,}", words, re.I):
        return ""
    code = words.partition("-")[0]
    if len(code) > 1 and not _is_registered(code):
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


RETIRED = frozenset(["scc", "scr"])
"""Codes that ISO 639-2/B no longer has."""


@cache
def bibliographic_code(tag: str) -> str:
    """Return the language's code for book trade and libraries (ISO 639-2/B): `ger` for `de-AT`."""
    language = tag.partition("-")[0].lower()
    codes = {long: short for long, short in _table().items() if len(long) == 3}
    known = [code for code, short in codes.items() if short == language and code not in RETIRED]
    return known[-1] if known else language or "und"


@cache
def _names() -> dict[str, str]:
    return tomli.loads(Path(__file__).with_name("names.toml").read_text("utf-8"))


def language_name(tag: str) -> str:
    """Return the English name, with what else the tag says: `Chinese (Hant)`; else the tag."""
    language, _, rest = tag.partition("-")
    name = _names().get(language.lower(), "")
    return f"{name} ({rest})" if name and rest else name or tag


@cache
def direction_of(tag: str) -> str:
    """Tell `ltr` or `rtl`; a script subtag (`az-Arab`, `yi-Latn`) overrules the language."""
    language, *others = tag.lower().split("-")
    for other in others:
        if len(other) == 4 and other.isalpha():
            return "rtl" if other in RIGHT_TO_LEFT_SCRIPTS else "ltr"
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"
