"""The cover of a printed book: what stands where, in which inks, and what there is no room for."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from msgspec import structs
from PIL import Image as Picture

from publish.check.pdf import check_pdf
from publish.house.page.press import HOUSE, SHIPPED
from publish.house.stylesheets import styles_folder
from publish.model.edition import Book, Contributor, Cover, Edition, Print
from publish.model.finding import Finding
from publish.model.publication import Publication
from publish.write.pdf import Purpose, write_pdf
from publish.write.pdf.assemble.press.ink_limit import keep_within
from tests.write.pdf.books import EDITION, PARAGRAPH, open_pdf, page_texts, part, words

SENTENCE = "The schoolteacher copied the letter out twice, once for the council. "
ISBN = "978-3-16-148410-0"
PROFILE = styles_folder() / SHIPPED / f"{HOUSE}.icc"


def cover_of(
    title: str = "A Test Book",
    authors: tuple[str, ...] = ("Ann Author",),
    lang: str = "en",
    *,
    cover: Cover | None = None,
    folder: Path = Path(),
    thick: bool = True,
    **book: str,
) -> tuple[bytes, list[Finding]]:
    told = Book(
        title=title,
        language=lang,
        modified="2026-11-28",
        contributors=tuple(Contributor(name=name) for name in authors),
        **book,
    )
    choices = Print(trim="A6", paper_caliper_mm=2.0 if thick else 0.1, half_title=False)
    edition = Edition(book=told, cover=cover or Cover(), print=choices, folder=folder)
    direction = "rtl" if lang == "he" else "ltr"
    made = Publication(title, lang, direction, [part("chapter-01", PARAGRAPH * 10)], [])
    printed = write_pdf(made, edition, Purpose.COVER)
    return printed.data, printed.findings + check_pdf(printed.data, Purpose.COVER, edition)


def fills(data: bytes) -> set[tuple[float, ...]]:
    with open_pdf(data) as pdf:
        pdf.pages[0].contents_coalesce()
        drawing = pdf.pages[0].Contents.read_bytes()
    found = re.findall(rb"([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+) [kK]\s", drawing)
    return {tuple(float(ink) for ink in inks) for inks in found}


@pytest.mark.parametrize(
    ("design", "colour"),
    [
        ("rule", "#0a0a2a"),
        *((path.stem, "") for path in (styles_folder() / "covers").glob("*.css")),
    ],
)
def test_no_design_lays_more_ink_than_presses_take(design: str, colour: str) -> None:
    data, findings = cover_of(cover=Cover(design=design, colour=colour), thick=False)
    assert [finding.code for finding in findings] == ["WRI-146"]
    assert max(map(sum, fills(data))) <= 2.4


@pytest.mark.parametrize("cover", [Cover(design="plain"), Cover(colour="gold")])
def test_dark_type_is_printed_in_black_alone(cover: Cover) -> None:
    assert (0.0, 0.0, 0.0, 1.0) in fills(cover_of(cover=cover)[0])


def test_a_colour_within_the_limit_is_the_nearest_there_is() -> None:
    rich, poor = (185, 176, 163, 227), (40, 30, 20, 10)
    kept, same = keep_within([rich, poor], 2.4, PROFILE, 24)
    assert same == poor
    assert sum(kept) <= 2.4 * 255
    assert kept[3] > rich[3], "black takes the place of grey"


def test_too_much_ink_is_told_by_what_lays_it() -> None:
    data, _ = cover_of()
    inks = b"q 0.9 0.9 0.9 0.9 k 0 0 9 9 re f BT /None 9 Tf (x) Tj ET Q"
    out = BytesIO()
    with open_pdf(data) as pdf:
        pdf.pages[0].contents_add(inks)
        pdf.save(out)
    edition = structs.replace(EDITION, print=Print(trim="A6"))
    said = [f.message for f in check_pdf(out.getvalue(), Purpose.COVER, edition)]
    for what in ("an area", "text"):
        assert f"{what} on the cover lays 360% of ink on the paper, which takes 240%" in said
    allowed = structs.replace(EDITION, print=Print(trim="A6", ink_limit=360))
    assert not [f for f in check_pdf(out.getvalue(), Purpose.COVER, allowed) if "360%" in f.message]


@pytest.mark.parametrize("saved", ["RGB", "CMYK"])
def test_a_dark_picture_is_converted_within_the_limit_or_named(tmp_path: Path, saved: str) -> None:
    if saved == "RGB":
        picture = Picture.linear_gradient("L").resize((1320, 1810)).convert("RGB")
        picture = Picture.merge("RGB", (picture.split()[0], Picture.new("L", picture.size, 20),
                                        Picture.new("L", picture.size, 12)))  # fmt: skip
    else:
        picture = Picture.new("CMYK", (1320, 1810), (200, 200, 200, 200))
    picture.save(tmp_path / "front.jpg", quality=95)
    _, findings = cover_of(cover=Cover(image="front.jpg"), folder=tmp_path)
    inks = [finding.message for finding in findings if finding.code == "WRI-062"]
    named = ["the image front.jpg on page 1 lays over 240% of ink on 100% of it"]
    assert inks == ([] if saved == "RGB" else named)


def lowest_word(data: bytes, *, left: float) -> float:
    """Tell how far above the sheet's foot the back's words end, in points."""
    page = pypdfium2.PdfDocument(data)[0].get_textpage()
    boxes = [page.get_rect(n) for n in range(page.count_rects())]
    return min(bottom for x, bottom, _, top in boxes if x < left and 4 < top - bottom < 14)


@pytest.mark.parametrize(("sentences", "cut"), [(3, False), (11, False), (40, True)])
def test_the_back_s_words_keep_clear_of_the_bar_code(sentences: int, cut: bool) -> None:
    data, findings = cover_of(description=SENTENCE * sentences, isbn_print=ISBN, thick=False)
    assert ("WRI-145" in {finding.code for finding in findings}) == cut
    assert lowest_word(data, left=100) > 8.5 + 30 + 90, "above bar code and ISBN"
    if cut:
        assert "'The schoolteacher copied the letter out …'" in findings[0].message


def test_the_words_stop_with_a_sentence(tmp_path: Path) -> None:
    text = words(page_texts(cover_of(description=SENTENCE * 40)[0], tmp_path)[0])
    assert re.search(r"once for the council\.(?! The)", text)


def test_back_and_spine_take_the_colour_of_the_picture_beside_them(tmp_path: Path) -> None:
    picture = Picture.new("RGB", (1320, 1810), (240, 240, 0))
    picture.paste((0, 90, 0), (0, 0, 60, 1810))
    picture.save(tmp_path / "front.png")
    own = {"cover": Cover(image="front.png"), "folder": tmp_path}
    chosen = {"cover": Cover(image="front.png", colour="white"), "folder": tmp_path}

    def ground(lang: str, **options: object) -> tuple[int, ...]:
        data, _ = cover_of(lang=lang, **options)  # type: ignore[arg-type]
        sheet = pypdfium2.PdfDocument(data)[0].render(scale=0.5).to_pil().convert("RGB")
        back = sheet.width // 4 if lang != "he" else sheet.width * 3 // 4
        return sheet.getpixel((back, 8))  # type: ignore[return-value]

    red, green, _ = ground("en", **own)
    assert green > red + 40
    assert min(ground("he", **own)[:2]) > 200, "its spine is at the picture's yellow edge"
    assert ground("en", **chosen) == (255, 255, 255)


@pytest.mark.parametrize(
    ("title", "authors", "lang", "said", "told"),
    [
        ("Emma", ("Ann Author", "Bo Writer"), "en", "Ann Author, Bo Writer Emma", False),
        ("Emma", ("A. A", "B. B", "C. C", "D. D"), "en", "A. A et al. Emma", False),
        ("Emma", ("A. A", "B. B", "C. C", "D. D"), "de", "A. A u. a. Emma", False),
        ("The Storm: " + "what befell the ship " * 9, ("Ann",), "en", "Ann The Storm", True),
        ("Storm and " * 30, ("Ann",), "en", "", True),
    ],
)
def test_the_spine_says_what_it_has_room_for(
    title: str, authors: tuple[str, ...], lang: str, said: str, told: bool, tmp_path: Path
) -> None:
    data, findings = cover_of(title, authors, lang)
    assert [finding.code for finding in findings] == (["WRI-146"] if told else [])
    page = pypdfium2.PdfDocument(data)[0]
    across = page.get_width() / 2
    text = page.get_textpage().get_text_bounded(across - 20, 0, across + 20, page.get_height())
    assert words(text).casefold() == said.casefold()


def test_a_logo_stands_on_spine_and_back_or_is_refused(tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 9 L4 0 L9 9"/></svg>'
    )
    Picture.new("RGB", (300, 300), "red").save(tmp_path / "logo.png")
    for name in ("logo.svg", "logo.png"):
        data, findings = cover_of(cover=Cover(logo=name), folder=tmp_path)
        assert findings == []
        with open_pdf(data) as pdf:
            assert drawn(pdf) >= 2
    for name in ("none.png", "../logo.svg"):
        _, findings = cover_of(cover=Cover(logo=name), folder=tmp_path)
        assert [finding.code for finding in findings] == ["WRI-148"]


def drawn(pdf: pikepdf.Pdf) -> int:
    """Count what is painted as a picture or a drawing of its own."""
    pdf.pages[0].contents_coalesce()
    drawing = pdf.pages[0].Contents.read_bytes()
    return drawing.count(b" Do") + drawing.count(b" l\n")
