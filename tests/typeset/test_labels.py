"""What a book says of itself is in its own language, and names the fonts that it is set in."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from lxml import etree

from publish.house.language.words import NEXT_BEST, language_of_word, word
from publish.model.access import Claim
from publish.model.document import Document
from publish.model.edition import Access, Book, Contributor, Edition, Epub
from publish.model.erratum import Erratum, Kind, Outcome, Resolution
from publish.model.publication import Entry, Publication
from publish.read.imprint import name_licence
from publish.revise.errata_sheet import sheet_section
from publish.typeset import typeset
from publish.write.epub.access_page import access_page
from publish.write.epub.accessibility import accessibility_of
from publish.write.epub.navigation import navigation_document

MakeDocument = Callable[..., Document]
LABELS = Path(word.__code__.co_filename).with_name("labels")
OTHER_TAGS = ["nb", "zh-Hant", "zh-TW"]
LANGUAGES = [*sorted({path.stem for path in LABELS.glob("*.toml")} - {"en"}), *OTHER_TAGS]
KINDS = (
    "chapter part act scene preface introduction dedication epigraph foreword prologue epilogue "
    "appendix notes index titlepage halftitle contents castlist abstract"
).split()
ROLES = "trl edt ill win trc".split()
LONG = "<p>" + "Ⅹ Ⅹ Ⅹ Ⅹ. " * 400 + "</p>"


def labels(language: str) -> dict[str, str]:
    return tomllib.loads((LABELS / f"{language}.toml").read_text("utf-8"))


def everything(tei_document: MakeDocument, language: str) -> Publication:
    """Typeset a book that has all that the toolchain has a word for."""
    divisions = "".join(f"<div type='{kind}' n='3'>{LONG}</div>" for kind in KINDS)
    mark = '<corr xml:id="c1">Ⅹ</corr>'
    term = "<index><term>Ⅹ</term></index>"
    lacking = "<include xmlns='http://www.w3.org/2001/XInclude' href='Ⅹ'/>"
    inside = f"<div><head>Ⅹ</head><p>{mark}{term}<pb n='1'/></p>{lacking}{LONG}</div>"
    document = tei_document(f"{divisions}{inside}", language)
    errata = [Erratum(id=f"e-{kind}", find="Ⅸ", replace="Ⅹ", kind=kind) for kind in Kind]
    document.resolutions = [Resolution(each, Outcome.APPLIED, target="c1") for each in errata]
    book = Book(
        title="Ⅹ",
        language=language,
        contributors=tuple(Contributor(name="Ⅹ", role=role) for role in ROLES),
        source="Ⅹ",
        rights=name_licence("https://creativecommons.org/publicdomain/zero/1.0/", language),
        licence="https://creativecommons.org/publicdomain/zero/1.0/",
        isbn_print="9780306406157",
        isbn_epub="9780306406157",
        dedication="Ⅹ",
    )
    return typeset(document, Edition(book=book))[0]


def said(publication: Publication) -> Iterator[str]:
    for part in publication.parts:
        yield part.title
        yield from map(str, part.body.itertext())
        yield from (str(e.get(name) or "") for e in part.body.iter("{*}*") for name in ("title",))
    yield from (title for entry in publication.contents for title in titles(entry))
    yield from (landmark.title for landmark in publication.landmarks)
    nav = navigation_document(publication, str, publication.page_breaks, 3, [])
    yield from map(str, nav.itertext())
    picture = etree.fromstring('<html xmlns="http://www.w3.org/1999/xhtml"><img alt=""/></html>')
    for texts in ({}, {"a": picture}):
        pairs = accessibility_of(texts, nav, [], "", publication.lang)
        yield from (value for name, value in pairs if name == "accessibilitySummary")
    yield from map(str, sheet_section([], "Ⅹ", "2", publication.lang).itertext())
    edition = Edition(book=Book(access=Access(email="Ⅹ")), epub=Epub(accessibility_page=True))
    claim = Claim("1.1", "AA", "Ⅹ")
    page = access_page(publication, edition, claim)
    assert page is not None
    yield from (str(text).replace(claim.standard, "Ⅹ") for text in page.body.itertext())


def titles(entry: Entry) -> Iterator[str]:
    yield entry.title
    for below in entry.children:
        yield from titles(below)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_every_word_of_its_own(language: str) -> None:
    missing = [name for name in labels("en") if language_of_word(name, language) != language]
    assert missing == []


@pytest.mark.parametrize("file", sorted(LABELS.glob("*.toml")), ids=lambda file: file.stem)
def test_words_have_the_places_that_the_english_ones_have(file: Path) -> None:
    english = labels("en")
    for name, words in labels(file.stem).items():
        places = set(re.findall(r"\{(\w+)\}", words))
        if name.removesuffix("_n") in english and name not in english:
            assert places == {"number"}, name
        else:
            assert places == set(re.findall(r"\{(\w+)\}", english[name])), name
    assert set(NEXT_BEST) <= set(english)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_book_has_no_english_label(tei_document: MakeDocument, language: str) -> None:
    text = "\n".join(said(everything(tei_document, language)))
    strangers = []
    for name, english in labels("en").items():
        own = word(name, language)
        for words in re.split(r"\{\w+\}", english):
            stands_alone = re.compile(rf"\b{re.escape(words.strip())}\b")
            if len(words.strip()) > 3 and not stands_alone.search(own):
                strangers += [
                    (name, line) for line in text.splitlines() if stands_alone.search(line)
                ]
    own_words = {word(name, language) for name in labels("en")}
    assert [(name, line) for name, line in strangers if line not in own_words] == []


def test_the_labels_are_looked_for_where_they_stand(tei_document: MakeDocument) -> None:
    text = "\n".join(said(everything(tei_document, "en")))
    seen = [name for name in labels("en") if re.split(r"\{\w+\}", word(name, "en"))[0] in text]
    of_objects = ("ms_", "stone_", "edition_")
    of_manuscripts = {name for name in labels("en") if name.startswith(of_objects)}
    unseen = set(labels("en")) - set(seen) - of_manuscripts
    assert unseen <= {
        "half_title", "book", "scene", "text", "index_see", "index_see_also", "access_described",
        "access_formulas", "accessed",
        "errata_line", "errata_delete", "errata_place", "errata_place_notes", "cast_list",
        "landmarks", "pages", "passages", "page_number", "apparatus", "sigla",
        "index_persons", "index_places", "index_organizations", "index_works",
        "index_correspondents", "index_shelfmarks", "calendar", "letter_to", "letter_previous",
        "letter_next", "date_day", "date_month", "months", "months_alone", "music",
        "list_and", "in_book", "bibliography", "place_page",
        "place_line", "place_note", "place_note_line", "place_under", "see_note",
        "picture_description", "picture_descriptions",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("language", "title"),
    [("hu", "3. fejezet"), ("ja", "第3章"), ("ko", "제3장"), ("de", "Kapitel 3")],
)
def test_chapters_are_counted_as_the_language_counts(
    tei_document: MakeDocument, language: str, title: str
) -> None:
    chapters = "".join(f"<div type='chapter' n='{n}'>{LONG}</div>" for n in (3, 4))
    book = Book(title="Ⅹ", language=language)
    publication, _ = typeset(tei_document(chapters, language), Edition(book=book))
    assert publication.contents[0].title == title


@pytest.mark.parametrize(
    ("language", "words", "notice"),
    [
        ("en", "A tale told by an idiot.", "Set in EB Garamond."),
        ("ru", "Все счастливые семьи похожи.", "Набрано гарнитурой EB Garamond."),
        ("ja", "国は小さく民は少なく。", "本文書体：Noto Serif JP"),
        ("zh", "学而时习之，不亦说乎？", "正文字体：Noto Serif SC。"),
        ("ko", "나라의 말이 중국과 달라", "본문 글꼴: Noto Serif KR."),
        ("he", "בראשית ברא אלהים", "נסדר בגופן Noto Serif Hebrew."),
        ("ar", "في البدء كانت الكلمة", "صُفَّ بخط Noto Naskh Arabic."),
        ("hy", "Սկզբում էր Բանը", "Set in Noto Serif Armenian."),
        ("en", "Word for word: בראשית ברא", "Set in EB Garamond and Noto Serif Hebrew."),
    ],
)
def test_the_book_names_the_fonts_of_its_language(
    tei_document: MakeDocument, language: str, words: str, notice: str
) -> None:
    document = tei_document(f"<div><p>{words * 20}</p></div>", language)
    edition = Edition(book=Book(title="Ⅹ", language=language))
    publication, _ = typeset(document, edition)
    notices = [
        "".join(map(str, line.itertext()))
        for part in publication.parts
        for line in part.body.iter("{*}p")
        if line.get("class") == "notice-type"
    ]
    assert notices == [notice, notice]


def test_an_epub_without_fonts_names_none(tei_document: MakeDocument) -> None:
    edition = Edition(book=Book(title="Ⅹ", language="en"), epub=Epub(embed_fonts=False))
    publication, _ = typeset(tei_document(f"<div>{LONG}</div>"), edition)
    named = [
        part.name
        for part in publication.parts
        if any(line.get("class") == "notice-type" for line in part.body.iter("{*}p"))
    ]
    assert named == ["copyright"]
