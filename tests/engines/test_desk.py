"""An editor's day at the proof desk, in a real browser: readers' reports, pages, source, scans."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageFilter

from tests.engines.browser import seen_at_look

pytestmark = pytest.mark.slow

NAMES = "Ann Ben Cid Dee Eve Fay Gus Hal Ida Jon Kay Lea Mae Ned Ora Pia Ray Sue Tom Una".split()
HEAD = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt>
<title>Storm</title><author>Ann Author</author></titleStmt><publicationStmt><p>Public domain</p>
</publicationStmt><sourceDesc><p>Born digital</p></sourceDesc></fileDesc></teiHeader>
<text xml:lang="en"><body>
"""
SLIPS = {
    "governmetn": "government",
    "evennig": "evening",
    "ligthhouse": "lighthouse",
    "habrour": "harbour",
    "captian": "captain",
    "sailros": "sailors",
}


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What was seen on that day."""
    home = tmp_path_factory.mktemp("desk")
    manuscript, errata = make_book(home)
    editor, heard = home / "kate", home / "heard.txt"
    editor.write_text(f'#!/bin/sh\nprintf "%s|" "$@" > {heard}\n')
    editor.chmod(0o755)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VISUAL", str(editor))
        seen, _ = seen_at_look(home, "use_desk.mjs", manuscript, errata, seconds=400)
    return seen | {"heard": heard.read_text()}


def filler(number: int) -> str:
    """Make some sentences, no two alike."""
    return "".join(
        f"An ordinary sentence of {name} and {NAMES[(at * number) % 20]} stands here, number {at}. "
        for at, name in enumerate(NAMES[number % 20 :] + NAMES[: number % 20])
        if at < 9
    )


def make_book(home: Path) -> tuple[Path, Path]:
    """Make a book with slips, a picture, and scans of its pages, turned and blurred."""
    folder = home / "manuscript"
    folder.mkdir()
    chapters = []
    for number, wrong in enumerate(SLIPS, start=1):
        picture = '<figure><graphic url="storm.png"/></figure>' if number == 2 else ""
        chapters.append(
            f'<div><head>Chapter {number}</head><pb n="{number}" facs="scan{number}.png"/>\n'
            f"<p>{filler(number)}Here the {wrong} of part {number} stood. "
            f"{filler(number + 7)}</p>\n{picture}\n"
            f"<p>{filler(number + 14)}The wnid{number} rose.</p></div>\n"
        )
        scan = Image.new("L", (600, 800), 240)
        ImageDraw.Draw(scan).text((60, 80), f"Here the {wrong} of part {number} stood.", fill=20)
        turned = scan.rotate(1.5, fillcolor=235).filter(ImageFilter.GaussianBlur(1))
        turned.save(folder / f"scan{number}.png")
    body = "".join(chapters).replace("wnid1", "wnid")
    manuscript, errata = folder / "storm.xml", folder / "errata.toml"
    manuscript.write_text(f"{HEAD}{body}</body></text></TEI>\n", "utf-8")
    Image.new("RGB", (300, 200), (60, 90, 120)).save(folder / "storm.png")
    (folder / "edition.toml").write_text('outputs = ["press"]\n', "utf-8")
    entries = [
        f'[[erratum]]\nid = "E{n:03}"\nfind = "{wrong}"\nreplace = "{right}"\nstatus = "reported"\n'
        f'note = "a reader"\n'
        for n, (wrong, right) in enumerate(SLIPS.items(), start=1)
    ]
    errata.write_text("# from readers\n\n" + "\n".join(entries), "utf-8")
    return manuscript, errata


def test_what_readers_reported_is_decided_by_keys(day: dict[str, Any]) -> None:
    assert day["waiting"] == "6"
    assert len(day["seconds"]) == 5
    assert day["stillWaiting"] == "2"
    text = day["reported"]
    assert text.startswith("# from readers\n")
    assert [text.count(f'status = "{each}"') for each in ("verified", "held", "rejected")] == [
        3,
        1,
        1,
    ]


def test_each_decision_is_seen_in_source_page_and_scan(day: dict[str, Any]) -> None:
    assert day["marked"] in SLIPS
    assert day["scan"].startswith("/scan/scan")


def test_keys_go_to_the_next_erratum_and_back(day: dict[str, Any]) -> None:
    chosen, before, after = day["walked"]
    assert before != chosen == after


def test_a_finding_opens_the_users_own_editor_at_its_line(day: dict[str, Any]) -> None:
    assert re.fullmatch(r"--line\|\d+\|(--column\|\d+\|)?.*storm\.xml\|", day["heard"])


def test_a_word_that_is_pointed_at_is_shown_in_all_views(day: dict[str, Any]) -> None:
    marked, wanted = day["pointed"]
    assert marked == wanted
    assert day["touched"] == "ordinary"


def test_words_are_touched_and_found_whole(day: dict[str, Any]) -> None:
    hebrew, gothic, accents = "שָׁלוֹם", "𐌰𐌹𐌽", "e\u0301te\u0301"
    assert day["words"] == ["governmetn", hebrew, gothic, accents, gothic, accents, hebrew]


def test_a_coarse_picture_is_marked_on_its_page(day: dict[str, Any]) -> None:
    assert day["mark"].endswith("dots an inch")


def test_notices_are_folded_under_their_number(day: dict[str, Any]) -> None:
    assert re.fullmatch(r"\d+ notices", day["folded"])


def test_words_become_an_erratum_with_who_and_when(day: dict[str, Any]) -> None:
    entry = day["reported"].rpartition("[[erratum]]")[2]
    assert 'find = "wnid"' in entry
    assert 'replace = "wind"' in entry
    assert 'by = "An Editor"' in entry


def test_nothing_of_others_is_overwritten(day: dict[str, Any]) -> None:
    assert day["conflict"]
    assert day["broken"]


def test_a_picture_gets_words_and_the_last_deed_is_undone(day: dict[str, Any]) -> None:
    assert day["described"]
    assert day["undone"]


def test_the_desk_is_for_everyone(day: dict[str, Any]) -> None:
    assert day["violations"] == {name: [] for name in day["violations"]}
    assert len(day["violations"]) == 9
    assert day["overflow"] <= 0
    assert day["over"] == [False, False, False, True]  # one panel at a time on a narrow window
    assert day["head"] < 0.25


def test_the_key_is_gone_from_the_address_and_another_tab_opens(day: dict[str, Any]) -> None:
    assert "key=" not in day["address"]
    assert "publish look" in day["second"]
    wanted = "Failed to load resource"  # the polls that the test cut off
    assert [each for each in day["messages"] if wanted not in each] == []
