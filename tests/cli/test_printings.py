"""A printing on record, and the errata sheet made from it: it agrees with the pages as printed."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from publish.cli import main
from publish.model.erratum import Erratum
from publish.model.printing import PrintedLine, PrintedPage, Printing
from publish.read import read_book, read_printing
from publish.read.printing_file import write_printing
from publish.revise.errata_sheet import Item
from publish.revise.page_places import PrintedLines, PrintedPlace
from publish.revise.printed_text import PrintedText
from publish.revise.reader_text import ReaderText

FILLER = "The wind came over the hills and the people of the valley shut their doors against it. "
TEI = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt>
<title>Storm</title><author>Ann Author</author></titleStmt><publicationStmt><p>Public domain</p>
</publicationStmt><sourceDesc><p>Born digital</p></sourceDesc></fileDesc></teiHeader>
<text xml:lang="en"><body>{chapters}</body></text></TEI>
"""
CHAPTER = """<div><head>Chapter {number}</head><p>{filler}</p>
<p>It was chapter {number}, and the "governmetn" of number {number}<note>A noet to {number}.</note>
had fallen -- and {filler}</p></div>
"""


def erratum(number: int, find: str, replace: str, before: str, since: str) -> str:
    return (
        f'[[erratum]]\nid = "E{number}"\nfind = "{find}"\nreplace = "{replace}"\n'
        f'before = \'{before}\'\nstatus = "verified"\nsince = "{since}"\n\n'
    )


ERRATA = (
    erratum(1, "governmetn", "government", 'chapter 1, and the "', "1")
    + erratum(2, "governmetn", "government", 'chapter 3, and the "', "2")
    + '[[erratum]]\nid = "E3"\nfind = "noet"\nreplace = "note"\nafter = " to 2"\n'
    + 'status = "verified"\nsince = "1"\n'
)


def publish(*words: str) -> Result:
    result = CliRunner().invoke(main, words)
    assert "Traceback" not in result.output
    return result


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a book whose first printing, with its errors, is on record."""
    folder = tmp_path_factory.mktemp("storm")
    (folder / "manuscript").mkdir()
    chapters = "".join(CHAPTER.format(number=n, filler=FILLER * 22) for n in (1, 2, 3))
    (folder / "manuscript" / "storm.xml").write_text(TEI.format(chapters=chapters), "utf-8")
    (folder / "manuscript" / "edition.toml").write_text('outputs = ["press"]\n', "utf-8")
    result = publish("build", str(folder), "--record", "1")
    assert result.exit_code == 0, result.output
    (folder / "manuscript" / "errata.toml").write_text(ERRATA, "utf-8")
    return folder


def pages(pdf: Path) -> dict[str, list[str]]:
    """Give the lines of each page, without running head and folio, by the folio printed on it."""
    said = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, check=True)
    found = {}
    for page in said.stdout.decode().split("\f"):
        lines = [line.strip() for line in page.splitlines() if line.strip()]
        head = re.match(r"(\d+) {3,}|.* {3,}(\d+)$", lines[0]) if lines else None
        if head:
            found[head[1] or head[2]] = lines[1:]
        elif lines and lines[-1].isdigit():
            found[lines[-1]] = lines[:-1]
    return found


def test_the_sheet_names_the_pages_and_lines_as_printed(book: Path) -> None:
    said = json.loads(publish("errata", "sheet", str(book), "--since", "1", "--json").stdout)
    assert said["findings"] == []
    printed = pages(book / "dist" / "storm-press.pdf")
    items = {each["id"]: each for each in said["errata"]}
    assert list(items) == ["E1", "E3", "E2"]
    for name in ("E1", "E2"):
        lines = printed[items[name]["page"]]
        assert "governmetn" in lines[items[name]["line_on_page"] - 1]
    assert any("noet" in line for line in printed[items["E3"]["page"]])
    assert items["E3"]["in_notes"]


def test_the_sheet_in_words(book: Path) -> None:
    lines = publish("errata", "sheet", str(book), "--since", "1").stdout.splitlines()
    assert re.fullmatch(
        r"p\. \d+, line \d+ from the top: for \*governmetn\* read \*government\*", lines[0]
    )
    assert re.fullmatch(r"p\. \d+, note 2: for \*noet\* read \*note\*", lines[1])


def test_an_old_record_names_lines_of_notes(book: Path, tmp_path: Path) -> None:
    copy = tmp_path / "storm"
    shutil.copytree(book, copy)
    record = copy / "manuscript" / "printings" / "1.toml"
    text = record.read_text("utf-8")
    old = re.sub(r', "\d"\],$', ", true],", text, flags=re.MULTILINE)
    assert old.count(", true],") == 3
    record.write_text(old, "utf-8")
    lines = publish("errata", "sheet", str(copy), "--since", "1").stdout.splitlines()
    assert re.fullmatch(r"p\. \d+, notes, line 1: for \*noet\* read \*note\*", lines[1])
    page = lines[1].split(",")[0].removeprefix("p. ")
    words = ("errata", "where", str(copy), "--printing", "1", "--page", page, "--footnote", "2")
    asked = publish(*words)
    assert "has no labels of notes" in asked.output
    assert "CLI-039" in asked.output


def test_a_note_is_named_by_its_label(book: Path, tmp_path: Path) -> None:
    copy = tmp_path / "storm"
    shutil.copytree(book, copy)
    lines = publish("errata", "sheet", str(copy), "--since", "1").stdout.splitlines()
    page = lines[1].split(",")[0].removeprefix("p. ")
    place = (str(copy), "--printing", "1", "--page", page, "--footnote")
    said = publish("errata", "where", *place, "2", "--json")
    assert said.exit_code == 0, said.output
    found = json.loads(said.stdout)["place"]
    assert (found["words"], found["note"]) == ("A noet to 2.", "2")
    words = ("--for", "to 2", "--read", "on 2", "--json")
    (added,) = json.loads(publish("errata", "add", *place, "2", *words).stdout)["errata"]
    assert added["line"] == found["line_in_file"]
    assert "it has the notes 2" in publish("errata", "where", *place, "7").output
    assert (
        "it has 1 line on that page"
        in publish("errata", "where", *place, "2", "--line", "2").output
    )
    rows = f"page,footnote,for,read,printing\n{page},2,A,One,1\n"
    (tmp_path / "letters.csv").write_text(rows, "utf-8")
    said = publish("errata", "import", str(tmp_path / "letters.csv"), str(copy), "--json")
    assert [each["find"] for each in json.loads(said.stdout)["errata"]] == ["A"]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ((("1", 1), ("2", 1)), "p. 7, note 2"),
        ((("1", 1), ("2", 9)), "p. 7, note 2, line 9"),
        ((("1", 1), ("2", 1), ("1", 1), ("2", 1)), "p. 7, notes, line 4"),
        ((("*", 1), ("", 1)), "p. 7, notes, line 2"),
    ],
)
def test_a_note_is_named_where_its_label_names_one(
    lines: tuple[tuple[str, int], ...], said: str
) -> None:
    """A long one with the line; none where two chapters on a page count anew."""
    words = [
        (label, f"line {n} of {label}.") for label, count in lines for n in range(1, count + 1)
    ]
    words[-1] = (words[-1][0], "the wnid rose")
    notes = (PrintedLine(9, "n", 0, text, True, note=label) for label, text in words)
    text = PrintedText(Printing("1", (PrintedPage("7", tuple(notes)),)))
    found = text.find("the ", ["wnid"], " rose")
    assert found is not None
    item = Item(Erratum(id="E1", find="wnid", replace="wind"), found.spot, "wnid", "wind")
    assert item.say("en") == f"{said}: for *wnid* read *wind*"
    assert item.say("ja").endswith("：（誤）*wnid*（正）*wind*")


def test_only_what_was_found_since(book: Path) -> None:
    said = publish("errata", "sheet", str(book), "--since", "2", "--for", "1", "--json").stdout
    assert [each["id"] for each in json.loads(said)["errata"]] == ["E2"]


def test_a_later_printing_needs_no_line_for_what_it_has_right(book: Path) -> None:
    assert publish("build", str(book), "--record", "2").exit_code == 0
    said = json.loads(publish("errata", "sheet", str(book), "--for", "2", "--json").stdout)
    assert said["errata"] == []
    assert {each["code"] for each in said["findings"]} == {"REV-041"}


@pytest.mark.parametrize(("name", "begins"), [("slip.html", b"<!DOCTYPE"), ("slip.pdf", b"%PDF")])
def test_a_slip_to_print(book: Path, tmp_path: Path, name: str, begins: bytes) -> None:
    path = tmp_path / name
    result = publish("errata", "sheet", str(book), "--since", "1", "-o", str(path))
    assert result.exit_code == 0, result.output
    assert path.read_bytes().startswith(begins)
    if name.endswith(".pdf"):
        said = subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True).stdout
        assert "for governmetn read government" in " ".join(said.decode().split())
        assert said.count(b"\f") == 1


def test_an_ending_that_tells_no_form_is_refused(book: Path, tmp_path: Path) -> None:
    path = tmp_path / "slip.json"
    result = publish("errata", "sheet", str(book), "--since", "1", "-o", str(path))
    assert result.exit_code == 2
    assert "--json" in result.stderr
    assert not path.exists()


def test_a_record_is_read_as_it_was_written(tmp_path: Path) -> None:
    lines = (PrintedLine(1, "p1", 0, 'He said: "\\".'), PrintedLine(1, "n1", 0, "Note\x7f", True))
    lines += (PrintedLine(2, "n2", 0, "Note", True, note="†"),)
    printing = Printing("1", (PrintedPage("ii"), PrintedPage("1", lines)), {"p1": "1"})
    path = tmp_path / "1.toml"
    path.write_bytes(write_printing(printing))
    assert read_printing(path) == printing


def test_house_typography_hides_no_words() -> None:
    lines = ("He said, “the coali\u2010", "tion—fell…” and\u00a0went")
    page = PrintedPage("7", tuple(PrintedLine(n, "p1", 0, text) for n, text in enumerate(lines, 1)))
    text = PrintedText(Printing("1", (page,)))
    printed = text.find("He said, ", ['"the coalition--fell..."'], " and went")
    assert printed is not None
    assert (printed.spot.folio, printed.spot.line.number) == ("7", 1)
    assert printed.words == ", “the coalition—fell…”"


def test_every_printed_line_is_found_in_the_manuscript(book: Path) -> None:
    printing = read_printing(book / "manuscript" / "printings" / "1.toml")
    document = read_book(book)[0]
    lines = PrintedLines(printing, ReaderText(document))
    tried = 0
    for page in printing.pages:
        if not page.folio.isdigit():
            continue
        for line in page.lines:
            place = PrintedPlace(page.folio, line.number, is_note=line.is_note)
            if line.is_note or "governmetn" not in line.text:
                continue
            found, mark = lines.match(place).text, line.text.index(", and")
            assert found.startswith(line.text[:mark]), line
            assert found.count("governmetn") == 1
            tried += 1
    assert tried == 3


def test_a_readers_letter(book: Path, tmp_path: Path) -> None:
    """`p. 12, line 5: for x read y` becomes an erratum at the one word that is meant."""
    copy = tmp_path / "storm"
    shutil.copytree(book, copy)
    printing = read_printing(copy / "manuscript" / "printings" / "1.toml")
    page, line = next(
        (page.folio, line)
        for page in reversed(printing.pages)
        for line in page.lines
        if "number 3" in line.text and not line.is_note
    )
    where = json.loads(
        publish(
            "errata", "where", str(copy), "--page", page, "--line", str(line.number), "--json"
        ).stdout
    )["place"]
    said_of = "2" if (copy / "manuscript" / "printings" / "2.toml").exists() else "1"
    source = (copy / "manuscript" / "storm.xml").read_text("utf-8").split("\n")
    there = source[where["line_in_file"] - 1][where["column"] - 1 :]
    assert there.startswith(where["words"].split()[0])
    words = ("--for", "number 3", "--read", "number three", "--json")
    said = publish("errata", "add", str(copy), "--page", page, "--line", str(line.number), *words)
    (added,) = json.loads(said.stdout)["errata"]
    assert (added["find"], added["since"], added["status"]) == ("number 3", said_of, "reported")
    assert source[added["line"] - 1][added["column"] - 1 :].startswith("number 3")
    assert publish("errata", "verify", added["id"], "--book", str(copy)).exit_code == 0
    again = publish("errata", "add", str(copy), "--page", page, "--line", str(line.number), *words)
    assert "REV-015" in again.output


def test_a_slip_quotes_few_words_and_none_that_the_printing_has_right(tmp_path: Path) -> None:
    (tmp_path / "manuscript").mkdir()
    words = "It was very cold. The end came teh next day, and the the boat was gone, and the tide."
    source = TEI.format(chapters=f"<div><head>One</head><p>{words}</p></div>")
    (tmp_path / "manuscript" / "m.xml").write_text(source, "utf-8")
    (tmp_path / "manuscript" / "edition.toml").write_text('outputs = ["press"]\n', "utf-8")
    assert publish("build", str(tmp_path), "--record", "1").exit_code == 0
    errata = erratum(1, "The end came teh next", "The end came the next", "", "1")
    errata = erratum(2, "and the the boat", "and the boat", "", "1") + errata
    (tmp_path / "manuscript" / "errata.toml").write_text(errata, "utf-8")
    said = publish("errata", "sheet", str(tmp_path), "--for", "1").stdout
    assert re.findall(r"\*(.*?)\* read \*(.*?)\*", said) == [("teh", "the"), ("the the", "the")]
    assert publish("build", str(tmp_path), "--record", "2").exit_code == 0
    said = publish("errata", "sheet", str(tmp_path), "--for", "2", "--json").stdout
    assert json.loads(said)["errata"] == []


def test_a_table_of_readers_letters(book: Path, tmp_path: Path) -> None:
    copy = tmp_path / "storm"
    shutil.copytree(book, copy)
    printing = read_printing(copy / "manuscript" / "printings" / "1.toml")
    page, line = next(
        (page.folio, line)
        for page in printing.pages
        for line in page.lines
        if "number 2" in line.text and not line.is_note
    )
    rows = f"page;line;for;read;printing\n{page};{line.number};number 2;number two;1\n"
    rows += f"{page};{line.number};nowhere;here;1\n999;1;x;y;1\n"
    (tmp_path / "letters.csv").write_text(rows, "utf-8")
    said = publish("errata", "import", str(tmp_path / "letters.csv"), str(copy), "--json")
    assert said.exit_code == 0, said.output
    (added,) = json.loads(said.stdout)["errata"]
    assert (added["find"], added["replace"], added["since"]) == ("number 2", "number two", "1")
    findings = json.loads(said.stdout)["findings"]
    assert [(f["code"], f["line"]) for f in findings] == [("REV-017", 3), ("CLI-038", 4)]
