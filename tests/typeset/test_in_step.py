"""Translations in step with their originals: which passages answer each other, and what is kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from publish.model.document import Document
from publish.model.edition import Book, Edition, Text
from publish.model.publication import Matter, Publication
from publish.typeset import typeset

H = "{http://www.w3.org/1999/xhtml}"
LATIN, ENGLISH = 'xml:lang="la"', 'xml:lang="en"'


def typeset_in_step(body: str, translation: str = "columns") -> Publication:
    text = f'<text xml:lang="la"><body>{body}</body></text>'
    return of_root(text, Text(translation=translation))


def of_root(text: str, asked: Text) -> Publication:
    root = etree.fromstring(f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/>{text}</TEI>')
    document = Document(root, Path("in.xml"), "in.xml")
    edition = Edition(book=Book(title="T", language="la"), text=asked)
    publication, findings = typeset(document, edition)
    assert not [f for f in findings if f.severity.value == "error"]
    return publication


def rows(publication: Publication) -> list[tuple[str, str]]:
    """List what stands in each row: the words of the original, those of the translation."""
    parts = [part for part in publication.parts if part.matter is Matter.BODY]
    found = [e for p in parts for e in p.body.iter(H + "div") if e.get("class") == "in-step-row"]
    return [(words(row[0]), words(row[1])) for row in found]


def words(element: etree._Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())


def pair(original: str, translation: str) -> str:
    return (
        f'<div type="edition" {LATIN}>{original}</div>'
        f'<div type="translation" {ENGLISH}>{translation}</div>'
    )


SHAPES = {
    "the same numbers": pair(
        "<p>Pr.</p><ab n='1'>A.</ab><ab n='2'>B.</ab><ab n='3'>C.</ab>",
        "<ab n='1'>a.</ab><ab n='3'>c.</ab>",
    ),
    "pointers": pair(
        "<p>Pr.</p><p xml:id='a'>A.</p><p>B.</p><p xml:id='c'>C.</p>",
        "<p corresp='#a'>a.</p><p ana='#c'>c.</p>",
    ),
    "pointers of the original": pair(
        "<p>Pr.</p><p sameAs='#x'>A.</p><p>B.</p><p corresp='#y'>C.</p>",
        "<p xml:id='x'>a.</p><p xml:id='y'>c.</p>",
    ),
    "links": pair(
        "<p>Pr.</p><p xml:id='a'>A.</p><p>B.</p><p xml:id='c'>C.</p>",
        "<p xml:id='x'>a.</p><p xml:id='y'>c.</p>"
        "<linkGrp><link target='#a #x'/><link target='#c #y'/></linkGrp>",
    ),
}


@pytest.mark.parametrize("shape", list(SHAPES))
def test_passages_are_tied_by(shape: str) -> None:
    found = [(o.replace("1 ", "").replace("2 ", "").replace("3 ", ""), t[-2:]) for o, t in
             rows(typeset_in_step(SHAPES[shape]))]  # fmt: skip
    assert [t for _, t in found if t] == ["a.", "c."]
    assert [o for o, t in found if t == "c."] == ["C."]
    assert "A." in next(o for o, t in found if t == "a.")
    assert sum(o.count("B.") for o, _ in found) == 1


def test_passages_without_ties_go_by_their_places_between_those_that_have_them() -> None:
    original = "<div n='1'><p>A.</p><p>B.</p></div><div n='2'><p>C.</p><p>D.</p><p>E.</p></div>"
    translation = "<div n='1'><p>a.</p><p>b.</p></div><div n='2'><p>c.</p></div>"
    found = rows(typeset_in_step(pair(original, translation)))
    assert found[:2] == [("A.", "a."), ("B.", "b.")]
    assert found[2:] == [("C.D.E.", "c.")]


def test_texts_of_a_group_in_two_languages_are_a_pair() -> None:
    texts = "".join(
        f'<text xml:lang="{lang}"><body><div><head>{head}</head><p>{words}</p></div></body></text>'
        for lang, head, words in (("la", "Caput", "Verba."), ("en", "Head", "Words."))
    )
    publication = of_root(f"<text><group>{texts}</group></text>", Text(translation="columns"))
    assert rows(publication) == [("Caput", "Head"), ("Verba.", "Words.")]


def test_chapters_keep_their_parts_and_contents_name_each_once() -> None:
    def chapters(said: str) -> str:
        paragraphs = f"<p>{said * 900}</p>" * 2
        return "".join(
            f'<div type="textpart" subtype="chapter" n="{n}">{paragraphs}</div>' for n in (1, 2)
        )

    publication = typeset_in_step(pair(chapters("verba "), chapters("words ")))
    assert [entry.title for entry in publication.contents] == ["Caput 1", "Caput 2"]
    names = [part.name for part in publication.parts if part.matter is Matter.BODY]
    assert names == ["chapter-01", "chapter-02"]
    assert [row[0][:7] for row in rows(publication)] == ["Caput 1", "verba v", "verba v"] * 1 + [
        "Caput 2", "verba v", "verba v",
    ]  # fmt: skip


def test_notes_go_with_their_words_and_are_told_apart() -> None:
    body = pair("<p>A.<note>Sic.</note></p>", "<p>a.<note>So.</note> b.<note>Yes.</note></p>")
    publication = typeset_in_step(body)
    (part,) = [part for part in publication.parts if part.matter is Matter.BODY]
    assert [(note.label, words(note.body)) for note in part.notes] == [
        ("1", "Sic."), ("a", "So."), ("b", "Yes."),
    ]  # fmt: skip
    (row,) = [e for e in part.body.iter(H + "div") if e.get("class") == "in-step-row"]
    assert [a.text for a in row.iter(H + "a")] == ["1", "a", "b"]
    assert row[1].get("lang") == "en"


def test_after_leaves_both_texts_whole() -> None:
    body = pair("<p>A.</p><p>B.</p>", "<p>a.</p><p>b.</p>")
    assert rows(typeset_in_step(body, "after")) == []


def test_sections_that_are_divisions_on_one_side_are_milestones_on_the_other() -> None:
    original = "".join(
        f"<div type='textpart' subtype='section' n='{n}'><p>S{n}.</p></div>" for n in range(1, 5)
    )
    translation = (
        "<p><milestone unit='chapter' n='1'/><milestone unit='section' n='1'/>s1. "
        "<milestone unit='section' n='2'/>s2.</p>"
        "<p><milestone unit='chapter' n='2'/><milestone unit='section' n='3'/>s3.</p>"
        "<p><milestone unit='section' n='4'/>s4.</p>"
    )
    found = rows(typeset_in_step(pair(original, translation)))
    assert [(o[-3:], t[-3:]) for o, t in found] == [("S2.", "s2."), ("S3.", "s3."), ("S4.", "s4.")]


def test_headings_of_chapters_that_the_original_does_not_have_stay_before_their_words() -> None:
    chapters = "".join(
        f"<div type='textpart' subtype='chapter' n='{n}'><p>c{n}.</p></div>" for n in (1, 2, 3)
    )
    one = "<div type='textpart' subtype='chapter' n='1'><p>C1.</p></div>"
    found = rows(typeset_in_step(pair(one, chapters)))
    assert found == [("Caput 1", "Chapter 1"), ("C1.", "c1.Chapter 2c2.Chapter 3c3.")]


@pytest.mark.parametrize(
    ("chosen", "words"), [("", "a."), ("de", "ä."), ("third", "x."), ("2", "ä.")]
)
def test_of_several_translations_one_goes_in_step(chosen: str, words: str) -> None:
    body = pair("<p>A.</p>", "<p>a.</p>") + (
        '<div type="translation" xml:lang="de"><p>ä.</p></div>'
        '<div type="translation" xml:id="third"><p>x.</p></div>'
    )
    text = Text(translation="columns", translation_shown=chosen)
    publication = of_root(f'<text xml:lang="la"><body>{body}</body></text>', text)
    assert rows(publication) == [("A.", words)]
    said = " ".join(map(str, (t for part in publication.parts for t in part.body.itertext())))
    assert all(other in said for other in ("a.", "ä.", "x."))


@pytest.mark.parametrize(
    ("language", "chosen", "words_said", "told"),
    [
        ("en", "", "a.", '"en" goes in step'),
        ("la", "", "я.", '"ru" (Russian), "en" (English); "ru" goes in step'),
        ("en", "fr", "a.", "none is the 'fr' of translation_shown"),
        ("en", "ru", "я.", ""),
    ],
)
def test_a_book_takes_the_translation_in_its_own_language_and_says_so(
    language: str, chosen: str, words_said: str, told: str
) -> None:
    russian = '<div type="translation" xml:lang="ru"><p>я.</p></div>'
    body = pair("<p>A.</p>", "<p>a.</p>").replace("</div><div", f"</div>{russian}<div")
    source = f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body>{body}</body></text></TEI>'
    document = Document(etree.fromstring(source), Path("in.xml"), "in.xml")
    asked = Text(translation="columns", translation_shown=chosen)
    publication, findings = typeset(
        document, Edition(book=Book(title="T", language=language), text=asked)
    )
    assert rows(publication) == [("A.", words_said)]
    messages = [f.message for f in findings if f.code == "TYP-118"]
    assert len(messages) == bool(told)
    assert all(told in message for message in messages)


def test_translations_in_one_language_are_chosen_by_their_places() -> None:
    other = '<div type="translation" xml:lang="en" resp="#AB"><p>z.</p></div>'
    text = f'<text xml:lang="la"><body>{pair("<p>A.</p>", "<p>a.</p>")}{other}</body></text>'
    root = etree.fromstring(f'<TEI xmlns="http://www.tei-c.org/ns/1.0">{text}</TEI>')
    edition = Edition(book=Book(title="T", language="en"), text=Text(translation="facing"))
    _, findings = typeset(Document(root, Path("in.xml"), "in.xml"), edition)
    (told,) = [f.message for f in findings if f.code == "TYP-118"]
    assert told.startswith('translations of a text: "1" (English), "2" (English, #AB); "1" goes')
    text = f"<body>{pair('<p>A.</p>', '<p>a.</p>')}{other}</body>"
    found = rows(of_root(f"<text>{text}</text>", Text(translation="facing", translation_shown="2")))
    assert found == [("A.", "z.")]


def test_prose_goes_in_step_with_the_verses_by_which_it_is_cited() -> None:
    """Texts of Perseus in one group: cards have the numbers of verses, texts their urns."""
    verses = "".join(f"<l n='{n}'>versus{n}</l>" for n in range(1, 41))
    cards = "".join(
        f"<div type='textpart' subtype='card' n='{n}'><p>p{n}</p></div>" for n in (1, 22)
    )
    texts = (
        f"<text {LATIN}><body><div type='edition' n='urn:cts:a'>{verses}</div></body></text>"
        f"<text {ENGLISH}><body><div type='translation' n='urn:cts:b'>{cards}</div></body></text>"
    )
    found = rows(of_root(f"<text><group>{texts}</group></text>", Text(translation="columns")))
    assert [t for _, t in found] == ["1", "p1", "22", "p22"]
    assert [o[:9] for o, _ in found] == ["", "versus1ve", "", "versus22v"]
