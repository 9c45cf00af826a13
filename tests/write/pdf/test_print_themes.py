"""The themes of print: a face for each, and sizes that suit it where the edition says none."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from msgspec import structs

from publish.house.page.measure import POINTS_PER_PX
from publish.house.print_theme import FOLDER, read_print_theme, with_theme
from publish.house.stylesheets import styles_folder
from publish.model.edition import Edition, Print
from publish.model.finding import PublishError
from publish.write.pdf import Printed, Purpose, write_pdf
from tests.write.pdf.books import EDITION, PARAGRAPH, one_part, open_pdf

THEMES = sorted(path.stem for path in (styles_folder() / "themes").glob("*.css"))
FACES = {"classic": "EBGaramond", "modern": "NotoSerif", "ornate": "EBGaramond",
         "spacious": "SourceSans3"}  # fmt: skip
CHAPTER = f"<h1>The Harbour</h1><p>Words that lead in.</p>{PARAGRAPH}<hr/>{PARAGRAPH}"


def themed(name: str, folder: Path = Path(), **stated: object) -> Edition:
    choices = Print(theme=name, half_title=False, **stated)  # type: ignore[arg-type]
    return with_theme(structs.replace(EDITION, print=choices, folder=folder), stated)


def made(edition: Edition, markup: str = CHAPTER, lang: str = "en") -> Printed:
    return write_pdf(one_part(markup, lang), edition, Purpose.SCREEN)


def fonts_of(printed: Printed) -> set[str]:
    """Name the fonts that are used, without the letters before `+`."""
    with open_pdf(printed.data) as pdf:
        named = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary)]
        names = [str(o.BaseFont) for o in named if "/BaseFont" in o]
        return {name.rpartition("+")[2].replace("-", "") for name in names}


def size_of(printed: Printed, word: str) -> float:
    """Measure the type in which a word is first set, in points."""
    with pypdfium2.PdfDocument(printed.data) as pdf:
        for page in pdf:
            text = page.get_textpage()
            at = text.get_text_range().find(word)
            if at >= 0:
                size_px = pypdfium2.raw.FPDFText_GetFontSize(text.raw, at)
                return float(size_px) * POINTS_PER_PX
    raise AssertionError(word)


@pytest.mark.parametrize("name", THEMES)
def test_every_theme_serves_print_with_a_face_of_its_own_choice(name: str) -> None:
    edition = themed(name)
    printed = made(edition)
    assert [f for f in printed.findings if f.severity != "notice"] == []
    assert any(font.startswith(FACES[name]) for font in fonts_of(printed))
    for suffix in ("css", "toml"):
        assert (styles_folder() / FOLDER / f"{name}.{suffix}").is_file()


def test_the_house_prints_classic() -> None:
    assert read_print_theme(EDITION) == read_print_theme(themed("classic"))
    assert themed("classic").print == structs.replace(EDITION.print, half_title=False)


def test_a_theme_sets_the_size_and_the_edition_goes_before_it() -> None:
    assert size_of(made(themed("modern")), "looked") == pytest.approx(9.25, abs=0.01)
    stated = themed("modern", font_size="12pt")
    assert size_of(made(stated), "looked") == pytest.approx(12, abs=0.01)


def test_a_language_with_a_script_of_its_own_keeps_its_face() -> None:
    printed = made(themed("spacious"), "<p>שלום עולם</p>", "he")
    assert any(font.startswith("NotoSerifHebrew") for font in fonts_of(printed))


def test_a_book_may_have_a_theme_of_its_own(tmp_path: Path) -> None:
    home = tmp_path / "styles" / FOLDER
    home.mkdir(parents=True)
    (home / "mine.css").write_text("h1 { text-align: right; }")
    assert read_print_theme(themed("mine", tmp_path)).face.name == "EB Garamond"
    (home / "mine.toml").write_text('face = "Noto Serif"\nfont_size = "10pt"\n')
    assert themed("mine", tmp_path).print.font_size == "10pt"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('face = "Comic Sans"', "EB Garamond, Noto Serif, Source Sans 3"),
        ("face = ", "one key to a line"),
        ("trim = 'A5'", "face, font_size, leading, initials"),
        ("initials = '3'", "face, font_size, leading, initials"),
    ],
)
def test_what_no_theme_can_say_is_told(tmp_path: Path, line: str, words: str) -> None:
    home = tmp_path / "styles" / FOLDER
    home.mkdir(parents=True)
    (home / "mine.css").write_text("")
    (home / "mine.toml").write_text(line)
    with pytest.raises(PublishError) as stop:
        themed("mine", tmp_path)
    (found,) = stop.value.findings
    assert found.code == "WRI-011"
    assert words in found.hint


def test_an_unknown_theme_is_told_with_those_there_are() -> None:
    with pytest.raises(PublishError, match="there is no theme of print 'baroque'") as stop:
        themed("baroque")
    assert "classic, modern, ornate, spacious" in stop.value.findings[0].hint
