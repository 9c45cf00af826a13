"""Greek in Beta Code: ASCII that stands for Greek letters and accents, as in old Perseus texts.

Nothing is converted: `*` and `|` may be signs of the text itself, and where Beta Code ends only its
editor knows. Authority: Thesaurus Linguae Graecae, The TLG Beta Code Manual, section 1.
"""

from __future__ import annotations

from lxml import etree

from publish.house.words_kept import quoted
from publish.model.document import XML_LANG, Document
from publish.model.finding import Finding, warning
from publish.model.lazy_pattern import lazy_pattern

_GREEK = frozenset({"grc", "el", "gre", "ell", "greek"})
_ACCENTED = lazy_pattern(
    r"[aehiowuAEHIOWU][)(]?[/\\\\=+][|]?(?=[a-zA-Z\s.,;:]|$)|\*[)(][/\\\\=]?[A-Za-z]"
)
_LETTERS = lazy_pattern(r"[^\W\d_]+")
FEWEST = 3
"""Accented vowels that leave no doubt."""


def tell_beta_code(document: Document) -> list[Finding]:
    """Report words in Greek that are written in Beta Code, once for a book. Code: REA-134."""
    found: list[etree._Element] = []
    accents, words = 0, ""
    for element in document.root.iter(etree.Element):
        language = (element.get(XML_LANG) or "").partition("-")[0].lower()
        if language not in _GREEK:
            continue
        said = "".join(map(str, element.itertext()))
        here = len(_ACCENTED.findall(said)) if not _has_greek(said) else 0
        if here:
            accents += here
            words = words or " ".join(said.split())
            found.append(element)
    if accents < FEWEST:
        return []
    message = f"Greek is written in Beta Code, and printed as it stands: {quoted(words[:60])}" + (
        f" and {len(found) - 1} passages more" if found[1:] else ""
    )
    hint = "convert it to Unicode first (the betacode package of PyPI, or Perseids' converter)"
    return [warning("REA-134", message, document.place(found[0]), hint)]


def _has_greek(said: str) -> bool:
    """Return whether Greek letters stand in a text, so that its ASCII is no Beta Code."""
    return any("\u0370" <= c <= "\u03ff" or "\u1f00" <= c <= "\u1fff" for c in said)
