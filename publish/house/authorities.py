"""Who a person is, by the records that libraries and registries keep: ORCID, ISNI, VIAF, GND ...

The table is authorities.toml. A person is written as the address of the record.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import tomli
from msgspec import Struct

from publish.model.lazy_pattern import lazy_pattern

_SCHEME = lazy_pattern(r"^https?://(www\.)?")


class Authority(Struct, frozen=True):
    """A registry of persons, and how records name it."""

    name: str
    address: str
    number: str
    site: str
    onix: str
    marc: str
    is_checked: bool = False


class PersonRecord(Struct, frozen=True):
    """A person in a registry."""

    authority: Authority
    number: str

    @property
    def address(self) -> str:
        """The record's address, written as the registry writes it."""
        return self.authority.address.format(self.number)


@cache
def authorities() -> dict[str, Authority]:
    """Read the table, by name."""
    rows = tomli.loads(Path(__file__).with_name("authorities.toml").read_text("utf-8"))
    return {name: Authority(name, **row) for name, row in rows.items()}


def person_record(written: str) -> PersonRecord | None:
    """Find whose record an address is, however it is written; None where it is nobody's we know."""
    path = _SCHEME.sub("", written.strip())
    path = path.replace("wikidata.org/wiki/", "wikidata.org/entity/")
    path = path.removesuffix("/").removesuffix("/about")
    for authority in authorities().values():
        host = _SCHEME.sub("", authority.address).split("{}")[0]
        if path.startswith(host):
            return numbered_record(authority.name, path.removeprefix(host))
    return None


def numbered_record(name: str, number: str) -> PersonRecord | None:
    """Take a registry's number without its address, as `idno` has it; None where it is none."""
    authority = authorities().get(name)
    number = re.sub(r"\s+", "", number) if name == "ISNI" else number.strip()
    if authority is None or not re.fullmatch(authority.number, number):
        return None
    if authority.is_checked and not _is_right(number.replace("-", "")):
        return None
    return PersonRecord(authority, number)


def _is_right(figures: str) -> bool:
    """Return whether the last figure fits the others (ISO 7064, MOD 11-2)."""
    total = 0
    for figure in figures[:-1]:
        total = (total + int(figure)) * 2
    check = (12 - total % 11) % 11
    return figures[-1] == ("X" if check == 10 else str(check))
