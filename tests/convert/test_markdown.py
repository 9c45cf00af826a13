"""Markdown: what pandoc reads of it reaches the TEI as what it is."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from publish.cli import main

from .conftest import Imports, words_of

BOOK = """\
---
title: The Storm
subtitle: A Tale
author: [Ann Miller, Bob Smith]
date: 1899-05-01
lang: en-GB
keywords: [sea, weather]
---

# Part One

## Chapter 1 {#one}

Some *emphasis* and **bold**, [capitals]{.smallcaps}, x^2^, H~2~O.[^1] See [there](#two).

> We have lingered in the chambers of the sea.
>
> — T. S. Eliot

| The boats go out,
|     the boats come in,
|
| And what they bring is what has been.

* * *

1. nets
2. boats

Gale
:   a strong wind

## Chapter 2 {#two}

| Wind | Force |
|------|------:|
| gale | 8     |

: Beaufort's scale

![The boats](boats.png)

The formula $E = mc^2$ is \\emph{not} his.

[^1]: A note.

    Of two paragraphs.
"""


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(out, "PNG")
    return out.getvalue()


def test_a_book_in_markdown_becomes_parts_and_chapters(imports: Imports) -> None:
    made = imports("storm.md", BOOK, boats__png=picture())
    assert [each.get("type") for each in made.find("//body//div")] == ["part", "chapter", "chapter"]
    heads = [each.text for each in made.find("//body//div/head")]
    assert heads == ["Part One", "Chapter 1", "Chapter 2"]


def test_notes_stand_where_they_are_called(imports: Imports) -> None:
    made = imports("storm.md", BOOK, boats__png=picture())
    (note,) = made.find("//note")
    assert [" ".join(each.text.split()) for each in note] == ["A note.", "Of two paragraphs."]
    assert note.getprevious().tail == "O."
    assert note.get("place") == "foot"


def test_verse_quotation_lists_table_and_formula(imports: Imports) -> None:
    made = imports("storm.md", BOOK, boats__png=picture())
    body = made.body()
    assert '<lg><l>The boats go out,</l><l rend="indent1">the boats come in,</l></lg>' in body
    assert "<cit><quote><p>We have lingered in the chambers of the sea.</p></quote>" in body
    assert "<bibl>— T. S. Eliot</bibl></cit>" in body
    assert '<milestone unit="section" rend="rule"/>' in body
    assert '<list rend="numbered"><item>nets</item><item>boats</item></list>' in body
    assert '<list type="gloss"><label>Gale</label><item>a strong wind</item></list>' in body
    assert '<table><head>Beaufort’s scale</head><row role="label"><cell>Wind</cell>' in body
    assert '<formula notation="TeX">E = mc^2</formula> is \\emph{not} his.' in body
    assert '<figure><graphic url="images/boats.png"/><head>The boats</head></figure>' in body
    assert (made.folder / "manuscript" / "images" / "boats.png").read_bytes() == picture()


def test_a_link_to_a_heading_leads_there(imports: Imports) -> None:
    made = imports("storm.md", BOOK, boats__png=picture())
    (ref,) = made.find("//ref")
    (head,) = made.find("//head[@xml:id]")
    assert ref.get("target") == "#two"
    assert head.text == "Chapter 2"


def test_the_edition_says_what_the_source_told(imports: Imports) -> None:
    made = imports("storm.md", BOOK, boats__png=picture())
    book = made.edition["book"]
    assert (book["title"], book["subtitle"], book["language"]) == ("The Storm", "A Tale", "en-GB")
    assert [row["name"] for row in book["contributors"]] == ["Ann Miller", "Bob Smith"]
    assert book["date"] == "1899-05-01"
    assert [row["term"] for row in book["subjects"]] == ["sea", "weather"]
    assert "warning" not in made.said


def test_no_word_of_it_is_lost(imports: Imports) -> None:
    made = imports("storm.md", BOOK, boats__png=picture())
    written = BOOK.replace("{.smallcaps}", "").replace("boats.png", "").replace("[^1]", "")
    for word in ("title", "subtitle", "author", "date", "lang", "keywords", "one}", "two}", "#two"):
        written = written.replace(word, "", 1)
    written = written.replace("1. nets\n2. boats", "nets boats")
    assert words_of(written) - made.words() == {}


@pytest.mark.parametrize("place", ["out/book.xml", "book.xml"])
def test_one_file_is_written_where_one_is_asked_for(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.md").write_text("# One\n\nWords.\n", "utf-8")
    assert CliRunner().invoke(main, ["import", "a.md", "-o", place]).exit_code == 0
    assert "<p>Words.</p>" in Path(place).read_text("utf-8")


def test_several_files_become_one_book_in_their_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("b", "a"):
        Path(f"{name}.md").write_text(
            f"# Chapter {name}\n\nWords of {name}.[^1]\n\n[^1]: N{name}.\n"
        )
    assert CliRunner().invoke(main, ["import", "b.md", "a.md", "-o", "x"]).exit_code == 0
    text = next(Path("x/manuscript").glob("*.xml")).read_text("utf-8")
    assert text.index("Words of b") < text.index("Words of a")
    assert "Nb." in text and "Na." in text


def test_nothing_is_written_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.md").write_text("# One\n\nWords.\n", "utf-8")
    assert CliRunner().invoke(main, ["import", "a.md"]).exit_code == 0
    before = {path: path.read_bytes() for path in Path("a").rglob("*") if path.is_file()}
    again = CliRunner().invoke(main, ["import", "a.md"])
    assert again.exit_code == 2
    assert "IMP-005" in again.stderr
    assert {path: path.read_bytes() for path in Path("a").rglob("*") if path.is_file()} == before
