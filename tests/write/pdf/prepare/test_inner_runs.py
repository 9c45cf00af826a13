"""Words against the direction of their paragraph stand in their order, over borders of elements."""

from __future__ import annotations

from xml.etree.ElementTree import fromstring, tostring

import pypdfium2
import pytest

from publish.model.purpose import Purpose
from publish.write.pdf import write_pdf
from publish.write.pdf.prepare.inner_runs import join_runs
from tests.write.pdf.books import EDITION, one_part

RUNS = {
    "a quotation with italics": (
        "<p dir='rtl'>הספר Le Rouge et <i>le Noir</i>, 1830, של סטנדל</p>",
        '<p dir="rtl">הספר <span dir="ltr">Le Rouge et <i>le Noir</i>, 1830</span>, של סטנדל</p>',
    ),
    "elements alone, and marks between them": (
        "<p dir='rtl'>אב <i>Le</i> (<b>Rouge</b>) גד</p>",
        '<p dir="rtl">אב <span dir="ltr"><i>Le</i> (<b>Rouge</b></span>) גד</p>',
    ),
    "Hebrew in English, with the number that follows it": (
        "<p>The word שלום <b>רב</b> <i>12</i> is Hebrew.</p>",
        '<p>The word <span dir="rtl">שלום <b>רב</b> <i>12</i></span> is Hebrew.</p>',
    ),
    "what is set apart already takes part and stays": (
        "<p dir='rtl'>אב <span dir='ltr' lang='fr'>Le Rouge <i>et</i></span> גד</p>",
        '<p dir="rtl">אב <span dir="ltr" lang="fr">Le Rouge <i>et</i></span> גד</p>',
    ),
    "one text, one element, a line's end between": (
        "<p dir='rtl'>אב Le Rouge גד <i>Noir</i> הו Le<br />Noir</p>",
        '<p dir="rtl">אב Le Rouge גד <i>Noir</i> הו Le<br />Noir</p>',
    ),
    "within an element that has both": (
        "<p dir='rtl'>אב <i>גד Le <b>Rouge</b> הו</i></p>",
        '<p dir="rtl">אב <i>גד <span dir="ltr">Le <b>Rouge</b></span> הו</i></p>',
    ),
}


@pytest.mark.parametrize("name", RUNS)
def test_runs_are_joined(name: str) -> None:
    given, wanted = RUNS[name]
    root = fromstring(f"<body>{given}</body>")
    join_runs([root], set(given))
    assert tostring(root, "unicode") == f"<body>{wanted}</body>"


def test_words_stand_on_the_page_in_the_order_in_which_they_are_read() -> None:
    latin = "Le Rouge et <i>le</i> Noir, <b>chronique</b> de Beyle"
    text = f"בשנת זו יצא לאור הספר {latin} בפריז, והוא נחשב לאחד הרומנים הגדולים"
    data = write_pdf(one_part(f"<p>{text}</p>", "he"), EDITION, Purpose.SCREEN).data
    page = next(
        p for p in pypdfium2.PdfDocument(data) if "Noir" in p.get_textpage().get_text_range()
    )
    words = page.get_textpage()
    found = []
    for word in "Le Rouge Noir chronique Beyle".split():
        left, bottom, *_ = words.get_charbox(words.get_text_range().index(word))
        found.append((-round(bottom / 10), left))
    assert found == sorted(found)
