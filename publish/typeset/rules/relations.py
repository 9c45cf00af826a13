"""Rules for relations between what lists of persons and places describe (TEI chapter 14.1.2)."""

from __future__ import annotations

import re

from lxml import etree

from publish.model.document import XML_ID, tei
from publish.typeset.ledger import Reason
from publish.typeset.name_records import main_name, words_of
from publish.typeset.pointing import split_pointers
from publish.typeset.render import Typesetter
from publish.typeset.rules.descriptions import is_behind_a_text, set_block
from publish.typeset.rules.structure import leave_out_data
from publish.typeset.statements import LISTS, NAMES, words_in

_ENDS = ("active", "passive", "mutual")


def set_relations(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set the relations of a list or description that is printed, and those that a text words.

    Elsewhere they are data.
    """
    lists = [f"{{*}}{name}" for name in (*LISTS, "msDesc")]
    relations = list(element.iter(tei("relation")))
    is_of_list = next(element.iterancestors(*lists), None) is not None
    is_worded = any(map(words_in, relations)) and not is_behind_a_text(element)
    if is_worded or (is_of_list and any(_tells(relation, typesetter) for relation in relations)):
        set_block(element, into, typesetter)
    else:
        leave_out_data(element, into, typesetter)


def set_relation(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set one relation: in its words, or else its kind and who they are, linked to their entries.

    `Parent: Ann → Ben` has an active and a passive end, `Spouse: Ann, Ben` is mutual.
    """
    if words_in(element):
        _set_words(element, into, typesetter)
    elif _tells(element, typesetter):
        made = typesetter.open(into, "div", element, "relation")
        kind = element.get("name") or element.get("type") or ""
        said = re.sub(r"(?<=[a-z])(?=[A-Z])|[-_]+", " ", kind.rpartition(":")[2]).strip().lower()
        if said:
            typesetter.open(made, "span", None, "description-label").text = f"{said}:"
            typesetter.say(made, " ")
        for place, end in enumerate(end for end in _ENDS if element.get(end)):
            typesetter.say(made, " → " if place else "")
            _name_all(element.get(end) or "", made, typesetter)


def _set_words(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set the words of a relation; where several in a row say the same, once, with their number.

    Registers say so of each end of a relation (`This author has a connection to a place`).
    """
    words = _folded(element)
    before = element.getprevious()
    if before is not None and before.tag == element.tag and _folded(before) == words:
        typesetter.leave_out(element, Reason.ELSEWHERE)
        return
    count = 1
    for after in element.itersiblings():
        if after.tag != element.tag or _folded(after) != words:
            break
        count += 1
    made = typesetter.open(into, "div", element, "relation")
    typesetter.children(element, made)
    if count > 1:
        typesetter.trim(made)
        typesetter.say(made, f" (× {count})")


def _folded(relation: etree._Element) -> str:
    return " ".join(words_in(relation).split())


def _tells(relation: etree._Element, typesetter: Typesetter) -> bool:
    """Return whether a relation has words, or the book knows all that it relates by name."""
    pointers = [one for end in _ENDS for one in split_pointers(relation.get(end))]
    known = [_is_named(_record(pointer, typesetter), typesetter) for pointer in pointers]
    return bool(words_in(relation)) or (len(known) > 1 and all(known))


def _is_named(record: etree._Element | None, typesetter: Typesetter) -> bool:
    """Return whether an entry says more than an id; the counts of a vote do not."""
    if record is None:
        return False
    language = typesetter.book.edition.book.language
    return bool(words_in(record)) or main_name(record, NAMES, language) is not None


def _record(pointer: str, typesetter: Typesetter) -> etree._Element | None:
    identifier = pointer.rpartition("#")[2] if pointer.startswith("#") else ""
    survey = typesetter.book.survey
    found = survey.by_id.get(identifier)
    return found if found is not None else survey.outside.get(identifier)


def _name_all(pointers: str, made: etree._Element, typesetter: Typesetter) -> None:
    for place, pointer in enumerate(split_pointers(pointers)):
        typesetter.say(made, ", " if place else "")
        record = _record(pointer, typesetter)
        if record is None:
            continue
        named = main_name(record, NAMES, typesetter.book.edition.book.language)
        words = words_of(named) if named is not None else pointer[1:]
        identifier = record.get(XML_ID) or ""
        if identifier in typesetter.book.survey.by_id:
            link = typesetter.open(made, "a")
            link.set("href", f"#{typesetter.out.ids.of(identifier)}")
            link.text = words
        else:
            typesetter.say(made, words)


RULES = {"listRelation": set_relations, "relation": set_relation}
