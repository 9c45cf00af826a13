"""The command line as a contract: exit codes, --json, stdout and stderr, and the manual."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from publish.cli import main
from publish.cli.main import COMMANDS

ROOT = Path(__file__).parents[2]
TINY = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt>
<title>Tiny</title><author>Ann Author</author></titleStmt><publicationStmt><p>Public domain</p>
</publicationStmt><sourceDesc><p>Born digital</p></sourceDesc></fileDesc></teiHeader>
<text xml:lang="en"><body><div xml:id="one"><head>One</head><p xml:id="p1">The governmetn fell.</p>
</div><div><head>Two</head><p>It rose again.</p></div></body></text></TEI>
"""
ERRATUM = """[[erratum]]
id = "E001"
find = "governmetn"
replace = "government"
status = "verified"
date = 2026-01-02
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("tiny.xml").write_text(TINY, "utf-8")
    return tmp_path


def publish(*words: str) -> Result:
    return CliRunner().invoke(main, words)


def told(result: Result) -> dict[str, object]:
    assert "Traceback" not in result.output
    return json.loads(result.stdout)


def test_a_bare_file_becomes_an_epub_beside_you(folder: Path) -> None:
    result = publish("epub", "tiny.xml")
    assert result.exit_code == 0, result.output
    assert result.stdout.strip() == "tiny.epub"
    assert (folder / "tiny.epub").stat().st_size > 1000


def test_errata_beside_a_bare_file_are_applied_and_the_source_stays(folder: Path) -> None:
    Path("tiny.errata.toml").write_text(ERRATUM, "utf-8")
    assert publish("epub", "tiny.xml", "--no-check", "--keep-stages", "stages").exit_code == 0
    kept = Path("stages/01-apply_errata.xml").read_text("utf-8")
    assert "<sic>governmetn</sic>" in kept
    assert "government</corr>" in kept
    assert Path("tiny.xml").read_text("utf-8") == TINY


def test_json_is_one_object_with_the_keys_of_the_contract(folder: Path) -> None:
    answer = told(publish("epub", "tiny.xml", "--no-check", "--json"))
    assert set(answer) >= {"outputs", "findings", "seconds"}
    assert answer["outputs"] == ["tiny.epub"]


def test_an_erratum_that_matches_nothing_leaves_the_last_good_output(folder: Path) -> None:
    Path("tiny.epub").write_bytes(b"the last good one")
    Path("tiny.errata.toml").write_text(ERRATUM.replace("metn", "mtne", 1), "utf-8")
    result = publish("epub", "tiny.xml", "--json")
    assert result.exit_code == 1
    findings = told(result)["findings"]
    assert any(finding["code"] == "REV-002" for finding in findings)  # type: ignore[attr-defined]
    assert Path("tiny.epub").read_bytes() == b"the last good one"
    assert sorted(path.name for path in folder.iterdir()) == [
        "tiny.epub",
        "tiny.errata.toml",
        "tiny.xml",
    ]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("nowhere.xml", None, 2),
        ("page.xml", "<html><body/></html>", 1),
        ("broken.xml", TINY.replace("</head><p xml", "<p xml"), 1),
        ("words.xml", "Just words.", 1),
        ("empty.xml", "", 1),
    ],
)
def test_bad_input_is_one_clear_finding(
    folder: Path, name: str, content: str | None, code: int
) -> None:
    if content is not None:
        Path(name).write_text(content, "utf-8")
    result = publish("epub", name)
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    assert re.search(r"error [A-Z]{3}-\d{3} ", result.stderr)
    assert name in result.stderr


def test_what_repeats_by_the_hundred_is_shown_a_few_times_and_counted(folder: Path) -> None:
    links = "".join(f"\n<ref target='#n{number}'>a</ref>" for number in range(100))
    Path("tiny.xml").write_text(TINY.replace("It rose", f"{links} It rose"), "utf-8")
    shown = publish("check", "--fast", "tiny.xml").stderr.splitlines()
    assert [line.split("TYP-004")[0] for line in shown] == [
        f"tiny.xml:{line}:1: warning " for line in range(6, 12)
    ]
    assert shown[-1].endswith(
        "TYP-004 and 95 more like it, of which this is the first; "
        "--verbose and --json list them all"
    )
    assert len(publish("check", "--fast", "tiny.xml", "--verbose").stderr.splitlines()) == 100


def test_an_unwritable_place_is_a_finding(folder: Path) -> None:
    Path("file").write_text("in the way", "utf-8")
    result = publish("epub", "tiny.xml", "--no-check", "-o", "file/tiny.epub")
    assert result.exit_code == 2
    assert "CLI-002" in result.stderr


def test_of_several_outputs_all_are_written_or_none(folder: Path) -> None:
    Path("manuscript").mkdir()
    Path("tiny.xml").rename("manuscript/tiny.xml")
    decided = 'slug = "tiny"\noutputs = ["epub", "kobo"]\n'
    Path("manuscript/edition.toml").write_text(decided, "utf-8")
    Path("dist/tiny.kepub.epub").mkdir(parents=True)
    result = publish("build", "--no-check")
    assert result.exit_code == 2, result.output
    assert "CLI-002 cannot write dist/tiny.kepub.epub" in result.stderr
    assert [path.name for path in Path("dist").iterdir()] == ["tiny.kepub.epub"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize(
    "words", [("check", "--fast", "--json", "tiny.xml"), ("--version",), ("pdf", "--help")]
)
def test_a_full_disk_behind_standard_output_is_told(folder: Path, words: tuple[str, ...]) -> None:
    command = [sys.executable, "-m", "publish", *words]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 2
    (said,) = done.stderr.splitlines()
    assert said.startswith("error CLI-002 cannot write to standard output: No space left")


def test_stages_that_cannot_be_kept_are_a_finding(folder: Path) -> None:
    Path("file").write_text("in the way", "utf-8")
    result = publish("check", "--fast", "tiny.xml", "--keep-stages", "file/stages")
    assert result.exit_code == 2
    assert "CLI-002" in result.stderr
    assert "--keep-stages" in result.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("epub", "tiny.xml", "-o", "tiny.xml"),
        ("pdf", "tiny.xml", "-o", "../here/tiny.xml"),
        ("epub", "tiny.xml", "-o", "tiny.errata.toml"),
        ("errata", "apply", "tiny.xml", "-o", "tiny.xml"),
    ],
)
def test_nothing_is_written_over_the_manuscript(folder: Path, words: tuple[str, ...]) -> None:
    words = tuple(word.replace("here", folder.name) for word in words)
    Path("tiny.errata.toml").write_text(ERRATUM, "utf-8")
    result = publish(*words)
    assert result.exit_code == 2, result.output
    assert "CLI-004" in result.stderr
    assert Path("tiny.xml").read_text("utf-8") == TINY
    assert Path("tiny.errata.toml").read_text("utf-8") == ERRATUM


@pytest.mark.parametrize(
    "words",
    [
        ("epubb",),
        ("epub", "--fr", "kobo"),
        ("epub", "tiny.xml", "--text", "x"),
        ("epub", "tiny.xml", "-o", "."),
        ("errata", "import", "nowhere.xml"),
    ],
)
def test_wrong_usage_is_told_as_json_where_asked(folder: Path, words: tuple[str, ...]) -> None:
    result = publish(*words, "--json")
    assert result.exit_code == 2
    assert [finding["code"] for finding in told(result)["findings"]] == ["CLI-005"]
    plain = publish(*words)
    assert plain.stdout == ""
    assert plain.stderr.startswith("error CLI-005 ")


def test_an_unknown_key_of_the_edition_offers_the_nearest(folder: Path) -> None:
    book = folder / "book" / "manuscript"
    book.mkdir(parents=True)
    shutil.move("tiny.xml", book / "tiny.xml")
    (book / "edition.toml").write_text('[book]\ntitel = "Tiny"\n', "utf-8")
    result = publish("epub", "book", "--no-check")
    assert "title" in result.stderr
    assert "edition.toml:2" in result.stderr


def test_check_tells_of_misplaced_elements_and_building_does_not(folder: Path) -> None:
    Path("tiny.xml").write_text(TINY.replace("<p>It rose", "Loose.<p>It rose"), "utf-8")
    assert "REA-081" in publish("check", "--fast", "tiny.xml").stderr
    assert "REA-081" not in publish("epub", "tiny.xml", "--no-check").stderr
    assert publish("check", "--fast", "--strict", "tiny.xml").exit_code == 1


def test_strict_makes_a_warning_an_error(folder: Path) -> None:
    Path("tiny.xml").write_text(TINY.replace("fell", "<strange>fell</strange>"), "utf-8")
    assert publish("epub", "tiny.xml", "--no-check").exit_code == 0
    assert publish("epub", "tiny.xml", "--no-check", "--strict", "-o", "x.epub").exit_code == 1
    assert not Path("x.epub").exists()


def test_doctor_finds_this_machine_sound() -> None:
    result = publish("doctor")
    assert result.exit_code == 0, result.output
    assert "EPUBCheck" in result.stdout


def test_the_module_runs_as_the_command(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "publish", "--version"], capture_output=True, text=True, check=True
    )
    assert "publish" in done.stdout


def commands(group: click.Group, above: str = "publish") -> list[tuple[str, click.Command]]:
    found = []
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            found += commands(command, f"{above} {name}")
        else:
            found.append((f"{above} {name}", command))
    return found


def test_the_list_of_commands_says_how_the_help_of_each_begins() -> None:
    assert isinstance(main, click.Group)
    context = click.Context(main)
    for name, (_, said) in COMMANDS.items():
        command = main.get_command(context, name)
        assert command is not None and command.help is not None
        assert " ".join(command.help.split()).startswith(said)


def test_listing_the_commands_imports_none_of_them() -> None:
    listing = (
        "import sys\nfrom publish.cli import main\nmain(['--help'], standalone_mode=False)\n"
        "print(*[m for m in sys.modules if m in ('lxml.etree', 'starlette', 'publish.pipeline')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", listing], capture_output=True, text=True, check=True
    )
    assert "doctor" in done.stdout
    assert done.stdout.splitlines()[-1] == ""


@pytest.mark.parametrize(("name", "command"), commands(main), ids=lambda value: str(value)[:40])
def test_every_command_and_option_is_in_the_manual(name: str, command: click.Command) -> None:
    manual = (ROOT / "docs" / "commands.md").read_text("utf-8")
    section = re.search(rf"^## {name}$(.*?)(?=^## |\Z)", manual, re.M | re.S)
    assert section, f"docs/commands.md has no section for {name}"
    options = [word for option in command.params for word in getattr(option, "opts", [])]
    absent = [word for word in options if word.startswith("-") and f"`{word}" not in section[1]]
    common = {"--json", "--quiet", "--verbose", "--strict"}
    assert set(absent) - common == set()
    assert command.help, f"{name} has no help text"
