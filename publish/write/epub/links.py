"""Links between files: `#id` becomes `FILE.xhtml#id` where the target is in another file."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from publish.model.publication import XHTML
from publish.write.epub.content import ContentFile

H = f"{{{XHTML}}}"


def places_of_ids(files: Sequence[ContentFile]) -> dict[str, ContentFile]:
    """Map every id to the file in which it stands."""
    found: dict[str, ContentFile] = {}
    for file in files:
        for note in file.notes:
            found.setdefault(note.id, file)
        for tree in file.trees():
            for element in tree.iter(etree.Element):
                identifier = element.get("id")
                if identifier:
                    found.setdefault(identifier, file)
    return found


def aim_links(files: Sequence[ContentFile], places: dict[str, ContentFile]) -> None:
    """Point every inner link at its file, and images at their folder."""
    for file in files:
        for tree in file.trees():
            for link in list(tree.iter(H + "a")):
                _aim(link, file, places)
            for image in tree.iter(H + "img"):
                source = image.get("src") or ""
                if source.startswith("images/"):
                    image.set("src", f"../{source}")


def _aim(link: etree._Element, file: ContentFile, places: dict[str, ContentFile]) -> None:
    href = link.get("href") or ""
    if not href.startswith("#"):
        return
    target = places.get(href[1:])
    if target is None:
        del link.attrib["href"]
    elif target is not file:
        link.set("href", f"{target.name}.xhtml{href}")


def href_of(identifier: str, places: dict[str, ContentFile], files: Sequence[ContentFile]) -> str:
    """Return the path of an element from the package's folder; a file's own section needs no id."""
    file = places.get(identifier)
    if file is None:
        return files[0].href
    if file.body.get("id") == identifier:
        return file.href
    return f"{file.href}#{identifier}"
