"""Formulas: TeX between its marks as pandoc writes it, MathML as it is."""

from __future__ import annotations

import copy

from lxml import etree

from publish.convert.markup.page import Page
from publish.convert.tei import make, put, whole_text
from publish.model.finding import Severity

MATHML = "http://www.w3.org/1998/Math/MathML"


def tex_of(element: etree._Element) -> tuple[str, bool]:
    """Read TeX out of pandoc's span, and whether it stands on a line of its own."""
    text = whole_text(element).strip()
    is_block = text.startswith("\\[") or "display" in element.get("class", "")
    for start, end in (("\\(", "\\)"), ("\\[", "\\]")):
        if text.startswith(start) and text.endswith(end):
            text = text[2:-2]
    return text, is_block


def set_tex(
    page: Page, element: etree._Element, into: etree._Element, tex: str, is_block: bool
) -> None:
    """Set a formula in TeX."""
    page.log.taken.append(whole_text(element).strip()[:2] + whole_text(element).strip()[-2:])
    put(into, make("formula", tex, notation="TeX", rend="display" if is_block else ""))


def set_math(page: Page, element: etree._Element, into: etree._Element) -> None:
    """Set a formula in MathML, which TEI has by a customization only (P5 15.2): notice IMP-018."""
    kept = copy.deepcopy(element)
    kept.tail = None
    rend = "display" if element.get("display") == "block" else ""
    formula = make("formula", kept, notation="MathML", rend=rend)
    put(into, formula)
    message = "a formula is kept in MathML, which books show and TEI's tei_all does not know"
    hint = "validate with our schema, or write it in TeX"
    page.log.tell("IMP-018", message, formula, hint, Severity.NOTICE)
