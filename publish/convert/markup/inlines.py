"""What stands in a line: looks, links, breaks, pictures, formulas, calls of notes."""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree

from publish.convert.markup import links, word_marks
from publish.convert.markup.figures import set_picture
from publish.convert.markup.formulas import set_math, set_tex, tex_of
from publish.convert.markup.page import UNSEEN, Page, names_of
from publish.convert.markup.speeches import is_stage
from publish.convert.style_roles import role_of
from publish.convert.tei import make, put, whole_text
from publish.house.language.tag import language_tag
from publish.model.lazy_pattern import lazy_pattern

Rule = Callable[[Page, etree._Element, etree._Element], None]

_PAGE_NUMBER = lazy_pattern(r"\b(pagebreak|pagenum(ber)?|page-?no|pageno|pb|page-number)\b")
_NAMED = {"small-caps": r"\b(small-?caps?|smcap|sc)\b", "underline": r"\bunderline\b"}
"""Classes that name a look; pandoc and Project Gutenberg write them without a style sheet."""


def set_content(page: Page, source: etree._Element, into: etree._Element) -> None:
    """Set the words and elements of a line."""
    put(into, source.text or "")
    for child in source:
        if child not in page.bodies:
            set_inline(page, child, into)
        put(into, child.tail or "")


def set_inline(page: Page, element: etree._Element, into: etree._Element) -> None:
    """Set one element of a line."""
    tag = element.tag
    if tag in UNSEEN:
        _drop(page, element)
    elif (rule := RULES.get(tag)) is not None:
        rule(page, element, into)
    elif tag.endswith("}math"):
        set_math(page, element, into)
    elif tag.endswith("}svg"):
        set_picture(page, element, into)
    else:
        _set_span(page, element, into)


def _drop(page: Page, element: etree._Element) -> None:
    words = "" if element.tag in {"script", "style"} else whole_text(element)
    page.log.drop(f"<{element.tag}>", words)


def _set_break(page: Page, _element: etree._Element, into: etree._Element) -> None:
    put(into, make("lb"))


def _set_nothing(page: Page, element: etree._Element, into: etree._Element) -> None:
    set_content(page, element, into)


def _set_span(page: Page, element: etree._Element, into: etree._Element) -> None:
    """Set what may be anything: a formula, a page's number, a change of Word's, or a mere look."""
    names = f"{element.get('class', '')} {element.get('epub-type', '')}".lower()
    if is_page_break(element):
        put(into, page_break(page, element))
    elif role_of(names_of(element)) == "margin":
        made = make("note", place="margin")
        set_content(page, element, made)
        put(into, made)
    elif is_stage(element):
        made = make("stage")
        set_content(page, element, made)
        put(into, made)
    elif "math" in names.split():
        set_tex(page, element, into, *tex_of(element))
    elif word_marks.is_mark(element):
        word_marks.set_mark(page, element, into, set_content)
    else:
        _set_look(page, element, into)


def is_page_break(element: etree._Element) -> bool:
    """Return whether an element tells where a page of a printed edition begins (EPUB 3.3, 9.4)."""
    names = f"{element.get('epub-type', '')} {element.get('class', '')} {element.get('role', '')}"
    if not _PAGE_NUMBER.search(names.lower()) or any(True for _ in element.iter("p", "img")):
        return False
    return len(whole_text(element)) < 20  # a number, however it is put


def page_break(page: Page, element: etree._Element) -> etree._Element:
    """Make a page break; its number is its name and no word of the text."""
    said = whole_text(element)
    page.log.taken.append(said)
    name = element.get("title") or element.get("aria-label") or said
    number = re.search(r"\d+|\b[ivxlcdm]+\b", name, re.IGNORECASE)
    made = make("pb", n=number[0] if number else "")
    for each in (element, *element.iter("a", "span")):
        links.set_id(page, each, made)
    return made


def _set_look(page: Page, element: etree._Element, into: etree._Element) -> None:
    """Keep a look that its surroundings do not have; the rest is the words alone."""
    rend, language = _rend(page, element), _language(page, element)
    name = _name(page, element, language)
    if not rend and not language and name == "hi":
        put(into, *links.anchors(page, element))
        set_content(page, element, into)
        return
    if rend == ["typewriter"] and name == "hi" and not language and not len(element):
        put(into, *links.anchors(page, element), make("code", element.text or ""))
        return
    made = make(name, rend=" ".join(rend), xml_lang=language)
    links.set_id(page, element, made)
    set_content(page, element, made)
    put(into, made)


def _name(page: Page, element: etree._Element, language: str) -> str:
    if language:
        return "foreign"
    if page.is_typed and element.tag == "em":
        return "emph"
    return "title" if page.is_typed and element.tag == "cite" else "hi"


def _language(page: Page, element: etree._Element) -> str:
    """Return the language of words in another one than those around them."""
    said = language_tag(element.get("lang", "")) if element.get("lang") else ""
    around = page.language
    for above in element.iterancestors():
        if above.get("lang"):
            around = language_tag(above.get("lang", "")) or around
            break
    return said if said and said.split("-")[0] != around.split("-")[0] else ""


def _rend(page: Page, element: etree._Element) -> list[str]:
    """Name how words look otherwise than those around them, as rend.toml knows it."""
    parent = element.getparent()
    own = page.styles.of(element)
    around = page.styles.of(parent) if parent is not None else {}
    found = []
    if own.get("font-style", "") != around.get("font-style", ""):
        is_italic = own.get("font-style") in {"italic", "oblique"}
        found.append("italic" if is_italic else "upright")
    is_bold, was_bold = (_is_bold(style.get("font-weight", "")) for style in (own, around))
    if is_bold != was_bold:
        found.append("bold" if is_bold else "normal-weight")
    if "small-caps" in own.get("font-variant", "") > around.get("font-variant", ""):
        found.append("small-caps")
    if own.get("text-transform", "") == "uppercase" != around.get("text-transform"):
        found.append("all-caps")
    if own.get("letter-spacing", "normal") not in {around.get("letter-spacing"), "normal", "0"}:
        found.append("spaced")
    found += _lines(own)
    names = element.get("class", "").lower()
    found += [rend for rend, named in _NAMED.items() if re.search(named, names)]
    if "mono" in own.get("font-family", "") and "mono" not in around.get("font-family", ""):
        found.append("typewriter")
    return list(dict.fromkeys(found))


def _lines(own: object) -> list[str]:
    """Name what is drawn at words, and where they stand to the line; neither is inherited."""
    said = getattr(own, "get", lambda *_: "")
    decoration, height = said("text-decoration", ""), said("vertical-align", "")
    found = [
        rend
        for word, rend in (
            ("underline", "underline"), ("line-through", "strike"), ("overline", "overline"),
        )
        if word in decoration
    ]  # fmt: skip
    if height in {"super", "text-top"}:
        found.append("superscript")
    return [*found, "subscript"] if height == "sub" else found


def _is_bold(weight: str) -> bool:
    return weight in {"bold", "bolder", "600", "700", "800", "900"}


def _set_quote(page: Page, element: etree._Element, into: etree._Element) -> None:
    made = make("q")
    set_content(page, element, made)
    put(into, made)


def _set_code(page: Page, element: etree._Element, into: etree._Element) -> None:
    """Set code; what it holds is its words alone, for TEI's `code` holds nothing else."""
    if any(word_marks.is_mark(each) for each in element.iter("span")):
        made = make("hi", rend="typewriter")
        set_content(page, element, made)
        put(into, made)
    else:
        put(into, make("code", whole_text(element)))


def _set_ruby(page: Page, element: etree._Element, into: etree._Element) -> None:
    """Set ruby, whose base may stand loose before its reading (HTML 4.5.10)."""
    base: etree._Element | None = None
    pending = make("rb", element.text or "")
    for child in element:
        if child.tag == "rt":
            made = make("ruby", pending)
            reading = make("rt")
            set_content(page, child, reading)
            put(made, reading)
            put(into, made)
            pending, base = make("rb"), None
        elif child.tag == "rp":
            page.log.taken.append(whole_text(child))
        else:
            base = pending
            set_content(page, child, base) if child.tag in {"rb", "span"} else set_inline(
                page, child, base
            )
        put(pending, (child.tail or "").strip() if child.tag in {"rt", "rp"} else child.tail or "")
    if pending.text or len(pending):
        put(into, *([pending.text] if pending.text else []), *list(pending))


RULES: dict[str, Rule] = {
    "br": _set_break,
    "wbr": _set_nothing,
    "img": set_picture,
    "image": set_picture,
    "q": _set_quote,
    "code": _set_code,
    "kbd": _set_code,
    "samp": _set_code,
    "ruby": _set_ruby,
    "a": lambda page, element, into: links.set_link(page, element, into, set_content),
}
