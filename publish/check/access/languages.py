"""The language of the book, of its documents, of its passages (WCAG 2.2, 3.1)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache

from lxml import etree

from publish.check.access.book import DC, MATH, SVG, XML_LANG, EpubUnderTest, H, Page
from publish.house.language.tag import WELL_FORMED
from publish.model.access import Fault
from publish.model.lazy_pattern import lazy_pattern

SCRIPTS = {
    "GREEK": "grek el grc gmy cop",
    "CYRILLIC": "cyrl cyrs ru uk be bg sr mk kk ky mn tg tt ba cv cu chu ab os ce av uz tk az kv "
    "udm mhr sah",
    "HEBREW": "hebr he yi arc lad jrb jpr hbo",
    "ARABIC": "arab aran ar fa ur ps sd ug ku ckb ks ota az ms pa dv ary arz",
    "DEVANAGARI": "deva hi sa mr ne pi kok mai bho pra",
    "ARMENIAN": "armn hy xcl",
    "GEORGIAN": "geor geok ka oge xmf",
    "CJK": "hani hans hant jpan kore zh lzh ja ko yue cmn nan wuu hak vi ain",
    "HIRAGANA": "hira hrkt jpan ja ojp ain",
    "KATAKANA": "kana hrkt jpan ja ojp ain",
    "HANGUL": "hang kore ko okm",
    "THAI": "thai th",
    "SYRIAC": "syrc syre syrj syrn syc syr aii arc",
    "COPTIC": "copt cop",
    "ETHIOPIC": "ethi am ti gez",
}
"""Subtags of what is written in a script: its own (ISO 15924), and those of languages.

Letters of it in what is marked as any other want a language of their own. The first word of a
character's Unicode name tells its script."""

_RUN = lazy_pattern(r"[^\W\d_]{2,}(?:[\s,.;:·'’()«»\-]+[^\W\d_]{2,})+")
"""Two words at least: a word alone may be a name or a term (WCAG 2.2, 3.1.2)."""


def documents_name_their_language(book: EpubUnderTest) -> Iterator[Fault]:
    """Demand a language of every document, the same for XML and for HTML (H57)."""
    for page in book.pages:
        plain, xml = page.root.get("lang") or "", page.root.get(XML_LANG) or ""
        if not plain or not xml:
            yield page.fault("the document names no language", page.root)
        elif plain != xml:
            yield page.fault(f"the document's language is {plain!r} and {xml!r}", page.root)
        elif plain == "und" or not WELL_FORMED.fullmatch(plain):
            yield page.fault(f"the document's language {plain!r} is none", page.root)


def package_names_the_language(book: EpubUnderTest) -> Iterator[Fault]:
    """Demand that the package names the languages of its documents."""
    told = {(each.text or "").strip() for each in book.package.iter(f"{DC}language")}
    if not told - {"", "und"}:
        yield Fault(book.opf, "the package names no language")
    primary = {tag.partition("-")[0].lower() for tag in told}
    for page in book.texts:
        language = (page.root.get("lang") or "").partition("-")[0].lower()
        if language and language not in primary:
            yield page.fault(f"the package does not name the language {language!r}", page.root)


def languages_are_tags(book: EpubUnderTest) -> Iterator[Fault]:
    """Demand that each language that is named is one (BCP 47), for XML and for HTML."""
    for page, element in book.elements():
        plain, xml = element.get("lang"), element.get(XML_LANG)
        if plain is None and xml is None:
            continue
        is_pair = plain == xml or element.tag.startswith((MATH, SVG))
        tag = plain or xml or ""
        if not is_pair or not (tag and WELL_FORMED.fullmatch(tag)):
            yield page.fault(f"the language {plain!r} ({xml!r} for XML) is none", element)


def scripts_fit_their_language(book: EpubUnderTest) -> Iterator[Fault]:
    """Demand a language of passages in letters that the language around them is not written in."""
    for page in book.texts:
        for element, language, text in _runs(page):
            for run in _RUN.findall(text) if not text.isascii() else ():
                script = _foreign_script(run, language)
                if script:
                    said = f"{run[:60]!r} ({script.lower()} letters) is marked as {language!r}"
                    yield page.fault(said, element)


def _runs(page: Page) -> Iterator[tuple[etree._Element, str, str]]:
    """Yield each text of a document with the language in force."""
    pending = [(page.root, "")]
    while pending:
        element, language = pending.pop()
        if not isinstance(element.tag, str) or element.tag in {f"{MATH}math", f"{H}head"}:
            continue
        language = element.get("lang") or element.get(XML_LANG) or language
        yield element, language, element.text or ""
        for child in element:
            yield element, language, child.tail or ""
            pending.append((child, language))


def _foreign_script(run: str, language: str) -> str:
    scripts = {_script(letter) for letter in run if letter.isalpha()}
    if len(scripts) != 1:
        return ""
    (script,) = scripts
    return script if script and not _is_written_in(language, script) else ""


@cache
def _script(letter: str) -> str:
    first = unicodedata.name(letter, "").partition(" ")[0]
    return first if first in SCRIPTS else ""


@cache
def _is_written_in(language: str, script: str) -> bool:
    """Return whether a tag names a script, by its first subtag or by one of four letters."""
    first, *others = language.lower().split("-")
    named = {first, *(each for each in others if len(each) == 4)}
    return not first or not named.isdisjoint(SCRIPTS[script].split())
