"""What a formula means, in words of a language: `x squared`, `ein halb`, `racine carrée de 2`.

A voice says it that knows no MathML (`alttext`, MathML 3.0 section 2.2.1; `/Alt` of a drawn
formula, ISO 14289-1 clause 7.7). The words are of mathra, which knows sixteen languages. Of
another language, or of a form that it says otherwise than meant, there are none: nothing is better
than what is wrong, and most voices know MathML by now.
"""

from __future__ import annotations

from lxml import etree

from publish.house.language.chinese import TRADITIONAL, chinese_of
from publish.model.document import local_name
from publish.model.lazy_pattern import lazy_pattern

TABLES = {
    **{tag: tag for tag in "en es fr de it ru zh ja ko hi ar id tr nl pl".split()},
    "pt": "pt-BR",
}
"""Language subtags, and what mathra calls the words for them."""

_UNSPOKEN = frozenset("menclose mmultiscripts mlongdiv mstack merror maction".split())
"""Forms of which only the letters would be said."""

_SCRIPTED = frozenset("msub msup msubsup munder mover munderover".split())
_SIGNS = lazy_pattern(r"[*∗⋆†‡]+")
_ARROW = lazy_pattern(r"[\u2190-\u21ff\u27f0-\u27ff\u2900-\u297f⏞⏟⏠⏡]")


def spoken_math(math: etree._Element, language: str) -> str:
    """Say a `math` element in a language; empty where that cannot be done rightly."""
    words = _table_of(language)
    if not words or any(map(_is_misspoken, math.iter(etree.Element))):
        return ""
    import mathra  # few books have formulas

    try:
        said = mathra.render(_without_words(math), words, input="mathml")
    except ValueError:  # nested too deep, or no MathML
        return ""
    return "" if said["warnings"] else " ".join(said["speech"].split())


def _table_of(language: str) -> str:
    """Name the words of a language; mathra's Chinese is written in simplified characters."""
    if chinese_of(language) == TRADITIONAL:
        return ""
    return TABLES.get(language.lower().split("-")[0], "")


def _is_misspoken(element: etree._Element) -> bool:
    """Tell what mathra says otherwise than it is meant: signs beside letters, labels of arrows."""
    name = local_name(element)
    if name in _UNSPOKEN:
        return True
    if name not in _SCRIPTED or not len(element):
        return False
    base, *scripts = ("".join(map(str, part.itertext())).strip() for part in element)
    is_labelled = _ARROW.fullmatch(base) is not None or any(map(_ARROW.fullmatch, scripts[1:]))
    return is_labelled or any(map(_SIGNS.fullmatch, scripts))


def _without_words(math: etree._Element) -> str:
    """Write a formula without what has been said of it."""
    bare = etree.Element(math.tag)
    bare.extend(etree.fromstring(etree.tostring(math, with_tail=False)))
    return etree.tostring(bare, encoding="unicode")
