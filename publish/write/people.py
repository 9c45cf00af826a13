"""The people of a book as shops and readers list them: each once, with all that they did."""

from __future__ import annotations

from collections.abc import Iterable

from publish.house.authorities import PersonRecord, person_record
from publish.model.edition import Contributor

NOT_OF_THE_WORK = frozenset("bkp dst fnd pbl prt spn".split())
"""Makers, sellers and payers of copies, by MARC relator: records name them elsewhere, or not."""


def by_person(people: Iterable[Contributor]) -> list[list[Contributor]]:
    """Gather the roles of each person, in the order of the title page."""
    gathered: dict[str, list[Contributor]] = {}
    for person in people:
        gathered.setdefault(person.name, []).append(person)
    return list(gathered.values())


def records_of(roles: Iterable[Contributor]) -> tuple[PersonRecord, ...]:
    """Return a person's records at registries, in the order of the edition, each once."""
    addresses = dict.fromkeys(each for person in roles for each in person.identifiers)
    return tuple(filter(None, map(person_record, addresses)))
