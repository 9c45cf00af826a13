"""Descriptions of pictures that are longer than a breath: a chapter of an EPUB, by links.

Alternative text is one run of words without a pause. What a `figDesc` says in several paragraphs,
or by a list or table, stands in a chapter at the back; a link below the picture leads there and is
named as the picture's details (WAI-ARIA 1.2, `aria-details`; DAISY Knowledge Base, extended
descriptions). A PDF has all the words as the picture's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from publish.house.language.tag import direction_of
from publish.house.language.words import word
from publish.model.document import local_name, tei
from publish.model.edition import Edition
from publish.model.publication import LONG_DESCRIPTION, Matter, Medium, Part
from publish.typeset.added import open_section, say_word
from publish.typeset.content_model import legalize
from publish.typeset.ledger import Reason
from publish.typeset.output import LongDescription
from publish.typeset.render import EPUB_TYPE, Typesetter
from publish.typeset.xhtml import BLOCKS, H, make, name_of, says_something

_BLOCKS = frozenset("p ab list table lg q quote floatingText eg egXML castList listBibl".split())
_LINES = frozenset("item label row cell head l".split())

LINK = "description-link"
"""The class of the link below a picture; print does not show it."""


def is_long(figure: etree._Element) -> bool:
    """Return whether a figure has more to say of its picture than its name.

    A note in a description has no page to stand on, and is told as left out with it (TYP-065).
    """
    descriptions = _descriptions(figure)
    if any(next(each.iter(tei("note")), None) is not None for each in descriptions):
        return False
    return len(descriptions) > 1 or (len(descriptions) == 1 and len(_pieces(descriptions[0])) > 1)


def short_description(figure: etree._Element) -> str:
    """Return the first piece of a long description, which names the picture."""
    return _pieces(_descriptions(figure)[0])[0]


def whole_description(figure: etree._Element) -> str:
    """Return all that is said of a figure's picture, as one run of words."""
    return " ".join(words for each in _descriptions(figure) for words in _pieces(each))


def describe_at_length(
    figure: etree._Element, made: etree._Element, typesetter: Typesetter
) -> None:
    """Set a figure's long description apart, and a link to it below the pictures."""
    picture = next(made.iter(H + "img"), None)
    if picture is None:  # a frame stands in its place, and says all of it
        for description in _descriptions(figure):
            typesetter.leave_out(description, Reason.DESCRIBED)
        return
    ids = typesetter.out.ids
    name = short_description(figure)
    found = LongDescription(
        ids.fresh("description"), ids.fresh("description-link"), name, make("div")
    )
    for description in _descriptions(figure):
        typesetter.children(description, typesetter.open(found.body, "div", description))
    picture.set("aria-details", found.link_id)
    picture.set(LONG_DESCRIPTION, whole_description(figure))
    line = typesetter.open(made, "p", cls=LINK)
    link = typesetter.open(line, "a")
    link.set("id", found.link_id)
    link.set("href", f"#{found.id}")
    say_word(link, "picture_description", typesetter.book.edition.book.language)
    typesetter.out.descriptions.append(found)


def descriptions_parts(typesetter: Typesetter, edition: Edition) -> list[Part]:
    """Make the chapter of all long descriptions, if there are any."""
    found = typesetter.out.descriptions
    if not found:
        return []
    language = edition.book.language
    section = open_section(typesetter.out.ids, "descriptions", "descriptions", "backmatter")
    title = word("picture_descriptions", language)
    say_word(etree.SubElement(section, H + "h1"), "picture_descriptions", language)
    for each in found:
        inner = etree.SubElement(
            section, H + "section", {"id": each.id, "class": "picture-description"}
        )
        link = etree.SubElement(etree.SubElement(inner, H + "h2"), H + "a")
        link.set("href", f"#{each.link_id}")
        link.set("role", "doc-backlink")
        link.set(EPUB_TYPE, "backlink")
        link.text = each.name
        inner.extend(_paragraphs(each.body))
    legalize(section, wrap=True)
    direction = direction_of(language)
    matter, kind = Matter.BACK, "backmatter"
    return [Part("descriptions", title, matter, kind, section, language, direction, Medium.EPUB)]


def _paragraphs(body: etree._Element) -> list[etree._Element]:
    """Make a paragraph of each description that is words alone."""
    for description in body:
        if says_something(description.text) and BLOCKS.isdisjoint(map(name_of, description)):
            description.tag = H + "p"
    return list(body)


def _words(element: etree._Element) -> Iterator[str]:
    """Yield an element's words, those of each item, row and line apart."""
    if isinstance(element.tag, str):
        yield element.text or ""
        for child in element:
            yield from _words(child)
            yield " " if local_name(child) in _BLOCKS | _LINES else ""
            yield child.tail or ""


def _descriptions(figure: etree._Element) -> list[etree._Element]:
    found = figure.iterchildren(tei("figDesc"))
    return [each for each in found if "".join(map(str, each.itertext())).strip()]


def _pieces(description: etree._Element) -> list[str]:
    """List what a description says, block by block; words between blocks are a piece each."""
    pieces: list[list[str]] = [[description.text or ""]]
    for child in description:
        words = "".join(_words(child))
        if local_name(child) in _BLOCKS:
            pieces += [[words], [child.tail or ""]]
        else:
            pieces[-1] += [words, child.tail or ""]
    said: Sequence[str] = [" ".join("".join(piece).split()) for piece in pieces]
    return [piece for piece in said if piece]
