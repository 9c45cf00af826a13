"""MathML in print: simple formulas as words of the text, others drawn (WeasyPrint knows no MathML).

`K` or `x_i + 1` is set in the book's own face and can be searched; what needs a second
dimension (roots, matrices, fractions but those of two numbers) becomes SVG in a mathematical face.
"""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Callable
from functools import cache
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from lxml import etree

from publish.engine.tree_names import FORMULA, MATHML
from publish.house.linear_math import linear_text
from publish.write.pdf.prepare.picture_words import entitle

_M = "{http://www.w3.org/1998/Math/MathML}"
_SVG = "{http://www.w3.org/2000/svg}"

_ROWS = frozenset(f"{_M}{name}" for name in ("math", "mrow", "mstyle", "mpadded"))
_SCRIPTS = {f"{_M}msub": "sub", f"{_M}msup": "sup"}
_TOKENS = frozenset(f"{_M}{name}" for name in ("mi", "mn", "mo", "mtext", "ms"))
_WORDS = frozenset({f"{_M}mtext", f"{_M}ms"})
_SPACED = frozenset("=<>≤≥≠≈≡∼≃≅+−-±×÷⋅→←↔⇒⇔∈∉⊂⊆∪∩∧∨∝∣")
_THIN = "\u2009"

_LIMITS = {
    f"{_M}{side}": f"{_M}{limits}"
    for side, limits in {"msub": "munder", "msup": "mover", "msubsup": "munderover"}.items()
}
_SUMS = frozenset("∑∏∐⋀⋁⋂⋃⨀⨁⨂⨃⨄⨅⨆")

_TALLEST = 40
"""Ems of a drawing above which its brackets have grown without reason, and are drawn as signs."""

_DRAWN_AT = 20.0
"""Pixels of type at which a formula is drawn; it is then scaled with the text around it."""


def set_formulas(root: Element) -> None:
    """Replace every `math` element below `root`, a bare tree, by words or by a drawing."""
    for parent in list(root.iter()):
        for place, child in enumerate(parent):
            if child.tag == f"{_M}math":
                said = child.get("alttext") or _in_a_row(child)
                words = _as_words(child)
                made = words if words is not None else _as_drawing(child, said)
                made.set(FORMULA, said)
                made.set(MATHML, etree.tostring(_whole(child), encoding="unicode"))
                made.tail = child.tail
                parent[place] = made


def _in_a_row(math: Element) -> str:
    """Write a formula as one line; one that lacks a part has its letters in a row."""
    try:
        return linear_text(_whole(_content(math)))
    except IndexError:
        return " ".join("".join(math.itertext()).split())


def _as_words(math: Element) -> Element | None:
    """Set a formula of one line in the text's own letters; None where it needs a drawing."""
    made = Element("span", {"class": "math"})
    content = _content(math)
    if math.get("display") != "block" and _say_fraction(content, made):
        return made
    return made if _say(content, made) else None


def _say_fraction(source: Element, into: Element) -> bool:
    """Set a formula that is a fraction of two numbers as one figure, as a line has room for it."""
    while source.tag in _ROWS and len(source) == 1:
        source = source[0]
    numbers = ["".join(part.itertext()).strip() for part in source]
    is_fraction = source.tag == f"{_M}mfrac" and len(numbers) == 2
    if not is_fraction or not all(re.fullmatch("[0-9]{1,3}", number) for number in numbers):
        return False
    into.set("class", "math fraction")
    into.text = "\u2044".join(numbers)
    return True


def _content(math: Element) -> Element:
    """Take the formula out of its annotations (MathML 3.0 section 5.1)."""
    semantics = math.find(f"{_M}semantics")
    if semantics is None or len(semantics) == 0:
        return math
    return semantics[0]


def _say(source: Element, into: Element) -> bool:
    if source.tag in _TOKENS:
        _say_token(source, into)
        return True
    if source.tag in _ROWS:
        return all(_say(child, into) for child in source)
    if source.tag in _SCRIPTS and len(source) == 2:
        if not _say(source[0], into):
            return False
        script = Element(_SCRIPTS[source.tag])
        into.append(script)
        return _is_plain(source[1]) and _say(source[1], script)
    return False


def _is_plain(source: Element) -> bool:
    """Return whether an index is of letters only: a small index on an index needs a drawing."""
    return not any(inner.tag in _SCRIPTS for inner in source.iter())


def _say_token(source: Element, into: Element) -> None:
    text = " ".join("".join(source.itertext()).split())
    is_letter = source.tag == f"{_M}mi" and len(text) == 1
    if is_letter and source.get("mathvariant") != "normal":
        letter = Element("i")
        letter.text = text
        into.append(letter)
        return
    if source.tag == f"{_M}mo":
        text = "−" if text == "-" else text
        text = f"{_THIN}{text}{_THIN}" if text in _SPACED else f"{text} " if text == "," else text
    last = into[-1] if len(into) else None
    if last is None:
        into.text = (into.text or "") + text
    else:
        last.tail = (last.tail or "") + text


def _whole(math: Element) -> etree._Element:
    """Copy a formula as a document of its own, with names that need no prefix."""
    tail, math.tail = math.tail, None
    copied = etree.fromstring(ElementTree.tostring(math))
    math.tail = tail
    nsmap: dict[str, str] = {None: _M[1:-1]}  # type: ignore[dict-item]  # the default
    made = etree.Element(f"{_M}math", nsmap=nsmap)
    for name, value in copied.attrib.items():
        made.set(name, value)
    made.extend(list(copied) if copied.tag == made.tag else [copied])
    etree.cleanup_namespaces(made)
    return made


def _as_drawing(math: Element, said: str) -> Element:
    """Draw a formula; one that cannot be drawn is set as its letters in a row."""
    source = Element(f"{_M}math")
    source.extend(list(math) if _content(math) is math else [_content(math)])
    for scripts in [e for e in source.iter() if e.tag in _LIMITS and _is_of_sum(e)]:
        scripts.tag = _LIMITS[scripts.tag]
    for token in [e for e in source.iter() if e.tag in _WORDS and not "".join(e.itertext())]:
        token.tag = f"{_M}mrow"  # ziamath 0.13 does not draw words that are none
    logging.disable(logging.WARNING)
    try:
        svg = _drawn(source)
        if float(svg.get("viewBox", "0 0 1 1").split()[3]) > _TALLEST * _DRAWN_AT:
            for sign in source.iter(f"{_M}mo"):
                sign.set("stretchy", "false")
            svg = _drawn(source)
    except (AssertionError, AttributeError, LookupError, TypeError, ValueError):
        words = Element("span", {"class": "math"})
        words.text = _in_a_row(math) or said
        return words
    finally:
        logging.disable(logging.NOTSET)
    return _scaled(svg, said)


def _is_of_sum(scripts: Element) -> bool:
    """Return whether scripts are limits of a sum or the like, which stand below and above it.

    ziamath 0.13 makes brackets beside `msub` of a sum as high as it has any (MathML 3.1, 3.2.5.8).
    """
    base = scripts[0] if len(scripts) else scripts
    while base.tag in _ROWS and len(base) == 1:
        base = base[0]
    return base.tag == f"{_M}mo" and (base.text or "").strip() in _SUMS


def _drawn(source: Element) -> Element:
    return ElementTree.fromstring(_drawer()(ElementTree.tostring(source, encoding="unicode")))


@cache
def _drawer() -> Callable[[str], str]:
    """Load ziamath, which takes a quarter of a second that few books need."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        from ziamath.config import config
        from ziamath.zmath import Math

    config.svg2 = False  # Else glyphs are shared by ids, which repeat from drawing to drawing.

    def draw(mathml: str) -> str:
        return str(Math(mathml, size=_DRAWN_AT).svg())

    return draw


def _scaled(svg: Element, description: str) -> Element:
    """Make a drawing as large as the text around it and put it on the text's baseline."""
    _, top, width, height = (float(number) for number in svg.get("viewBox", "0 0 1 1").split())
    depth = top + height
    for name, measure in (("width", width), ("height", height)):
        svg.set(name, f"{measure / _DRAWN_AT:.3f}em")
    svg.set("class", "math")
    svg.set("style", f"vertical-align: {-depth / _DRAWN_AT:.3f}em")
    if description:
        entitle(svg, description)
    return svg
