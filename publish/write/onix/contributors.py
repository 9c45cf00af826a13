"""Who made the book, by the trade's codes (ONIX group P.7, code list 17)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from publish.house.authorities import PersonRecord
from publish.model.edition import Contributor
from publish.write.onix.elements import node, words
from publish.write.people import NOT_OF_THE_WORK, by_person, records_of

ROLES = {
    "abr": "B04",
    "adp": "B05",
    "ann": "A20",
    "art": "A07",
    "aui": "A24",
    "aus": "A03",
    "aut": "A01",
    "bjd": "A36",
    "bkd": "A11",
    "cmm": "A21",
    "cmp": "A06",
    "com": "C01",
    "cov": "A36",
    "cre": "A09",
    "ctb": "A32",
    "ctg": "A39",
    "cur": "C04",
    "drm": "A35",
    "edt": "B01",
    "ill": "A12",
    "ive": "A44",
    "ivr": "A43",
    "lbt": "A04",
    "lyr": "A05",
    "nrt": "E07",
    "pht": "A13",
    "res": "A51",
    "trl": "B06",
    "waw": "A19",
    "wfw": "A23",
    "win": "A24",
    "wpr": "A15",
}
"""List 17 by MARC relator; what is not here is code Z99, another creative responsibility."""

OTHER = "Z99"

ASSISTED_BY = "Z01"
"""Follows the contributor who had the help."""

AI = "09"
"""List 19: artificial intelligence, in the place of a name."""

UNSPECIFIED = "00"
"""List 18."""


def contributors(
    people: Iterable[Contributor], programs: Iterable[str] = ()
) -> list[etree._Element]:
    """Write each person once, with all that they did, in the order of the title page.

    `programs` are the roles, by MARC relator, in which programs without a name made something.
    """
    done = by_person(person for person in people if person.role not in NOT_OF_THE_WORK)
    written = [each for roles in done for each in _contributor(roles)]
    written += [_program([ROLES[role]]) for role in programs]
    for number, each in enumerate(written, start=1):
        each.insert(0, node("SequenceNumber", str(number)))
    return written or [node("NoContributor")]


def _contributor(roles: list[Contributor]) -> Iterator[etree._Element]:
    """Write a person, and behind it the program that helped; or a program in a person's place."""
    codes = list(dict.fromkeys(ROLES.get(person.role, OTHER) for person in roles))
    if any(person.ai == "made" for person in roles):
        yield _program(codes, roles[0].name)
        return
    yield node(
        "Contributor",
        [node("ContributorRole", code) for code in codes],
        [_number(record) for record in records_of(roles) if record.authority.onix],
        node("PersonName", roles[0].name),
        words("PersonNameInverted", roles[0].file_as),
    )
    if any(person.ai == "assisted" for person in roles):
        yield _program([ASSISTED_BY])


def _number(record: PersonRecord) -> etree._Element:
    """Write a record by its number alone, without hyphens (list 44)."""
    return node(
        "NameIdentifier",
        node("NameIDType", record.authority.onix),
        node(
            "IDValue",
            record.number.replace("-", "") if record.authority.is_checked else record.number,
        ),
    )


def _program(codes: list[str], name: str = "") -> etree._Element:
    called = node("AlternativeName", node("NameType", UNSPECIFIED), node("CorporateName", name))
    return node(
        "Contributor",
        [node("ContributorRole", code) for code in codes],
        node("UnnamedPersons", AI),
        called if name else None,
    )
