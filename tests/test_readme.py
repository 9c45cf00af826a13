"""What the README shows is so: its TEI, its erratum, its commands, its picture."""

from __future__ import annotations

import re
from pathlib import Path

import click

from publish.cli import main
from publish.pipeline import check_manuscript, prepare

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
HEAVIEST = 300 * 1024


def block(language: str) -> str:
    (found,) = re.findall(rf"```{language}\n(.*?)```", README, re.S)
    return str(found)


def test_the_ten_lines_are_a_book_and_the_erratum_corrects_it(tmp_path: Path) -> None:
    (tmp_path / "quay.xml").write_text(block("xml"), "utf-8")
    (tmp_path / "quay.errata.toml").write_text(block("toml"), "utf-8")
    assert (block("xml").count("\n"), block("toml").count("\n")) == (10, 5)
    build = prepare(tmp_path / "quay.xml")
    check_manuscript(build)
    assert [str(f) for f in build.findings if f.severity != "notice"] == []
    assert build.publication is not None
    text = "".join("".join(part.body.itertext()) for part in build.publication.parts)
    assert "Nobody had slept." in text


def test_every_command_is_in_the_table() -> None:
    assert isinstance(main, click.Group)
    table = README.split("## The commands")[1].split("All options")[0]
    rows = set(re.findall(r"^\| `publish (\w+)", table, re.M))
    assert rows == set(main.list_commands(click.Context(main)))


def test_the_picture_is_there_and_light() -> None:
    pictures = re.findall(r"!\[[^]]+\]\(([^)]+)\)", README)
    assert pictures
    assert all((ROOT / picture).stat().st_size < HEAVIEST for picture in pictures)


def test_every_link_leads_somewhere() -> None:
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", README)
    assert [link for link in links if "//" not in link and not (ROOT / link).exists()] == []
