"""The families of each language's text, seen in the finished pages."""

from __future__ import annotations

import ctypes

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from publish.write.pdf import Purpose, write_pdf
from tests.write.pdf.books import EDITION, one_part

ARABIC = '<p lang="fa" dir="rtl">یوسف ۱۴۱۴</p>'


def family_of(data: bytes, character: str) -> str:
    """Name the font in which a character is first set."""
    with pypdfium2.PdfDocument(data) as pdf:
        for page in pdf:
            text = page.get_textpage()
            at = text.get_text_range().find(character)
            if at >= 0:
                name, flags = ctypes.create_string_buffer(100), ctypes.c_int()
                pdfium.FPDFText_GetFontInfo(text.raw, at, name, 100, ctypes.byref(flags))
                return name.value.decode().rpartition("+")[2]
    raise AssertionError(character)


@pytest.mark.parametrize(
    "latin",
    [
        '<span lang="fa-Latn-x-lc" dir="ltr">Jāmī, 1479</span>',
        '<span lang="fa" dir="ltr">Jāmī, 1479</span>',
    ],
)
def test_figures_of_a_name_in_latin_letters_are_of_its_letters_family(latin: str) -> None:
    part = one_part(f"<h1>Names</h1>{ARABIC}<p>By {latin}.</p>", "en")
    data = write_pdf(part, EDITION, Purpose.SCREEN).data
    assert family_of(data, "1479") == family_of(data, "J") != family_of(data, "ف")


@pytest.mark.parametrize("of", ['lang="fr" dir="ltr"', 'lang="und-Latn" dir="ltr"'])
def test_figures_of_latin_letters_in_an_arabic_book_are_of_their_letters_family(of: str) -> None:
    part = one_part(f"<h1>الباب</h1>{ARABIC}<p {of}>Paru en 1479.</p>", "ar")
    data = write_pdf(part, EDITION, Purpose.SCREEN).data
    assert family_of(data, "1479") == family_of(data, "P") != family_of(data, "ف")
