"""Persons by their records at registries, as people paste their addresses."""

from __future__ import annotations

import pytest

from publish.house.authorities import numbered_record, person_record


@pytest.mark.parametrize(
    ("written", "name", "address"),
    [
        (
            "http://www.orcid.org/0000-0002-1825-0097/",
            "ORCID",
            "https://orcid.org/0000-0002-1825-0097",
        ),
        ("https://orcid.org/0000-0002-1694-233X", "ORCID", "https://orcid.org/0000-0002-1694-233X"),
        (
            "https://isni.org/isni/0000000121032683",
            "ISNI",
            "https://isni.org/isni/0000000121032683",
        ),
        ("viaf.org/viaf/34455", "VIAF", "https://viaf.org/viaf/34455"),
        ("http://d-nb.info/gnd/118540238/about", "GND", "https://d-nb.info/gnd/118540238"),
        (
            "https://id.loc.gov/authorities/names/n79021164",
            "LCNAF",
            "http://id.loc.gov/authorities/names/n79021164",
        ),
        ("https://www.wikidata.org/wiki/Q5879", "Wikidata", "http://www.wikidata.org/entity/Q5879"),
    ],
)
def test_addresses_are_known_however_they_are_written(
    written: str, name: str, address: str
) -> None:
    record = person_record(written)
    assert record is not None
    assert (record.authority.name, record.address) == (name, address)


@pytest.mark.parametrize(
    "written",
    [
        "https://orcid.org/0000-0002-1825-0098",
        "https://orcid.org/me",
        "https://example.org/0000-0002-1825-0097",
        "#goethe",
        "",
    ],
)
def test_what_is_nobodys_record_is_none(written: str) -> None:
    assert person_record(written) is None


def test_a_number_alone_goes_by_its_registry() -> None:
    record = numbered_record("ISNI", "0000 0001 2103 2683")
    assert record is not None
    assert record.address == "https://isni.org/isni/0000000121032683"
    assert numbered_record("GND", "x") is None
