"""Rules for formulas (TEI chapter 15.2): MathML as it is, TeX as MathML, other text as text."""

from __future__ import annotations

import re

from lxml import etree

from publish.house.language.typography import language_at
from publish.house.spoken_math import spoken_math
from publish.model.document import XML_ID, local_name
from publish.model.finding import Severity
from publish.model.lazy_pattern import lazy_pattern
from publish.typeset.mathematics import clean_math, math_of_tex
from publish.typeset.render import Typesetter
from publish.typeset.rules.figures import alternative_text
from publish.typeset.rules.prose import IN_LINE
from publish.typeset.svg import LEFT_OUT, clean_svg

SVG = "http://www.w3.org/2000/svg"
_TEX = lazy_pattern(r"tex", re.IGNORECASE)
_LOOKS_LIKE_TEX = lazy_pattern(r"\\[a-zA-Z]{2,}|^\s*\$.+\$\s*$|\w[_^]\{", re.DOTALL)
_BLOCK = lazy_pattern(r"display|block|equation", re.IGNORECASE)


def set_formula(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a formula in the line or on a line of its own.

    Code TYP-013: TeX that is not understood, shown as it is written.
    """
    is_block = _is_block(element, typesetter)
    made = typesetter.open(into, "div" if is_block else "span", element, "formula")
    tex = "".join(map(str, element.itertext()))
    is_tex = not len(element) and (
        _TEX.search(element.get("notation") or "") or _LOOKS_LIKE_TEX.search(tex)
    )
    if not is_tex:
        typesetter.children(element, made)
        return
    math = math_of_tex(tex, is_block=is_block)
    if math is not None:
        _speak(math, element, typesetter)
        typesetter.put_as(element, made, math)
        return
    source = " ".join(tex.split())
    message = f"the TeX of a formula is not understood: {source[:60]!r}"
    hint = "it is set as it is written; mend it, or give MathML"
    typesetter.out.tell("TYP-013", message, element, hint, Severity.WARNING)
    typesetter.say_as(element, typesetter.open(made, "code", cls="tex"), source)


def _is_block(element: etree._Element, typesetter: Typesetter) -> bool:
    """Return whether a formula has a line of its own."""
    if _BLOCK.search(f"{element.get('rend') or ''} {element.get('type') or ''}"):
        return True
    math = next((child for child in element if local_name(child) == "math"), None)
    if math is not None and math.get("display") == "block":
        return True
    if (element.text or "").strip().startswith(("$$", "\\[")):
        return True
    parent = element.getparent()
    if parent is None or local_name(parent) not in IN_LINE:
        return True
    if local_name(parent) not in {"p", "ab"}:
        return False
    is_alone = element.getnext() is None and element.getprevious() is None
    return is_alone and not typesetter.book.has_words(parent)


def set_math(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set MathML, and in words what it says for readers without it."""
    made = clean_math(element)
    if not made.get("alttext"):
        _speak(made, element, typesetter)
    typesetter.put_as(element, into, made)


def _speak(math: etree._Element, source: etree._Element, typesetter: Typesetter) -> None:
    """Say a formula in the language of the text around it, where that is known."""
    words = spoken_math(math, language_at(source, typesetter.book.edition.book.language))
    if words:
        math.set("alttext", words)


def set_drawing(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set an SVG drawing that stands in the text itself."""
    data = etree.tostring(element, with_tail=False)
    cleaned = clean_svg(data)
    if cleaned is not None:
        for _, words in cleaned.lost:
            message = f"a drawing in the text holds what no book may: {words}; it is left out"
            typesetter.out.tell("WRI-174", message, element, LEFT_OUT)
        made = etree.fromstring(cleaned.data)
        for inner in made.iter(etree.Element):
            if XML_ID in inner.attrib:
                del inner.attrib[XML_ID]
        _name_drawing(made, element, typesetter)
        typesetter.put_as(element, into, made)
    else:
        typesetter.children(element, into)


def _name_drawing(made: etree._Element, source: etree._Element, typesetter: Typesetter) -> None:
    """Give a drawing the words of its figure, unless it brings its own; note where it has none."""
    own = made.findtext(f"{{{SVG}}}title") or made.get("aria-label") or ""
    words = own.strip() or alternative_text(source)
    if words and not own.strip():
        made.set("role", "img")
        made.set("aria-label", words)
    if not words:
        typesetter.out.undescribed.append(typesetter.book.document.place(source))


RULES = {"formula": set_formula, "math": set_math, "svg": set_drawing}
