"""The people of a book as records have them: family and given name, each role by its code."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import tomli
from msgspec import Struct

from publish.house.authorities import PersonRecord
from publish.house.person_names import BODIES
from publish.model.edition import Book, Contributor
from publish.write.people import NOT_OF_THE_WORK, by_person, records_of

CREATORS = frozenset(["aut", "cre"])
"""Who answers for the work as a whole (RDA 19.2)."""


class Person(Struct, frozen=True):
    """A person or body with all that it did."""

    name: str
    """As the title page has it."""
    family: str
    """Empty for a body, and for who has one name only."""
    given: str
    suffix: str
    is_body: bool
    roles: tuple[str, ...]
    """MARC relator codes."""
    records: tuple[PersonRecord, ...] = ()

    @property
    def filed(self) -> str:
        """The name as a catalogue files it."""
        return ", ".join(filter(None, (self.family, self.given, self.suffix))) or self.name

    @property
    def is_creator(self) -> bool:
        """Whether the work is theirs."""
        return bool(CREATORS.intersection(self.roles))


def people_of(book: Book) -> list[Person]:
    """List who made the work, each once, in the order of the title page.

    A program is nobody whom a catalogue or an agency takes for an author (COPE, position statement
    of 13 February 2023).
    """
    made = (each for each in book.contributors if each.role not in NOT_OF_THE_WORK)
    return [_person(roles) for roles in by_person(each for each in made if each.ai != "made")]


def _person(roles: list[Contributor]) -> Person:
    name, filed = roles[0].name, roles[0].file_as
    family, given, *rest = [part.strip() for part in filed.split(",")] + ["", ""]
    codes = tuple(dict.fromkeys(person.role for person in roles))
    is_body = not given and bool(BODIES.search(name))
    records = records_of(roles)
    if not given:
        return Person(name, "", "", "", is_body, codes, records)
    return Person(name, family, given, ", ".join(filter(None, rest)), is_body, codes, records)


def role_in(system: str, code: str) -> str:
    """Return what a role is called in `term` (MARC), `csl`, `crossref`, `datacite`; or empty."""
    return _roles().get(code, {}).get(system, "")


@cache
def _roles() -> dict[str, dict[str, str]]:
    rows: dict[str, dict[str, str]] = tomli.loads(
        Path(__file__).with_name("roles.toml").read_text("utf-8")
    )
    return rows
