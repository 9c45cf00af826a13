"""Kobo's form: the same words and looks, every sentence in a numbered span."""

from __future__ import annotations

from publish.check.epub import check_epub
from publish.model.publication import SOURCE_READING
from publish.write.epub import write_epub
from tests.write.epub.books import LIGHT, H, Opened, epub_with, one_chapter, small_book, tree


def kobo(publication: object) -> Opened:
    data, findings = write_epub(publication, LIGHT, for_kobo=True)  # type: ignore[arg-type]
    assert data, findings
    return Opened(data)


def spans(book: Opened, name: str = "text/chapter-01.xhtml") -> list[tuple[str, str]]:
    return [
        (str(e.get("id")), "".join(map(str, e.itertext())))
        for e in book.xml(name).iter(H + "span")
        if e.get("class") == "koboSpan"
    ]


def test_sentences_count_within_their_paragraph() -> None:
    book = kobo(
        one_chapter("<h1>One</h1><p>He came. “Who?” <i>She</i> saw; he did not!</p><p>End</p>")
    )
    assert spans(book) == [
        ("kobo.1.1", "One"),
        ("kobo.2.1", "He came. "),
        ("kobo.2.2", "“Who?” "),
        ("kobo.2.3", "She"),
        ("kobo.2.4", "saw; he did not!"),
        ("kobo.3.1", "End"),
    ]


def test_sentences_without_spaces_between_them_are_parted_too() -> None:
    book = kobo(one_chapter("<p>吾輩は猫である。名前はまだ無い。</p>", "ja"))
    assert [words for _, words in spans(book)] == ["吾輩は猫である。", "名前はまだ無い。"]


def test_a_picture_is_a_paragraph_and_the_words_behind_it_are_kept() -> None:
    publication = small_book()
    words = "<p>See <img src='images/sea.png' alt='Sea'/> here.</p>"
    publication.parts[1].body.append(tree(words))
    book = kobo(publication)
    images = [e for e in book.xml("text/chapter-01.xhtml").iter(H + "img")]
    assert all(image.getparent().get("class") == "koboSpan" for image in images)  # type: ignore[union-attr]
    assert "here." in [words for _, words in spans(book)]


def test_no_word_is_lost_and_epubcheck_has_nothing_to_say() -> None:
    publication = small_book()
    generic = Opened(write_epub(publication, LIGHT)[0])
    for_kobo = kobo(publication)
    for name in ("text/chapter-01.xhtml", "text/chapter-02.xhtml"):
        texts = [
            "".join(map(str, book.xml(name).itertext())).split() for book in (generic, for_kobo)
        ]
        assert texts[0] == texts[1]
        ids = [identifier for identifier, _ in spans(for_kobo, name)]
        assert len(ids) == len(set(ids))
    body = for_kobo.xml("text/chapter-01.xhtml").find(H + "body")
    assert body is not None
    assert [e.get("id") for e in (body[0], body[0][0])] == ["book-columns", "book-inner"]
    assert [str(finding) for finding in check_epub(for_kobo.data, "storm.kepub.epub")] == []


def test_code_ruby_and_formulas_stay_whole() -> None:
    inside = (
        "<pre>a. b. c.</pre><p><ruby>吾輩<rt>わがはい</rt></ruby></p>"
        "<p><math xmlns='http://www.w3.org/1998/Math/MathML'><mi>x</mi></math></p>"
    )
    assert spans(kobo(one_chapter(inside))) == []


def kobo_places(correct: str) -> dict[tuple[str, str], str]:
    """Each sentence's words by file and span, in a book cut into several files."""
    words = "The ferry crossed the water. Nobody looked up at all, &amp; naïvely. "
    paragraphs = [f"<p>{words * 4}</p>" for _ in range(300)]
    for number in (7, 150):
        paragraphs[number] = f"<p>First. The {correct} is here. {words}</p>"
    data, _ = write_epub(
        one_chapter("".join(paragraphs)), epub_with(LIGHT, max_part_kb=20), for_kobo=True
    )
    made = Opened(data)
    return {
        (name, str(span.get("id"))): "".join(map(str, span.itertext()))
        for name in made.names
        if "chapter-01" in name
        for span in made.xml(name.removeprefix("EPUB/")).iter(H + "span")
        if span.get("class") == "koboSpan"
    }


def test_a_correction_moves_no_place_in_the_book() -> None:
    before = kobo_places("wrng")
    after = kobo_places(
        f'<span class="corr" id="erratum-E1" {SOURCE_READING}="wrng">{"much longer " * 90}</span>'
    )
    assert len({name for name, _ in before}) > 3
    moved = [place for place, words in before.items() if after.get(place) != words]
    assert len(moved) == 2 and all("much longer" in after[place] for place in moved)
    assert before.keys() == after.keys()
