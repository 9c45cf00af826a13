"""Fonts in the book: those that the text needs, cut to it, with licences; and missing glyphs."""

from __future__ import annotations

import io

import pytest
import uharfbuzz as hb
from fontTools.ttLib import TTFont

from publish.house.fonts import families_for
from publish.model.edition import Book, Edition
from publish.write.epub import write_epub
from publish.write.epub.looks import looks_of
from tests.write.epub.books import Opened, epub_with, one_chapter, small_book, tree

WITH_FONTS = epub_with(embed_fonts=True)


def fonts(book: Opened) -> dict[str, TTFont]:
    return {
        name.rsplit("/", 1)[-1]: TTFont(io.BytesIO(data))
        for name, data in book.files.items()
        if name.endswith((".ttf", ".otf"))
    }


def written(inside: str, lang: str = "en", direction: str = "ltr") -> Opened:
    edition = Edition(book=Book(title="One", language=lang))
    return Opened(write_epub(one_chapter(inside, lang, direction), edition)[0])


def test_only_what_the_text_needs_is_embedded_with_its_licence() -> None:
    book = written("<p>Plain words.</p>")
    assert sorted(fonts(book)) == ["EBGaramond-Italic.ttf", "EBGaramond-Regular.ttf"]
    licences = [name for name in book.names if name.endswith("OFL.txt")]
    assert len(licences) == 1
    assert b"SIL OPEN FONT LICENSE" in book.files[licences[0]].upper()
    assert "META-INF/encryption.xml" not in book.names


@pytest.mark.parametrize(
    ("lang", "direction", "words", "family"),
    [
        ("he", "rtl", "שלום", "NotoSerifHebrew-Regular.ttf"),
        ("ar", "rtl", "سلام", "NotoNaskhArabic-Regular.ttf"),
        ("ja", "ltr", "吾輩は猫である", "NotoSerifJP-Regular.ttf"),
        ("hi", "ltr", "नमस्ते", "NotoSerifDevanagari-Regular.ttf"),
    ],
)
def test_a_script_brings_its_family_cut_to_the_text(
    lang: str, direction: str, words: str, family: str
) -> None:
    book = written(f"<p>{words}</p>", lang, direction)
    font = fonts(book)[family]
    assert {ord(letter) for letter in words} <= set(font.getBestCmap())
    assert len(book.files[f"EPUB/fonts/{family}"]) < 60_000


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("ar", "بسم الله الرحمن"),
        ("hi", "क्षत्रिय श्रीमान्"),
        ("he", "בְּרֵאשִׁית"),
        ("en", "The office, 1944"),
    ],
)
def test_a_cut_font_joins_and_shapes_as_the_whole_one_does(lang: str, words: str) -> None:
    publication = one_chapter(f"<p>{words}</p>", lang)
    chosen, _ = families_for(words)
    whole = next(face for face in chosen[-1].faces if face.weight == 400 and not face.is_italic)
    book = Opened(write_epub(publication, WITH_FONTS)[0])
    cut = book.files[f"EPUB/fonts/{whole.file.stem}.ttf"]
    assert advances(cut, words) == advances(whole.file.read_bytes(), words)


def advances(font: bytes, words: str) -> list[int]:
    """Shape words as a reading system does; give the glyphs' widths."""
    buffer = hb.Buffer()
    buffer.add_str(words)
    buffer.guess_segment_properties()
    hb.shape(hb.Font(hb.Face(font)), buffer)
    return [position.x_advance for position in buffer.glyph_positions]


@pytest.mark.parametrize(
    ("lang", "words", "family"),
    [
        ("zh-Hant", "港口的長官", "TC"),
        ("zh-TW", "一二三", "TC"),
        ("zh-Hans-HK", "一二三", "SC"),
        ("zh", "港口的長官記兩本帳，學而時習之", "TC"),
        ("zh", "港口的长官记两本账，学而时习之", "SC"),
        ("lzh", "學而時習之", "TC"),
        ("ja", "港の長は二冊の帳面", "JP"),
    ],
)
def test_chinese_characters_have_the_forms_of_their_language(
    lang: str, words: str, family: str
) -> None:
    face = fonts(written(f"<p>{words}</p>", lang))[f"NotoSerif{family}-Regular.ttf"]
    assert {ord(letter) for letter in words} <= set(face.getBestCmap())


def test_each_language_of_a_book_has_its_own_forms() -> None:
    quoted = '<p>He wrote <span lang="zh-TW">骨直</span> and <i lang="ja">骨次</i>.</p>'
    book = written(quoted)
    faces = fonts(book)
    assert ord("次") not in faces["NotoSerifTC-Regular.ttf"].getBestCmap()
    assert ord("直") not in faces["NotoSerifJP-Regular.ttf"].getBestCmap()
    sheet = next(d.decode() for n, d in book.files.items() if n.endswith("fonts.css"))
    for language, family in (("zh-TW", "TC"), ("ja", "JP")):
        assert f'[lang|="{language}"], [lang|="{language}"] > body' in sheet
        assert f'"Noto Serif {family}"' in sheet


def test_bold_comes_only_where_it_is_used() -> None:
    assert "EBGaramond-Bold.ttf" in fonts(written("<p><b>Bold</b></p>"))
    assert "EBGaramond-BoldItalic.ttf" in fonts(written("<p><b>Bold <i>both</i></b></p>"))


def test_a_theme_with_bold_headings_brings_the_bold_face() -> None:
    def faces(theme: str) -> set[str]:
        return set(fonts(Opened(write_epub(small_book(), epub_with(theme=theme))[0])))

    assert "EBGaramond-Bold.ttf" in faces("modern")
    assert "EBGaramond-Bold.ttf" not in faces("classic")


def test_a_rule_for_another_language_brings_nothing() -> None:
    sheet = "th, h1 { font-weight: normal } :lang(he) .speaker { font-weight: bold }"
    speech = tree("<div><p class='speaker'>A</p></div>")
    assert looks_of([sheet], ["en"]).used_in([speech]) == {(False, False)}
    assert looks_of([sheet], ["he"]).used_in([speech]) == {(False, False), (True, False)}


def test_small_capitals_and_old_style_figures_survive_the_cut() -> None:
    font = fonts(written("<p>Anno 1944</p>"))["EBGaramond-Regular.ttf"]
    features = {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}
    assert {"smcp", "c2sc", "onum", "lnum", "liga"} <= features
    assert "kern" in {record.FeatureTag for record in font["GPOS"].table.FeatureList.FeatureRecord}


def test_the_style_sheet_names_what_is_embedded() -> None:
    book = written("<p>Words and <code>code</code></p>")
    sheet = book.text("css/fonts.css")
    for name in fonts(book):
        assert f'url("../fonts/{name}")' in sheet
    assert "SourceCodePro" in sheet


def test_a_character_that_no_font_has_is_named_with_its_first_place() -> None:
    publication = one_chapter("<p>A \U000f1234 mark</p>")
    data, findings = write_epub(publication, WITH_FONTS)
    assert data
    assert [finding.code for finding in findings] == ["WRI-053"]
    assert "U+F1234" in findings[0].message
    assert "One" in findings[0].message


def test_without_fonts_the_book_names_none() -> None:
    book = Opened(write_epub(small_book(), epub_with(embed_fonts=False))[0])
    assert fonts(book) == {}
    assert "EPUB/css/fonts.css" not in book.names
