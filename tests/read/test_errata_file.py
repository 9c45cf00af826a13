"""What is added to errata.toml is read back as it was meant, and what was there stays."""

from __future__ import annotations

import datetime
from pathlib import Path

from msgspec import structs

from publish.model.erratum import Certainty, Erratum, Kind, Status
from publish.read.errata_file import read_errata, with_entries

FULL = Erratum(
    id="E001",
    find='a "quoted" \\ word',
    replace="ein “Wort”",
    at="p1",
    before="so ",
    after=" be it",
    kind=Kind("transcription"),
    status=Status("verified"),
    by="Ann",
    date=datetime.date(2026, 11, 29),
    source="page 3",
    certainty=Certainty.LOW,
    since="2",
    note="seen",
)
BARE = Erratum(id="E002", find="teh", replace="")
COMMENTED = '# mine\n[[erratum]]\nid = "E000"\nreplace = "x"   # odd order\nfind = "y"\n'


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "errata.toml"
    path.write_text(with_entries(COMMENTED, [FULL, BARE]), "utf-8")
    assert path.read_text("utf-8").startswith(COMMENTED)
    found = [structs.replace(each, place=None) for each in read_errata(path).errata]
    assert found[1:] == [FULL, BARE]


def test_a_bare_entry_is_written_with_no_more_than_it_needs() -> None:
    written = with_entries("", [BARE]).splitlines()
    assert [line.split(" ")[0] for line in written] == [
        "[[erratum]]", "id", "find", "replace", "kind", "status",
    ]  # fmt: skip
