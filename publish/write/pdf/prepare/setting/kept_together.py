"""What stands together on a page: headings, labels, captions and signatures with their text.

A heading goes with what leads on from it and two lines of text; so does a label that is one in all
but name, and a speaker with the direction behind the name; a signature goes with two lines of its
letter (Chicago 2.116, Bringhurst 2.4). A block that must stay with the next gets the class
`with-next`; print.css says what it does.

No last page has a line or two only: what ends a division takes lines along, so that there are five
(Chicago 2.116).
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from publish.engine.tree import add_class, classes
from publish.write.pdf.prepare.setting.estimates import blocks_of, leaves_of, lines_of, width_of
from publish.write.pdf.prepare.setting.openings import HEADINGS

WITH_NEXT = "with-next"

OPENING = HEADINGS | {"header", "hgroup"}
HEADS = frozenset("head subtitle label half-title".split())
"""Classes of headings that are no `h1` to `h6`."""

LEADS_ON = frozenset(
    "subtitle argument epigraph byline dateline salute opener stage speaker set".split()
)
"""Classes of what may stand between a heading and its text."""

ENDS = frozenset("closer signed trailer".split())
"""Classes of what ends a letter or a division."""

ENDS_TOO = ENDS | frozenset("byline dateline postscript".split())
"""What may stand among those."""

LETTERED = frozenset("b strong em i span".split())
CENTRED = frozenset({"rend-center", "rend-bold", "rend-small-caps", "rend-all-caps"})

SHORT = 0.8
"""The share of a line within which a label keeps."""

FEWEST = 5
"""Lines that a division's last page has at the least."""

IN_A_ROW = 3
"""Labels in a row that stay with what follows; more are an inscription or the like."""


def keep_together(root: Element, measure: float) -> None:
    """Class the blocks below `root` that keep to the next; `measure` is in em."""
    for parent in root.iter():
        blocks = blocks_of(parent)
        _keep_heads(blocks, measure)
        _keep_ends(blocks, measure)


def tie(block: Element) -> None:
    """Keep a block on the page of what follows it."""
    if WITH_NEXT not in classes(block):
        add_class(block, WITH_NEXT)


def is_head(block: Element) -> bool:
    """Return whether a block is a heading or holds some."""
    return block.tag in OPENING or not HEADS.isdisjoint(classes(block))


def _keep_heads(blocks: Sequence[Element], measure: float) -> None:
    """Tie each heading, what leads on from it, and a first line of text that is all alone."""
    is_tied = False
    for place, block in enumerate(blocks[:-1]):
        is_opening = is_head(block) or _is_label(blocks, place, measure)
        leads_on = is_tied and not LEADS_ON.isdisjoint(classes(block))
        if is_opening or leads_on or (is_tied and lines_of(block, measure) == 1):
            tie(block)
        is_tied = is_opening or leads_on


def _is_label(blocks: Sequence[Element], place: int, measure: float) -> bool:
    """Tell a line that is set as a heading, with text behind it, from a paragraph."""
    if not _looks_like_label(blocks[place], measure):
        return False
    following = blocks[place + 1 : place + 1 + IN_A_ROW]
    return any(not _looks_like_label(block, measure) for block in following)


def _looks_like_label(block: Element, measure: float) -> bool:
    if block.tag != "p" or not (_is_lettered(block) or not CENTRED.isdisjoint(classes(block))):
        return False
    return 0 < width_of(block) <= SHORT * measure


def _is_lettered(block: Element) -> bool:
    """Tell whether all of a block is in one other style."""
    is_one = len(block) == 1 and not f"{block.text or ''}{block[0].tail or ''}".strip()
    return is_one and block[0].tag in LETTERED and not _is_mark(block[0])


def _is_mark(element: Element) -> bool:
    return element.tag == "span" and not any("rend-" in name for name in classes(element))


def _keep_ends(blocks: Sequence[Element], measure: float) -> None:
    """Tie the last lines of a letter to what ends it."""
    for place in range(len(blocks) - 1, 0, -1):
        names = classes(blocks[place])
        following = classes(blocks[place + 1]) if place + 1 < len(blocks) else ENDS
        is_end = not names.isdisjoint(ENDS) or (
            not names.isdisjoint(ENDS_TOO) and not following.isdisjoint(ENDS_TOO)
        )
        if is_end:
            tie(blocks[place - 1])
            is_line = lines_of(blocks[place - 1], measure) == 1
            if is_line and place > 1 and ENDS_TOO.isdisjoint(classes(blocks[place - 1])):
                tie(blocks[place - 2])


def fill_last_page(section: Element, measure: float) -> None:
    """Tie the last blocks of a division, or lines of the last; `measure` is in em."""
    count = 0
    for leaf in leaves_of(section):
        if count:
            tie(leaf)
        needed = FEWEST - count
        own = lines_of(leaf, measure)
        if leaf.tag == "p" and own >= needed:
            if needed > 2:
                add_class(leaf, f"last-{needed}")
            return
        count += own
        if count >= FEWEST:
            return
