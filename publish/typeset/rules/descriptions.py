"""Rules for what is described by statements: manuscripts, persons, places (TEI chapters 11, 14).

A description has no punctuation of its own: what is short stands in one line with commas between,
everything else in a line or block of its own, under the words of `descriptions.toml`.
"""

from __future__ import annotations

from lxml import etree

from publish.house.language.dates import date_in_words
from publish.house.language.typography import language_at
from publish.model.document import XML_LANG, local_name, tei
from publish.typeset.described import (
    heading_of,
    label_of,
    put_date,
    put_heading,
    put_label,
)
from publish.typeset.headings import is_headed
from publish.typeset.name_records import main_name
from publish.typeset.render import Typesetter
from publish.typeset.rules.drama import is_in_line
from publish.typeset.rules.inline import set_as_surroundings
from publish.typeset.rules.prose import BLOCKS as PARAGRAPHS
from publish.typeset.rules.structure import leave_out_data
from publish.typeset.statements import (
    APART,
    BLOCKS,
    LINES,
    LISTS,
    LIVED,
    NAMED,
    NAMES,
    SEVERAL,
    SPANNING,
    WHOLE,
    attribute_words,
    ends_of,
    has_unsaid_dates,
    is_described,
    says,
    words_in,
)
from publish.typeset.survey import is_division
from publish.typeset.xhtml import end_with, ending, name_of

_OF_PLACES = frozenset("settlement placeName country region district geogName".split())

_PLACE_PARTS = frozenset(
    "settlement placeName country region district bloc geogName address street".split()
)

_RUN_ON = frozenset("occupation nationality".split())
"""What somebody has several of, a word or two each, in one line."""

_IDENTIFIERS = "statement identifiers"

_WORDS = "repository institution collection msName objectIdentifier".split()

_SIGNS = {"birth": "* ", "death": "† "}
"""What printed registers have for words that differ by language."""


def set_list(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a list of persons, places or the like; one without a head behind a text is data.

    Editions keep in `back` what their sites look names up in (TEI chapter 14).
    """
    parent = element.getparent()
    if is_behind_a_text(element) and not is_headed(element):
        leave_out_data(element, into, typesetter)
    elif parent is not None and local_name(parent) in {"p", "note", "item"}:
        set_block(element, into, typesetter)
    else:
        typesetter.children(element, typesetter.open(into, "div", element, _class(element)))


def is_behind_a_text(element: etree._Element) -> bool:
    """Return whether an element stands in `back`, in no division that has a head."""
    for around in element.iterancestors():
        if local_name(around) == "back":
            return True
        if (is_division(around) or local_name(around) in LISTS) and is_headed(around):
            return False
    return False


def set_block(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a description as a block of lines; one in a run of words stays in it."""
    if is_in_line(element, typesetter):
        set_as_surroundings(element, into, typesetter)
    else:
        made = typesetter.open(into, "div", element, _class(element))
        fill_described(element, made, typesetter)
        _label(element, made, typesetter)
        if local_name(element) == "event":
            put_date(made, _unsaid_dates(element, typesetter), _language(element, typesetter))


def _unsaid_dates(element: etree._Element, typesetter: Typesetter) -> str:
    """Say the dates of attributes, unless the words have a year of them."""
    return _dates_of(element, typesetter) if has_unsaid_dates(element) else ""


def _dates_of(element: etree._Element, typesetter: Typesetter) -> str:
    language = _language(element, typesetter)
    dates = "–".join(date_in_words(each, language) for each in ends_of(element))
    if element.get("from") and not element.get("to"):
        return f"{dates}–"
    return f"–{dates}" if element.get("to") and not element.get("from") else dates


def _label(element: etree._Element, made: etree._Element, typesetter: Typesetter) -> None:
    name = label_of(element)
    if name:
        put_label(made, name, _language(element.getparent(), typesetter))


def _language(element: etree._Element | None, typesetter: Typesetter) -> str:
    return language_at(element, typesetter.book.edition.book.language)


def _class(element: etree._Element) -> str:
    return f"description {local_name(element)}"


def set_line(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set one statement of a description as a line."""
    if not says(element):
        typesetter.children(element, into)
        return
    around = element.getparent()
    if around is not None and local_name(around) in _OF_PLACES:
        _set_aside(element, into, typesetter)
        return
    tag = "span" if is_in_line(element, typesetter) else "div"
    if tag == "div" and element.get(XML_LANG) and label_of(element):
        _set_quoted(element, into, typesetter)
        return
    made = typesetter.open(into, tag, element, _class(element))
    if tag == "div":
        typesetter.say(made, _SIGNS.get(local_name(element), ""))
    fill_line(element, made, typesetter)
    if tag == "div":
        _label(element, made, typesetter)


def _set_aside(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set what is told of a place within a statement behind its name, in parentheses."""
    end_with(into, ending(into).rstrip())
    made = typesetter.open(into, "span", element, _class(element))
    typesetter.say(made, " (")
    typesetter.children(element, made)
    end_with(made, ending(made).rstrip())
    typesetter.say(made, ")")


def fill_line(element: etree._Element, made: etree._Element, typesetter: Typesetter) -> None:
    """Set the words of a statement, and the dates that its attributes alone have."""
    has_own = typesetter.book.has_words(element) or element.find(tei("date")) is not None
    is_life = local_name(element) in LIVED and not has_own and has_unsaid_dates(element)
    if not words_in(element) or is_life:
        typesetter.say(made, attribute_words(element) or _dates_of(element, typesetter))
    fill_described(element, made, typesetter)
    if words_in(element) and local_name(element) in SPANNING and not is_life:
        dates = _unsaid_dates(element, typesetter)
        line = made[-1] if len(made) and name_of(made[-1]) in {"p", "div"} else made
        end_with(line, ending(line).rstrip())
        typesetter.say(line, f" ({dates})" if dates else "")


def _set_quoted(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set what is quoted in its own language, behind a label in the description's."""
    made = typesetter.open(into, "div", None, _class(element))
    fill_described(element, typesetter.open(made, "span", element), typesetter)
    _label(element, made, typesetter)


def fill_described(element: etree._Element, made: etree._Element, typesetter: Typesetter) -> None:
    """Set what a description holds: in its own words, or else statement by statement."""
    heading = heading_of(element)
    if heading and says(element):
        put_heading(made, heading, _language(element, typesetter))
    if typesetter.book.has_words(element):
        typesetter.children(element, made)
        return
    is_one_line = not any(local_name(child) in APART for child in element)
    line = made if is_one_line else None
    wants_name = local_name(element) in NAMED
    for child in _in_order(element, typesetter):
        name = local_name(child)
        if name in LIVED and says(child) and not _holds_blocks(child):
            line = None
            _set_lifetime(child, made, typesetter)
        elif name in _RUN_ON and _goes_on(child, made):
            _set_run_on(child, made[-1], typesetter)
        elif name in APART:
            line = None
            _set_apart(child, made, typesetter)
        elif name and says(child):
            line = typesetter.open(made, "div", None, "statement") if line is None else line
            _go_on(line, typesetter)
            holder = typesetter.open(line, "b", None, "described") if wants_name else line
            wants_name = False
            if name == "date" and not words_in(child):
                made_date = typesetter.open(holder, "span", child, name)
                made_date.text = _dates_of(child, typesetter)
            elif name in SEVERAL and not typesetter.book.has_words(child):
                _set_forms(child, holder, typesetter)
            elif name == "label" and holder is not line:
                typesetter.children(child, holder)
            elif holder is not line and _is_inverted(child, typesetter):
                _set_inverted(child, holder, typesetter)
            else:
                typesetter.one(child, holder)
        else:
            typesetter.one(child, made)


def _in_order(element: etree._Element, typesetter: Typesetter) -> list[etree._Element]:
    """List what an entry says, first the name that it stands under."""
    children = list(element)
    if local_name(element) in NAMED:
        language = typesetter.book.edition.book.language
        first = main_name(element, NAMES, language)
        if first is not None and first in children:
            children.remove(first)
            children.insert(0, first)
    return children


def _set_lifetime(child: etree._Element, made: etree._Element, typesetter: Typesetter) -> None:
    """Set birth, death and when somebody flourished in one line."""
    before = made[-1] if len(made) else None
    is_begun = before is not None and before.get("class") == "statement lifetime"
    line = before if is_begun else typesetter.open(made, "div", None, "statement lifetime")
    assert line is not None
    typesetter.say(line, "; " if is_begun else "")
    life = typesetter.open(line, "span", child, local_name(child))
    typesetter.say(life, _SIGNS.get(local_name(child), ""))
    fill_line(child, life, typesetter)
    end_with(line, ending(line).rstrip())


def _goes_on(child: etree._Element, made: etree._Element) -> bool:
    """Return whether a statement is one more of the kind that the last line has."""
    before = next(child.itersiblings(etree.Element, preceding=True), None)
    if before is None or before.tag != child.tag or not len(made) or not words_in(child):
        return False
    is_line = made[-1].get("class") == _class(child) and not len(made[-1].findall("{*}div"))
    return is_line and not _holds_blocks(child) and not _holds_blocks(before)


def _set_run_on(child: etree._Element, line: etree._Element, typesetter: Typesetter) -> None:
    _go_on(line, typesetter)
    fill_line(child, typesetter.open(line, "span", child), typesetter)


def _holds_blocks(element: etree._Element) -> bool:
    return any(local_name(e) in PARAGRAPHS or local_name(e) == "note" for e in element.iter())


def _set_forms(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set the forms of a name that stand side by side, with commas between."""
    made = typesetter.open(into, "span", element, local_name(element))
    for child in element:
        if local_name(child) and says(child):
            _go_on(made, typesetter)
        typesetter.one(child, made)


def _is_inverted(name: etree._Element, typesetter: Typesetter) -> bool:
    """Return whether a name is marked up with the family's first, and has no words between."""
    parts = [part for part in name if says(part)]
    is_marked = len(parts) > 1 and local_name(parts[0]) == "surname"
    return is_marked and not typesetter.book.has_words(name)


def _set_inverted(name: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a name as registers file it, `Field, Ann` (Chicago 16.32)."""
    made = typesetter.open(into, "span", name)
    for part in name:
        said = ending(made).rstrip()
        if says(part) and said:
            end_with(made, said)
            before = part.getprevious()
            is_family = before is not None and local_name(before) == "surname"
            typesetter.say(made, ", " if is_family and said[-1:] != "," else " ")
            typesetter.walk.is_joining = True
        typesetter.one(part, made)


def _set_apart(child: etree._Element, made: etree._Element, typesetter: Typesetter) -> None:
    """Set a statement by itself; a note in a description is one more statement."""
    plan = typesetter.book.note_plan
    if local_name(child) == "head" and (made.get("class") or "").endswith(WHOLE):
        if typesetter.book.has_words(child):
            typesetter.children(child, typesetter.open(made, "p", child, "description-title"))
        else:
            fill_described(child, typesetter.open(made, "div", child), typesetter)
    elif local_name(child) == "note" and child not in plan.moved and child not in plan.at_pointer:
        if says(child):
            typesetter.children(child, typesetter.open(made, "div", child, "statement"))
    elif local_name(child) == "extent":
        line = typesetter.open(made, "div", child, "statement")
        fill_described(child, line, typesetter)
        _label(child, line, typesetter)
    elif label_of(child) and local_name(child) in {"listBibl", "availability"} and says(child):
        put_heading(made, label_of(child), _language(child, typesetter))
        typesetter.one(child, made)
    elif local_name(child) == "idno":
        _set_identifier(child, made, typesetter)
    elif local_name(child) == "desc" or _is_of_work(child):
        typesetter.one(child, typesetter.open(made, "div", None, "statement"))
    else:
        typesetter.one(child, made)


def _is_of_work(child: etree._Element) -> bool:
    """Return whether a reference is one of those in the record of a work."""
    around = child.getparent()
    return local_name(child) == "bibl" and around is not None and local_name(around) == "bibl"


def _set_identifier(child: etree._Element, made: etree._Element, typesetter: Typesetter) -> None:
    """Set the numbers by which others know an entry in one line, with semicolons."""
    before = next(child.itersiblings(etree.Element, preceding=True), None)
    is_one_more = before is not None and before.tag == child.tag and len(made) > 0
    if is_one_more and made[-1].get("class") == _IDENTIFIERS and says(child):
        line = made[-1]
        end_with(line, ending(line).rstrip())
        typesetter.say(line, "; ")
    else:
        line = typesetter.open(made, "div", None, _IDENTIFIERS)
    typesetter.one(child, line)


def _go_on(line: etree._Element, typesetter: Typesetter) -> None:
    """Put a comma behind what a line says already."""
    end_with(line, ending(line).rstrip())
    said = ending(line)
    if said:
        is_after_leaves = said[-1] == ")" and said[0] == "("
        typesetter.say(line, " " if said[-1] in ",;:.*†" or is_after_leaves else ", ")


def set_place_name(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set the name of a place; its parts have commas between them in a description."""
    parts = [child for child in element if local_name(child) and says(child)]
    are_places = all(local_name(part) in _PLACE_PARTS for part in parts)
    if (
        len(parts) > 1
        and are_places
        and is_described(element)
        and not typesetter.book.has_words(element)
    ):
        _set_forms(element, into, typesetter)
    else:
        set_as_surroundings(element, into, typesetter)


RULES = {
    "placeName": set_place_name,
    **dict.fromkeys(LISTS, set_list),
    **dict.fromkeys((name for name in BLOCKS if name != "objectDesc"), set_block),
    **dict.fromkeys(LINES, set_line),
    **dict.fromkeys(_WORDS, set_as_surroundings),
}
