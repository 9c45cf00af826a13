"""Justified lines of Chinese and Japanese reach the measure's end; measured on the drawn page."""

from __future__ import annotations

import ctypes
import re
from collections import defaultdict
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from msgspec import structs

from publish.house.page.geometry import read_geometry
from publish.model.edition import Print
from publish.write.pdf import Purpose, write_pdf
from tests.write.pdf.books import EDITION, mark, note, one_part, open_pdf, page_texts

JAPANESE = (
    "多いのであります。実に驚くべきことではありませんか、しかしこの国について多くの面白い話が"
    "あります。彼は「もしユトランドの荒地がサハラの沙漠のごときものでありましたならば」といい、"
)
CHINESE = (
    "子曰：“學而時習之，不亦說乎？有朋自遠方來，不亦樂乎？人不知而不慍，不亦君子乎？”有子曰："
    "“其為人也孝弟，而好犯上者，鮮矣；不好犯上，而好作亂者，未之有也。君子務本，本立而道生。”"
)
KOREAN = "나라의 말이 中國과 달라 문자와 서로 통하지 아니하므로 어리석은 百姓이 말하고자 하는 바가 "
Glyph = tuple[str, float, float]
"""A character, and where on the page its room begins and ends, in points."""


def drawn_lines(data: bytes, size: float) -> dict[float, list[Glyph]]:
    """Give the lines of the last page's running text by height, each from left to right."""
    document = pypdfium2.PdfDocument(_told_by_glyphs(data))
    page = document[len(document) - 1].get_textpage()
    lines: dict[float, list[Glyph]] = defaultdict(list)
    for number in range(page.count_chars()):
        character = chr(pdfium.FPDFText_GetUnicode(page.raw, number))
        own_size = 0.75 * pdfium.FPDFText_GetFontSize(page.raw, number)
        if character.isspace() or abs(own_size - size) > 0.1:
            continue
        room = pdfium.FS_RECTF()
        pdfium.FPDFText_GetLooseCharBox(page.raw, number, room)
        x, y = ctypes.c_double(), ctypes.c_double()
        pdfium.FPDFText_GetCharOrigin(page.raw, number, x, y)
        lines[round(y.value, 1)].append((character, x.value, room.right))
    return {y: sorted(lines[y], key=lambda glyph: glyph[1]) for y in sorted(lines, reverse=True)}


def _told_by_glyphs(data: bytes) -> bytes:
    """Take out what is said of lines as a whole; readers guess where its characters stand."""
    with open_pdf(data) as pdf:
        page = pdf.pages[-1]
        page.contents_coalesce()
        drawing = page.Contents.read_bytes()
        page.Contents = pdf.make_stream(re.sub(rb"/ActualText <\w+>", b"/Of 1", drawing))
        out = BytesIO()
        pdf.save(out)
    return out.getvalue()


def lines_of(markup: str, lang: str) -> tuple[list[list[Glyph]], float]:
    """Set a paragraph; give its lines, and the right edge of the text."""
    printed = write_pdf(one_part(markup, lang), EDITION, Purpose.SCREEN)
    geometry = read_geometry(EDITION.print, lang)
    lines = drawn_lines(printed.data, geometry.font_size)
    assert len(lines) > 3
    return list(lines.values()), geometry.inner + geometry.measure


def gaps(line: list[Glyph]) -> list[tuple[str, float]]:
    return [(a[0] + b[0], b[1] - a[2]) for a, b in pairwise(line)]


@pytest.mark.parametrize(
    ("text", "lang"),
    [(JAPANESE, "ja"), (CHINESE, "zh"), (f"{JAPANESE}Hans Andersen ", "ja")],
    ids=["Japanese", "Chinese", "mixed"],
)
def test_all_lines_but_the_last_reach_the_right_edge(text: str, lang: str) -> None:
    lines, edge = lines_of(f"<p>{text * 5}多い。</p>", lang)
    assert len(lines) > 10
    assert [line[-1][2] for line in lines[:-1]] == pytest.approx([edge] * (len(lines) - 1), abs=0.1)
    assert lines[-1][-1][2] < edge - 11


def test_room_stands_between_characters_and_not_before_marks() -> None:
    lines, _ = lines_of(f"<p>{CHINESE * 5}</p>", "zh")
    spread = [gaps(line) for line in lines if max(room for _, room in gaps(line)) > 0.2]
    assert spread
    for line in spread:
        torn = [pair for pair, room in line if room > 0.05 and pair[1] in "，。：；？”"]
        assert torn == []
        between = [room for pair, room in line if not set(pair) & set("，。：；？“”")]
        assert max(between) - min(between) < 0.05, "all are alike"


def test_dashes_and_dots_in_pairs_are_not_parted() -> None:
    lines, _ = lines_of(
        f"<p>{'多いのであります――実に驚く……ことでは、ありませんか。' * 8}</p>", "ja"
    )
    pairs = [(pair, room) for line in lines for pair, room in gaps(line)]
    assert {"――", "……"} <= {pair for pair, _ in pairs}
    assert any(room > 0.2 for _, room in pairs)
    assert all(room < 0.05 for pair, room in pairs if pair in {"――", "……"})


def test_word_spaces_give_before_characters_do() -> None:
    lines, edge = lines_of(f"<p>{'Hans Andersen は多くの面白い話を書きました、' * 12}</p>", "ja")
    for line in lines[:-1]:
        assert line[-1][2] == pytest.approx(edge, abs=0.1)
        spaces = [room for pair, room in gaps(line) if pair in {"sA", "nは"}]
        others = [room for pair, room in gaps(line) if pair not in {"sA", "nは"}]
        assert min(spaces) > 2.8 + max(others), "all of them have become wider first"
        letters = [room for pair, room in gaps(line) if pair.isascii() and pair != "sA"]
        assert max(map(abs, letters)) < 0.1, "words of letters stay whole"


def test_korean_widens_its_word_spaces_and_no_others() -> None:
    lines, edge = lines_of(f"<p>{KOREAN * 6}</p>", "ko")
    for line in lines[:-1]:
        assert line[-1][2] == pytest.approx(edge, abs=0.1)
        assert all(abs(room) < 0.05 or room > 2 for _, room in gaps(line))


def test_a_reading_moves_with_its_base() -> None:
    ruby = "<ruby>富饒<rt>ふにょう</rt></ruby>"
    lines, edge = lines_of(
        f"<p>{f'国の{ruby}の土地でないことは、すぐにわかります、' * 9}</p>", "ja"
    )
    assert len(lines) > 5
    for line in lines[:-1]:
        assert line[-1][2] == pytest.approx(edge, abs=0.1)
        assert all(abs(room) < 0.05 for pair, room in gaps(line) if pair == "富饒")
    plain = [line for line in lines if max(room for _, room in gaps(line)) > 0.2]
    for line in plain:
        around = [room for pair, room in gaps(line) if pair in {"の富", "饒の"}]
        assert around
        assert all(room > 0.1 for room in around)


def test_a_note_s_number_stays_with_its_word(tmp_path: Path) -> None:
    book = one_part(f"<p>{JAPANESE[:45]}{mark(1)}{JAPANESE * 2}</p>", "ja")
    book.parts[0].notes = [note(1, "註の言葉")]
    printed = write_pdf(book, EDITION, Purpose.SCREEN)
    text = "".join(page_texts(printed.data, tmp_path)[-1].split())
    assert f"{JAPANESE[30:45]}1{JAPANESE[:15]}" in text


def test_words_of_a_wide_line_can_be_found(tmp_path: Path) -> None:
    narrow = structs.replace(EDITION, print=Print(trim="60x120mm", margins="8mm 8mm 8mm 8mm"))
    text = "ある人々はConstantinopolisから、" * 9
    printed = write_pdf(one_part(f"<p>{text}</p>", "ja"), narrow, Purpose.SCREEN)
    lines = drawn_lines(printed.data, 11).values()
    assert max(room for line in lines for _, room in gaps(line)) > 2
    read = page_texts(printed.data, tmp_path)[-1]
    assert read.count("ある人々は\n") >= 3


def test_lines_stay_on_the_grid() -> None:
    printed = write_pdf(one_part(f"<p>{JAPANESE * 6}</p>", "ja"), EDITION, Purpose.SCREEN)
    geometry = read_geometry(EDITION.print, "ja")
    heights = list(drawn_lines(printed.data, geometry.font_size))
    assert len(heights) > 15
    for above, below in pairwise(heights):
        assert above - below == pytest.approx(geometry.leading, abs=0.11)


def test_a_base_is_read_where_it_stands() -> None:
    ruby = "<ruby>牝牛<rt>めうし</rt></ruby>"
    printed = write_pdf(
        one_part(f"<p>彼らは{ruby}の産をもって{JAPANESE}</p>", "ja"), EDITION, Purpose.SCREEN
    )
    document = pypdfium2.PdfDocument(printed.data)
    text = document[len(document) - 1].get_textpage().get_text_range()
    assert "彼らは牝牛の産をもって" in text
    assert "めうし" in text


def test_a_word_of_another_script_may_end_in_a_space_that_the_line_takes() -> None:
    segments = [
        "figure of description",
        '<span lang="ko">강강 강강</span>',
        '<span lang="zh-TW">河水在老</span>',
        "figure d’une description",
        '<span lang="zh-TW">石橋下面慢慢流過孩子們看著，小船向遠方港口駛去沒有人趕回家。</span>',
    ]
    for turned in range(len(segments)):
        text = " ".join([*segments[turned:], *segments[:turned]] * 3)
        write_pdf(one_part(f"<p>\n{text}\n</p>"), EDITION, Purpose.SCREEN)
