"""What the pages look like where rules of typography decide, measured on laid-out boxes."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from msgspec import structs

from publish.engine import Laid, lay_out
from publish.house.fonts import families
from publish.house.page.geometry import read_geometry
from publish.model.edition import Print
from publish.model.publication import Medium, NotePlace, Publication
from publish.write.characters import characters_of, report_missing
from publish.write.pdf import Printed, Purpose, write_pdf
from publish.write.pdf.book import begin
from publish.write.pdf.layout.long_notes import cut_long_notes
from publish.write.pdf.layout.running_heads import fit_head, is_tight
from publish.write.pdf.prepare.setting.balance import balanced
from publish.write.pdf.prepare.short_titles import without_stop
from tests.engine.measured import lines_of, measure
from tests.write.pdf.books import (
    EDITION,
    PARAGRAPH,
    SENTENCE,
    mark,
    note,
    one_part,
    open_pdf,
    page_texts,
    picture,
    words,
)

SQUARE = "国は小さく民は少なくしかして残りし土地に荒漠多しという状態でありました。"


def laid_out(publication: Publication) -> Laid:
    book = begin(publication, EDITION, Purpose.PRESS)
    return lay_out(book.divisions[-1].root, book.resources)


def written(publication: Publication, tmp_path: Path) -> tuple[Printed, list[str]]:
    printed = write_pdf(publication, EDITION, Purpose.SCREEN)
    return printed, page_texts(printed.data, tmp_path)


def fonts_in(data: bytes) -> set[str]:
    with open_pdf(data) as pdf:
        names = {str(o.BaseFont) for o in pdf.objects if "/BaseFont" in getattr(o, "keys", list)()}
    return {re.sub(r"^/[A-Z]{6}\+", "", name).replace("-", " ") for name in names}


def test_only_the_fonts_that_ship_are_used(tmp_path: Path) -> None:
    markup = (
        f"<p>Latin, עברית, Ελληνικά, русский, 日本, देव, عربي, <code>code</code>. {SENTENCE}</p>"
    )
    printed, _ = written(one_part(f"{markup}<p style='font-family: Arial'>Arial?</p>"), tmp_path)
    ours = [family.name for family in families()]
    assert all(any(font.startswith(name) for name in ours) for font in fonts_in(printed.data))
    assert "Source Code Pro" in fonts_in(printed.data)


@pytest.mark.parametrize(("lang", "first"), [("ja", "JP"), ("zh", "SC")])
def test_characters_that_east_asia_shares_take_their_language_s_form(
    lang: str, first: str, tmp_path: Path
) -> None:
    printed, _ = written(one_part(f"<p>{'直骨' * 40}</p>", lang), tmp_path)
    used = {font for font in fonts_in(printed.data) if "Small Caps" not in font}
    assert used - {"EB Garamond"} == {f"Noto Serif {first}"}


def test_a_character_that_no_font_has_is_named() -> None:
    publication = one_part("<p>An odd \U000f1234 sign.</p>")
    findings = report_missing(characters_of(publication, Medium.PRINT))
    assert [finding.code for finding in findings] == ["WRI-053"]
    assert "U+F1234" in findings[0].message
    assert "'Chapter'" in findings[0].message


def test_words_in_other_scripts_do_not_push_lines_apart() -> None:
    mixed = f"{SENTENCE}שלום देवनागरी 日本語 བོད་ ☞ <sup>2</sup> H<sub>2</sub>O " * 8
    laid = laid_out(one_part(f"<p>{mixed}</p>"))
    tops = [line.top for line in measure(laid)[0].lines]
    steps = {round(after - before, 2) for before, after in pairwise(tops)}
    assert steps == {round(14 / 0.75, 2)}


def test_the_lines_of_all_pages_stand_on_one_grid() -> None:
    """Headings, quotations and verse come in whole or half lines."""
    markup = (
        f"<h1>Title</h1>{PARAGRAPH}<h2>Section</h2>{PARAGRAPH}<blockquote>{PARAGRAPH}</blockquote>"
        f"{PARAGRAPH}<div class='lg'><div class='l'>A line</div><div class='l'>Another</div></div>"
        f"{PARAGRAPH * 6}"
    )
    line = 14 / 0.75
    for page in measure(laid_out(one_part(markup))):
        for one in page.lines:
            steps = (one.top - page.area.top) / line * 2
            assert steps == pytest.approx(round(steps), abs=0.02)


def test_every_page_but_a_last_one_is_filled_and_nothing_hangs_alone() -> None:
    laid = laid_out(one_part(f"<h1>Title</h1>{PARAGRAPH * 40}"))
    for page in measure(laid)[:-1]:
        counted = [len(lines) for lines in page.paragraphs()]
        assert counted[0] != 1 or len(counted) == 1
        assert counted[-1] != 1


@pytest.mark.parametrize("title", ["The Rabbit Sends in a Little Bill and Alice Grows", "国" * 26])
def test_a_long_title_of_one_line_keeps_the_grid(title: str) -> None:
    laid = laid_out(one_part(f"<h1>{title}</h1>{PARAGRAPH}"))
    page = measure(laid)[0]
    last = page.lines[-1].top - page.area.top
    assert last / (14 / 0.75) == pytest.approx(round(last / (14 / 0.75)), abs=0.02)


@pytest.mark.parametrize(
    "opening",
    ["<p>A</p>", "<p class='stage'>A</p>", "<div class='lg'><div class='l'>A</div></div>"],
)
def test_a_division_without_a_title_is_sunk_behind_the_mark_of_a_page(opening: str) -> None:
    laid = laid_out(one_part(f"<span class='pagebreak'></span>{opening}"))
    page = measure(laid)[0]
    (line,) = page.lines
    assert line.top - page.area.top > 4 * 14 / 0.75 - 0.02


def test_right_to_left_paragraphs_are_indented_at_the_right() -> None:
    hebrew = f"<p>{'שלום עולם ' * 40}</p>" * 2
    page = measure(laid_out(one_part(hebrew, lang="he")))[0]
    first_line, next_line = page.paragraphs()[1][:2]
    ends = [max(text.right for text in line.texts) for line in (first_line, next_line)]
    starts = [min(text.left for text in line.texts) for line in (first_line, next_line)]
    assert ends[1] - ends[0] == pytest.approx(1.4 * 11 / 0.75, abs=0.5)
    assert starts[0] == pytest.approx(starts[1], abs=0.5)


def test_a_poem_stands_in_the_middle_by_its_lines() -> None:
    short = "".join(f"<div class='l'>A short line {n}</div>" for n in range(8))
    long = "".join(f"<div class='l'>{SENTENCE[:60]}</div>" for n in range(8))
    left = {}
    for name, lines in (("short", short), ("long", long)):
        laid = laid_out(one_part(f"{PARAGRAPH}<div class='lg'>{lines}</div>"))
        page = measure(laid)[0]
        left[name] = min(text.left for text in page.lines[-1].texts) - page.area.left
    assert left["short"] > left["long"] + 40
    assert left["long"] >= 0


def test_a_line_of_verse_turns_over_under_a_hanging_indent() -> None:
    laid = laid_out(one_part(f"<div class='lg'><div class='l'>{SENTENCE * 2}</div></div>"))
    lines = measure(laid)[0].lines
    first, second = (min(text.left for text in line.texts) for line in lines[:2])
    assert second > first + 30


def test_speakers_run_into_prose_and_stand_above_verse(tmp_path: Path) -> None:
    prose = "<div class='sp'><p class='speaker'>ANN</p><p>I speak prose.</p></div>" * 4
    verse = "<div class='sp'><p class='speaker'>BEN</p><div class='l'>I verse</div></div>" * 4
    assert "ANN I speak prose." in written(one_part(prose), tmp_path)[1][-1]
    assert "BEN\nI verse" in written(one_part(verse), tmp_path)[1][-1]


def test_one_book_sets_its_names_and_directions_in_one_way(tmp_path: Path) -> None:
    stage = "<p class='stage'>(aside).</p>"
    prose = f"<div class='sp'><p class='speaker'>ANN</p>{stage}<p>I speak prose.</p></div>" * 8
    verse = f"<div class='sp'><p class='speaker'>BEN</p>{stage}<div class='l'>I verse</div></div>"
    read = words(written(one_part(prose + verse), tmp_path)[1][-1])
    assert "ANN (aside). I speak prose." in read
    assert "BEN (aside). I verse" in read
    assert "BEN (aside).\nI verse" in written(one_part(verse), tmp_path)[1][-1]


def test_places_in_a_speech_leave_the_name_out_of_account() -> None:
    speech = f"<div class='sp'><p class='speaker'>ANN</p><p id='p1'>{SENTENCE * 3}</p></div>"
    printed = write_pdf(one_part(speech), EDITION, Purpose.PRESS)
    lines = [line for page in printed.printing.pages for line in page.lines if line.block == "p1"]
    assert lines[0].start == 0
    for line in lines[1:]:
        start = line.text.split()[0].strip("\u2010")
        assert (SENTENCE * 3)[line.start :].startswith(start)


def test_a_chapter_begins_with_words_in_small_capitals(tmp_path: Path) -> None:
    printed, pages = written(one_part(f"<h1>One</h1>{PARAGRAPH}"), tmp_path)
    assert "EB Garamond Small Caps" in fonts_in(printed.data)
    assert "The pages of this small" in words(pages[-1])


def test_a_wide_table_is_set_smaller_and_loses_nothing(tmp_path: Path) -> None:
    cells = "".join(f"<td>column{number:02}</td>" for number in range(30))
    printed, pages = written(one_part(f"<table>{f'<tr>{cells}</tr>' * 3}</table>"), tmp_path)
    assert [finding.code for finding in printed.findings] == ["WRI-181"]
    squashed = re.sub(r"\W", "", "".join(pages))
    letters = sum(squashed.count(letter) for letter in "0123456789")
    assert letters >= 3 * 60


def test_a_table_s_head_is_repeated_on_its_next_page(tmp_path: Path) -> None:
    rows = "".join(f"<tr><td>row {number}</td><td>value</td></tr>" for number in range(80))
    head = "<thead><tr><th>Name of the thing</th><th>Value</th></tr></thead>"
    _, pages = written(one_part(f"<table>{head}<tbody>{rows}</tbody></table>"), tmp_path)
    assert sum("Name of the thing" in page for page in pages) >= 2


def test_readings_stand_above_their_bases() -> None:
    markup = f"<p>{SQUARE}<ruby>曠野<rp>（</rp><rt>あれの</rt><rp>）</rp></ruby>{SQUARE}</p>"
    laid = laid_out(one_part(markup, "ja"))
    assert laid.unread == {}
    texts = measure(laid)[0].texts
    base = next(t for t in texts if t.text.startswith("曠野"))
    reading = next(t for t in texts if t.text == "あれの")
    assert reading.top < base.top + 2
    assert reading.size < base.size


@pytest.mark.parametrize(
    "address",
    [
        "https://www.administrative.org/consideration/representation?neighbourhood=constitutional",
        "<i>www.administrative.org/consideration/representation</i>",
        "administration.representatives@constitutional.example.org",
        '<a href="https://a.org">doi.org/10.1000/representationalism</a>',
    ],
)
def test_no_hyphen_is_added_to_an_address(address: str) -> None:
    markup = "".join(f"<p>{'So ' * n}{address}, representation.</p>" for n in range(12, 28))
    laid = laid_out(one_part(markup))
    ends = [line.text.split()[-1] for line in lines_of(laid)]
    assert not [
        end
        for end in ends
        if end.endswith("\u2010") and not "representation".startswith(end.rstrip("\u2010"))
    ]


def test_dots_part_no_word_of_a_language_with_spaces() -> None:
    laid = laid_out(one_part(f'<p class="rend-dots">{SENTENCE * 3}</p>'))
    read = [line.text for line in measure(laid)[0].lines]
    assert len(read) > 3
    assert {word for line in read for word in line.split()} <= set(SENTENCE.split())


def test_dots_stand_over_stressed_letters_and_part_no_word() -> None:
    markup = f'<p>{SQUARE}<span class="rend-dots">ニャー、大事</span>{SQUARE}</p>'
    laid = laid_out(one_part(markup, "ja"))
    page = measure(laid)[0]
    dots = page.of_class("emphasis-dot")
    stressed = [text for text in page.texts if text.text in "ニャー大事"]
    assert len(dots) == len(stressed) == 5
    for dot, letter in zip(dots, stressed, strict=True):
        assert dot.top < letter.top + 3
        assert letter.left < dot.left < letter.right
    assert not any(line.text[:1] in "ャー、" for line in page.lines)


def test_a_japanese_measure_is_whole_characters() -> None:
    geometry = read_geometry(Print(), "ja")
    assert geometry.measure / geometry.font_size == pytest.approx(26, abs=0.01)
    assert geometry.leading > 1.6 * geometry.font_size


def test_pointed_hebrew_can_be_searched(tmp_path: Path) -> None:
    _, pages = written(one_part(f"<p>{'שׁטעלט פֿאָר אַ רײכען שפּײז־צימער ' * 6}</p>", "yi"), tmp_path)
    bare = re.sub("[\u0591-\u05c7]", "", pages[-1])
    assert "רײכען" in bare
    assert "פאר" in bare, "a point must not part a word"


def test_pointed_arabic_can_be_searched(tmp_path: Path) -> None:
    said = "أَرائِك بِئْر مُؤْمِن أَسْوِجَة برِئَ إِلَى اللهِ السؤال الأراك"
    _, pages = written(one_part(f"<p>{said}</p>", "ar"), tmp_path)
    bare = re.sub("[\u064b-\u0652\u202a-\u202e]", "", pages[-1]).split()
    assert set(re.sub("[\u064b-\u0652]", "", said).split()) <= set(bare)


def test_the_text_s_own_hyphens_are_told_from_those_of_printing(tmp_path: Path) -> None:
    _, pages = written(one_part(f"<p>{'light-house keeper ' * 60}</p>"), tmp_path)
    text = "".join(pages)
    assert "light\u2011\n" in text
    assert "light-\n" not in text


def test_many_long_notes_lose_no_word(tmp_path: Path) -> None:
    publication = one_part(f"<p>{''.join(f'Word{n}{mark(n)} {SENTENCE}' for n in range(27))}</p>")
    publication.parts[0].notes = [
        note(n, f"Note{n} begins. {SENTENCE * (12 if n % 9 == 0 else 2)} Note{n} ends.")
        for n in range(27)
    ]
    printed, pages = written(publication, tmp_path)
    assert printed.findings == []
    text = words("".join(pages))
    assert all(f"Note{n} begins" in text and f"Note{n} ends" in text for n in range(27))


def test_a_long_note_is_cut_between_verses_without_a_trace() -> None:
    verses = "".join(f"<div class='l'>Short verse {n}</div>" for n in range(20))
    publication = one_part(f"<p>A word.{mark(1)}</p>")
    publication.parts[0].notes = [note(1, f"See:</p><div class='lg'>{verses}</div><p>End.")]
    book = begin(publication, EDITION, Purpose.PRESS)
    root = book.divisions[-1].root
    cut_long_notes(root, book.resources)
    assert len(list(root.iter("aside"))) > 5
    assert not [each for each in root.iter("div") if {"cut", "continued"} & classes_of(each)]


def classes_of(element: Element) -> set[str]:
    return set(element.get("class", "").split())


def test_notes_of_one_s_own_choice_stand_behind_the_chapter(tmp_path: Path) -> None:
    publication = one_part(f"<p>A word.{mark(1)}</p>{PARAGRAPH * 12}")
    publication.parts[0].notes = [note(1, "Behind the chapter.", NotePlace.END)]
    _, pages = written(publication, tmp_path)
    assert "Behind the chapter." not in pages[-2]
    assert "Behind the chapter." in pages[-1]


def test_notes_are_counted_by_page_where_the_edition_says_so(tmp_path: Path) -> None:
    publication = one_part(
        '<p>See note <a class="note-number" href="#note-12">12</a> there. '
        f"{''.join(f'A word.{mark(n)} {SENTENCE * 4}' for n in range(1, 13))}</p>"
    )
    publication.parts[0].notes = [note(n, f"Note {n}.") for n in range(1, 13)]
    edition = structs.replace(EDITION, print=Print(note_numbers="page"))
    printed = write_pdf(publication, edition, Purpose.SCREEN)
    pages = [page for page in page_texts(printed.data, tmp_path)[1:] if page.strip()]
    assert len(pages) > 1
    for page in pages:
        found = [int(number) for number in re.findall(r"^(\d+) Note \d+\.$", page, re.MULTILINE)]
        assert found == list(range(1, len(found) + 1))
        assert found
        last = found[-1]
    assert f"See note {last} (p. {len(pages)}) there." in words(pages[0])
    assert printed.findings == []


def test_a_long_copyright_notice_is_set_plainly_rather_than_cut(tmp_path: Path) -> None:
    notice = "".join(f"<p>Clause {n}. {SENTENCE * 4}</p>" for n in range(40))
    printed, pages = written(one_part(notice, epub_type="copyright-page"), tmp_path)
    assert [finding.code for finding in printed.findings] == ["WRI-057"]
    text = words("".join(pages))
    assert all(f"Clause {n}." in text for n in range(40))


def test_white_space_in_notes_is_folded(tmp_path: Path) -> None:
    publication = one_part(f"<p>A word.{mark(1)}</p>")
    publication.parts[0].notes = [note(1, "One\n\t line\n\t only.")]
    assert "1 One line only." in written(publication, tmp_path)[1][-1]


def test_a_long_title_is_shortened_for_the_running_head() -> None:
    book = begin(one_part(PARAGRAPH), EDITION, Purpose.PRESS)
    assert fit_head("A short one.", book) == "A short one"
    cut = fit_head("The Life and Adventures of a Man: Being a True Account of what he did", book)
    assert cut == "The Life and Adventures of a Man"
    assert fit_head(f"{'truly ' * 30}long", book).endswith("truly truly")
    whole = "Norwegisch-dänisches etymologisches Wörterbuch"
    assert fit_head(whole, book) == whole
    assert is_tight(whole, book) and not is_tight(cut, book)
    assert fit_head("Of the Woods, Rivers and Mountains in the Country Beyond the Sea", book) == (
        "Of the Woods, Rivers and Mountains"
    )


def test_a_stop_at_a_title_s_end_is_left_out_before_dots() -> None:
    titles = ["Third Scene.", "Cap. XII.", "And so on...", "By P. & Co."]
    assert [without_stop(t) for t in titles] == ["Third Scene", "Cap. XII", *titles[2:]]


def test_no_paragraph_ends_in_a_line_of_four_letters() -> None:
    """Paragraphs of all lengths: some would end so, if nothing kept their last words together."""
    text = SENTENCE * 4
    ends = [text[: 200 + 2 * n].rstrip() + " it." for n in range(60)]
    laid = laid_out(one_part("".join(f"<p>{end}</p>" for end in ends)))
    assert "it." not in [line.text.strip() for line in lines_of(laid)]


def test_no_line_begins_with_the_dash_that_ends_a_speech(tmp_path: Path) -> None:
    said = "<p>“Really,” said Gregory {}superciliously, “the examples you choose{}</p>"
    ends = ("—”", "—’ he said.", "—")
    markup = "".join(said.format("i" * n + " ", ends[n % 3]) for n in range(24))
    read = "\n".join(written(one_part(markup), tmp_path)[1])
    assert not [line for line in read.split("\n") if line.strip().startswith("—")]
    assert words(read).count("choose—") == 24


def test_a_last_word_on_a_line_of_its_own_in_the_manuscript_has_one_space_before_it() -> None:
    laid = laid_out(one_part(f"<p>{SENTENCE}Go\n     on!</p>"))
    assert laid.page_count == 1
    assert "".join(line.text for line in lines_of(laid)).endswith("Go\u00a0on!")


def test_a_title_of_a_few_lines_is_broken_evenly() -> None:
    def lines(text: str, room: float = 26) -> list[str]:
        return [line.replace("\u00a0", " ") for line in balanced(text, room).split(" ")]

    assert lines("How We Made the Russian October") == ["How We Made", "the Russian October"]
    assert lines("Down the Rabbit-Hole and Out") == ["Down the Rabbit-Hole", "and Out"]
    three = balanced("The Tragedy of Romeo and Iuliet, as acted by Mr. William Shakespeare", 26, 3)
    assert [line.replace("\u00a0", " ") for line in three.split(" ")] == [
        "The Tragedy of Romeo", "and Iuliet, as acted", "by Mr. William Shakespeare",
    ]  # fmt: skip
    assert balanced("Too long for two lines of so little room", 8) == (
        "Too long for two lines of so little room"
    )


def test_deep_nesting_is_set(tmp_path: Path) -> None:
    depth = 120
    markup = f"{'<div>' * depth}<p>Deep down.</p>{'</div>' * depth}"
    assert "Deep down." in written(one_part(markup), tmp_path)[1][-1]


def test_a_word_longer_than_the_line_is_broken(tmp_path: Path) -> None:
    printed, pages = written(one_part(f"<p>{'Donaudampfschiff' * 20}</p>"), tmp_path)
    assert printed.findings == []
    assert re.sub(r"\W", "", pages[-1]).count("Donaudampfschiff") == 20


def test_a_picture_is_shown_and_fitted_to_the_page() -> None:
    publication = one_part("<figure><img src='images/huge.png' alt='Huge'/></figure>")
    publication.images = {"huge.png": picture(600, 4000)}
    (image,) = measure(laid_out(publication))[0].pictures
    assert 0 < image.height <= 492 / 0.75
    assert image.width / image.height == pytest.approx(0.15, abs=0.01)


def test_a_smaller_page_is_a_matter_of_the_edition() -> None:
    edition = structs.replace(EDITION, print=Print(trim="A6", font_size="8pt", leading="10pt"))
    printed = write_pdf(one_part(PARAGRAPH), edition, Purpose.PRESS)
    with open_pdf(printed.data) as pdf:
        box = [float(side) for side in pdf.pages[0].trimbox]
    assert box[2] - box[0] == pytest.approx(297.64, abs=0.01)
