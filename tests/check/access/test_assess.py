"""A criterion stands on its evidence, and falls with it."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from publish.check.access.assess import ROOMS, assess, checks, with_pdf
from publish.check.access.digests import ABOUT
from publish.check.access.presence import CALLED, PRESENCE
from publish.cli import main
from publish.house.access import criteria
from publish.model.access import Answer, Assessment, Level, Said, Verdict
from tests.check.access.broken import ASKED, BOOK, BREAKS, CSS, ONE, TWO, Break, written


@pytest.fixture(scope="module")
def epub(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("access") / "sea.epub"
    done = CliRunner().invoke(main, ["epub", str(BOOK), "--no-check", "-o", str(path)])
    assert done.exit_code == 0, done.output
    return path.read_bytes()


@pytest.fixture(scope="module")
def answers(epub: bytes) -> tuple[Answer, ...]:
    """Yes to all that is asked of the sound book."""
    return answered(judged(epub))


def judged(data: bytes, answers: tuple[Answer, ...] = ()) -> Assessment:
    return assess(data, answers, has_own_cover=False)


def answered(assessment: Assessment, said: Said = Said.YES) -> tuple[Answer, ...]:
    """Answer all that is asked."""
    return tuple(
        Answer(
            criterion=each.criterion.id,
            answer=said,
            by="Ada Vale",
            date=datetime.date(2026, 11, 28),
            holds_for=each.holds_for,
        )
        for each in assessment.judgements
        if each.verdict is Verdict.OPEN
    )


def test_wcag_2_2_is_there_to_level_aa_and_what_epub_asks_beyond() -> None:
    levels = [each.level for each in criteria().values()]
    assert (levels.count(Level.A), levels.count(Level.AA)) == (31, 24)
    assert levels.count(Level.EPUB) >= 5
    assert all(each.checks or each.ask for each in criteria().values())


def test_every_word_of_the_table_is_known() -> None:
    table = criteria().values()
    assert {name for each in table for name in each.checks} == set(checks())
    assert {name for each in table for name in (*each.when, *each.ask_when)} <= set(PRESENCE)
    assert {name for each in table for name in each.about} <= set(ABOUT)
    assert set(PRESENCE) == set(CALLED)
    assert all(each.about for each in table if each.ask)


def test_no_check_has_the_name_of_another() -> None:
    named = set(checks())
    assert all(sum(hasattr(room, name) for room in ROOMS) == 1 for name in named)


def test_a_sound_book_lacks_answers_only(epub: bytes) -> None:
    assessment = judged(epub)
    assert [str(fault) for each in assessment.judgements for fault in each.faults] == []
    assert [each.criterion.id for each in assessment.fallen()] == list(ASKED)
    assert assessment.level == ""
    whole = judged(epub, answered(assessment))
    assert whole.level == "AA"
    assert whole.evaluated == "2026-11-28"


@pytest.mark.parametrize("broken", BREAKS, ids=str)
def test_what_is_taken_away_makes_its_criterion_fall(
    epub: bytes, answers: tuple[Answer, ...], broken: Break
) -> None:
    after = judged(broken.done_to(epub), answers)
    fallen = after.of(broken.criterion)
    assert not fallen.stands
    assert after.level == ("A" if fallen.criterion.level is Level.AA else "") or not after.level
    if fallen.verdict is Verdict.FAILED:
        assert all(fault.path and fault.message for fault in fallen.faults)


def test_more_than_25_criteria_can_fall_by_a_check_alone(epub: bytes) -> None:
    first = {each.criterion: each for each in reversed(BREAKS)}
    broken = {name: judged(each.done_to(epub)) for name, each in first.items()}
    failed = [name for name, after in broken.items() if after.of(name).verdict is Verdict.FAILED]
    assert len(failed) >= 25
    assert {name for each in criteria().values() if each.checks for name in [each.id]} - {
        each.criterion for each in BREAKS
    } <= {"2.4.1"}, "every criterion that a check proves has something that breaks it"


def test_links_that_stand_before_every_chapter_want_a_way_around(epub: bytes) -> None:
    block = (
        '<p><a href="chapter-01.xhtml">The Storm</a> <a href="chapter-03.xhtml">The Shore</a></p>'
    )
    for number in (1, 2, 3):
        path = f"EPUB/text/chapter-0{number}.xhtml"
        epub = Break("2.4.1", path, "<h1>", f"{block}<h1>").done_to(epub)
    assert judged(epub).of("2.4.1").verdict is Verdict.FAILED


def test_a_check_that_fails_stands_above_an_answer(epub: bytes) -> None:
    """An editor's yes does not make words of a file's name."""
    broken = Break("1.1.1", ONE, "The sea at night, with one sail", "sea.png").done_to(epub)
    answers = answered(judged(epub))
    now = judged(broken).of("1.1.1").holds_for
    signed = tuple(replace(each, holds_for=now) for each in answers if each.criterion == "1.1.1")
    assert judged(broken, signed).of("1.1.1").verdict is Verdict.FAILED


def test_an_editor_s_no_stands_above_checks(epub: bytes) -> None:
    digest = judged(epub).of("1.3.2").holds_for
    day = datetime.date(2026, 11, 28)
    no = Answer(criterion="1.3.2", answer=Said.NO, by="Ada Vale", date=day, holds_for=digest)
    assert judged(epub, (no,)).of("1.3.2").verdict is Verdict.FAILED


def test_what_an_editor_says_does_not_apply_is_not_in_the_way(epub: bytes) -> None:
    assessment = judged(epub, answered(judged(epub), Said.NA))
    assert assessment.level == "AA"
    assert assessment.of("1.3.3").verdict is Verdict.NOT_HERE


CHANGES = {
    "the text": (ONE, "Nobody slept", "Everybody slept", {"1.3.3", "3.1.2"}),
    "a heading": (TWO, "<h1>The Calm", "<h1>The Doldrums", {"1.3.3", "2.4.6", "3.1.2"}),
    "a picture's words": (
        ONE, "with one sail", "with two", {"1.1.1", "1.4.1", "1.4.3", "1.4.5", "1.4.11"},
    ),
    "a long description": (
        "EPUB/text/descriptions.xhtml", "the sail", "the mast",
        {"1.1.1", "1.3.3", "1.4.1", "1.4.3", "1.4.5", "1.4.11", "3.1.2"},
    ),
    "a link": (TWO, "example.org/log", "example.org/blog", {"2.4.4"}),
    "a colour": (CSS, "#8c1515", "#151515", {"1.4.1"}),
    "a mark of language": (ONE, 'lang="fr" xml:lang="fr"', 'lang="it" xml:lang="it"',
                           {"1.3.3", "3.1.2"}),
    "a page number": (ONE, 'aria-label="2"', 'aria-label="22"', set[str]()),
    "white space": (ONE, "Nobody slept", "Nobody\n  slept", set[str]()),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_an_answer_is_void_when_what_it_is_about_changes(
    epub: bytes, answers: tuple[Answer, ...], change: str
) -> None:
    path, before, after, void = CHANGES[change]
    changed = judged(Break("", path, before, after).done_to(epub), answers)
    assert {each.criterion.id for each in changed.judgements if each.void} == void


def test_a_table_without_headers_asks_an_editor(epub: bytes) -> None:
    bare = "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>"
    assert judged(written("", bare).done_to(epub)).of("1.3.1").verdict is Verdict.OPEN


@pytest.mark.parametrize(
    ("tag", "stands"),
    [("el", True), ("und-Grek", True), ("la-Grek", True), ("und-Cyrl", False), ("la", False)],
)
def test_letters_may_be_those_of_a_script_that_is_named(
    epub: bytes, tag: str, stands: bool
) -> None:
    words = f'<p lang="{tag}" xml:lang="{tag}">ἡ θάλασσα μεγάλη</p>'
    judged_book = judged(written("", words).done_to(epub))
    assert (judged_book.of("3.1.2").verdict is Verdict.OPEN) == stands


def test_the_pdf_adds_its_own_evidence(epub: bytes) -> None:
    whole = judged(epub, answered(judged(epub)))
    names = {name for each in criteria().values() for name in each.pdf}
    assert with_pdf(whole, {name: () for name in names}).level == "AA"
    assert with_pdf(whole, {name: () for name in names - {"tags"}}).level == ""


def test_the_digests_do_not_depend_on_where_the_book_lies(epub: bytes, tmp_path: Path) -> None:
    path = tmp_path / "sea.kepub.epub"
    args = ["epub", str(BOOK), "--for", "kobo", "--no-check", "-o", str(path)]
    assert CliRunner().invoke(main, args).exit_code == 0
    plain, kobo = judged(epub), judged(path.read_bytes())
    assert [each.holds_for for each in kobo.judgements] == [
        each.holds_for for each in plain.judgements
    ]


def test_a_text_that_nests_a_thousand_times_is_judged(epub: bytes) -> None:
    deep = f"<p>{'<em>' * 1800}deep{'</em>' * 1800}</p>"
    assert judged(written("", deep).done_to(epub)).of("1.3.2").stands
