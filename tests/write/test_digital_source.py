"""What is said of pictures and words that a program made: in files, packages and records."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from msgspec import structs
from PIL import Image as Picture

from publish.check.epub import check_epub
from publish.model.edition import Contributor, Cover, Edition, PictureOrigin
from publish.model.publication import Image
from publish.write.digital_source import IPTC, check_named_pictures, marked, programs_in
from tests.write.epub.books import EDITION, LIGHT, OPF, opened, small_book

MADE = f"{IPTC}trainedAlgorithmicMedia"


def picture(form: str, **choices: object) -> bytes:
    out = io.BytesIO()
    Picture.new("RGB", (1600, 1700), "red").save(out, form, **choices)
    return out.getvalue()


def told(data: bytes) -> str:
    """The XMP that a program which shows pictures finds in one, pixels as they were."""
    with Picture.open(io.BytesIO(data)) as shown:
        assert shown.convert("RGB").getpixel((3, 3))[0] > 250
        packet = shown.info.get("xmp", b"")
        return packet.decode() if isinstance(packet, bytes) else str(packet)


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_a_picture_that_a_program_made_says_so_in_its_own_metadata(form: str) -> None:
    data = picture(form)
    source = "trainedAlgorithmicMedia"
    assert told(data) == ""
    assert MADE in told(marked(data, f"image/{form.lower()}", source))
    exif = Picture.Exif()
    exif[0x010E] = "A field"
    data = marked(picture(form, exif=exif), f"image/{form.lower()}", source)
    assert MADE in told(data)
    with Picture.open(io.BytesIO(data)) as shown:
        assert shown.getexif()[0x010E] == "A field"


def edition(base: Edition = LIGHT, **keys: object) -> Edition:
    return structs.replace(base, book=structs.replace(base.book, **keys))


def sources(of: Edition) -> dict[str, str]:
    """What the package says, by what it says it of; the book itself goes by no name."""
    made = opened(small_book(), of)
    assert [str(finding) for finding in check_epub(made.data, "made.epub")] == []
    return {
        str(meta.get("refines", "")): meta.text or ""
        for meta in made.xml("content.opf").iter(f"{OPF}meta")
        if meta.get("property") == "schema:digitalSourceType"
    }


def test_the_package_names_pictures_and_words_that_a_program_made() -> None:
    name = next(iter(small_book().images.values())).source.name
    about = edition(
        pictures=(PictureOrigin(file=name, ai="changed"),),
        contributors=(Contributor(name="WordMill 3", role="trl", ai="made"),),
    )
    assert sources(about) == {
        "": "https://schema.org/TrainedAlgorithmicMediaDigitalSource",
        "#image-1": "https://schema.org/CompositeWithTrainedAlgorithmicMediaDigitalSource",
    }
    assert sources(EDITION) == {}


def test_a_pictures_own_metadata_go_without_saying() -> None:
    book = small_book()
    data = marked(picture("PNG"), "image/png", "trainedAlgorithmicMedia")
    book.images = {"red.png": Image("red.png", "image/png", data, Path("red.png"))}
    assert list(programs_in(book, EDITION)) == ["ill"]


def test_a_cover_that_a_program_made_is_told_to_shops() -> None:
    about = structs.replace(
        edition(pictures=(PictureOrigin(file="art/front.jpg"),)), cover=Cover(image="art/front.jpg")
    )
    assert list(programs_in(small_book(), about)) == ["cov"]


def test_a_picture_that_the_book_does_not_show_is_told() -> None:
    (finding,) = check_named_pictures(
        small_book(), edition(pictures=(PictureOrigin(file="nowhere.png"),))
    )
    assert finding.code == "WRI-086"
    assert "nowhere.png" in finding.message
