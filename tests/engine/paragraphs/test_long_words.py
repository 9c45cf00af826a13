"""Words that are wider than a line, and texts that have no spaces."""

from __future__ import annotations

import unicodedata

import pytest

from publish.engine.paragraphs.gathering import gather
from publish.engine.paragraphs.words import Words
from tests.engine.paragraphs.test_chosen_lines import ENGLISH, lines_of, printed

MEASURE = 289.5
"""Points."""

GERMAN = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
ADDRESS = (
    "https://www.example.org/a/very/long/path/with/many/segments/and?query=string&amp;"
    "another=parameter&amp;still=more#fragment-identifier-which-is-long"
)


def test_a_word_wider_than_a_line_is_divided_where_its_language_allows() -> None:
    lines = lines_of(f"<p>{GERMAN * 3}</p>", lang="de")
    long = [line for line in lines if len(line) > 30]
    assert len(long) > 3
    assert all(line.endswith("\u2010") for line in long[:-1])


def test_an_address_wider_than_a_line_is_divided_at_its_own_signs() -> None:
    for start in (5, 11, 17, 23):
        before = " ".join(ENGLISH.split()[start:])
        lines = lines_of(f"<p>{before} {ADDRESS} for all to see and {ENGLISH}</p>", lang="en")
        parts = [line for line in lines if "/" in line or "=" in line]
        assert len(parts) > 1
        assert all(line[-1] in "/?-\u2011" for line in parts[:-1])


@pytest.mark.parametrize(
    ("letters", "times"), [("क्षत्रिया", 30), ("क्षत्रिया", 170), ("e\u0301", 80), ("e\u0301", 300)]
)
def test_a_word_is_never_divided_within_a_sign(letters: str, times: int) -> None:
    lines = lines_of(f"<p>Word {letters * times} word.</p>", lang="hi")
    starts = [start for line in lines for start in line.split("\u200b") if start]
    assert len(starts) > 1
    assert not any(unicodedata.category(start[0])[0] in "MC" for start in starts)


@pytest.mark.parametrize("word", ["abcdefghij" * 400, "—".join(["some", "words"] * 300)])
def test_a_text_without_spaces_is_not_shaped_once_for_each_place(
    word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    letters, shaped = 0, Words.shaped

    def count(words: Words, text: str) -> object:
        nonlocal letters
        letters += len(text)
        return shaped(words, text)

    monkeypatch.setattr(Words, "shaped", count)
    lines_of(f"<p>{word}</p>", lang="en")
    assert letters < 40 * len(word)


def test_lines_without_spaces_end_at_one_edge() -> None:
    words = "—".join((ENGLISH * 6).replace(",", "").replace(".", "").split())
    lines = printed(f"<p>{words}</p>", lang="en")
    ended = [line.right for line in lines if line.letters[-1] != "—" and len(line.letters) > 3]
    assert max(ended) < min(line.left for line in lines) + MEASURE + 0.3


def test_a_text_that_cannot_be_parted_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[object] = []

    def count(*given: object, **named: object) -> object:
        read.append(given)
        return gather(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr("publish.engine.paragraphs.plan.gather", count)
    text = "\u00a0".join(["bound"] * 300)
    assert len(lines_of(f"<p>{text}</p>", lang="en")) > 20
    assert len(read) < 20


def test_a_word_in_several_elements_that_is_wider_than_a_line_is_divided() -> None:
    word = "".join(f"<i>{part}</i>" for part in ("abcdefghijklmnop",) * 6)
    lines = lines_of(f"<p>Words before it {word} and {ENGLISH} behind.</p>", lang="und")
    assert max(map(len, lines)) < 90
