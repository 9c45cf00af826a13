"""The errata desk as an editor works at it: list, check, add, suggest, apply, import, diff."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from lxml import etree

from publish.cli import main

TEI = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt>
<title>Tiny</title><author>Ann Author</author></titleStmt><publicationStmt><p>Public domain</p>
</publicationStmt><sourceDesc><p>Born digital</p></sourceDesc></fileDesc></teiHeader>
<text xml:lang="en"><body><div><head>One</head><p xml:id="p1">The governmetn fell, and with it the
old order. The storm rose in the evening.</p><p>The storm came back .that night.</p></div></body>
</text></TEI>
"""
ERRATA = """# Read against the scan of 1901.

[[erratum]]
id = "E007"  # the first one seen
find = "governmetn"
replace = "government"
status = "verified"
by = "A. Editor"
date = 2026-01-02

[[erratum]]
id = "E008"
find = "storm rose"
replace = "wind rose"
status = "held"
"""
NS = {"t": "http://www.tei-c.org/ns/1.0"}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("tiny.xml").write_text(TEI, "utf-8")
    Path("tiny.errata.toml").write_text(ERRATA, "utf-8")
    return tmp_path


def publish(*words: str) -> Result:
    result = CliRunner().invoke(main, ["errata", *words])
    assert "Traceback" not in result.output
    return result


def errata(*words: str) -> list[dict[str, str]]:
    found = json.loads(publish(*words, "--json").stdout)["errata"]
    assert isinstance(found, list)
    return found


def test_list_tells_what_a_build_makes_of_each(folder: Path) -> None:
    first, second = errata("list", "tiny.xml")
    assert (first["id"], first["outcome"]) == ("E007", "applied")
    assert first["place"].startswith("tiny.xml:4:")
    assert second["outcome"] == "held"
    assert [each["id"] for each in errata("list", "tiny.xml", "--status", "held")] == ["E008"]
    assert [each["id"] for each in errata("list", "tiny.xml", "--words", "government")] == ["E007"]
    table = publish("list", "tiny.xml").stdout.splitlines()
    assert table[0].split() == ["ID", "OUTCOME", "KIND", "PLACE", "CORRECTION"]
    assert table[1].endswith("governmetn -> government")


def test_check_ends_with_1_where_one_cannot_be_applied(folder: Path) -> None:
    assert publish("check", "tiny.xml").exit_code == 0
    Path("tiny.errata.toml").write_text(ERRATA.replace('"governmetn"', '"gouvernmetn"'), "utf-8")
    result = publish("check", "tiny.xml")
    assert result.exit_code == 1
    assert "the text has 'governmetn'" in result.stderr


def test_add_finds_the_place_and_keeps_the_file_as_it_is(folder: Path) -> None:
    assert (
        publish("add", "tiny.xml", "--find", "came back .that", "--replace", "that").exit_code == 0
    )
    text = Path("tiny.errata.toml").read_text("utf-8")
    assert text.startswith(ERRATA)
    assert 'id = "E009"' in text
    assert errata("list", "tiny.xml")[2]["outcome"] == "reported"


def test_no_entry_is_lost_where_several_are_added_at_once(folder: Path) -> None:
    finds = ["fell", "old", "evening", "night"]
    words = [sys.executable, "-m", "publish", "errata", "add", "tiny.xml"]
    runs = [
        subprocess.Popen([*words, "--find", find, "--replace", "x"], stdout=subprocess.DEVNULL)
        for find in finds
    ]
    assert [run.wait(60) for run in runs] == [0] * len(finds)
    added = errata("list", "tiny.xml")[2:]
    assert [each["id"] for each in added] == ["E009", "E010", "E011", "E012"]
    assert {each["find"] for each in added} == set(finds)


def test_add_refuses_an_id_that_is_taken(folder: Path) -> None:
    words = ("--find", "fell", "--replace", "rose", "--id", "E007")
    result = publish("add", "tiny.xml", *words)
    assert result.exit_code == 2
    assert "CLI-030 the id 'E007' is taken" in result.stderr


def test_add_writes_the_context_that_makes_a_place_unique(folder: Path) -> None:
    words = ("add", "tiny.xml", "--find", "storm", "--replace", "gale", "--status", "verified")
    result = publish(*words)
    assert result.exit_code == 1
    assert "REV-012" in result.stderr
    assert "[storm] came back" in result.stderr
    assert Path("tiny.errata.toml").read_text("utf-8") == ERRATA
    (added,) = errata(*words, "--place", "2")
    assert added["after"] == " came"
    assert errata("list", "tiny.xml")[2]["outcome"] == "applied"


def test_add_asks_on_a_terminal(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("publish.cli.errata.add.is_terminal", lambda: True)
    result = CliRunner().invoke(main, ["errata", "add", "tiny.xml"], input="storm\ngale\n2\n")
    assert result.exit_code == 0, result.output
    assert "2. " in result.stderr
    assert errata("list", "tiny.xml")[2]["after"] == " came"


def test_suggest_offers_errors_and_writes_them_as_reported(folder: Path) -> None:
    Path("tiny.errata.toml").unlink()
    found = errata("suggest", "tiny.xml", "--write")
    assert {each["find"] for each in found} >= {"governmetn", "back .that"}
    assert {each["outcome"] for each in errata("list", "tiny.xml")} == {"reported"}
    assert errata("suggest", "tiny.xml") == [], "what is on record is not suggested again"


def test_apply_writes_a_corrected_tei_and_its_record(folder: Path) -> None:
    assert publish("apply", "tiny.xml", "-o", "marked.xml").exit_code == 0
    tree = etree.parse("marked.xml")
    assert tree.xpath("string(//t:choice/t:sic)", namespaces=NS) == "governmetn"
    resp = tree.xpath("string(//t:corr/@resp)", namespaces=NS)
    assert tree.xpath("//t:respStmt/@xml:id", namespaces=NS) == [resp.removeprefix("#")]
    assert tree.xpath("//t:change/@when", namespaces=NS) == ["2026-01-02"]
    assert "E007" in tree.xpath("string(//t:change)", namespaces=NS)
    assert tree.xpath("//t:correction/@method", namespaces=NS) == ["markup"]


def test_apply_plain_leaves_no_trace_in_the_text(folder: Path) -> None:
    assert publish("apply", "tiny.xml", "--plain").exit_code == 0
    text = Path("tiny-corrected.xml").read_text("utf-8")
    assert "The government fell" in text
    assert "<choice" not in text


def test_apply_writes_nothing_where_an_erratum_fails(folder: Path) -> None:
    Path("tiny.errata.toml").write_text(ERRATA.replace('"governmetn"', '"gouvernmetn"'), "utf-8")
    assert publish("apply", "tiny.xml").exit_code == 1
    assert not Path("tiny-corrected.xml").exists()


MARKED = TEI.replace(
    "governmetn fell",
    "<choice><sic>governmetn</sic><corr resp='#ed' cert='low'>government</corr></choice> fell",
).replace(
    "came back .that", "<sic corr='came'>cmae</sic> back<choice><sic/><corr> on</corr></choice>"
)


def test_a_corrected_tei_is_split_into_its_source_and_its_errata(folder: Path) -> None:
    Path("marked.xml").write_text(MARKED, "utf-8")
    result = publish("import", "marked.xml", "--source", "plain.xml")
    assert result.exit_code == 0, result.output
    source = Path("plain.xml").read_text("utf-8")
    assert "<choice" not in source
    assert "The governmetn fell" in source
    assert "storm cmae back night" in source
    found = errata("check", "plain.xml")
    assert [each["outcome"] for each in found] == ["applied"] * 3
    assert (found[0]["by"], found[0]["certainty"]) == ("ed", "low")
    publish("apply", "plain.xml", "--plain", "-o", "again.xml")
    assert "storm came back on night" in Path("again.xml").read_text("utf-8")


def test_a_spreadsheet_is_added(folder: Path) -> None:
    Path("list.csv").write_text("find;replace;by\nback .that;back that;B. Reader\n", "utf-8-sig")
    assert publish("import", "list.csv", "tiny.xml").exit_code == 0
    added = errata("list", "tiny.xml")[2]
    assert (added["id"], added["by"], added["matches"]) == ("E009", "B. Reader", 1)


def test_diff_tells_added_changed_and_withdrawn(folder: Path) -> None:
    newer = ERRATA.replace('"held"', '"verified"').replace("E007", "E010")
    Path("newer.toml").write_text(newer, "utf-8")
    found = errata("diff", "tiny.errata.toml", "newer.toml")
    assert {each["id"]: each["outcome"] for each in found} == {
        "E010": "added",
        "E008": "changed",
        "E007": "withdrawn",
    }
    assert (
        "status: 'held' -> 'verified'" in publish("diff", "tiny.errata.toml", "newer.toml").stdout
    )


def test_no_control_character_gets_into_the_file(folder: Path) -> None:
    Path("in.csv").write_text("find,replace\nfell,\x00fell\n", "utf-8")
    imported = publish("import", "in.csv", "tiny.xml")
    added = publish("add", "tiny.xml", "--find", "fell", "--replace", "f\x01ll")
    assert (imported.exit_code, added.exit_code) == (1, 1)
    assert "in.csv:2: error REA-121 replace holds the control character U+0000" in imported.stderr
    assert "REA-121 replace holds the control character U+0001" in added.stderr
    assert Path("tiny.errata.toml").read_text("utf-8") == ERRATA


def test_decisions_keep_comments_and_order(folder: Path) -> None:
    done = publish(
        "verify", "E008", "--book", "tiny.xml", "--by", "B. Editor", "--reason", "scan 12"
    )
    assert done.exit_code == 0, done.output
    text = Path("tiny.errata.toml").read_text("utf-8")
    assert text == ERRATA.replace('"held"', '"verified"\nby = "B. Editor"\nreason = "scan 12"')
    publish("edit", "E008", "--book", "tiny.xml", "--reason", "", "--read", "gale rose")
    text = Path("tiny.errata.toml").read_text("utf-8")
    assert text == ERRATA.replace('"held"', '"verified"\nby = "B. Editor"').replace(
        "wind rose", "gale rose"
    )
    publish("remove", "E007", "--book", "tiny.xml")
    kept = Path("tiny.errata.toml").read_text("utf-8")
    assert kept.startswith('# Read against the scan of 1901.\n\n[[erratum]]\nid = "E008"')
    assert [each["id"] for each in errata("list", "tiny.xml")] == ["E008"]


def test_what_cannot_be_applied_is_not_verified(folder: Path) -> None:
    before = ERRATA + '\n[[erratum]]\nid = "E009"\nfind = "strom"\nreplace = "storm"\n'
    Path("tiny.errata.toml").write_text(before, "utf-8")
    result = publish("verify", "E009", "--book", "tiny.xml")
    assert result.exit_code == 1
    assert "REV-002" in result.stderr
    assert "storm" in result.stderr
    assert Path("tiny.errata.toml").read_text("utf-8") == before


def test_a_reported_erratum_says_that_it_changes_nothing_yet(folder: Path) -> None:
    said = publish("add", "tiny.xml", "--find", "evening", "--replace", "morning").output
    assert "changes nothing until `publish errata verify E009`" in said


@pytest.mark.parametrize(
    ("rows", "what"),
    [
        ("governmetn, it,government, it,2", "more or fewer cells"),
        ("governmetn", "more or fewer cells"),
        (f"governmetn,{'x' * 140_000},,", "no row of a table"),
        ("governmetn,government,,5", "page"),
    ],
)
def test_a_row_loses_no_words_in_silence(folder: Path, rows: str, what: str) -> None:
    Path("letters.csv").write_text(f"for,read,page,line\n{rows}\n", "utf-8")
    result = publish("import", "letters.csv", "tiny.xml")
    assert result.exit_code == 1
    assert "letters.csv:2: error REV-032" in result.output
    assert what in result.output
    assert Path("tiny.errata.toml").read_text("utf-8") == ERRATA


def test_empty_rows_of_a_table_are_none(folder: Path) -> None:
    Path("letters.csv").write_text("for,read,page\n,,\nevening,morning,\n\n,,\n", "utf-8")
    result = publish("import", "letters.csv", "tiny.xml")
    assert "1 errata imported" in result.output


def test_line_ends_of_the_errata_file_are_kept(folder: Path) -> None:
    path = Path("tiny.errata.toml")
    path.write_bytes(ERRATA.replace("\n", "\r\n").encode())
    publish("verify", "E008", "--book", "tiny.xml", "--by", "Ann", "--reason", "seen")
    publish("add", "tiny.xml", "--find", "evening", "--replace", "morning")
    data = path.read_bytes()
    assert b'reason = "seen"\r\n' in data
    assert b'find = "evening"\r\n' in data
    assert data.count(b"\n") == data.count(b"\r\n")
