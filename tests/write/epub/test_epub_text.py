"""The content documents: files, links across them, notes, what readers of every age can parse."""

from __future__ import annotations

import pytest
from lxml import etree
from msgspec import structs

from publish.check.epub import check_epub
from publish.model.publication import Note, NotePlace, Publication
from publish.write.epub import write_epub
from publish.write.epub.initials import mark_blocks
from tests.write.epub.books import (
    EDITION,
    LIGHT,
    TYPE,
    H,
    Opened,
    epub_with,
    note,
    one_chapter,
    opened,
    part,
    png,
    ref,
    small_book,
    tree,
)

LONG = "".join(f"<p id='p{n}'>{'All work and no play. ' * 20}{n}</p>" for n in range(300))


@pytest.fixture(scope="module")
def book() -> Opened:
    return opened(small_book())


def test_a_link_to_another_part_names_its_file(book: Opened) -> None:
    links = [a.get("href") for a in book.xml("text/chapter-01.xhtml").iter(H + "a")]
    assert "chapter-02.xhtml#calm" in links
    assert "#n1" in links


def test_a_note_is_a_footnote_at_the_end_of_the_file_that_refers_to_it(book: Opened) -> None:
    aside = book.by_id("text/chapter-01.xhtml", "n1")
    assert (aside.tag, aside.get(TYPE), aside.get("role")) == (
        H + "aside",
        "footnote",
        "doc-footnote",
    )
    section = book.by_id("text/chapter-01.xhtml", "chapter-01")
    assert section not in list(aside.iterancestors())


def test_the_label_at_a_notes_start_leads_back(book: Opened) -> None:
    aside = book.by_id("text/chapter-01.xhtml", "n2")
    link = next(aside.iter(H + "a"))
    assert link.text == "2"
    assert link.get("role") == "doc-backlink"
    assert (
        book.by_id("text/chapter-01.xhtml", str(link.get("href"))[1:]).get("role") == "doc-noteref"
    )
    assert " ".join("".join(map(str, aside.itertext())).split()) == "2 But the cook did."


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ("<p>Plain.</p>", "1 Plain."),
        ("Words <i>without</i> a paragraph", "1 Words without a paragraph"),
        ("<i>Italic</i> first", "1 Italic first"),
        ("<ul><li>a</li><li>b</li></ul>", "1 ab"),
        ("<blockquote><div><p>deep</p></div></blockquote>", "1 deep"),
        ("", "1"),
    ],
)
def test_the_label_comes_first_in_a_note_of_any_make(inside: str, said: str) -> None:
    chapter = part("chapter-01", "One", f"<p>x{ref('n1', '1')}</p>")
    chapter.notes = [Note("n1", "n1-ref", "1", NotePlace.FOOT, tree(f"<div>{inside}</div>"))]
    made = opened(structs.replace(one_chapter("<p/>"), parts=[chapter]))
    aside = made.by_id("text/chapter-01.xhtml", "n1")
    assert " ".join("".join(map(str, aside.itertext())).split()) == said
    assert [str(finding) for finding in check_epub(made.data, "note.epub")] == []


@pytest.mark.parametrize("inside", ["<div>{}</div>", "words {}", "<div>words {}</div>"])
def test_no_word_is_lost_where_a_part_can_or_cannot_be_cut(inside: str) -> None:
    book = one_chapter(inside.format(LONG))
    letters = "".join("".join(map(str, book.parts[0].body.itertext())).split())
    made = opened(book, epub_with(LIGHT, max_part_kb=40))
    names = [name[5:] for name in made.names if name.startswith("EPUB/text/")]
    kept = "".join("".join(map(str, made.xml(name)[1].itertext())) for name in names)
    assert sorted("".join(kept.split())) == sorted(letters)
    assert (len(names) > 1) == ("words" not in inside)


def test_a_note_within_a_note_stands_beside_it(book: Opened) -> None:
    inner = book.by_id("text/chapter-01.xhtml", "n3")
    assert book.by_id("text/chapter-01.xhtml", "n1") not in list(inner.iterancestors())
    assert inner.getparent() is not None


def test_only_void_elements_close_themselves(book: Opened) -> None:
    text = book.text("text/chapter-02.xhtml")
    assert "<td></td>" in text
    assert "/></span>" not in text
    assert 'aria-label="1"></span>' in book.text("text/chapter-01.xhtml")


def fitted(rows: list[str], around: str = "{}") -> etree._Element:
    """A table as an EPUB has it; each row is its cells with a bar between."""
    cells = "".join(f"<tr>{''.join(f'<td>{c}</td>' for c in row.split('|'))}</tr>" for row in rows)
    head = "".join(f"<th>Head {number}</th>" for number in range(len(rows[0].split("|"))))
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{cells}</tbody></table>"
    made = opened(one_chapter(around.format(table)), LIGHT)
    return next(made.xml("text/chapter-01.xhtml").iter(H + "table"))


@pytest.mark.parametrize(
    ("row", "around", "classes"),
    [
        ("a|b|c", "{}", []),
        ("a|b|c|d|e", "{}", ["measured"]),
        ("Verwaltungsgericht|Verwaltungsgericht", "{}", ["measured"]),
        ("January|February|March|April|May|June|July", "{}", ["wide", "measured"]),
        ("October|November|December|May|x", "<ul><li>{}</li></ul>", ["measured"]),
        ("October|November|December|May|x", "<ul><li><ul><li>{}</li></ul></li></ul>",
         ["wide", "measured"]),
        ("|".join(["measurement"] * 12), "{}", ["stacked", "measured"]),
        ("日本語の文章|日本語の文章|日本語の文章|長い長い長い文章", "{}", ["measured"]),
    ],
)  # fmt: skip
def test_a_table_is_measured_for_a_telephone(row: str, around: str, classes: list[str]) -> None:
    table = fitted([row], around)
    assert (table.get("class") or "").split() == classes
    shares = [float(str(c.get("style"))[7:-1]) for c in table.iter(H + "col")]
    assert bool(shares) == ("measured" in classes)
    assert not shares or abs(sum(shares) - 100) < 1


def test_a_row_that_becomes_a_record_says_what_its_cells_are() -> None:
    wide = "measurement|" * 11 + "last"
    table = fitted([wide, wide])
    rows = list(table.find(H + "tbody"))
    assert rows[1][11].get("data-label") == "Head 11"
    assert rows[1].get("data-under") is None


def test_a_long_formula_is_parted_at_its_operators_and_read_out_whole() -> None:
    terms = "<mo>+</mo>".join(f"<msub><mi>a</mi><mn>{n}</mn></msub>" for n in range(30))
    m = "http://www.w3.org/1998/Math/MathML"
    made = opened(one_chapter(f'<p><math xmlns="{m}" alttext="all">{terms}</math>.</p>'), LIGHT)
    paragraph = next(made.xml("text/chapter-01.xhtml").iter(H + "p"))
    (frame,) = paragraph
    assert (frame.get("role"), frame.get("aria-label"), frame.tail) == ("math", "all", ".")
    pieces = ["".join(map(str, piece.itertext())) for piece in frame[::2]]
    assert pieces == [*(f"a{number}+" for number in range(29)), "a29"]
    assert {piece.tag for piece in frame[1::2]} == {H + "wbr"}
    assert "<math " in made.text("text/chapter-01.xhtml")


def test_every_document_says_its_language_and_title(book: Opened) -> None:
    for name in ("cover.xhtml", "nav.xhtml", "text/title-page.xhtml", "text/chapter-01.xhtml"):
        root = book.xml(name)
        assert root.get("lang") == root.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
        assert (root.findtext(f"{H}head/{H}title") or "").strip()


def test_no_document_is_scripted_or_remote(book: Opened) -> None:
    for name, data in book.files.items():
        if name.endswith(".xhtml"):
            assert b"<script" not in data
            assert b'src="http' not in data


def long_book() -> Publication:
    book = one_chapter(f"<h1>One</h1><p id='first'>To <a href='#p299'>the end</a>.</p>{LONG}")
    body = book.parts[0].body
    last = body[-1]
    last.append(etree.fromstring(f"<i xmlns='{H[1:-1]}'>x</i>"))
    return book


def test_a_long_part_is_cut_between_blocks_and_its_links_still_arrive() -> None:
    book = long_book()
    words = "".join(map(str, book.parts[0].body.itertext()))
    data, _ = write_epub(book, epub_with(LIGHT, max_part_kb=40))
    made = Opened(data)
    files = sorted(name for name in made.names if name.startswith("EPUB/text/chapter-01"))
    assert len(files) > 3
    assert max(len(made.files[name]) for name in files) < 45_000
    link = next(a for a in made.xml("text/chapter-01.xhtml").iter(H + "a"))
    path, _, anchor = str(link.get("href")).partition("#")
    assert path != "chapter-01.xhtml"
    assert "299" in "".join(map(str, made.by_id(f"text/{path}", anchor).itertext()))
    spine = [e.get("idref") for e in made.xml("content.opf").iter("{*}itemref")]
    pieces = [f"text/{str(name)[5:]}.xhtml" for name in spine if str(name).startswith("text-")]
    kept = "".join(
        "".join(map(str, made.xml(piece).find(f"{H}body").itertext())) for piece in pieces
    )  # type: ignore[union-attr]
    assert kept.split() == words.split()
    assert [str(finding) for finding in check_epub(data, "long.epub")] == []


def test_notes_go_with_the_piece_that_refers_to_them() -> None:
    words = "word " * 3000
    inside = f"<p>{words}{ref('n1', '1')}</p><p>{words}{ref('n2', '2')}</p>"
    chapter = part("chapter-01", "One", inside, notes=(note("n1", "1", "a"), note("n2", "2", "b")))
    book = structs.replace(one_chapter("<p/>"), parts=[chapter])
    made = opened(book, epub_with(LIGHT, max_part_kb=20))
    assert made.by_id("text/chapter-01.xhtml", "n1") is not None
    assert made.by_id("text/chapter-01-2.xhtml", "n2") is not None


def test_a_link_that_arrives_nowhere_is_no_link() -> None:
    made = opened(one_chapter("<p><a href='#nowhere'>x</a></p>"))
    assert next(made.xml("text/chapter-01.xhtml").iter(H + "a")).get("href") is None


def test_old_readers_find_contents_and_pages_in_the_ncx(book: Opened) -> None:
    ncx = book.text("toc.ncx")
    assert 'src="text/chapter-02.xhtml"' in ncx
    assert 'src="text/chapter-01.xhtml#page-2"' in ncx
    assert book.links("toc") == [
        ("The Storm", "text/chapter-01.xhtml"),
        ("The Calm", "text/chapter-02.xhtml"),
    ]
    assert book.links("landmarks")[0][1] == "nav.xhtml#toc"


def test_pictures_are_recompressed_only_on_request_and_only_where_it_gains() -> None:
    publication = small_book()
    image = publication.images["sea.png"]
    publication.images["sea.png"] = structs.replace(image, data=png("teal", (4000, 3000)))
    plain = opened(publication)
    light = opened(publication, epub_with(LIGHT, recompress_images=True))
    name = "EPUB/images/sea.png"
    assert plain.files[name] == publication.images["sea.png"].data
    assert len(light.files[name]) < len(plain.files[name])
    assert EDITION.epub.recompress_images is False


@pytest.mark.parametrize(
    ("markup", "made"),
    [
        ('<p>“<span class="rend-initial">E</span>ver so.</p>',
         '<p class="rend-initial-letter">“Ever so.</p>'),
        ('<div class="l"><span class="rend-initial" id="a">O</span> wild</div>',
         '<div class="l rend-initial-letter"><span id="a">O</span> wild</div>'),
        ('<p>Was <span class="rend-initial">E</span>?</p>',
         '<p>Was <span class="rend-initial">E</span>?</p>'),
        ('<p><span class="rend-initial"><i>E</i></span>ver</p>',
         '<p class="rend-initial-letter"><i>E</i>ver</p>'),
    ],
)  # fmt: skip
def test_a_letter_marked_as_an_initial_is_its_block_s_first_letter(markup: str, made: str) -> None:
    body = tree(f"<div>{markup}</div>")
    mark_blocks(body)
    assert etree.tostring(body[0]) == etree.tostring(tree(f"<div>{made}</div>")[0])


def test_no_line_begins_with_a_dash() -> None:
    """A word joiner (U+2060) stands before it, behind elements too; none in code."""
    made = opened(
        one_chapter(
            "<p>“the examples you choose—” he said—and <i>went</i>—”</p><p>—What—<i>—</i>?</p>"
            "<p><code>a—b</code> “—no”</p>"
        )
    )
    text = "|".join("".join(p.itertext()) for p in made.xml("text/chapter-01.xhtml").iter(H + "p"))
    assert text.replace("\u2060", "~").endswith(
        "“the examples you choose~—” he said~—and went~—”|—What~——?|a—b “—no”"
    )


def test_no_line_ends_at_a_hyphen_that_binds() -> None:
    """French parts a-t-on before its t alone; Romanian keeps what is no syllable."""
    made = opened(
        one_chapter(
            "<p lang='fr' xml:lang='fr'>M’a-t-on, m’A-T-<i>ELLE</i>, va-t<i>-il</i>, vis-à-vis</p>"
            "<p lang='ro' xml:lang='ro'>s-a, apropo-se, dă-mi, într-un</p><p>a-t-on, s-a</p>"
        )
    )
    text = "|".join("".join(p.itertext()) for p in made.xml("text/chapter-01.xhtml").iter(H + "p"))
    assert text.replace("\u2060", "~").endswith(
        "M’a-t-~on, m’A-T-~ELLE, va-t-~il, vis-à-vis|s-~a, apropo-se, dă-~mi, într-~un|a-t-on, s-a"
    )
