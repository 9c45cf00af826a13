"""The desk behind `publish look`: one word in all views, decisions at once, nothing overwritten."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image

from publish import pipeline
from publish.cli.desk.book_desk import BookDesk
from publish.cli.desk.pages import Box, PrintedPages
from publish.cli.preview import Manuscript
from publish.look import Exhibit, RefusedError, open_server
from publish.run.cache import Cache

TEI = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt>
<title>Storm</title><author>Ann Author</author></titleStmt><publicationStmt><p>Public domain</p>
</publicationStmt><sourceDesc><p>Born digital</p></sourceDesc></fileDesc></teiHeader>
<text xml:lang="en"><body><div><head>One</head><pb n="1" facs="p1.png"/>
<p>The governmetn fell -- "and with it," she said, the <hi rend="it">old</hi> order.</p>
<figure><graphic url="storm.png"/></figure>
<p>Nothing else happened.<note>A noet on it.</note></p></div>
<div><head>Two</head><pb n="2" facs="nowhere.png"/>
<p>The wnid rose, and the storm came back.</p></div></body></text></TEI>
"""
ERRATA = """# kept by hand
[[erratum]]
id = "E001"  # the first
find = "governmetn"
replace = "government"
status = "reported"
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    folder = tmp_path / "manuscript"
    folder.mkdir()
    (folder / "storm.xml").write_text(TEI.replace("\n", "\r\n"), "utf-8", newline="")
    (folder / "edition.toml").write_text('outputs = ["press"]\n', "utf-8")
    (folder / "errata.toml").write_text(ERRATA, "utf-8")
    for name in ("p1.png", "storm.png"):
        Image.new("L", (30, 40), 200).save(folder / name)
    return tmp_path


Shown = Callable[[], BookDesk]


@pytest.fixture
def shown(book: Path) -> Shown:
    """Build the book as it is now, and give its desk; EPUBCheck has nothing to do with it."""
    manuscript = Manuscript(book, {}, pipeline.Progress(), Cache())

    def show() -> BookDesk:
        manuscript.put_on(Exhibit("storm"), list, check=False)
        return manuscript.desk

    return show


def errata(desk: BookDesk) -> dict[str, Any]:
    return {each["id"]: each for each in desk.state()["errata"]}


def test_a_word_is_found_in_every_view(shown: Shown) -> None:
    desk = shown()
    found = desk.ask(
        "find", {"words": "old", "lead": "with it,” she said, the ", "trail": " order"}
    )
    assert (found["line"], found["words"], found["scan"]) == (5, "old", "p1.png")
    assert found["part"].startswith("EPUB/text/")
    assert (found["folio"], found["in_notes"]) == ("1", False)
    (left, top, right, bottom), *_ = found["boxes"]
    assert 0 < left < right < 1
    assert 0 < top < bottom < 1
    again = desk.ask(
        "at", {"page": found["page"], "x": (left + right) / 2, "y": (top + bottom) / 2}
    )
    assert again == found
    note = desk.ask("find", {"words": "noet", "lead": "", "trail": ""})
    assert note["in_notes"]
    assert desk.ask("find", {"words": "the", "lead": "", "trail": ""}) == {"missing": True}
    assert desk.ask("find", {"words": "nowhere at all", "lead": "", "trail": ""}) == {
        "missing": True
    }


def test_a_question_that_a_new_build_overtakes_is_answered_by_that(
    shown: Shown, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, boxes, file = shown(), PrintedPages.boxes, book / "manuscript" / "storm.xml"

    def overtaken(pages: PrintedPages, *given: Any) -> list[Box]:
        monkeypatch.setattr(PrintedPages, "boxes", boxes)
        file.write_text(file.read_text("utf-8").replace("</head>", " II</head>", 1), "utf-8")
        shown()
        return boxes(pages, *given)

    monkeypatch.setattr(PrintedPages, "boxes", overtaken)
    asked = {"words": "old", "lead": "with it,” she said, the ", "trail": " order"}
    assert desk.ask("find", asked)["boxes"]


def test_pages_are_drawn_as_leaves_of_their_trim(shown: Shown) -> None:
    desk = shown()
    state = desk.state()
    width, height = state["sizes"][0]
    assert (width, height) == (5.5 * 72, 8.5 * 72)
    data = desk.page(state["pages"], 0, 500)
    assert data.startswith(b"\x89PNG")
    assert desk.page("another", 0, 500) == b""
    assert desk.page(state["pages"], 999, 500) == b""


def test_the_source_and_its_scans_are_given_and_no_other_file(shown: Shown) -> None:
    desk = shown()
    name = desk.state()["file"]
    told = desk.ask("source", {"file": name, "from": 5})
    assert told["lines"][0].startswith("<p>The governmetn")
    assert desk.ask("source", {"file": "/etc/passwd", "from": 1})["lines"] == [""]
    assert desk.scan("p1.png")[1] == "image/png"
    assert desk.scan("../manuscript/p1.png") == (b"", "")
    assert desk.scan("nowhere.png") == (b"", "")


def test_the_line_of_the_scan_is_told_as_near_as_the_source_says(book: Path) -> None:
    text = TEI.replace(
        "<text xml",
        """<facsimile><surface xml:id="s2" ulx="0" uly="0" lrx="1000"
lry="2000"><graphic url="p1.png"/><zone xml:id="z2" ulx="100" uly="500" lrx="900" lry="540"/>
</surface></facsimile><text xml""",
    ).replace('facs="nowhere.png"', 'facs="#s2"')
    text = text.replace("The wnid rose", '<lb/>The<lb facs="#z2"/> wnid <lb/>rose')
    (book / "manuscript" / "storm.xml").write_text(text, "utf-8")
    manuscript = Manuscript(book, {}, pipeline.Progress(), Cache())
    manuscript.put_on(Exhibit("storm"), list, check=False)
    desk = manuscript.desk
    word = desk.ask("find", {"words": "wnid", "lead": "The ", "trail": " rose"})
    assert (word["scan"], word["scan_is_measured"]) == ("p1.png", True)
    assert word["scan_box"] == [0.1, 0.25, 0.9, 0.27]
    word = desk.ask("find", {"words": "rose", "lead": "wnid ", "trail": ", and"})
    (_, top, _, bottom), lines = word["scan_box"], 3
    assert not word["scan_is_measured"]
    assert (top + bottom) / 2 == pytest.approx(0.1 + 0.8 * 2.5 / lines)
    early, late = (
        desk.ask("find", {"words": words, "lead": "", "trail": ""})["scan_box"][1]
        for words in ("governmetn", "Nothing else")
    )
    assert 0 < early < late < 1


def test_a_decision_is_written_at_once_and_undone(shown: Shown, book: Path) -> None:
    desk, file = shown(), book / "manuscript" / "errata.toml"
    entry = errata(desk)["E001"]
    given = {
        "id": "E001",
        "mark": entry["mark"],
        "status": "verified",
        "by": "Me",
        "date": "2026-11-29",
    }
    desk.do("decide", given)
    text = file.read_text("utf-8")
    assert 'status = "verified"\nby = "Me"\ndate = 2026-11-29\n' in text
    assert text.startswith("# kept by hand")
    desk = shown()
    assert errata(desk)["E001"]["outcome"] == "applied"
    found = desk.ask("find", {"words": "governmetn", "lead": "The ", "trail": " fell"})
    assert (found["words"], found["shown"], len(found["boxes"])) == ("governmetn", "government", 1)
    desk.do("undo", {})
    assert file.read_text("utf-8") == ERRATA
    with pytest.raises(RefusedError, match="nothing to undo"):
        desk.do("undo", {})


def test_what_an_editor_changed_outside_is_never_overwritten(shown: Shown, book: Path) -> None:
    desk, file = shown(), book / "manuscript" / "errata.toml"
    entry = errata(desk)["E001"]
    outside = ERRATA.replace('"government"', '"Government"')
    file.write_text(outside, "utf-8")
    with pytest.raises(RefusedError, match="changed outside"):
        desk.do("decide", {"id": "E001", "mark": entry["mark"], "status": "verified"})
    assert file.read_text("utf-8") == outside
    entry = errata(shown())["E001"]
    desk.do("decide", {"id": "E001", "mark": entry["mark"], "status": "held"})
    file.write_text(file.read_text("utf-8") + "# mine\n", "utf-8")
    with pytest.raises(RefusedError, match="changed outside"):
        desk.do("undo", {})
    assert file.read_text("utf-8").endswith("# mine\n")


def test_what_is_in_view_is_made_first_and_checked_after_it_is_shown(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []

    class Told(pipeline.Progress):
        def step(self, words: str, done: int = 0, total: int = 0) -> None:
            steps.append(words.partition(":")[0])

    manuscript = Manuscript(book, {}, Told(), Cache())
    show = BookDesk.show

    def told(*given: Any) -> None:
        steps.append("shown")
        show(*given)

    monkeypatch.setattr(BookDesk, "show", told)
    exhibit = Exhibit("storm")
    for views, wanted in (("devices", "writing the EPUB"), ("printed", "laying out pages")):
        steps.clear()
        exhibit.watch([views])
        manuscript.put_on(exhibit, list, check=False)
        made = [each for each in steps if each in ("writing the EPUB", "laying out pages")]
        assert made[0] == wanted
        assert steps.index("shown") < steps.index("checking the PDF")


def test_the_cover_is_made_for_those_who_look_at_it(book: Path) -> None:
    manuscript, exhibit = Manuscript(book, {}, pipeline.Progress(), Cache()), Exhibit("storm")
    exhibit.begin()
    manuscript.put_on(exhibit, list, check=False)
    assert manuscript.desk.state()["cover"] == {}
    assert not exhibit.lacks_cover
    exhibit.watch(["printed", "cover"])
    assert exhibit.lacks_cover
    exhibit.begin()
    manuscript.put_on(exhibit, list, check=False)
    assert not exhibit.lacks_cover
    state = manuscript.desk.state()
    width, height = state["cover"]["size"]
    assert height == pytest.approx(8.5 * 72)
    assert 0 < width - 2 * state["sizes"][0][0] < 36
    assert manuscript.desk.page(state["cover"]["pages"], 0, 500).startswith(b"\x89PNG")
    assert manuscript.desk.page(state["pages"], 0, 500).startswith(b"\x89PNG")


def test_words_that_were_pointed_at_become_an_erratum(shown: Shown, book: Path) -> None:
    desk = shown()
    found = desk.ask("find", {"words": "wnid", "lead": "The ", "trail": " rose"})
    told = desk.do("add", {**found, "find": "wnid", "replace": "wind", "note": "seen on p. 3"})
    added = errata(shown())[told["id"]]
    assert (added["find"], added["status"], added["note"]) == ("wnid", "reported", "seen on p. 3")
    spot = {"page": found["folio"], "line": found["line_on_page"], "printing": ""}
    line = desk.ask("line", spot)
    assert line["words"].startswith("The wnid rose")
    with pytest.raises(RefusedError, match="on record"):
        desk.do("add", {**line, "find": "wnid", "replace": "wind"})
    told = desk.do("add", {**line, "find": "the storm", "replace": "a storm"})
    assert errata(shown())[told["id"]]["find"] == "the storm"
    with pytest.raises(RefusedError, match="0 such places"):
        desk.do("add", {**line, "find": "old", "replace": "new"})
    with pytest.raises(RefusedError, match="on record"):
        desk.do("add", {**found, "find": "wnid", "replace": "wind"})


def test_a_decision_that_would_stop_the_build_is_refused(shown: Shown, book: Path) -> None:
    desk, file = shown(), book / "manuscript" / "errata.toml"
    entry = errata(desk)["E001"]
    with pytest.raises(RefusedError, match="found 0 times"):
        desk.do(
            "decide", {"id": "E001", "mark": entry["mark"], "find": "gone", "status": "verified"}
        )
    assert file.read_text("utf-8") == ERRATA


def test_a_picture_is_described_and_no_other_byte_changes(shown: Shown, book: Path) -> None:
    desk, file = shown(), book / "manuscript" / "storm.xml"
    (picture,) = desk.state()["pictures"]
    before = file.read_bytes()
    desk.do("describe", {**picture, "words": "A storm <at> sea"})
    made = b'<graphic url="storm.png"/><figDesc>A storm &lt;at&gt; sea</figDesc>'
    assert file.read_bytes() == before.replace(b'<graphic url="storm.png"/>', made)
    assert shown().state()["pictures"] == []
    desk.do("undo", {})
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("file", "wrong", "right"),
    [
        ("edition.toml", '[pritn]\ntrim = "A5"\n', '[print]\ntrim = "A5"\n'),
        ("edition.toml", '[print]\ntirm = "A5"  # mine\n', '[print]\ntrim = "A5"  # mine\n'),
        ("edition.toml", '[print]\ntrim = "5.5x8.5"\n', '[print]\ntrim = "5.5x8.5in"\n'),
        ("storm.xml", TEI.replace(' xmlns="http://www.tei-c.org/ns/1.0"', "", 1), TEI),
    ],
)
def test_what_is_certain_is_mended_and_no_other_byte_changes(
    book: Path, file: str, wrong: str, right: str
) -> None:
    path = book / "manuscript" / file
    path.write_text(wrong, "utf-8")
    manuscript, exhibit = Manuscript(book, {}, pipeline.Progress(), Cache()), Exhibit("storm")
    manuscript.put_on(exhibit, list, check=False)
    (found,) = [each for each in exhibit.as_object()["remarks"] if each["fix"]]
    with pytest.raises(RefusedError, match="not found any more"):
        manuscript.desk.do("fix", {**found, "fix": {"old": "storm", "new": "calm"}})
    manuscript.desk.do("fix", found)
    assert path.read_text("utf-8") == right
    manuscript.put_on(exhibit, list, check=False)
    assert not [each for each in exhibit.as_object()["remarks"] if each["fix"]]
    with pytest.raises(RefusedError, match="not found any more"):
        manuscript.desk.do("fix", found)
    manuscript.desk.do("undo", {})
    assert path.read_text("utf-8") == wrong


HEAD, FOOT = TEI.split("<head>")[0], "</div></body></text></TEI>\n"
MARKUP = [
    ("<p>A <i>storm\n<i xml:lang='la'>mare</i></i>, <i rend=\"bold\">b</i>.</p>",
     '<p>A <hi rend="italic">storm\n<hi rend="italic" xml:lang=\'la\'>mare</hi></hi>, '
     '<hi rend="bold">b</hi>.</p>'),
    ("<p>To <a title='a > b'  href = '#w'>w<!-- </a> --></a> <anchor xml:id='w'/></p>",
     "<p>To <ref title='a > b'  target = '#w'>w<!-- </a> --></ref> <anchor xml:id='w'/></p>"),
    ("<p>A<br/>b<br />c</p>", '<p>A<lb rend="break"/>b<lb rend="break" />c</p>'),
    ("<p>The <em>wind</em> rose.</p>", "<p>The <emph>wind</emph> rose.</p>"),
    ("<p xml:id='a'>One.</p>\n<p rend='center'\n  xml:id = 'a'>Two.</p>",
     "<p xml:id='a'>One.</p>\n<p rend='center'\n  xml:id = 'a-2'>Two.</p>"),
    ('<p>A <hi rend="bold itallic">b</hi>.</p><p><hi rend=\'itallic\'>c</hi> itallic</p>',
     '<p>A <hi rend="bold italic">b</hi>.</p><p><hi rend=\'italic\'>c</hi> itallic</p>'),
]  # fmt: skip
"""What has one meaning, and how TEI writes it."""


def test_markup_that_means_one_thing_is_mended_in_every_place(book: Path) -> None:
    path = book / "manuscript" / "storm.xml"
    wrong, right = ("\n".join(each) for each in zip(*MARKUP, strict=True))
    path.write_text(HEAD + wrong + FOOT, "utf-8")
    manuscript, exhibit = Manuscript(book, {}, pipeline.Progress(), Cache()), Exhibit("storm")
    manuscript.put_on(exhibit, list, check=False)
    found = [each for each in exhibit.as_object()["remarks"] if each["fix"]]
    assert len(found) == len(MARKUP)
    for each in found:
        manuscript.desk.do("fix", each)
    assert path.read_text("utf-8") == HEAD + right + FOOT
    manuscript.put_on(exhibit, list, check=False)
    assert not [each for each in exhibit.as_object()["remarks"] if each["fix"]]
    for _ in found:
        manuscript.desk.do("undo", {})
    assert path.read_text("utf-8") == HEAD + wrong + FOOT


def test_what_may_mean_two_things_is_left_to_the_editor(book: Path) -> None:
    text = (
        "<p xml:id='a'>One.</p><p xml:id='a'>Two, as in <ref target='#a'>one</ref>.</p>"
        "<p><hi rend='cntr'>short</hi>, <hi rend='unknown'>far</hi></p><h2>Two</h2>"
        "<p><hi rend='indented9'>near to several</hi></p>"
    )
    (book / "manuscript" / "storm.xml").write_text(HEAD + text + FOOT, "utf-8")
    manuscript, exhibit = Manuscript(book, {}, pipeline.Progress(), Cache()), Exhibit("storm")
    manuscript.put_on(exhibit, list, check=False)
    remarks = exhibit.as_object()["remarks"]
    codes = [each["code"] for each in remarks]
    assert {"REA-024", "REA-130", "TYP-005"} <= set(codes)
    assert codes.count("TYP-005") == 3
    assert not [each for each in remarks if each["fix"]]


def test_what_a_printer_would_come_back_with_is_marked_on_the_page(
    shown: Shown, book: Path
) -> None:
    Image.new("CMYK", (900, 600), (255, 255, 255, 255)).save(book / "manuscript" / "ink.jpg")
    path = book / "manuscript" / "storm.xml"
    rich = '<figure><graphic url="ink.jpg"/></figure><p>Nothing else'
    path.write_text(TEI.replace("<p>Nothing else", rich), "utf-8")
    desk = shown()
    marks = desk.ask("pages", {})["marks"]
    coarse = next(each for each in marks if "dots an inch" in each["kind"])
    inked = next(each for each in marks if "of ink" in each["kind"])
    assert (coarse["words"], inked["words"]) == ("the image storm.png", "the image ink.jpg")
    digest = desk.state()["pages"]
    for mark, most in ((coarse, 215), (inked, 90)):
        page = Image.open(io.BytesIO(desk.page(digest, mark["page"], 900))).convert("L")
        ((left, top, right, bottom),) = mark["boxes"]
        at = [
            edge * size
            for edge, size in zip((left, top, right, bottom), page.size * 2, strict=True)
        ]
        inside = page.crop((at[0] + 2, at[1] + 2, at[2] - 2, at[3] - 2))
        assert inside.getextrema()[1] <= most
        assert page.getpixel((at[0] - 4, (at[1] + at[3]) / 2)) == 255


def test_a_link_to_an_editor_has_the_whole_path_wherever_look_was_started(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(book)
    manuscript = Manuscript(Path(), {}, pipeline.Progress(), Cache())
    manuscript.put_on(Exhibit("storm"), list, check=False)
    told = manuscript.desk.ask("source", {})
    assert not Path(told["file"]).is_absolute()
    assert Path(told["path"]) == (book / "manuscript" / "storm.xml").resolve()


def test_the_users_own_editor_opens_the_place(
    shown: Shown, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, heard = shown(), book / "heard.txt"
    editor = book / "kate"
    editor.write_text(f'#!/bin/sh\nprintf "%s|" "$@" > {heard}.new; mv {heard}.new {heard}\n')
    editor.chmod(0o755)
    assert desk.state()["editor"] == ""
    monkeypatch.setenv("VISUAL", "emacs -nw")
    assert desk.state()["editor"] == ""
    monkeypatch.setenv("VISUAL", f"{editor} --new")
    assert desk.state()["editor"] == "kate"
    name = desk.state()["file"]
    desk.do("open", {"file": name, "line": 5, "column": 3})
    for _ in range(600):
        if heard.exists():
            break
        threading.Event().wait(0.05)
    path = book / "manuscript" / "storm.xml"
    assert heard.read_text() == f"--new|--line|5|--column|3|{path}|"
    with pytest.raises(RefusedError, match="none of the book's files"):
        desk.do("open", {"file": "/etc/passwd", "line": 1})


def test_a_broken_save_leaves_the_desk_as_it_was(shown: Shown, book: Path) -> None:
    desk, file = shown(), book / "manuscript" / "storm.xml"
    state = desk.state()
    file.write_text(TEI.replace("</figure>", ""), "utf-8")
    assert shown().state() == state
    entry = errata(desk)["E001"]
    with pytest.raises(RefusedError, match="figure"):
        desk.do("decide", {"id": "E001", "mark": entry["mark"], "status": "verified"})


def test_the_desk_tells_on_while_the_edition_is_being_written(shown: Shown, book: Path) -> None:
    desk, printings = shown(), book / "manuscript" / "printings"
    printings.mkdir()
    for name in ("2", "10", "1"):
        (printings / f"{name}.toml").touch()
    (book / "manuscript" / "edition.toml").write_text('outputs = ["pre', "utf-8")
    assert desk.state()["printings"] == ["10", "1", "2"]


def test_words_are_searched_and_lines_of_a_printing_found(shown: Shown, book: Path) -> None:
    desk = shown()
    assert desk.ask("search", {"words": "the storm"})["count"] == 1
    found = desk.ask("search", {"words": "the"})
    assert found["count"] == len(found["places"]) >= 4
    place = found["places"][0]
    assert desk.ask("find", place)["line"] == place["line"]
    line = desk.ask("line", {"page": "1", "line": 2, "printing": ""})
    assert line["words"].startswith("The governmetn fell")
    with pytest.raises(RefusedError, match="no record"):
        desk.ask("line", {"page": "1", "line": 2, "printing": "7"})
    with pytest.raises(RefusedError, match="has no page 99"):
        desk.ask("line", {"page": "99", "line": 2, "printing": ""})


def test_what_may_be_wrong_is_suggested_and_the_pages_are_measured(shown: Shown) -> None:
    desk = shown()
    suggested = {each["find"]: each["replace"] for each in desk.ask("suggest", {})["suggestions"]}
    assert suggested.get("wnid") == "wind"
    assert "governmetn" not in suggested, "it is on record"
    assert desk.ask("pages", {}).keys() == {"marks", "count"}


ODD = [None, [], {}, "x", -1, 10**400, float("inf"), float("nan"), "\x00", True]


def test_nothing_that_is_sent_breaks_the_desk(shown: Shown, book: Path) -> None:
    desk = shown()
    before = {path: path.read_bytes() for path in (book / "manuscript").iterdir()}
    wishes = [(desk.ask, wish) for wish in ("find", "at", "source", "search", "line")]
    wishes += [(desk.do, wish) for wish in ("decide", "add", "describe", "undo")]
    keys = "words lead trail line column page x y file from printing id mark find replace date"
    with open_server(0, Exhibit("storm"), desk) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        home = f"http://127.0.0.1:{server.port}"
        with httpx.Client(base_url=home, trust_env=False, timeout=60) as client:
            client.get(server.address)
            digest = desk.state()["pages"]
            for width in ("%C2%B2", "9" * 5000, "-1", ""):
                assert client.get(f"/pages/{digest}/0?width={width}").status_code == 200
            for call, wish in wishes:
                way = "ask" if call == desk.ask else "do"
                for odd in ODD:
                    given = json.dumps(dict.fromkeys(keys.split(), odd))
                    headers = {"Content-Type": "application/json", "Origin": home}
                    answer = client.post(f"/{way}/{wish}", content=given, headers=headers)
                    assert answer.status_code in (200, 400, 409), (wish, odd)
        server.shutdown()
        thread.join()
    assert {path: path.read_bytes() for path in (book / "manuscript").iterdir()} == before


def test_words_that_no_xml_can_hold_are_not_written(shown: Shown, book: Path) -> None:
    desk, file = shown(), book / "manuscript" / "storm.xml"
    (picture,) = desk.state()["pictures"]
    before = file.read_bytes()
    with pytest.raises(RefusedError, match=r"U\+0001"):
        desk.do("describe", {**picture, "words": "A \x01 storm"})
    assert file.read_bytes() == before


def test_a_file_changed_outside_bars_no_undoing_of_others(shown: Shown, book: Path) -> None:
    desk, file = shown(), book / "manuscript" / "storm.xml"
    entry, (picture,) = errata(desk)["E001"], desk.state()["pictures"]
    desk.do("decide", {"id": "E001", "mark": entry["mark"], "status": "held"})
    desk.do("describe", {**picture, "words": "A storm"})
    changed = file.read_bytes() + b"\n"
    file.write_bytes(changed)
    with pytest.raises(RefusedError, match="changed outside"):
        desk.do("undo", {})
    desk.do("undo", {})
    assert (book / "manuscript" / "errata.toml").read_text("utf-8") == ERRATA
    assert file.read_bytes() == changed


def test_a_second_browser_is_told_why_it_stays_outside() -> None:
    with open_server(0, Exhibit("storm")) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        answers = [httpx.get(server.address, trust_env=False) for _ in range(2)]
        wrong = httpx.get(f"http://127.0.0.1:{server.port}/?key=é", trust_env=False)
        server.shutdown()
        thread.join()
    assert [each.status_code for each in answers] == [303, 403]
    assert "start publish look again" in answers[1].text
    assert "start publish look again" not in wrong.text
