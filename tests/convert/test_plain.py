"""Plain text: Project Gutenberg's, any other, and the text of the first book."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import etree

from publish.cli import main
from publish.model.document import TEI

from .conftest import Imported, Imports, words_of

ROOT = Path(__file__).parents[2]
SOURCE = ROOT.parent / "shared" / "source"

PROSE = (
    "The sea lay still under the morning, and the boats went out one after the\n"
    "other without a word, as they had done on every day since the old man had\n"
    "come to live there.\n"
)

GUTENBERG = f"""\
The Project Gutenberg EBook of The Storm, by Ann Miller

This eBook is for the use of anyone anywhere.

Title: The Storm
       A Tale

Author: Ann Miller

Translator: Bob Smith

Release Date: December 6, 2004 [EBook #14263]

Language: English

*** START OF THIS PROJECT GUTENBERG EBOOK THE STORM ***



Produced by Somebody and Others




THE STORM

By Ann Miller




CONTENTS

I.  THE BOATS                                       1
II. THE NETS                                        9




CHAPTER I

THE BOATS


{PROSE}
He said _nothing_ at all--not a word.[1] And {{12}} that was =that=.

    The boats go out, the boats come in,
      And what they bring is what has been,
    The nets are full.

{PROSE}
       *       *       *       *       *

{PROSE}
[1] A note of one
line.




CHAPTER II

THE NETS


{PROSE}
    Wind          Force
    gale          8
    storm         10

[Illustration: The boats]

{PROSE}



End of the Project Gutenberg EBook of The Storm, by Ann Miller

*** END OF THIS PROJECT GUTENBERG EBOOK THE STORM ***

The licence, in which nobody is interested.
"""


def test_gutenbergs_frame_goes_to_the_header(imports: Imports) -> None:
    made = imports("storm.txt", GUTENBERG)
    book = made.edition["book"]
    assert (book["title"], book["subtitle"], book["language"]) == ("The Storm", "A Tale", "en")
    assert [(row["name"], row["role"]) for row in book["contributors"]] == [
        ("Ann Miller", "aut"),
        ("Bob Smith", "trl"),
    ]
    assert book["source"] == "Project Gutenberg, no. 14263"
    assert "licence" not in made.body()
    assert "The licence, in which nobody" in etree.tostring(
        made.find("//teiHeader")[0], encoding="unicode"
    )


def test_chapters_verse_tables_and_notes_of_a_text(imports: Imports) -> None:
    made = imports("storm.txt", GUTENBERG)
    heads = [[each.text for each in div.iterchildren("{*}head")] for div in made.find("//body/div")]
    assert heads == [["CHAPTER I", "THE BOATS"], ["CHAPTER II", "THE NETS"]]
    body = made.body()
    assert '<hi rend="italic">nothing</hi> at all—not a word.<note place="foot">' in body
    assert 'A note of one line.</note> And <pb n="12"/>that was <hi rend="bold">that</hi>.' in body
    assert "<lg><l>The boats go out, the boats come in,</l>" in body
    assert '<l rend="indent1">And what they bring is what has been,</l>' in body
    assert '<milestone unit="section" rend="stars"/>' in body
    assert "<row><cell>gale</cell><cell>8</cell></row>" in body
    assert "<head>The boats</head>" in body
    assert "CONTENTS" not in body


def test_no_word_of_a_text_is_lost(imports: Imports) -> None:
    made = imports("storm.txt", GUTENBERG)
    assert "IMP-004" not in made.said
    told = words_of(
        "Illustration 1 1 I II THE BOATS THE NETS CONTENTS 9 12 1 THE STORM By Ann Miller"
    )
    assert words_of(GUTENBERG.replace("_", " ")) - made.words() - told == {}


def test_words_that_line_ends_part_are_joined_where_the_text_has_them_whole(
    imports: Imports,
) -> None:
    text = (
        f"{PROSE}\nThe fisherman was there, a well-known man.\n\n"
        "Behind the houses that stand along the shore all night long there was a fisher-\n"
        "man, and with him was the daughter of another man of that place, with her well-\n"
        "known boat.\n"
    )
    made = imports("a.txt", text)
    assert "a fisherman, and with him" in made.body()
    assert "her well-known boat." in made.body()


def test_paragraphs_told_by_indents_alone_are_parted(imports: Imports) -> None:
    lines = ["  " + PROSE.replace("\n", "\n").rstrip() for _ in range(12)]
    made = imports("a.txt", "\n".join(lines) + "\n")
    assert len(made.find("//body/p")) == 12


def test_a_letter_in_a_text(imports: Imports) -> None:
    letter = (
        "CHAPTER I\n\n" + PROSE + "\n" + " " * 50 + "Hastings, 3 May 1871.\n\n"
        "Dear Ann,\n\n" + PROSE + "\nYours ever,\n" + " " * 55 + "John.\n\n" + PROSE
    )
    made = imports("a.txt", f"{letter}\n\n\nCHAPTER II\n\n{PROSE}")
    assert (
        '<floatingText type="letter"><body><opener><dateline>Hastings, 3 May 1871.' in made.body()
    )
    assert "<salute>Dear Ann,</salute></opener>" in made.body()
    assert "<closer><signed>Yours ever,<lb/>" in made.body()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_texts_in_other_encodings(encoding: str, imports: Imports) -> None:
    made = imports("a.txt", f"{PROSE}\nA façade — “so”.\n".encode(encoding))
    assert "A façade — “so”." in made.body()


@pytest.fixture(scope="module")
def first_book(tmp_path_factory: pytest.TempPathFactory) -> Imported:
    """The first book's source, imported as anybody would."""
    if not SOURCE.is_dir():
        pytest.skip(f"the first book's source is not at {SOURCE}")
    folder = tmp_path_factory.mktemp("first") / "book"
    (source,) = SOURCE.glob("*.txt")
    result = CliRunner().invoke(main, ["import", str(source), "-o", str(folder), "--verbose"])
    assert result.exit_code == 0, result.output
    return Imported(folder, result.stderr)


def manuscript() -> etree._Element:
    (path,) = (ROOT / "manuscript").glob("*.xml")
    text = etree.parse(path).getroot().find(f"{{{TEI}}}text")
    assert text is not None
    return text


def blocks(root: etree._Element, name: str) -> list[str]:
    return [" ".join("".join(each.itertext()).split()) for each in root.iter(f"{{{TEI}}}{name}")]


def test_the_first_book_imported_anew_is_the_manuscript(first_book: Imported) -> None:
    """But for the introduction's place and the block quotation, which an editor decided."""
    (body,) = first_book.find("//text/body")
    ours = manuscript()
    quotation = blocks(next(q for q in ours.iter(f"{{{TEI}}}quote") if len(q)), "p")
    assert [p for p in blocks(body, "p")] == blocks(ours, "p")
    assert quotation[0] in blocks(body, "p")
    assert blocks(body, "head") == blocks(ours, "head")


def test_what_an_editor_decides_of_the_first_book_is_told(first_book: Imported) -> None:
    assert first_book.edition["book"]["title"] == "How We Made the Russian October"
    assert [row["name"] for row in first_book.edition["book"]["contributors"]] == ["Leon Trotsky"]
    assert len(re.findall("IMP-010", first_book.said)) == 3
    header = etree.tostring(first_book.find("//teiHeader")[0], encoding="unicode")
    assert "Top of page" in header
    assert "IMP-004" not in first_book.said
