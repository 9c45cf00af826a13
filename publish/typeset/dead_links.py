"""The last look over a publication: ids that stand twice, links that arrive nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from publish.model.publication import Part, Publication
from publish.typeset.render import Typesetter
from publish.typeset.xhtml import H, rename


def mend_links(publication: Publication, typesetter: Typesetter) -> None:
    """Take away ids that stand twice, and unlink what points at no element of the book.

    A link that lost its target is told as TYP-051 once for each target.
    """
    known = _unique_ids(publication)
    for tree in _trees(publication):
        for link in list(tree.iter(H + "a")):
            target = link.get("href") or ""
            if target.startswith("#") and target[1:] not in known:
                message = f"a link points at {target[1:]!r}, which the book does not show"
                hint = "mend the pointer's @target, or give an element that xml:id"
                typesetter.out.tell(
                    "TYP-051", message, typesetter.walk.pointed_from.get(target[1:]), hint
                )
                _unlink(link)
    publication.page_breaks = [page for page in publication.page_breaks if page.target in known]


def parts_by_id(parts: Iterable[Part]) -> dict[str, Part]:
    """Map every id in the parts' text and notes to its part, in reading order."""
    found: dict[str, Part] = {}
    for part in parts:
        for tree in part.trees():
            for element in tree.iter(etree.Element):
                identifier = element.get("id")
                if identifier:
                    found.setdefault(identifier, part)
    return found


def _trees(publication: Publication) -> Iterator[etree._Element]:
    for part in publication.parts:
        yield from part.trees()


def _unique_ids(publication: Publication) -> set[str]:
    known = {note.id for part in publication.parts for note in part.notes}
    for tree in _trees(publication):
        for element in tree.iter(etree.Element):
            identifier = element.get("id")
            if identifier is None:
                continue
            if identifier in known:
                del element.attrib["id"]
            known.add(identifier)
    return known


def _unlink(link: etree._Element) -> None:
    classes = (link.get("class") or "").split()
    rename(link, "span")
    if "page-ref" in classes:
        link.set("class", " ".join(name for name in classes if name != "page-ref"))
