"""Covers: the edition's picture, or a design with the title as large as it fits."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from msgspec import structs
from PIL import Image as Picture

from publish.house.covers import ink_on
from publish.house.fonts import Family
from publish.house.stylesheets import sheet_names
from publish.model.edition import Book, Contributor, Cover, Edition, Epub
from publish.model.publication import Publication
from publish.run.cache import Cache
from publish.write.epub import cover
from publish.write.epub.cover import make_cover
from publish.write.epub.cover_design import Design, Wording
from publish.write.epub.fitted_lines import Box, fit_lines
from tests.write.epub.books import png

TITLES = {
    "short": ("Emma", "en", "ltr"),
    "long": ("The Life and Opinions of Tristram Shandy, Gentleman: " * 8, "en", "ltr"),
    "one word": ("Donaudampfschifffahrtsgesellschaftskapitän", "de", "ltr"),
    "Cyrillic": ("Над морем", "uk", "ltr"),
    "Hebrew": ("ווי אזוי משיח איז געקומען", "yi", "rtl"),
    "Japanese": ("吾輩は猫である、名前はまだ無い", "ja", "ltr"),
    "nothing": ("", "und", "ltr"),
}


def cover_of(title: str, lang: str, direction: str, cover: Cover, folder: Path = Path()) -> object:
    book = Book(title=title, language=lang, contributors=(Contributor(name="Ada Vale"),))
    publication = Publication(title, lang, direction, [], [])
    return make_cover(publication, Edition(book=book, cover=cover, folder=folder), Cache())


DESIGNS = [
    *(
        (design, title)
        for design in sheet_names(Edition(), "covers")
        for title in ("long", "one word", "Hebrew")
    ),
    *(("rule", title) for title in ("short", "Cyrillic", "Japanese", "nothing")),
]


@pytest.mark.parametrize(("design", "title"), DESIGNS)
def test_a_design_leaves_a_margin_around_any_title(design: str, title: str) -> None:
    cover, findings = cover_of(*TITLES[title], Cover(design=design))  # type: ignore[misc]
    assert findings == []
    assert (cover.width, cover.height) == (1600, 2560)
    assert len(cover.data) < 1_000_000
    picture = Picture.open(io.BytesIO(cover.data)).convert("L")
    for edge in (picture.crop((0, 0, 12, 2560)), picture.crop((1588, 0, 1600, 2560))):
        if design in {"rule", "plain"}:
            darkest, lightest = edge.getextrema()
            assert lightest - darkest < 24, "something stands at the edge"


def test_a_cover_is_the_same_bytes_each_time() -> None:
    made = [cover_of("Emma", "en", "ltr", Cover())[0].data for _ in range(2)]  # type: ignore[index]
    assert made[0] == made[1]


def test_another_colour_takes_an_ink_that_can_be_read() -> None:
    assert ink_on("#102030") != ink_on("#f0f0e0")
    assert ink_on("gold") == ink_on("white")
    assert ink_on("no colour") is None


def test_wrong_names_are_told(tmp_path: Path) -> None:
    def codes(cover: Cover) -> list[str]:
        return [f.code for f in cover_of("Emma", "en", "ltr", cover, tmp_path)[1]]  # type: ignore[index]

    assert codes(Cover(design="baroque")) == ["WRI-006"]
    assert codes(Cover(colour="grellow")) == ["WRI-007"]
    assert codes(Cover(image="missing.jpg")) == ["WRI-005"]
    (tmp_path / "small.png").write_bytes(png(size=(300, 480)))
    assert codes(Cover(image="small.png")) == ["WRI-008"]
    (tmp_path / "broken.jpg").write_bytes(b"\xff\xd8 no picture")
    assert codes(Cover(image="broken.jpg")) == ["WRI-005"]


def test_the_editions_picture_is_taken_as_it_is_where_it_is_fit(tmp_path: Path) -> None:
    good = png("teal", (1600, 2560))
    (tmp_path / "cover.png").write_bytes(good)
    cover, findings = cover_of("Emma", "en", "ltr", Cover(image="cover.png"), tmp_path)  # type: ignore[misc]
    assert (cover.data, findings) == (good, [])
    Picture.new("CMYK", (1200, 1920)).save(tmp_path / "press.tif")
    cover, findings = cover_of("Emma", "en", "ltr", Cover(image="press.tif"), tmp_path)  # type: ignore[misc]
    assert cover.media_type == "image/jpeg"
    assert Picture.open(io.BytesIO(cover.data)).mode == "RGB"
    Picture.effect_noise((1200, 1920), 40).convert("RGB").save(tmp_path / "new.avif")
    cover, findings = cover_of("Emma", "en", "ltr", Cover(image="new.avif"), tmp_path)  # type: ignore[misc]
    assert (cover.media_type, cover.width, findings) == ("image/jpeg", 1200, [])


def test_the_cover_says_what_stands_on_it() -> None:
    cover = cover_of("Emma", "en", "ltr", Cover())[0]  # type: ignore[index]
    assert cover.alt == "Emma. Ada Vale"
    own = cover_of("Emma", "en", "ltr", structs.replace(Cover(), alt="A blue door"))[0]  # type: ignore[index]
    assert own.alt == "A blue door"


def letters(text: str) -> float:
    """A measure in which every character is half an em wide."""
    return len(text) * 0.5


def test_lines_are_balanced_and_do_not_end_in_an_article() -> None:
    fitted = fit_lines("The Wonderful Wizard of Oz", Box(300, 400, 44), letters, 10)
    assert fitted.lines == ("The Wonderful", "Wizard of Oz")


def test_a_dash_between_spaces_may_end_a_line() -> None:
    fitted = fit_lines("Severus — Bishop of Antioch", Box(300, 400, 44), letters, 10)
    assert " ".join(" ".join(fitted.lines).split()) == "Severus — Bishop of Antioch"


def test_a_title_too_long_to_be_read_ends_at_a_clause() -> None:
    text = "A true Relation of the Storm, with all that befell; " + "and so forth " * 40
    fitted = fit_lines(text, Box(300, 200, 60), letters, 24)
    assert fitted.is_cut
    assert fitted.lines[-1].endswith("…")
    assert fitted.size >= 24


def test_a_long_word_is_parted_as_its_language_parts_it() -> None:
    fitted = fit_lines("Donaudampfschifffahrtskapitän", Box(300, 300, 60), letters, 10, "de")
    assert len(fitted.lines) > 1
    assert all(line.endswith("-") for line in fitted.lines[:-1])
    assert "".join(fitted.lines).replace("-", "") == "Donaudampfschifffahrtskapitän"


def test_japanese_never_begins_a_line_with_a_comma() -> None:
    fitted = fit_lines("吾輩は猫である、名前はまだ無い", Box(300, 300, 90), letters, 10)
    assert len(fitted.lines) > 1
    assert not any(line.startswith(("、", "。")) for line in fitted.lines)


def test_a_cover_is_painted_once_for_the_same_words_and_design(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted: list[str] = []
    paint = cover.paint_cover

    def watched(design: Design, wording: Wording, own: Family | None) -> Picture.Image:
        painted.append(wording.title)
        return paint(design, wording, own)

    monkeypatch.setattr(cover, "paint_cover", watched)

    def make(title: str, design: str) -> bytes:
        edition = Edition(cover=Cover(design=design))
        made, _ = make_cover(Publication(title, "en", "ltr", [], []), edition, Cache(tmp_path))
        assert made is not None
        return made.data

    first = make("Emma", "rule")
    assert make("Emma", "rule") == first
    assert painted == ["Emma"]
    assert len({first, make("Ada", "rule"), make("Emma", "plain")}) == 3


def test_a_cover_in_type_is_set_in_the_editions_own_font() -> None:
    named, plain = (
        make_cover(
            Publication("The Storm", "en", "ltr", [], []),
            Edition(book=Book(title="The Storm"), epub=Epub(font=font)),
            Cache(),
        )[0]
        for font in ("Source Sans 3", "")
    )
    assert named is not None
    assert plain is not None
    assert named.data != plain.data
