"""Each clause of the preflight, with a PDF made wrong on purpose."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest
from msgspec import structs
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from publish.check.pdf import check_pdf
from publish.model.edition import Edition, Print
from publish.write.pdf import Printed, Purpose
from tests.write.pdf.books import EDITION, open_pdf, small_book_printed

Spoil = Callable[[Pdf], object]


def codes(data: bytes, purpose: Purpose, edition: Edition = EDITION) -> set[str]:
    return {finding.code for finding in check_pdf(data, purpose, edition)}


def spoilt(data: bytes, spoil: Spoil, **options: object) -> bytes:
    out = BytesIO()
    with open_pdf(data) as pdf:
        spoil(pdf)
        pdf.save(out, **options)  # type: ignore[arg-type]
    return out.getvalue()


def paint(content: bytes) -> Spoil:
    return lambda pdf: pdf.pages[6].contents_add(content)


def first_font(pdf: Pdf) -> pikepdf.Object:
    return next(o for o in pdf.objects if isinstance(o, Dictionary) and o.get("/ToUnicode"))


def no_program(pdf: Pdf) -> None:
    del first_font(pdf).DescendantFonts[0].FontDescriptor["/FontFile2"]


def no_map(pdf: Pdf) -> None:
    del first_font(pdf)["/ToUnicode"]


def no_glyph(pdf: Pdf) -> None:
    name = str(next(iter(pdf.pages[6].obj.Resources.Font.keys())))
    pdf.pages[6].contents_add(f"BT {name} 12 Tf <0000> Tj ET".encode())


def drop(name: str) -> Spoil:
    return lambda pdf: pdf.Root.__delitem__(name)


def untitled(pdf: Pdf) -> None:
    del pdf.docinfo["/Title"]


def small_trim(pdf: Pdf) -> None:
    pdf.pages[3].obj.TrimBox = Array([0, 0, 300, 400])


def no_trim(pdf: Pdf) -> None:
    del pdf.pages[3].obj["/TrimBox"]


def no_bleed(pdf: Pdf) -> None:
    pdf.pages[3].obj.BleedBox = pdf.pages[3].obj.TrimBox


def small_sheet(pdf: Pdf) -> None:
    pdf.pages[3].obj.MediaBox = pdf.pages[3].obj.TrimBox


def one_page_less(pdf: Pdf) -> None:
    del pdf.pages[-1]


def first_image(pdf: Pdf) -> pikepdf.Object:
    return next(o for o in pdf.objects if isinstance(o, Stream) and o.get("/Subtype") == "/Image")


def rgb_image(pdf: Pdf) -> None:
    first_image(pdf).ColorSpace = Name.DeviceRGB


def coarse_image(pdf: Pdf) -> None:
    first_image(pdf).Width = 90


def rgb_gradient(pdf: Pdf) -> None:
    pdf.Root.Odd = pdf.make_indirect(Dictionary(ShadingType=2, ColorSpace=Name.DeviceRGB))


def link(pdf: Pdf) -> None:
    annotation = Dictionary(Type=Name.Annot, Subtype=Name.Link, Dest=pikepdf.String("nowhere"))
    pdf.pages[6].obj.Annots = Array([pdf.make_indirect(annotation)])


def action(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Array([pdf.pages[0].obj, Name.Fit])


def no_profile(pdf: Pdf) -> None:
    del pdf.Root.OutputIntents[0]["/DestOutputProfile"]


def screen_profile(pdf: Pdf) -> None:
    pdf.Root.OutputIntents[0].DestOutputProfile = pdf.make_stream(b"\0" * 16 + b"RGB " * 8, N=3)


def no_condition(pdf: Pdf) -> None:
    del pdf.Root.OutputIntents[0]["/OutputConditionIdentifier"]


def two_intents(pdf: Pdf) -> None:
    pdf.Root.OutputIntents.append(pdf.Root.OutputIntents[0])


def no_claim(pdf: Pdf) -> None:
    pdf.Root.Metadata.write(b"<x/>")


def not_trapped(pdf: Pdf) -> None:
    del pdf.docinfo["/Trapped"]


def untagged_page(pdf: Pdf) -> None:
    del pdf.pages[6].obj["/StructParents"]


def no_alternative(pdf: Pdf) -> None:
    figure = next(o for o in pdf.objects if isinstance(o, Dictionary) and o.get("/S") == "/Figure")
    del figure["/Alt"]


def outside_bleed(pdf: Pdf) -> None:
    pdf.pages[3].obj.BleedBox = Array([50, 50, 300, 400])


def heavy_image(pdf: Pdf) -> None:
    image = first_image(pdf)
    del image["/Filter"]
    image.write(bytes([240]) * (int(image.Width) * int(image.Height) * 4))


def rich_text(pdf: Pdf) -> None:
    name = str(next(iter(pdf.pages[6].obj.Resources.Font.keys())))
    pdf.pages[6].contents_add(f"q .6 .5 .5 .8 k BT {name} 12 Tf <0003> Tj ET Q".encode())


def masked(pdf: Pdf) -> None:
    first_image(pdf).SMask = pdf.make_stream(b"\0", Type=Name.XObject, Subtype=Name.Image)


def state(**said: object) -> Spoil:
    def spoil(pdf: Pdf) -> None:
        pdf.pages[6].obj.Resources.ExtGState = Dictionary(Faint=Dictionary(**said))

    return spoil


def group(pdf: Pdf) -> None:
    pdf.pages[6].obj.Group = Dictionary(S=Name.Transparency)


def script(pdf: Pdf) -> None:
    pdf.Root.AA = Dictionary(WC=Dictionary(S=Name.JavaScript, JS=pikepdf.String("1")))


def not_shown(pdf: Pdf) -> None:
    del pdf.Root.ViewerPreferences["/DisplayDocTitle"]


def silent_link(pdf: Pdf) -> None:
    links = next(page.obj.Annots for page in pdf.pages if "/Annots" in page.obj)
    del links[0]["/Contents"]


def element(pdf: Pdf, kind: str) -> pikepdf.Object:
    return next(o for o in pdf.objects if isinstance(o, Dictionary) and o.get("/S") == kind)


def become(kind: str, other: Name) -> Spoil:
    return lambda pdf: element(pdf, kind).__setattr__("S", other)


def add_below(kind: str, below: Name) -> Spoil:
    def spoil(pdf: Pdf) -> None:
        holder = element(pdf, kind)
        made = pdf.make_indirect(Dictionary(S=below, P=holder, K=Array([])))
        holder.K = Array([made])

    return spoil


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (outside_bleed, "WRI-060"),
        (heavy_image, "WRI-062"),
        (rich_text, "WRI-091"),
        (script, "WRI-072"),
        (paint(b"q 0.01 0 0 0.01 0 0 cm 9 w 0 0 m 900 900 l S Q"), "WRI-076"),
        (paint(b"0 0 90 0.1 re f"), "WRI-076"),
        (paint(b"0 0 90 90 re 0.1 0.1 89.8 89.8 re f*"), "WRI-076"),
        (no_trim, "WRI-060"),
        (small_trim, "WRI-060"),
        (no_bleed, "WRI-060"),
        (small_sheet, "WRI-060"),
        (no_program, "WRI-061"),
        (no_map, "WRI-061"),
        (paint(b"1 0 0 rg 0 0 9 9 re f"), "WRI-062"),
        (paint(b"1 1 1 1 k 0 0 9 9 re f"), "WRI-062"),
        (rgb_image, "WRI-062"),
        (rgb_gradient, "WRI-062"),
        (drop("/OutputIntents"), "WRI-063"),
        (no_profile, "WRI-063"),
        (screen_profile, "WRI-063"),
        (no_condition, "WRI-063"),
        (two_intents, "WRI-063"),
        (one_page_less, "WRI-064"),
        (untitled, "WRI-066"),
        (no_glyph, "WRI-067"),
        (coarse_image, "WRI-070"),
        (link, "WRI-072"),
        (action, "WRI-072"),
        (no_claim, "WRI-073"),
        (not_trapped, "WRI-073"),
        (paint(b"0.01 w 0 0 m 9 9 l S"), "WRI-076"),
    ],
)
def test_a_fault_at_the_press_is_found(press: Printed, spoil: Spoil, code: str) -> None:
    assert code in codes(spoilt(press.data, spoil), Purpose.PRESS)


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (drop("/StructTreeRoot"), "WRI-065"),
        (drop("/MarkInfo"), "WRI-065"),
        (not_shown, "WRI-066"),
        (silent_link, "WRI-065"),
        (become("/H1", Name.H3), "WRI-065"),
        (add_below("/L", Name.P), "WRI-065"),
        (add_below("/LI", Name.P), "WRI-065"),
        (paint(b"BT (x) Tj ET"), "WRI-065"),
        (untagged_page, "WRI-065"),
        (drop("/Lang"), "WRI-066"),
        (no_alternative, "WRI-071"),
        (link, "WRI-058"),
    ],
)
def test_a_fault_on_the_screen_is_found(screen: Printed, spoil: Spoil, code: str) -> None:
    assert code in codes(spoilt(screen.data, spoil), Purpose.SCREEN)


def test_a_newer_pdf_than_the_claim_allows_is_found(press: Printed) -> None:
    data = spoilt(press.data, lambda pdf: None, force_version="2.0")
    assert "WRI-073" in codes(data, Purpose.PRESS)


@pytest.mark.parametrize(
    "spoil",
    [
        state(ca=0.5),
        state(CA=0.5),
        state(BM=Name.Multiply),
        state(SMask=Dictionary(S=Name.Alpha)),
        masked,
        group,
    ],
    ids=["fill", "stroke", "blend", "state's mask", "image's mask", "group"],
)
def test_transparency_is_found_where_it_is_forbidden(press: Printed, spoil: Spoil) -> None:
    edition = structs.replace(EDITION, print=Print(variant="pdf/x-1a"))
    data = spoilt(press.data, spoil)
    assert "WRI-069" not in codes(data, Purpose.PRESS)
    assert "WRI-069" in codes(data, Purpose.PRESS, edition)


def test_an_encrypted_file_is_found(press: Printed) -> None:
    data = spoilt(press.data, lambda pdf: None, encryption=pikepdf.Encryption(owner="o", R=6))
    assert "WRI-073" in codes(data, Purpose.PRESS)


@pytest.fixture(scope="module")
def booklet() -> Printed:
    return small_book_printed(Purpose.BOOKLET)


@pytest.fixture(scope="module")
def cover() -> Printed:
    return small_book_printed(Purpose.COVER)


def lost_page(pdf: Pdf) -> None:
    del pdf.pages[0].obj.Resources.XObject["/P0"]


@pytest.mark.parametrize(
    ("spoil", "code"),
    [(small_trim, "WRI-060"), (one_page_less, "WRI-064"), (lost_page, "WRI-064")],
)
def test_a_fault_of_a_booklet_is_found(booklet: Printed, spoil: Spoil, code: str) -> None:
    assert codes(booklet.data, Purpose.BOOKLET) == set()
    assert code in codes(spoilt(booklet.data, spoil), Purpose.BOOKLET)


def test_a_booklet_in_rgb_is_for_a_desk_and_not_for_a_press(booklet: Printed) -> None:
    edition = structs.replace(EDITION, print=Print(marks=True, bleed="0"))
    assert "WRI-062" in codes(booklet.data, Purpose.BOOKLET, edition)


def cover_without_trim(pdf: Pdf) -> None:
    del pdf.pages[0].obj["/TrimBox"]


def narrow_cover(pdf: Pdf) -> None:
    pdf.pages[0].obj.TrimBox = Array([9, 9, 600, 621])


def cover_without_bleed(pdf: Pdf) -> None:
    pdf.pages[0].obj.MediaBox = pdf.pages[0].obj.TrimBox


def two_covers(pdf: Pdf) -> None:
    pdf.pages.append(pdf.pages[0])


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (cover_without_trim, "WRI-060"),
        (narrow_cover, "WRI-060"),
        (cover_without_bleed, "WRI-060"),
        (two_covers, "WRI-064"),
    ],
)
def test_a_fault_of_a_cover_is_found(cover: Printed, spoil: Spoil, code: str) -> None:
    assert codes(cover.data, Purpose.COVER) == set()
    assert code in codes(spoilt(cover.data, spoil), Purpose.COVER)


def test_what_is_no_pdf_is_found() -> None:
    assert codes(b"no pdf", Purpose.PRESS) == {"WRI-074"}
