"""Presentation MathML that an EPUB may hold: taken over and cleaned, or made from TeX.

Authority: EPUB 3.3 section 6.1.2.1 (presentation MathML only), MathML 3.0 chapter 3 for the
number of arguments that each element takes.
"""

from __future__ import annotations

import re

from lxml import etree

from publish.model.document import local_name

MATHML = "http://www.w3.org/1998/Math/MathML"
M = f"{{{MATHML}}}"
_NSMAP: dict[str, str] = {None: MATHML}  # type: ignore[dict-item]  # the default
"""Old readers know `math` by its name alone, without a prefix."""

_TOKENS = frozenset("mi mn mo mtext ms mspace".split())
_GROUPS = frozenset(
    """
    math mrow mstyle merror mpadded mphantom menclose msqrt mtd mtable mtr mlabeledtr
    """.split()
)
_ARITY = {
    "mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "msubsup": 3, "munder": 2, "mover": 2,
    "munderover": 3,
}  # fmt: skip
_KNOWN = _TOKENS | _GROUPS | _ARITY.keys() | {"mmultiscripts", "mprescripts", "none"}

_ATTRIBUTES = frozenset(
    """
    mathvariant mathsize mathcolor mathbackground display displaystyle scriptlevel form fence
    separator lspace rspace stretchy symmetric maxsize minsize largeop movablelimits accent
    accentunder linethickness numalign denomalign bevelled width height depth voffset open close
    separators notation subscriptshift superscriptshift align rowalign columnalign columnwidth
    rowspacing columnspacing rowlines columnlines frame framespacing equalrows equalcolumns
    columnspan rowspan linebreak alttext dir
    """.split()
)


def clean_math(source: etree._Element) -> etree._Element:
    """Copy a `math` element with what a book may hold, without prefixes, ids and foreign parts."""
    made = etree.Element(f"{M}math", nsmap=_NSMAP)
    _copy_attributes(source, made)
    for child in source:
        _copy(child, made)
    return made


def _copy(source: etree._Element, into: etree._Element) -> None:
    name = local_name(source)
    if name == "semantics":
        first = next((e for e in source if local_name(e)), None)
        if first is not None:
            _copy(first, into)
    elif name == "mfenced":
        _copy_fenced(source, into)
    elif name in _KNOWN:
        made = etree.SubElement(into, M + name)
        _copy_attributes(source, made)
        if name in _TOKENS:
            made.text = " ".join("".join(map(str, source.itertext())).split())
        else:
            for child in source:
                _copy(child, made)
            _settle(made, name)
    elif name == "maction":
        for child in source:
            _copy(child, into)
    elif name and not name.startswith("annotation"):
        words = " ".join("".join(map(str, source.itertext())).split())
        if words:
            etree.SubElement(into, f"{M}mtext").text = words


def _copy_fenced(source: etree._Element, into: etree._Element) -> None:
    """Write brackets and what parts their contents as signs (MathML 3, 3.3.8).

    MathML Core has no `mfenced`: reading systems that follow it show no bracket at all.
    """
    made = etree.SubElement(into, f"{M}mrow")
    parts = [child for child in source if local_name(child)]
    signs = list("".join((source.get("separators") or "").split()))
    signs = signs if "separators" in source.attrib else [","]
    _sign(source.get("open", "("), made, "fence")
    for number, child in enumerate(parts):
        _copy(child, made)
        if number < len(parts) - 1 and signs:
            _sign(signs[min(number, len(signs) - 1)], made, "separator")
    _sign(source.get("close", ")"), made, "fence")


def _sign(written: str, into: etree._Element, kind: str) -> None:
    if written.strip():
        made = etree.SubElement(into, f"{M}mo", {kind: "true"})
        made.text = written.strip()


def _copy_attributes(source: etree._Element, made: etree._Element) -> None:
    for name, value in source.attrib.items():
        if name in _ATTRIBUTES:
            made.set(name, value)


def _settle(element: etree._Element, name: str) -> None:
    """Give an element as many arguments as it takes, and a table rows of cells."""
    if name in _ARITY:
        while len(element) < _ARITY[name]:
            etree.SubElement(element, f"{M}mrow")
        if len(element) > _ARITY[name]:
            _wrap(element, _ARITY[name] - 1, "mrow")
    elif name in {"mtable", "mtr", "mlabeledtr"}:
        lawful = {"mtr", "mlabeledtr"} if name == "mtable" else {"mtd"}
        for child in list(element):
            if local_name(child) not in lawful:
                wrapper = etree.Element(M + ("mtr" if name == "mtable" else "mtd"))
                element.replace(child, wrapper)
                wrapper.append(child)
                _settle(wrapper, local_name(wrapper))


def _wrap(element: etree._Element, start: int, name: str) -> None:
    rest = list(element)[start:]
    wrapper = etree.SubElement(element, M + name)
    wrapper.extend(rest)


def math_of_tex(tex: str, *, is_block: bool) -> etree._Element | None:
    """Turn TeX into MathML that holds the TeX as well; None where it is not understood."""
    written = tex.strip()
    for opening, closing in (("$$", "$$"), ("$", "$"), ("\\[", "\\]"), ("\\(", "\\)")):
        if written.startswith(opening) and written.endswith(closing):
            written = written[len(opening) : len(written) - len(closing)].strip()
            break
    if not written:
        return None
    made = _convert(_in_known_words(written))
    if made is None or _is_misread(made):
        return None
    made.set("display", "block" if is_block else "inline")
    return _with_annotation(made, written)


def _in_known_words(tex: str) -> str:
    """Replace commands that the converter does not know by others that say the same."""
    tex = re.sub(r"\\(begin|end)\{(?:aligned|gathered)\}", r"\\\1{align*}", tex)
    return re.sub(r"\\(?:nicefrac|sfrac|xfrac)\b", r"\\frac", tex)


def _convert(tex: str) -> etree._Element | None:
    """Call the converter, which raises exceptions of many kinds on TeX that it does not know."""
    from latex2mathml.converter import convert  # few books have formulas

    try:
        text = convert(tex)
    except Exception:  # noqa: BLE001 - its own errors have no common base, and IndexError comes too
        return None
    try:
        return clean_math(etree.fromstring(text))
    except etree.XMLSyntaxError:
        return None


def _is_misread(math: etree._Element) -> bool:
    """Return whether commands were left standing as if they were letters."""
    words = "".join(map(str, math.itertext()))
    return "\\" in words or "&" in words or not words.strip()


def _with_annotation(math: etree._Element, tex: str) -> etree._Element:
    row = etree.Element(f"{M}mrow")
    row.extend(list(math))
    semantics = etree.SubElement(math, f"{M}semantics")
    semantics.append(row)
    annotation = etree.SubElement(semantics, f"{M}annotation", {"encoding": "application/x-tex"})
    annotation.text = tex
    return math
