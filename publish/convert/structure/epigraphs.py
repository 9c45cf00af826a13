"""Epigraphs below a heading, and quotations that end with their source."""

from __future__ import annotations

from lxml import etree

from publish.convert.log import quoted
from publish.convert.look import copy_look, look_of
from publish.convert.manuscript import Manuscript
from publish.convert.structure.headings import is_wholly
from publish.convert.style_roles import role_of
from publish.convert.tei import make, move_into, put, words_of, wrap
from publish.model.document import local_name
from publish.model.finding import Severity
from publish.model.lazy_pattern import lazy_pattern

_SOURCE = lazy_pattern(r"\s*(?:[—–―]|--)\s*\S")
LONGEST = 600
"""Characters of an epigraph."""


def find_epigraphs(manuscript: Manuscript) -> None:
    """Find them; a quotation whose last line begins with a dash is one with its source."""
    for part in (manuscript.front, manuscript.body, manuscript.back):
        for quote in list(part.iter("{*}quote")):
            _cite(quote)
        for division in part.iter("{*}div"):
            _below_head(manuscript, division)


def _cite(quote: etree._Element) -> None:
    """Make a `cit` of a quotation and the line that names its source."""
    if len(quote) < 2 or local_name(quote[-1]) not in {"p", "lg"}:
        return
    last = quote[-1]
    if not _SOURCE.match(words_of(last)) or len(words_of(last)) > 150:
        return
    bibl = make("bibl")
    quote.remove(last)
    move_into(bibl, last)
    holder = wrap([quote], "cit")
    copy_look(quote, holder)
    put(holder, bibl)


def _below_head(manuscript: Manuscript, division: etree._Element) -> None:
    blocks = [each for each in division if local_name(each) not in {"head", "pb", "anchor"}]
    if len(blocks) < 2:
        return
    first = blocks[0]
    name, look = local_name(first), look_of(first)
    is_said = look.kind == "epigraph" or role_of(look.style) == "epigraph"
    if name in {"cit", "quote", "lg", "p"} and is_said:
        wrap([first], "epigraph")
    elif name == "cit":
        _tell(manuscript, wrap([first], "epigraph"))
    elif name in {"p", "lg"} and _is_set_apart(first, blocks[1]):
        source = blocks[1]
        bibl = make("bibl")
        quote = wrap([first], "quote")
        move_into(bibl, source)
        division.remove(source)
        holder = wrap([quote], "cit")
        put(holder, bibl)
        _tell(manuscript, wrap([holder], "epigraph"))


def _is_set_apart(first: etree._Element, source: etree._Element) -> bool:
    """Return whether short words in italics or to the right are followed by their source."""
    look, below = look_of(first), words_of(source)
    apart = look.align in {"right", "center"} or look.is_italic or is_wholly(first, "italic")
    apart = apart or local_name(first) == "lg"
    is_source = local_name(source) == "p" and bool(_SOURCE.match(below)) and len(below) < 120
    return apart and is_source and len(words_of(first)) < LONGEST


def _tell(manuscript: Manuscript, made: etree._Element) -> None:
    message = f"taken for an epigraph: {quoted(made)}"
    manuscript.log.tell("IMP-023", message, made, "take the epigraph off, if it is none",
                        Severity.NOTICE)  # fmt: skip
