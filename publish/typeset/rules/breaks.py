"""Rules for what lies between: line ends, page and column breaks, ornaments, spaces (TEI 3.11)."""

from __future__ import annotations

import re

from lxml import etree

from publish.model.document import XML_ID, local_name, tei
from publish.model.finding import Severity
from publish.model.lazy_pattern import lazy_pattern
from publish.model.publication import PageBreak
from publish.model.text_kind import TextKind
from publish.typeset.cjk_spaces import is_wide
from publish.typeset.leiden import column_called, is_of_text
from publish.typeset.render import EPUB_TYPE, Typesetter
from publish.typeset.xhtml import ending

_DISPLAYED = frozenset(
    """
    head titlePart docTitle docAuthor docImprint docEdition docDate byline signed salute dateline
    opener closer address addrLine trailer imprimatur epigraph postscript figDesc speaker
    """.split()
)
"""Elements whose lines are broken on purpose, on every page."""

_LONGEST_DISPLAY = 160
"""Characters: a longer heading was broken because the source's page is narrow."""

_VERSE_LIKE = lazy_pattern(r"\b(turn(ed)?(over|under)|overflow|wrap)", re.IGNORECASE)
_FORCED = lazy_pattern(
    r"\b(new-?line|line-?break|br|break|hard|forced|stanza|verse)\b", re.IGNORECASE
)

_SCENE_BREAKS = lazy_pattern(
    r"rule|hr|hor?z?bar|line|star|aster|orna|dinkus|tb|break|pause|fleuron|blank|space|dots|section",
    re.IGNORECASE,
)
_UNSEEN = lazy_pattern(
    r"page|leaf|folio|quire|gather|column|verse|chapter|canto|cite|refs?\b|stephanus|bekker|"
    r"volume|card|speech|token|line-?(no|num)|^l$|^ln$|tln|scene$|act$|paragraph|para\b|"
    r"[-_. ](start|end|begin)$",
    re.IGNORECASE,
)
_EXTENT = lazy_pattern(
    r"(\d{1,4})\s*(chars?|characters?|letters?|signs?|zeichen|caract[eè]res?|spaces?)\.?",
    re.IGNORECASE,
)

_FORMS = frozenset("form forms formular formulaire formulario modulo questionnaire".split())

_FEWEST_EMS, _MOST_EMS = 5, 20
"""Of a blank in a form, in em spaces; two characters are about one."""

_BLOCK_PARENTS = frozenset(
    """
    body front back div div1 div2 div3 div4 div5 div6 div7 lg sp quote floatingText group text
    titlePage list castList postscript epigraph argument q said cit
    """.split()
)


_REFLOWED = frozenset({TextKind.CITED_TEXT, TextKind.FACING_PAGES})


def set_line_end(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set the end of a source line: a line break where it is meant to be one, else a space.

    It is meant in headings, addresses and the like, where `@rend` or `@type` says so, and in a
    book that has few of them; elsewhere the text is reflowed.
    """
    typesetter.children(element, into)
    if _is_quoted(element, typesetter):
        _set_stroke(element, into, typesetter)
    elif _is_of_inscription(element, typesetter):
        _set_stone_line(element, into, typesetter)
    elif typesetter.walk.is_joining:
        _say_line_number(element, into, typesetter)
    elif _is_real(element, typesetter):
        if _has_words_before(element, into) and _has_words_after(element):
            typesetter.trim(into)
            typesetter.open(into, "br")
        _say_line_number(element, into, typesetter)
    else:
        if _needs_space(ending(into), element.tail or ""):
            typesetter.say(into, " ")
        _say_line_number(element, into, typesetter)


def _say_line_number(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set the number of a line of prose where the margin is to show it."""
    if typesetter.book.edition.print.line_numbers != "margin":
        return
    number = _shown_line(element, typesetter)
    if number:
        typesetter.open(into, "span", None, "line-number").text = number


def _is_of_inscription(element: etree._Element, typesetter: Typesetter) -> bool:
    """Return whether a line is one of an inscription or papyrus, edited line by line (EpiDoc).

    In a document that is taken for one every line is; in any other those with numbers are, but not
    in prose that is cited by section, whose lines are those of some page, nor in verse, which has
    lines of its own.
    """
    if typesetter.book.taken.kind in _REFLOWED:
        return False
    is_taken = typesetter.book.taken.kind is TextKind.INSCRIPTION
    if element.getparent() is None or not (is_taken or element.get("n")):
        return False
    if not is_taken and next(element.iterancestors(tei("l")), None) is not None:
        return False
    return is_of_text(element)


def _is_quoted(element: etree._Element, typesetter: Typesetter) -> bool:
    """Return whether a line ends in a reading of an inscription's apparatus."""
    if typesetter.book.taken.kind is not TextKind.INSCRIPTION:
        return False
    if typesetter.walk.has_strokes:
        return True
    reading = next(element.iterancestors(tei("lem"), tei("rdg"), tei("div")), None)
    is_reading = reading is not None and local_name(reading) != "div"
    return is_reading and next(element.iterancestors(tei("listApp")), None) is not None


def _set_stone_line(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Begin a line, with every fifth number; a hyphen shows that a word goes on in it.

    Verse keeps its own lines: there a stroke marks where one of the stone ends.
    """
    is_taken = typesetter.book.taken.kind is TextKind.INSCRIPTION
    is_in_verse = is_taken and next(element.iterancestors(tei("l")), None) is not None
    is_joining, typesetter.walk.is_joining = typesetter.walk.is_joining, False
    typesetter.walk.stone_line = _line_of(element)
    number = _shown_line(element, typesetter)
    if is_in_verse and _has_words_before(element, into):
        if not is_joining:
            typesetter.trim(into)
        typesetter.say(into, "|" if is_joining else " | ")
        if number:
            typesetter.open(into, "sup", None, "stone-number").text = number
        typesetter.walk.is_joining = is_joining
        return
    if is_in_verse and number and not is_joining:
        typesetter.open(into, "span", None, "line-number").text = number
        return
    if is_joining and not (is_taken and _begins_column(element)):
        typesetter.say(into, "-")
    if _has_words_before(element, into):
        typesetter.trim(into)
        typesetter.open(into, "br")
    if number and not is_in_verse:
        typesetter.open(into, "span", None, "line-number").text = number
        typesetter.say(into, " ")


def _set_stroke(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a stroke where a line ends within what is quoted of an inscription (Leiden)."""
    is_joining, typesetter.walk.is_joining = typesetter.walk.is_joining, False
    if not is_joining:
        typesetter.trim(into)
    typesetter.say(into, "|" if is_joining else " | ")
    typesetter.walk.is_joining = is_joining


def _line_of(line: etree._Element) -> str:
    """Return the number of a line as it is written: `7`, `1v2`."""
    return (line.get("n") or "").partition("=")[0].strip()


def _shown_line(line: etree._Element, typesetter: Typesetter) -> str:
    """Return the number to show beside a line; one with the name of a page counts by its end."""
    number, every = _line_of(line), typesetter.book.edition.text.line_number_every
    figures = re.search(r"(\d+)\D*$", number)
    count = int(figures[1]) if figures is not None else 0
    is_shown = count > 0 and every > 0 and count % every == 0
    return number if is_shown else ""


def _is_real(element: etree._Element, typesetter: Typesetter) -> bool:
    written = f"{element.get('rend') or ''} {element.get('type') or ''}"
    if typesetter.book.line_ends.is_kept:
        return True
    if _VERSE_LIKE.search(written):
        return False
    if _FORCED.search(written):
        return True
    block = next((e for e in element.iterancestors() if local_name(e) in _DISPLAYED), None)
    if block is not None:
        return len("".join(map(str, block.itertext()))) < _LONGEST_DISPLAY
    parent = element.getparent()
    if parent is not None and local_name(parent) in _BLOCK_PARENTS - {"quote", "q", "said"}:
        return False
    if any(local_name(e) == "l" for e in element.iterancestors()):
        return False
    return not typesetter.book.line_ends.is_line_by_line


def _has_words_before(element: etree._Element, into: etree._Element) -> bool:
    return bool(into.text and into.text.strip()) or next(iter(into), None) is not None


def _has_words_after(element: etree._Element) -> bool:
    """Return whether anything follows in the same block, so that a break has something to part."""
    if (element.tail or "").strip():
        return True
    return any(
        local_name(e) not in {"lb", "pb", "cb", "fw", ""} or (e.tail or "").strip()
        for e in element.itersiblings()
    )


def _needs_space(before: str, after: str) -> bool:
    """Return whether two lines run together without a space where their script has one."""
    if not before or before[-1].isspace() or after[:1].isspace():
        return False
    return not (is_wide(before[-1:]) and (not after or is_wide(after[:1])))


def set_page_break(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Mark where a page of the source begins; it is in the page list if it has a number."""
    typesetter.children(element, into)
    label = re.sub(r"\s+", " ", element.get("n") or "").strip()
    if not label:
        return
    identifier = element.get(XML_ID)
    name = typesetter.out.ids.take(identifier) if identifier else ""
    name = name or typesetter.out.ids.fresh(
        f"page-{re.sub(r'[^0-9A-Za-z]+', '-', label).strip('-')}"
    )
    made = typesetter.open(into, "span", cls="pagebreak")
    made.set(EPUB_TYPE, "pagebreak")
    made.set("role", "doc-pagebreak")
    made.set("id", name)
    made.set("aria-label", label)
    typesetter.out.page_breaks.append(PageBreak(label, name))


def set_milestone(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a break between scenes as an ornament; other milestones only mark a place."""
    typesetter.children(element, into)
    if element in typesetter.book.citations.placed:
        return
    written = " ".join(
        element.get(name) or "" for name in ("unit", "type", "rend", "rendition", "n")
    )
    if not _SCENE_BREAKS.search(written) or _is_unseen(element):
        _tell_number(element, typesetter)
        return
    if not _is_between_blocks(element):
        return
    has_sign = re.search(r"star|aster|dinkus|orna|fleuron|\*", written, re.IGNORECASE)
    is_blank = re.search(r"blank|space", written, re.IGNORECASE)
    cls = "ornament stars" if has_sign else "ornament blank" if is_blank else "ornament"
    made = typesetter.open(into, "hr", None, cls)
    identifier = element.get(XML_ID)
    name = typesetter.out.ids.take(identifier) if identifier else ""
    if name:
        made.set("id", name)


def _tell_number(milestone: etree._Element, typesetter: Typesetter) -> None:
    """Tell of numbers that no reader sees: verses, sections, the folios of a manuscript."""
    if not (milestone.get("n") or "").strip():
        return
    unit = f" unit={milestone.get('unit')!r}" if milestone.get("unit") else ""
    message = f"the numbers in @n of <milestone{unit}> are not shown"
    hint = "write as words what readers should see"
    typesetter.out.count("TYP-026", message, milestone, hint, kind=unit, severity=Severity.NOTICE)


def _is_unseen(element: etree._Element) -> bool:
    """Return whether a milestone counts something that reading text does not show."""
    if element.get("rend") or element.get("rendition"):
        return False
    return bool(_UNSEEN.search(element.get("unit") or ""))


def _is_between_blocks(element: etree._Element) -> bool:
    """Return whether a milestone stands between blocks, or between whole lines of a paragraph."""
    parent = element.getparent()
    if parent is None:
        return False
    if (element.tail or "").strip():
        return False
    before = element.getprevious()
    text = before.tail if before is not None else parent.text
    if (text or "").strip():
        return False
    return local_name(parent) in _BLOCK_PARENTS or len(parent) == 1


def set_space(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a space left in the source: a wide space in the line, an empty line between blocks."""
    typesetter.children(element, into)
    is_vertical = element.get("dim") == "vertical"
    if _is_of_form(element) and not is_vertical:
        width = min(_MOST_EMS, max(_FEWEST_EMS, _characters(element) // 2))
        typesetter.open(into, "span", element, "space fill-in").text = "\u2003" * width
    elif not _is_in_entry(element) and (is_vertical or _is_between_blocks(element)):
        is_line = is_vertical and _lines(element) <= 1
        typesetter.open(into, "hr", element, f"ornament blank{' line' if is_line else ''}")
    elif _characters(element) == 1:
        _say_word_space(element, into, typesetter)
    else:
        typesetter.open(into, "span", element, "space").text = "\u2003"


def _lines(space: etree._Element) -> float:
    """Return how many lines high a space is; one, where it does not say so."""
    written = (space.get("quantity") or "").strip()
    is_number = re.fullmatch(r"\d{1,3}(\.\d+)?", written) is not None
    return float(written) if is_number and "line" in (space.get("unit") or "line") else 1


def _is_in_entry(space: etree._Element) -> bool:
    """Return whether a space is what a witness has for a word, in the line of an apparatus."""
    return next(space.iterancestors(tei("rdg"), tei("lem")), None) is not None


def _is_of_form(space: etree._Element) -> bool:
    """Return whether a space is one to be filled in, in a form."""
    written = (f"{e.get('type') or ''} {e.get('rend') or ''}" for e in space.iterancestors())
    return any(not _FORMS.isdisjoint(words.lower().split()) for words in written)


def _characters(space: etree._Element) -> int:
    """Count the characters for which a space is left; 0 where it is measured otherwise."""
    extent = (space.get("extent") or "").strip()
    written = f"{space.get('quantity') or ''} {space.get('unit') or ''}"
    found = _EXTENT.fullmatch(extent or written.strip())
    return int(found[1]) if found else 0


def _say_word_space(space: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a space of one character as the space between words, once."""
    if typesetter.book.is_unspaced:
        typesetter.say(into, "\u3000")
    elif not (ending(into) or " ")[-1].isspace() and not (space.tail or "")[:1].isspace():
        typesetter.say(into, " ")


def set_column_break(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Name a column of an inscription or papyrus over its lines: `Col. 2` (EpiDoc, "Columns").

    Its lines are counted anew. Of a codex or a printed page a column is the source's own affair.
    """
    typesetter.children(element, into)
    number = (element.get("n") or "").strip()
    is_taken = typesetter.book.taken.kind is TextKind.INSCRIPTION
    if not (number and is_taken and is_of_text(element)):
        return
    line = _line_behind(element)
    if _has_words_before(element, into):
        typesetter.trim(into)
        if line is not None and line.get("break") == "no":
            typesetter.say(into, "-")
        typesetter.open(into, "br")
    typesetter.walk.stone_column = number
    typesetter.open(into, "span", element, "stone-column").text = column_called(number)
    if line is None:
        typesetter.open(into, "br")


def _line_behind(column: etree._Element) -> etree._Element | None:
    """Return the line that a column begins with, where nothing stands between."""
    following = column.getnext()
    if following is None or (column.tail or "").strip():
        return None
    return following if local_name(following) == "lb" else None


def _begins_column(line: etree._Element) -> bool:
    before = line.getprevious()
    return before is not None and local_name(before) == "cb" and _line_behind(before) is line


def set_nothing(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set nothing for what marks no more than a place; words that it ought not to hold are kept."""
    typesetter.children(element, into)


RULES = {
    "lb": set_line_end,
    "pb": set_page_break,
    "milestone": set_milestone,
    "space": set_space,
    "cb": set_column_break,
    "gb": set_nothing,
}
