"""Who made the book, by the trade's codes (ONIX group P.7, code list 17)."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from publish.model.edition import Contributor
from publish.write.onix.elements import node, words
from publish.write.people import by_person

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

NOT_CREATIVE = frozenset("bkp dst fnd pbl prt spn".split())
"""Makers, sellers and payers: ONIX names them elsewhere, or not at all."""


def contributors(people: Iterable[Contributor]) -> list[etree._Element]:
    """Write each person once, with all that they did, in the order of the title page."""
    done = by_person(person for person in people if person.role not in NOT_CREATIVE)
    if not done:
        return [node("NoContributor")]
    return [_contributor(number, roles) for number, roles in enumerate(done, start=1)]


def _contributor(number: int, roles: list[Contributor]) -> etree._Element:
    codes = dict.fromkeys(ROLES.get(person.role, OTHER) for person in roles)
    return node(
        "Contributor",
        node("SequenceNumber", str(number)),
        [node("ContributorRole", code) for code in codes],
        node("PersonName", roles[0].name),
        words("PersonNameInverted", roles[0].file_as),
    )
