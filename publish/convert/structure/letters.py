"""Letters: date, salutation, farewell and signature, by their words and where they stand."""

from __future__ import annotations

import re

from lxml import etree

from publish.convert.log import quoted
from publish.convert.look import look_of
from publish.convert.manuscript import Manuscript
from publish.convert.structure.farewells import is_farewell
from publish.convert.tei import make, move_into, put, words_of, wrap
from publish.model.document import local_name
from publish.model.finding import Severity
from publish.model.lazy_pattern import lazy_pattern
from publish.model.tree import take_out

_SALUTE = lazy_pattern(
    r"(my |meine?r? |mon |ma |mi |mio |mia )?(very |most )?"
    r"(dear(est)?|honou?red|beloved|sir|madam|gentlemen|lieber?|liebste[rs]?|sehr geehrte[rs]?|"
    r"verehrte[rs]?|hochgeehrte[rs]?|cher|chère|monsieur|madame|caro|cara|carissim[oa]|querid[oa]|"
    r"estimad[oa]|дорог(ой|ая)|милый)\b.{0,60}",
    re.IGNORECASE,
)
_SALUTE_END = lazy_pattern(r"[,!:;.—–-]$")
_MONTHS = (
    r"jan|feb|mar|mär|apr|avr|ma[yi]|jun|juin|jul|juil|aug|août|sep|o[ck]t|nov|de[cz]|ene|abr|ago|"
    r"gen|giu|lug|set|ott|dic"
)
_DATE = lazy_pattern(
    rf"\b\d{{1,2}}(st|nd|rd|th|er)?\.?\s+(of\s+)?({_MONTHS})|\b({_MONTHS})\w*\.?\s+\d{{1,2}}|"
    r"\b1[4-9]\d\d\b|\b20\d\d\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}",
    re.IGNORECASE,
)
_POSTSCRIPT = lazy_pattern(r"P\.?\s?S\.?\b|N\.?\s?B\.?\b")

LONGEST_LINE = 90
LONGEST_LETTER = 80
"""Blocks from a salutation to the signature."""


def find_letters(manuscript: Manuscript) -> None:
    """Find letters in all divisions, and mark what opens and closes them."""
    for part in (manuscript.front, manuscript.body, manuscript.back):
        for holder in [part, *part.iter("{*}div", "{*}quote")]:
            for block in list(holder.iterchildren("{*}p")):
                if block.getparent() is holder and _is_salute(block):
                    _mark(manuscript, holder, block)


def _is_salute(block: etree._Element) -> bool:
    words = words_of(block)
    return (
        len(words) <= LONGEST_LINE
        and bool(_SALUTE.fullmatch(words))
        and bool(_SALUTE_END.search(words))
        and block.find("{*}figure") is None
    )


def _mark(manuscript: Manuscript, holder: etree._Element, salute: etree._Element) -> None:
    opening = [*_before(salute), salute]
    closing, letter = _closing(salute)
    at_top = all(
        local_name(each) in {"head", "pb", "opener", "epigraph"}
        for each in opening[0].itersiblings(preceding=True)
    )
    at_end = bool(letter) and not [
        each for each in letter[-1].itersiblings() if local_name(each) not in {"pb", "milestone"}
    ]
    if not closing and not (at_top and len(opening) > 1):
        message = f"a letter may begin here, but no end of it was found: {quoted(salute)}"
        hint = "put it into a floatingText with opener and closer, if it is one"
        manuscript.log.tell("IMP-021", message, salute, hint, Severity.NOTICE)
        return
    whole = [*opening, *letter]
    if local_name(holder) == "div" and at_top and (at_end or not closing):
        pass
    else:
        body = wrap(whole, "body")
        wrap([body], "floatingText", type="letter")
    opener = _open(opening)
    _close(closing)
    message = f"taken for a letter: {quoted(opener)}"
    manuscript.log.tell("IMP-021", message, opener, "see where it begins and ends", Severity.NOTICE)


def _before(salute: etree._Element) -> list[etree._Element]:
    """List the lines above a salutation that say where and when it was written."""
    found: list[etree._Element] = []
    for block in salute.itersiblings(preceding=True):
        words = words_of(block)
        if local_name(block) != "p" or len(words) > LONGEST_LINE or len(found) == 4:
            break
        if not _DATE.search(words) and look_of(block).align != "right":
            break
        found.append(block)
    return found[::-1]


def _closing(salute: etree._Element) -> tuple[list[etree._Element], list[etree._Element]]:
    """Find the lines that close a letter, and all blocks behind its salutation up to them."""
    letter: list[etree._Element] = []
    for block in salute.itersiblings():
        if local_name(block) in {"head", "div"} or len(letter) > LONGEST_LETTER:
            break
        if letter and _is_salute(block):
            break
        letter.append(block)
        if len(letter) > 1 and _is_closing(block):
            closing = [block, *_more_closing(block)]
            return closing, [*letter, *closing[1:]]
    return [], []


def _is_closing(block: etree._Element) -> bool:
    words = words_of(block)
    if local_name(block) not in {"p", "lg"} or len(words) > 160:
        return False
    return bool(is_farewell(words)) and len(words) < LONGEST_LINE + 40


def _more_closing(block: etree._Element) -> list[etree._Element]:
    found: list[etree._Element] = []
    for each in block.itersiblings():
        words = words_of(each)
        short = local_name(each) == "p" and len(words) <= 60 and not _POSTSCRIPT.match(words)
        if (
            not short
            or len(found) == 3
            or not (look_of(each).align == "right" or _is_name(words) or is_farewell(words))
        ):
            break
        found.append(each)
    return found


def _is_name(words: str) -> bool:
    """Return whether words are a name: each begins with a capital, and there are few."""
    parts = [part for part in re.split(r"[\s.,]+", words) if part]
    return 0 < len(parts) <= 5 and all(part[:1].isupper() for part in parts)


def _open(opening: list[etree._Element]) -> etree._Element:
    """Put the lines into an opener; the last is the salutation."""
    opener = wrap(opening, "opener")
    for block in opening[:-1]:
        _as(block, "dateline")
    _as(opening[-1], "salute")
    return opener


def _close(closing: list[etree._Element]) -> None:
    if not closing:
        return
    wrap(closing, "closer")
    for number, block in enumerate(closing):
        says_farewell = number == 0 or is_farewell(words_of(block))
        _as(block, "salute" if says_farewell and len(closing) > 1 else "signed")


def _as(block: etree._Element, name: str) -> None:
    """Give a line the name that TEI has for it (4.2.2); verse lines become lines of it."""
    made = make(name)
    if local_name(block) == "lg":
        for number, line in enumerate(block.iter("{*}l")):
            put(made, *([make("lb")] if number else []))
            move_into(made, line)
    else:
        move_into(made, block)
    parent = block.getparent()
    if parent is not None:
        parent.insert(parent.index(block), made)
        take_out(block)
