"""The words of pictures and drawings, as WeasyPrint takes them for a figure's `/Alt`."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from publish.engine.tree import classes, parents_of
from publish.model.publication import LONG_DESCRIPTION

LINK = "description-link"
"""The class of the line below a picture that leads to its description, which print does without."""

_SVG = "{http://www.w3.org/2000/svg}"


def name_pictures(root: Element) -> None:
    """Give drawings in the text a title, and pictures all that is said of them."""
    for drawing in root.iter(f"{_SVG}svg"):
        if drawing.get("aria-label") and drawing.find(f"{_SVG}title") is None:
            entitle(drawing, drawing.get("aria-label") or "")
    described = [picture for picture in root.iter("img") if LONG_DESCRIPTION in picture.attrib]
    for picture in described:
        picture.set("alt", picture.attrib.pop(LONG_DESCRIPTION))
        del picture.attrib["aria-details"]
    if described:
        for link, parent in parents_of(root).items():
            if LINK in classes(link):
                parent.remove(link)


def entitle(svg: Element, words: str) -> None:
    """Give a drawing the title by which it is called."""
    title = Element(f"{_SVG}title")
    title.text = words
    svg.insert(0, title)
