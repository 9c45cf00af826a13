"""The rule for `g` (TEI chapter 5): a character that the manuscript describes, or a known name."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import tomli
from lxml import etree

from publish.model.document import local_name, tei
from publish.model.lazy_pattern import lazy_pattern
from publish.typeset.render import Typesetter

_PREFERRED = ("standard", "normalized", "simplified", "precomposed", "composed", "diplomatic")

_CODE_POINT = lazy_pattern(r"(?:U\+|&#x)([0-9A-Fa-f]{4,6});?,?", re.IGNORECASE)


@cache
def _known() -> dict[str, str]:
    """Read the names that archives share without describing them; empty where a word goes on."""
    table = tomli.loads(Path(__file__).with_name("glyphs.toml").read_text("utf-8"))
    return {str(name): str(character) for name, character in table["glyphs"].items()}


def set_glyph(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set what the element holds, else what the header maps it to, else its name in brackets.

    A character without any mapping is told as TYP-012.
    """
    if element.get("type") == "entity":
        typesetter.children(element, typesetter.open(into, "span", element, "entity"))
        return
    if "".join(map(str, element.itertext(etree.Element))).strip():
        typesetter.children(element, into)
        return
    reference = element.get("ref") or element.get("type") or ""
    bare = reference.rpartition("#")[2].rpartition(":")[2]
    described = typesetter.book.survey.described(bare, "char", "glyph")
    mapped = _mapping(described) if described is not None else _known().get(bare)
    if mapped:
        typesetter.say(into, mapped)
    elif mapped == "" and described is None:
        typesetter.join_words(into)
    else:
        name = _name(described) if described is not None else ""
        _show_name(name or bare or "?", element, into, typesetter)


def _show_name(
    name: str, element: etree._Element, into: etree._Element, typesetter: Typesetter
) -> None:
    reference = element.get("ref") or ""
    message = f"no character is given for <g ref={reference!r}>; its name is shown in its place"
    hint = "put the character into the element, or a mapping into charDecl of the teiHeader"
    typesetter.out.tell("TYP-012", message, element, hint)
    typesetter.open(into, "span", cls="glyph").text = f"[{name}]"


def _mapping(described: etree._Element) -> str:
    """Choose the mapping closest to a plain character of Unicode."""
    found = {
        (mapping.get("type") or "").lower(): _characters("".join(map(str, mapping.itertext())))
        for mapping in described.iter(tei("mapping"))
    }
    found = {kind: text for kind, text in found.items() if text and not _is_private(text)}
    for kind in _PREFERRED:
        if kind in found:
            return found[kind]
    return next(iter(found.values()), "")


def _characters(written: str) -> str:
    """Read a mapping: characters, or their code points (`U+6C34`, `U+0061 U+0301`)."""
    words = written.split()
    codes = [_CODE_POINT.fullmatch(word) for word in words]
    if not words or not all(codes):
        return written.strip()
    numbers = [int(code[1], 16) for code in codes if code]
    return "".join(chr(number) for number in numbers if 0x20 <= number <= 0x10FFFF)


def _is_private(text: str) -> bool:
    return any("\ue000" <= letter <= "\uf8ff" or letter >= "\U000f0000" for letter in text)


def _name(described: etree._Element) -> str:
    names = [e for e in described if local_name(e) in {"charName", "glyphName", "desc"}]
    return next((" ".join("".join(map(str, e.itertext())).split()) for e in names), "")


RULES = {"g": set_glyph}
