"""The proof desk on a book of 400 pages: it opens, turns pages, finds a word, keeps its size."""

from __future__ import annotations

import statistics
from typing import Any

import pytest

from tests.engines.browser import seen_at_look
from tests.engines.test_desk import HEAD, filler

pytestmark = pytest.mark.slow

CHAPTERS, PARAGRAPHS = 40, 40
RARE = "quincunx"


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What was seen of the book; `pytest -s` prints how long each took."""
    home = tmp_path_factory.mktemp("long")
    folder = home / "manuscript"
    folder.mkdir()
    chapters = []
    for number in range(CHAPTERS):
        text = [f"<p>{filler(number * PARAGRAPHS + each)}</p>" for each in range(PARAGRAPHS)]
        if number == CHAPTERS - 2:
            text.insert(PARAGRAPHS // 2, f"<p>One {RARE} stood in the garden.</p>")
        chapters.append(f"<div><head>Chapter {number + 1}</head>\n" + "\n".join(text) + "</div>\n")
    (folder / "long.xml").write_text(f"{HEAD}{''.join(chapters)}</body></text></TEI>\n", "utf-8")
    (folder / "edition.toml").write_text('outputs = ["press"]\n', "utf-8")
    seen, _ = seen_at_look(home, "use_long_desk.mjs", RARE, seconds=900)
    figures = {key: value for key, value in seen.items() if key.endswith("Ms")}
    figures["turnMs"] = statistics.median(figures["turnMs"])
    print(f"\n{figures}, KiB served {seen['memory']}, bytes of heap {seen['heap']}")  # noqa: T201
    return seen


def test_every_page_is_reached(seen: dict[str, Any]) -> None:
    assert int(seen["last"]) >= 400
    assert int(seen["after"]) in (240, 241)
    assert int(seen["end"]) >= int(seen["last"]) - 1


def test_a_word_that_stands_once_is_found_in_all_views(seen: dict[str, Any]) -> None:
    assert seen["found"] == 1
    assert seen["place"].startswith("p. ")
    assert seen["source"][0] == RARE


def test_what_the_page_holds_does_not_grow_with_the_book(seen: dict[str, Any]) -> None:
    few, many = seen["nodes"]
    assert many <= few + 5
    assert seen["source"][1] <= 400


def test_pages_that_were_shown_are_let_go(seen: dict[str, Any]) -> None:
    few, many = seen["memory"]
    assert many < few * 1.1


def test_nothing_is_wrong_with_the_page(seen: dict[str, Any]) -> None:
    assert (seen["problems"], seen["violations"]) == ([], [])
