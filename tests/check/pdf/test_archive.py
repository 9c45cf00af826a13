"""A PDF for libraries: each clause of PDF/A with a file made wrong, and what page says of it."""

from __future__ import annotations

import io
import sys

import page
import pikepdf
import pytest
from msgspec import structs
from pikepdf import Array, Dictionary, Name, Pdf, String
from PIL import ExifTags
from PIL import Image as Picture

from publish.check.pdf import check_pdf
from publish.model.edition import Edition, Print
from publish.model.finding import MachineError
from publish.write.pdf import Printed, Purpose, write_pdf
from tests.check.pdf.test_preflight import Spoil, action, first_image, script, spoilt
from tests.write.pdf.assemble.test_structure import full_book
from tests.write.pdf.books import EDITION, open_pdf

NEW = structs.replace(EDITION, print=Print(archive_variant="pdf/a-4"))
ASKED = structs.replace(EDITION, print=Print(second_opinion=True))
ASKED_IN_VAIN = structs.replace(
    EDITION, print=Print(second_opinion=True, archive_variant="pdf/a-4")
)


@pytest.fixture(scope="module")
def kept() -> Printed:
    return write_pdf(full_book(), EDITION, Purpose.ARCHIVE)


@pytest.fixture(scope="module")
def new() -> Printed:
    return write_pdf(full_book(), NEW, Purpose.ARCHIVE)


def messages(data: bytes, edition: Edition = EDITION) -> list[str]:
    found = check_pdf(data, Purpose.ARCHIVE, edition)
    return [finding.message for finding in found if finding.code == "WRI-230"]


def test_a_library_s_validator_finds_nothing(kept: Printed, new: Printed) -> None:
    for profile in ("pdfa2u", "ua1"):
        assert page.validate_pdf_bytes(kept.data, profile=profile).failures == []
    assert check_pdf(kept.data, Purpose.ARCHIVE, EDITION) == []
    assert check_pdf(new.data, Purpose.ARCHIVE, NEW) == []
    assert kept.data.startswith(b"%PDF-1.7")
    assert new.data.startswith(b"%PDF-2.0")


def test_what_may_be_mined_is_told_as_a_library_s_validator_wants_it() -> None:
    book = structs.replace(EDITION.book, tdm="reserved", tdm_policy="https://example.org/tdm")
    printed = write_pdf(full_book(), structs.replace(EDITION, book=book), Purpose.ARCHIVE)
    assert page.validate_pdf_bytes(printed.data, profile="pdfa2u").failures == []


def colourless(pdf: Pdf) -> None:
    del pdf.Root["/OutputIntents"]


def inked_intent(pdf: Pdf) -> None:
    pdf.Root.OutputIntents[0].DestOutputProfile = pdf.make_stream(b"\0" * 16 + b"CMYK" * 8, N=4)


def smooth(pdf: Pdf) -> None:
    first_image(pdf).Interpolate = True


def inked(pdf: Pdf) -> None:
    first_image(pdf).ColorSpace = Name.DeviceCMYK


def painted(pdf: Pdf) -> None:
    pdf.pages[0].contents_add(b"0 0 0 1 k 0 0 9 9 re f")


def metadata(old: bytes, new: bytes) -> Spoil:
    def spoil(pdf: Pdf) -> None:
        packet = pdf.Root.Metadata.read_bytes()
        assert old in packet
        pdf.Root.Metadata.write(packet.replace(old, new))

    return spoil


def attached(pdf: Pdf) -> None:
    pdf.Root.Names.EmbeddedFiles = Dictionary(Names=Array([]))


def unprinted(pdf: Pdf) -> None:
    next(p.obj.Annots for p in pdf.pages if "/Annots" in p.obj)[0].F = 0


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (colourless, "which colours it means"),
        (inked_intent, "which colours it means"),
        (smooth, "is to be smoothed"),
        (inked, "is in printing inks"),
        (painted, "is painted in printing inks"),
        (metadata(b"<pdfaid:part>2<", b"<pdfaid:part>3<"), "does not claim to be PDF/A-2u"),
        (metadata(b"conformance>U<", b"conformance>B<"), "lacks its level"),
        (metadata(b"prefix>pdfuaid<", b"prefix>other<"), "do not describe the properties"),
        (action, "has a OpenAction"),
        (script, "has a AA"),
        (attached, "has EmbeddedFiles"),
        (unprinted, "is not told to be printed"),
    ],
)
def test_a_fault_of_a_kept_file_is_found(kept: Printed, spoil: Spoil, said: str) -> None:
    assert any(said in message for message in messages(spoilt(kept.data, spoil)))


def unchanged(pdf: Pdf) -> None:
    pass


def test_a_key_or_another_version_of_pdf_is_found(kept: Printed) -> None:
    locked = spoilt(kept.data, unchanged, encryption=pikepdf.Encryption(owner="o", R=6))
    assert "the file is encrypted" in messages(locked)
    newer = spoilt(kept.data, unchanged, force_version="2.0")
    assert any("is not what PDF/A-2u is written in" in message for message in messages(newer))


def test_a_dictionary_of_information_is_found_where_there_may_be_none(new: Printed) -> None:
    def inform(pdf: Pdf) -> None:
        pdf.docinfo.Title = String("x")

    assert any("dictionary of information" in m for m in messages(spoilt(new.data, inform), NEW))


def test_pictures_in_inks_are_kept_in_the_colours_of_a_screen() -> None:
    book = full_book()
    out = io.BytesIO()
    Picture.new("CMYK", (300, 200), (200, 40, 40, 0)).save(out, "JPEG")
    image = book.images["red.png"]
    book.images["red.png"] = structs.replace(image, media_type="image/jpeg", data=out.getvalue())
    printed = write_pdf(book, EDITION, Purpose.ARCHIVE)
    assert messages(printed.data) == []
    with open_pdf(printed.data) as pdf:
        assert first_image(pdf).ColorSpace == Name.DeviceRGB


def test_a_picture_in_inks_stays_upright() -> None:
    lying = Picture.new("CMYK", (300, 200), (200, 40, 40, 0))
    turned = Picture.Exif()
    turned[ExifTags.Base.Orientation] = 6
    out = io.BytesIO()
    lying.save(out, "JPEG", exif=turned)
    book = full_book()
    book.images["red.png"] = structs.replace(
        book.images["red.png"], media_type="image/jpeg", data=out.getvalue()
    )
    with open_pdf(write_pdf(book, EDITION, Purpose.ARCHIVE).data) as pdf:
        image = first_image(pdf)
        assert (image.Width, image.Height) == (200, 300)


def test_a_second_opinion_names_the_rule(kept: Printed) -> None:
    assert check_pdf(kept.data, Purpose.ARCHIVE, ASKED) == []
    found = check_pdf(spoilt(kept.data, smooth), Purpose.ARCHIVE, ASKED)
    assert any("page says by PDFA2U-" in finding.message for finding in found)


def test_of_what_page_does_not_know_nobody_is_asked(new: Printed) -> None:
    (finding,) = check_pdf(new.data, Purpose.ARCHIVE, ASKED_IN_VAIN)
    assert (finding.code, str(finding.severity)) == ("WRI-232", "notice")


def test_without_page_the_command_that_installs_it_is_told(
    kept: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "page", None)
    with pytest.raises(MachineError) as raised:
        check_pdf(kept.data, Purpose.ARCHIVE, ASKED)
    assert "publish-tei[validation]" in str(raised.value.findings[0].hint)
