"""A page at the back that tells readers what the book does for them, on request.

It says what the package says, in the book's language: features, what is proved and by whom, whom
to write to. The features are known once all other documents are finished, and are put in then.
"""

from __future__ import annotations

from lxml import etree

from publish.house.language.words import language_of_word, named, word
from publish.model.access import Claim
from publish.model.edition import Edition
from publish.model.publication import Matter, Part, Publication
from publish.write.epub.content import XML_LANG, H

IDENTIFIER = "accessibility-of-the-book"
"""The id of the page, and of what is filled in last; a part of the manuscript may have another."""
SUMMARY = "accessibility-summary"


def access_page(publication: Publication, edition: Edition, claim: Claim | None) -> Part | None:
    """Make the page with all but its features; None where none is asked for."""
    if not edition.epub.accessibility_page:
        return None
    lang = language_of_word("access_title", publication.lang)
    section = etree.Element(H + "section", {"id": IDENTIFIER, "class": "access-page"})
    if lang != publication.lang:
        section.attrib.update({"lang": lang, XML_LANG: lang})
    etree.SubElement(section, H + "h1").text = word("access_title", lang)
    etree.SubElement(section, H + "p", {"id": SUMMARY})
    for sentence in _sentences(edition, claim, lang):
        etree.SubElement(section, H + "p").text = sentence
    if edition.book.access.email:
        section.append(_contact(edition.book.access.email, lang))
    title = word("access_title", lang)
    direction = publication.direction
    name = "accessibility"
    return Part(name, title, Matter.BACK, "backmatter", section, publication.lang, direction)


def _sentences(edition: Edition, claim: Claim | None, lang: str) -> list[str]:
    if claim is None:
        return []
    by = claim.certifier + (f", {claim.credential}" if claim.credential else "")
    by += f" ({claim.date})" if claim.date else ""
    return [
        named("access_standard", lang, claim.standard),
        named("access_evaluated", lang, by),
    ]


def _contact(email: str, lang: str) -> etree._Element:
    """Write whom to write to, as a link that says so in its sentence."""
    before, _, behind = word("access_write", lang).partition("{name}")
    made = etree.Element(H + "p")
    made.text = before
    link = etree.SubElement(made, H + "a", {"href": f"mailto:{email}"})
    link.text = email
    link.tail = behind
    return made


def fill(part: Part, summary: str) -> None:
    """Put the features into the page; a paragraph of the manuscript's may have its name."""
    for paragraph in part.body.iter(H + "p"):
        if paragraph.get("id") == SUMMARY:
            paragraph.text = summary
