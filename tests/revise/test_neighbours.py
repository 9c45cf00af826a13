"""Refrains that only their neighbours tell apart."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from publish.cli import main
from publish.read import read_book
from publish.revise import apply_errata

HEAD = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt>
<title>Song</title></titleStmt><publicationStmt><p>Public domain</p></publicationStmt>
<sourceDesc><p>Born digital</p></sourceDesc></fileDesc></teiHeader><text xml:lang="en"><body>
"""
STANZA = """<lg><l>The {first} day came</l>
  <l>The wnid, it blows,<note>In a copy.</note></l>
  <l>The wnid, it blows.</l></lg>
"""
DAYS = ("first", "second", "third", "fourth")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    stanzas = "".join(STANZA.format(first=day) for day in DAYS)
    text = f"{HEAD}<div><head>Song</head>{stanzas}</div></body></text></TEI>\n"
    (tmp_path / "manuscript").mkdir()
    (tmp_path / "manuscript" / "song.xml").write_text(text, "utf-8")
    (tmp_path / "manuscript" / "edition.toml").write_text("", "utf-8")
    return tmp_path


@pytest.mark.parametrize("place", range(1, 9))
def test_each_refrain_can_be_meant_and_is_corrected_alone(book: Path, place: int) -> None:
    words = ["errata", "add", str(book), "--find", "The wnid", "--replace", "The wind"]
    done = CliRunner().invoke(main, [*words, "--place", str(place), "--status", "verified"])
    assert done.exit_code == 0, done.output
    document, edition, _ = read_book(book)
    assert apply_errata(document, edition) == []
    lines = [line for line in document.root.iter("{*}l") if "blows" in "".join(line.itertext())]
    assert [line.find("{*}choice") is not None for line in lines] == [
        number == place for number in range(1, 9)
    ]


def test_a_paragraph_whose_source_has_an_empty_line_is_quoted_as_before(tmp_path: Path) -> None:
    folder = tmp_path / "manuscript"
    folder.mkdir()
    (folder / "edition.toml").write_text("", "utf-8")
    (folder / "song.xml").write_text(
        f"{HEAD}<p>One\n\ntwo wnid three.</p><p>four wnid three.</p></body></text></TEI>", "utf-8"
    )
    (folder / "errata.toml").write_text(
        """[[erratum]]
id = "E1"
find = "wnid"
replace = "wind"
before = "One\\n\\ntwo "
status = "verified"
""",
        "utf-8",
    )
    document, edition, _ = read_book(tmp_path)
    assert apply_errata(document, edition) == []
    assert [len(p) for p in document.root.iter("{*}p")][-2:] == [1, 0]
