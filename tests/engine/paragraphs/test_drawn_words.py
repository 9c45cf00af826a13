"""Lines drawn from their words look as WeasyPrint draws them, and say the same."""

from __future__ import annotations

import pypdfium2
import pytest

from publish.check.typography.reading import read_pages
from publish.engine.patches import drawn_lines
from publish.model.purpose import Purpose
from publish.run.cache import Cache
from publish.write.pdf.book import write_book
from tests.write.pdf.books import EDITION, one_part

TEXTS = {
    "en": "The first office of AVATAR was a wafting of flowers, “To Verona!” — said the efficient "
    "Mr. W. Fly, 1234567890; <i>fin de siècle</i>, <b>Vaterland</b>, <sup>12</sup> ",
    "de": "Auflage, Schifffahrt, Stofffetzen und <i>Kaufleute</i> der Wassermühlenflügel, „Tal“ ",
    "cs": "Příliš žluťoučký kůň úpěl ďábelské ódy, česko-slovenský, Těšínsko, naučně-populární ",
    "ru": "Съешь же ещё этих мягких французских булок, да выпей чаю; <i>Вот так!</i> № 5 ",
    "el": "Ξεσκεπάζω τὴν ψυχοφθόρα βδελυγμία, ᾧ ἄνδρα μοι ἔννεπε, Μοῦσα, πολύτροπον ",
    "he": "בראשית ברא אלהים את השמים ואת הארץ 1948 (Genesis) והארץ היתה תהו ובהו ",
    "vi": "Tiếng Việt là ngôn ngữ của người Việt, được dùng ở nước Việt Nam ",
}
Letter = tuple[str, float, float]


def letters_of(data: bytes) -> list[Letter]:
    """Every letter of a PDF with the left and lower edge of its ink."""
    found = []
    for page in pypdfium2.PdfDocument(data):
        text = page.get_textpage()
        for number in range(text.count_chars()):
            sign = text.get_text_range(number, 1)
            if sign.strip():
                left, bottom, _, _ = text.get_charbox(number)
                found.append((sign, left, bottom))
    return found


def printed(lang: str) -> list[Letter]:
    book = one_part(f"<p>{TEXTS[lang] * 6}</p>", lang=lang)
    return letters_of(write_book(book, EDITION, Purpose.SCREEN, lambda *_: None, Cache()).data)


@pytest.mark.parametrize("lang", TEXTS)
def test_letters_are_where_weasyprint_draws_them(
    lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = printed(lang)
    monkeypatch.setattr(drawn_lines.Pen, "write", lambda *_: None)
    theirs = printed(lang)
    assert "".join(sign for sign, *_ in ours) == "".join(sign for sign, *_ in theirs)
    off = [
        abs(a - b)
        for one, two in zip(ours, theirs, strict=True)
        for a, b in zip(one[1:], two[1:], strict=True)
    ]
    assert max(off) < 0.25, "a quarter of a point: WeasyPrint rounds every step down"


def test_a_line_that_begins_with_a_word_joiner_keeps_its_first_word() -> None:
    """U+2060 shows nothing, so that the word with it is WeasyPrint's to draw."""
    book = one_part("<p>\u2060“I do hate him, and I have been a fool!</p>", lang="en")
    data = write_book(book, EDITION, Purpose.SCREEN, lambda *_: None, Cache()).data
    assert "“Idohatehim" in "".join(sign for sign, *_ in letters_of(data))


def test_words_that_were_drawn_before_have_their_widths_in_the_next_document() -> None:
    """Without them a reader selects, and a machine reads, words as overlapping."""
    book = one_part(f"<p>{TEXTS['en'] * 3}</p>", lang="en")
    first, second = (
        write_book(book, EDITION, Purpose.SCREEN, lambda *_: None, Cache()).data for _ in range(2)
    )
    assert first == second


def test_spaces_are_those_of_the_words_beside_them() -> None:
    """Sanskrit in Latin letters: the language's first face is that of another script."""
    words = "parahitakarā bhāsvantaś ca <i>rājā</i> dharmeṇa pālayati mahīṃ sarvām iti śrutam "
    made = write_book(
        one_part(f"<p>{words * 8}</p>", "sa-Latn"),
        EDITION,
        Purpose.SCREEN,
        lambda *_: None,
        Cache(),
    )
    lines = max(read_pages(made.data), key=lambda page: len(page.lines)).lines[1:-1]
    gaps = [gap for line in lines if len(line.gaps) > 4 for gap in line.gaps]
    assert len(gaps) > 30
    assert min(gaps) > 0.14 * 11


def test_the_last_space_stays_where_words_take_letters_from_several_fonts() -> None:
    """The figures and commas are of the first one, whose space is wider."""
    words = "Mme Durand pesaient 12 kg de mots ; « voilà ! » disait-on : la <i>nouveauté</i> est "
    text = f"كان {words * 8}"
    book = one_part(f"<p style='font-family: Noto Naskh Arabic, EB Garamond'>{text}</p>", "fr")
    data = write_book(book, EDITION, Purpose.SCREEN, lambda *_: None, Cache()).data
    pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(data)]
    printed = " ".join("".join(pages).split())
    assert printed.count("nouveauté") == printed.count("la nouveauté est") == 8
