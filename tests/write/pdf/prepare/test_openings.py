"""Headings of a book in one size, titles and names broken by sense, running heads cut by sense."""

from __future__ import annotations

from xml.etree.ElementTree import fromstring

import pytest

from publish.house.language.sense_lines import bind_by_sense
from publish.write.epub.fitted_lines import Box, fit_lines
from publish.write.pdf.prepare.contents_entries import (
    bind_leaders,
    close_up,
    mark_entries,
    runs_over,
)
from publish.write.pdf.prepare.setting.balance import balanced
from publish.write.pdf.prepare.setting.openings import even_headings
from publish.write.pdf.prepare.short_titles import shorten

LONG = "To Mr. Henry Richardson, on his Performance of Admetus"
VERY_LONG = f"{LONG} in the Alcestis of Euripides, as Represented in the Original Greek at Reading"


def sizes(*headings: str) -> list[str]:
    body = fromstring(f"<body class='body'>{''.join(headings)}</body>")
    front = fromstring("<body class='front'><h1>Preface</h1></body>")
    even_headings([front, body])
    return [heading.get("class", "") for heading in body]


def test_headings_of_a_rank_have_the_size_of_the_longest() -> None:
    assert sizes("<h1>Short</h1>", f"<h1>{LONG}</h1>") == ["long", "long"]
    assert sizes("<h1>Short</h1>", f"<h2>{LONG}</h2>") == ["", "long"]
    assert sizes("<h1>Short</h1>", f"<h1>{VERY_LONG}</h1>") == ["very-long", "very-long"]
    assert sizes(*["<h1>Short</h1>"] * 9, f"<h1>{VERY_LONG}</h1>") == ["long"] * 10
    numbered = f"<h1><span class='head-number'>{LONG}</span> The Sea</h1>"
    assert sizes(numbered) == [""]


@pytest.mark.parametrize(
    ("language", "title", "lines"),
    [
        ("en", "The Collected Letters of J. R. R. Tolkien",
         "The Collected Letters|of J. R. R. Tolkien"),
        ("en", "Theodore Watts-Dunton and Algernon Swinburne",
         "Theodore Watts-Dunton|and Algernon Swinburne"),
        ("de", "Geschichte der Kunst und der Dichtung in Europa",
         "Geschichte der Kunst|und der Dichtung in Europa"),
        ("fr", "Voyage autour de la chambre et du jardin",
         "Voyage autour|de la chambre et du jardin"),
    ],
)  # fmt: skip
def test_titles_and_names_are_broken_by_sense(language: str, title: str, lines: str) -> None:
    bound = balanced(title, 30, 2, language)
    assert bound.replace(" ", "|").replace("\u00a0", " ") == lines


def test_a_cover_breaks_them_by_sense() -> None:
    box = Box(600, 500, 100)
    made = fit_lines("The Lives of A. B. Carr and the Others", box, len, 10, "en")
    ends = [line.split()[-1] for line in made.lines[:-1]]
    assert not {"The", "of", "A.", "B.", "and", "the"} & set(ends), made.lines


def test_running_heads_are_cut_by_sense_without_dots() -> None:
    assert shorten("Natural History: or, the Wonders of the World", 30) == "Natural History"
    assert shorten("Akoma Ntoso: An example of parliamentary debate", 42) == "Akoma Ntoso"
    assert shorten("Sample Poems of Wefo (The Whole Garden)", 30) == "Sample Poems of Wefo"
    assert (
        shorten("A short history of nearly everything there is", 30) == "A short history of nearly"
    )


def test_contents_that_run_over_by_an_entry_are_closed_up() -> None:
    root = fromstring(
        "<body><section><a class='entry'>A</a><a class='entry'>B</a></section></body>"
    )
    mark_entries(root)
    names = [link.get("id", "") for link in root.iter("a")]
    assert len(set(names)) == 2
    assert runs_over([names[:1], names[1:]])
    assert not runs_over([names])
    assert not runs_over([names[:1], [names[1] + str(n) for n in range(6)]])
    close_up(root)
    assert root[0].get("class") == "closed-up"


def test_leaders_keep_to_the_last_word() -> None:
    root = fromstring("<body><a class='entry'>The Sea</a><a class='entry'>第一章 海</a></body>")
    bind_leaders(root)
    assert [(link.text, link[0].text) for link in root] == [("The ", "Sea"), ("第一章 ", "海")]


def test_a_title_breaks_neither_at_a_space_of_the_author_nor_between_day_and_month() -> None:
    title = "Paul Berg an Verlag Vandenhoeck und Ruprecht, {}"
    for date in ("25.\u00a0August 1920", "25. August 1920"):
        assert "25.\u00a0August\u00a01920" in balanced(title.format(date), 42, 2, "de")
    assert bind_by_sense("The Letter of 3 May and of May 1920", "en").count("3\u00a0May") == 1
