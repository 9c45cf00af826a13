"""The page of `publish look` in a real browser, used as an editor uses it."""

from __future__ import annotations

import filecmp
import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.engines.browser import seen_at_look

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
FOLIATE = ROOT / "publish" / "look" / "foliate"
MORE = "<p>And so the chapter goes on and on, a sentence like another.</p>" * 50
BOOK = f"""<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt>
<title>A Book to Look At</title><author>Ann Author</author></titleStmt><publicationStmt>
<p>Public domain</p></publicationStmt><sourceDesc><p>Born digital</p></sourceDesc></fileDesc>
</teiHeader><text xml:lang="en"><body>
<div type="chapter"><head>One</head><p>The first chapter.</p>{MORE}</div>
<div type="chapter"><head>Two</head><p>The second chapter<note>A note on it.</note>.</p>{MORE}</div>
<div type="chapter"><head>Three</head><p>The third chapter.</p>{MORE}</div></body></text></TEI>
"""


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What an editor saw on the page; `exit` is how the command ended."""
    book = tmp_path_factory.mktemp("look") / "book.xml"
    book.write_text(BOOK, "utf-8")
    seen, exit_code = seen_at_look(book, "use_look.mjs", book, seconds=200)
    return {"exit": exit_code, **seen}


def test_a_book_opens_and_its_contents_lead_to_the_chapters(seen: dict[str, Any]) -> None:
    assert (seen["title"], seen["entry"]) == ("A Book to Look At", "Two")
    assert seen["findings"] == "EPUBCheck and publish have nothing to complain of."


def test_the_paper_turns_dark(seen: dict[str, Any]) -> None:
    assert brightness(seen["dark"]) < 60


def brightness(colour: str) -> int:
    return max(int(number) for number in re.findall(r"\d+", colour)[:3])


def test_an_edit_is_shown_at_the_place_where_the_reader_was(seen: dict[str, Any]) -> None:
    assert seen["afterEdit"] == "Two"


def test_no_device_is_cut_in_a_room_that_is_high_and_not_wide(seen: dict[str, Any]) -> None:
    assert seen["cut"] == 0


def test_a_broken_edit_is_told_and_the_last_good_book_stays(seen: dict[str, Any]) -> None:
    assert re.search(r"error REA-\d+", seen["broken"])
    assert "book.xml:" in seen["broken"]
    assert "A better second chapter" in seen["stillShown"]


def test_nothing_is_asked_of_a_network_and_nothing_complained_of(seen: dict[str, Any]) -> None:
    assert seen["messages"] == []
    assert seen["exit"] == 130


def test_the_engine_is_the_one_that_npm_has() -> None:
    package = json.loads((HERE / "package.json").read_text("utf-8"))
    assert f"`foliate-js` {package['dependencies']['foliate-js']}," in (
        FOLIATE / "README.md"
    ).read_text("utf-8")
    published = HERE / "node_modules" / "foliate-js"
    if not published.is_dir():
        pytest.skip("no foliate-js from npm: `npm ci` in tests/engines")
    names = [str(path.relative_to(FOLIATE)) for path in FOLIATE.rglob("*.js")]
    same, _, _ = filecmp.cmpfiles(FOLIATE, published, [*names, "LICENSE"], shallow=False)
    assert sorted(same) == sorted([*names, "LICENSE"])
