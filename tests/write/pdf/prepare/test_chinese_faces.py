"""Chinese in print: traditional and simplified characters, each from their own face."""

from __future__ import annotations

import re

import pytest

from publish.house.fonts import families_that_set
from publish.write.pdf import Purpose, write_pdf
from tests.write.pdf.books import EDITION, one_part, open_pdf

TRADITIONAL = "港口的長官記兩本帳，學而時習之，不亦說乎。"
SIMPLIFIED = "港口的长官记两本账，学而时习之，不亦说乎。"


@pytest.mark.parametrize(
    ("lang", "markup", "faces"),
    [
        ("zh-TW", f"<p>{TRADITIONAL}</p>", {"TC"}),
        ("zh", f"<p>{TRADITIONAL}</p>", {"TC"}),
        ("zh", f"<p>{SIMPLIFIED}</p>", {"SC"}),
        ("zh-Hans", f'<p>{SIMPLIFIED}<i lang="zh-Hant">{TRADITIONAL}</i></p>', {"SC", "TC"}),
        ("en", f'<p>In <span lang="lzh">{TRADITIONAL}</span> it is said.</p>', {"TC"}),
    ],
)
def test_chinese_is_set_in_the_face_of_its_characters(
    lang: str, markup: str, faces: set[str]
) -> None:
    printed = write_pdf(one_part(markup, lang), EDITION, Purpose.SCREEN)
    with open_pdf(printed.data) as pdf:
        names = [str(item.FontName) for item in pdf.objects if "/FontName" in _keys(item)]
    assert set(re.findall(r"Noto-Serif-(\w\w)", " ".join(names))) == faces


def _keys(item: object) -> object:
    return item.keys() if hasattr(item, "keys") else ()


def test_the_imprint_names_the_face_that_is_used() -> None:
    assert families_that_set(TRADITIONAL, "zh")[0].name == "Noto Serif TC"
    assert families_that_set(SIMPLIFIED, "zh")[0].name == "Noto Serif SC"
