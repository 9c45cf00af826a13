"""Rules for measures in descriptions (TEI chapters 3.6.3 and 11.3.5)."""

from __future__ import annotations

from lxml import etree

from publish.house.language.dates import date_in_words
from publish.house.language.typography import language_at
from publish.model.document import local_name
from publish.model.lazy_pattern import lazy_pattern
from publish.typeset.described import plural_of
from publish.typeset.render import Typesetter
from publish.typeset.rules.inline import set_as_surroundings
from publish.typeset.statements import ends_of, is_described, says, span_of, words_in
from publish.typeset.xhtml import BLOCKS, add_class, ending

_ACCOUNTS = lazy_pattern(
    r"\b(accounts?|ledger|bookkeeping|rechnung(en)?|comptes?|cuentas|conti)\b|bk:"
)
"""What lists and divisions of accounts call themselves; `bk:` is the Bookkeeping Ontology."""

_GOODS = lazy_pattern(r"commodity|service|right|quantity|weight|ware")


def set_dimensions(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set measures that have no words between them: `180 × 130 mm`."""
    if typesetter.book.has_words(element):
        set_as_surroundings(element, into, typesetter)
        return
    around = element.getparent()
    is_of_extent = around is not None and local_name(around) == "extent"
    if is_of_extent and ending(into).strip()[-1:].isalnum():
        typesetter.trim(into)
        typesetter.say(into, ", ")
    made = typesetter.open(into, "span", element, "dimensions")
    for child in element:
        if local_name(child) and says(child) and ending(made).strip():
            typesetter.trim(made)
            typesetter.say(made, " × ")
        typesetter.one(child, made)
    typesetter.trim(made)
    _name_unit(element, made, typesetter)


def set_measure(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a measure; a bare number in a description takes its unit from the attribute.

    A sum of money that ends an entry of accounts stands at the end of the line, with all its coins.
    The entry is marked: one that has no room left in its last line stays with the entry.
    """
    if _is_sum(element):
        _set_sum(element, into, typesetter)
        blocks = (e for e in (into, *into.iterancestors()) if local_name(e) in BLOCKS)
        add_class(next(blocks, into), "with-sum")
        return
    set_as_surroundings(element, into, typesetter)
    around = element.getparent()
    words = words_in(element)
    if around is not None and words.isdigit() and not typesetter.book.has_words(around):
        _name_unit(element, into, typesetter)
        if element.get("type"):
            typesetter.say(into, f" ({element.get('type')})")


def _set_sum(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a measure into the sum that the one before it has begun, or begin one."""
    begun = into[-1] if len(into) and into[-1].get("class") == "sum" else None
    if begun is None or (begun.tail or "").strip():
        typesetter.children(element, typesetter.open(into, "span", element, "sum"))
        return
    begun.tail = None
    typesetter.say(begun, " ")
    typesetter.children(element, typesetter.open(begun, "span", element))


def _is_sum(measure: etree._Element) -> bool:
    """Return whether a measure is the sum of an entry, or a part of it: money at the end."""
    item = measure.getparent()
    last = measure
    while (more := _next(last)) is not None and local_name(more) == "measure":
        last = more
    while item is not None and local_name(item) == "seg" and not _is_followed(last):
        last, item = item, item.getparent()
    if item is None or local_name(item) not in {"item", "ab", "p"} or _is_followed(last):
        return False
    written = (f"{e.get('type') or ''} {e.get('ana') or ''}" for e in item.iterancestors())
    kinds = f"{item.get('ana') or ''} {' '.join(written)}".lower()
    return bool(_ACCOUNTS.search(kinds)) and not _is_of_goods(measure)


def _is_of_goods(measure: etree._Element) -> bool:
    """Return whether a measure counts goods or work, and not money (Bookkeeping Ontology)."""
    said = f"{measure.get('type') or ''} {measure.get('ana') or ''}".lower()
    return "money" not in said and ("commodity" in measure.attrib or bool(_GOODS.search(said)))


def _next(element: etree._Element) -> etree._Element | None:
    """Find the next element with words, where no words stand between."""
    node: etree._Element | None = element
    while node is not None and not (node.tail or "").strip():
        node = node.getnext()
        if node is not None and words_in(node):
            return node
    return None


def _is_followed(element: etree._Element) -> bool:
    """Return whether anything with words stands behind an element."""
    behind = list(element.itersiblings(etree.Element))
    return any(words_in(e) for e in behind) or any(
        (e.tail or "").strip() for e in (element, *behind)
    )


def _name_unit(element: etree._Element, made: etree._Element, typesetter: Typesetter) -> None:
    unit = element.get("unit") or ""
    if unit and ending(made).rstrip()[-1:].isdigit():
        is_one = words_in(element) == "1"
        typesetter.say(made, f"\u00a0{unit if is_one else plural_of(unit)}")


def set_words_or_span(
    element: etree._Element, into: etree._Element, typesetter: Typesetter
) -> None:
    """Set leaves or a date in their words, or else as their attributes have them: `9r–17v`."""
    if words_in(element):
        set_as_surroundings(element, into, typesetter)
    elif is_described(element):
        language = language_at(element, typesetter.book.edition.book.language)
        dates = "–".join(date_in_words(each, language) for each in ends_of(element))
        typesetter.open(into, "span", element, local_name(element)).text = dates or span_of(element)


RULES = {
    "dimensions": set_dimensions,
    **dict.fromkeys("measure dim".split(), set_measure),
    "origDate": set_words_or_span,
}
