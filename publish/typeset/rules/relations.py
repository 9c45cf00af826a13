"""Rules for relations between what lists of persons and places describe (TEI chapter 14.1.2)."""

from __future__ import annotations

import re

from lxml import etree

from publish.model.document import XML_ID, tei
from publish.typeset.name_records import main_name, words_of
from publish.typeset.pointing import split_pointers
from publish.typeset.render import Typesetter
from publish.typeset.rules.descriptions import set_block
from publish.typeset.rules.structure import leave_out_data
from publish.typeset.statements import LISTS, NAMES, words_in

_ENDS = ("active", "passive", "mutual")


def set_relations(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set the relations of a list or description that is printed; elsewhere they are data."""
    lists = [f"{{*}}{name}" for name in (*LISTS, "msDesc")]
    if next(element.iterancestors(*lists), None) is None or not any(
        _tells(relation, typesetter) for relation in element.iter(tei("relation"))
    ):
        leave_out_data(element, into, typesetter)
    else:
        set_block(element, into, typesetter)


def set_relation(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set one relation: in its words, or else its kind and who they are, linked to their entries.

    `Parent: Ann → Ben` has an active and a passive end, `Spouse: Ann, Ben` is mutual.
    """
    if words_in(element):
        typesetter.children(element, typesetter.open(into, "div", element, "relation"))
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


def _tells(relation: etree._Element, typesetter: Typesetter) -> bool:
    """Return whether a relation has words, or the book knows all that it relates."""
    pointers = [one for end in _ENDS for one in split_pointers(relation.get(end))]
    known = [_record(pointer, typesetter) is not None for pointer in pointers]
    return bool(words_in(relation)) or (len(known) > 1 and all(known))


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
