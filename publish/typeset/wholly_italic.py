"""A block that is italic anyway, and marked so as a whole: it stays italic.

Stress turns upright in italic surroundings (Chicago 7.47). Where a manuscript marks all the words
of a stage direction or a caption, it says what they look like, and no stress: `<stage><hi
rend="italic">Exit.</hi></stage>`. Style sheets cannot see whether words stand outside the mark.
"""

from __future__ import annotations

from lxml import etree

from publish.model.lazy_pattern import lazy_pattern
from publish.typeset.xhtml import H, classes

WHOLLY = "wholly-italic"

_BLOCKS = frozenset("stage argument byline dedication head trailer subtitle".split())
"""Classes of what style sheets set in italics."""

_TAGS = frozenset(f"{H}{name}" for name in "h4 h5 h6 dt figcaption caption".split())
_ITALIC = frozenset(f"{H}{name}" for name in "em i cite".split())
_LETTER = lazy_pattern(r"[^\W_]")


def keep_wholly_italic(root: etree._Element) -> None:
    """Class the italic blocks below `root` whose words are all marked as italic."""
    for block in root.iter(etree.Element):
        if block.tag not in _TAGS and _BLOCKS.isdisjoint(classes(block)):
            continue
        if _says_in_italics(block) and not _says_outside(block):
            block.set("class", f"{block.get('class', '')} {WHOLLY}".strip())


def _says_in_italics(block: etree._Element) -> bool:
    marked = [e for e in block.iterdescendants(etree.Element) if _is_italic(e)]
    return any(_LETTER.search("".join(map(str, e.itertext(etree.Element)))) for e in marked)


def _says_outside(element: etree._Element) -> bool:
    """Return whether letters stand outside all italics; points and brackets do not count."""
    texts = [element.text, *(child.tail for child in element)]
    if any(text and _LETTER.search(text) for text in texts):
        return True
    return any(
        not _is_italic(child) and "noteref" not in classes(child) and _says_outside(child)
        for child in element
    )


def _is_italic(element: etree._Element) -> bool:
    return element.tag in _ITALIC or "rend-italic" in classes(element)
