"""Give a paragraph the direction of its letters where they run against the language around it.

And a phrase where they run against its own: English that a Yiddish play spells in Hebrew letters.
HTML has `dir="auto"` for words of unknown language (HTML 3.2.6.4), by their first letter; here most
letters decide, since a paragraph of one script may well begin with a name in the other.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from lxml import etree

from publish.house.language.tag import direction_of
from publish.model.document import XML_LANG
from publish.model.lazy_pattern import lazy_pattern
from publish.typeset.xhtml import BLOCKS, H

_RIGHT_TO_LEFT = lazy_pattern("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff]")
_OTHERS = bytes({*range(256)} - {*range(0xD6, 0xE1), *range(0xEF, 0xF5)})
"""All bytes but those that begin what `_RIGHT_TO_LEFT` finds, in UTF-8."""
_SCRIPTS = (
    ("Hebr", "\u0590", "\u05ff"),
    ("Syrc", "\u0700", "\u074f"),
    ("Thaa", "\u0780", "\u07bf"),
)
_MOST = 0.6
"""The share of letters that decides."""
_BLOCK_TAGS = frozenset(H + name for name in BLOCKS)


def turn_blocks(root: etree._Element, language: str) -> None:
    """Write `dir`, and a language of that script, on the blocks below `root` that need it."""
    direction = direction_of(language) if language else "ltr"
    runs_left = any(e.get("dir") == "rtl" for e in root.iter(etree.Element))
    if direction == "ltr" and not runs_left and not _has_letters_to_left(root):
        return
    _look_at(root, direction)
    for phrase in root.iter(etree.Element):
        if phrase.get("dir") and phrase.tag not in _BLOCK_TAGS:
            turned = _direction_of_letters("".join(_words(phrase)))
            phrase.set("dir", turned or str(phrase.get("dir")))


def _look_at(element: etree._Element, direction: str) -> None:
    own = element.get("dir") or (
        direction_of(element.get("lang") or "") if element.get("lang") else ""
    )
    direction = own or direction
    if any(text.strip() for text in _own_texts(element)):
        letters = "".join(_words(element))
        turned = _direction_of_letters(letters)
        if turned and turned != direction and not own:
            _turn(element, turned, letters)
            direction = turned
        elif own == "rtl" and turned == "ltr" and element.tag in _BLOCK_TAGS:
            _romanize(element)
            direction = turned
    for child in element:
        if child.tag in _BLOCK_TAGS:
            _look_at(child, direction)
        elif isinstance(child.tag, str):
            for inner in child.iter(*_BLOCK_TAGS):
                _look_at(inner, direction)


def _own_texts(block: etree._Element) -> Iterator[str]:
    """Yield the words of a block itself, in its inline markup but not in blocks inside it."""
    yield block.text or ""
    for child in block:
        if isinstance(child.tag, str) and child.tag not in _BLOCK_TAGS:
            yield from _own_texts(child)
        yield child.tail or ""


def _words(block: etree._Element) -> Iterator[str]:
    """Yield the words that have no language of their own."""
    yield block.text or ""
    for child in block:
        is_plain = isinstance(child.tag, str) and child.tag not in _BLOCK_TAGS
        if is_plain and not child.get("lang") and not child.get("dir"):
            yield from _words(child)
        yield child.tail or ""


def _direction_of_letters(words: str) -> str:
    """Tell which way most letters run; empty where there are few, or as many of each."""
    kinds = [unicodedata.bidirectional(letter) for letter in words]
    left = kinds.count("L")
    right = kinds.count("R") + kinds.count("AL")
    if left > _MOST * (left + right):
        return "ltr"
    return "rtl" if right > _MOST * (left + right) else ""


def _turn(block: etree._Element, direction: str, letters: str) -> None:
    block.set("dir", direction)
    if direction == "rtl":
        tag = f"und-{_script_of(letters)}"
    else:
        tag = "und-Latn" if _is_in_latin(letters) else "und"
    block.set("lang", tag)
    block.set(XML_LANG, tag)


def _romanize(block: etree._Element) -> None:
    """Say that the words of a language that runs the other way are in Latin letters: `ar-Latn`."""
    block.set("dir", "ltr")
    language = (block.get("lang") or "").partition("-")[0]
    if language:
        block.set("lang", f"{language}-Latn")
        block.set(XML_LANG, f"{language}-Latn")


def _has_letters_to_left(root: etree._Element) -> bool:
    """Return whether any letters run from right to left; most texts have none that begin alike."""
    words = etree.tostring(root, method="text", encoding="utf-8", with_tail=False)
    may_have = words.translate(None, _OTHERS)
    return bool(may_have) and _RIGHT_TO_LEFT.search(words.decode()) is not None


def _is_in_latin(letters: str) -> bool:
    first = next((c for c in letters if unicodedata.bidirectional(c) == "L"), "")
    return bool(first) and unicodedata.name(first, "").startswith("LATIN")


def _script_of(letters: str) -> str:
    letter = next((c for c in letters if _RIGHT_TO_LEFT.match(c)), "")
    return next((name for name, first, last in _SCRIPTS if first <= letter <= last), "Arab")
