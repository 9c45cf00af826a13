"""The titles of a book and of its series (ONIX groups P.5 and P.6)."""

from __future__ import annotations

from lxml import etree

from publish.model.edition import Edition, Series
from publish.write.articles import split_article
from publish.write.onix.elements import node, words

ISSN = "02"
"""List 13; without its hyphen."""

OF_A_TITLE, OF_A_COLLECTION = "01", "02"
"""List 149: what a title is that of."""


def collection(edition: Edition) -> etree._Element | None:
    """Name the series, if there is one; a whole number is also an order to be sorted by."""
    series = edition.book.series
    if not series.name:
        return None
    part = node(
        "TitleElement", node("TitleElementLevel", OF_A_TITLE), node("PartNumber", series.position)
    )
    return node(
        "Collection",
        node("CollectionType", "10"),
        _number(series),
        node(
            "CollectionSequence",
            node("CollectionSequenceType", "02"),
            node("CollectionSequenceNumber", series.position),
        )
        if series.position.isdecimal()
        else None,
        node(
            "TitleDetail",
            node("TitleType", "01"),
            part if series.position else None,
            _title_element(OF_A_COLLECTION, series.name, "", edition.book.language),
        ),
    )


def _number(series: Series) -> etree._Element | None:
    if not series.issn:
        return None
    number = node("IDValue", series.issn.replace("-", ""))
    return node("CollectionIdentifier", node("CollectionIDType", ISSN), number)


def title_detail(title: str, subtitle: str, language: str) -> etree._Element:
    """Write the book's own title."""
    element = _title_element(OF_A_TITLE, title, subtitle, language)
    return node("TitleDetail", node("TitleType", "01"), element)


def _title_element(level: str, title: str, subtitle: str, language: str) -> etree._Element:
    """Write a title with its article apart, by which it is not filed."""
    article, rest = split_article(title, language)
    return node(
        "TitleElement",
        node("TitleElementLevel", level),
        node("TitlePrefix", article) if article else node("NoPrefix"),
        node("TitleWithoutPrefix", rest),
        words("Subtitle", subtitle),
    )
