"""What a checker that shares no code with EPUBCheck says of our EPUBs: `make second-opinion`.

`@likecoin/epubcheck-ts` is written anew in TypeScript, with another XML parser and CSS parser. Of
real books it is to say nothing; of books made wrong it is to say what EPUBCheck says, but where
DIFFERENCES tells why not, so that its silence means something.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from publish.check.epub import check_epub
from publish.cli import main
from tests.write.epub.books import spoilt

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
CHECKER = HERE / "node_modules" / "@likecoin" / "epubcheck-ts" / "bin" / "epubcheck.js"
SHARED = ROOT.parent / "shared"
CORPORA = Path(os.environ.get("PUBLISH_CORPORA", SHARED / "corpora"))
GENRES = Path(os.environ.get("PUBLISH_GENRES", SHARED / "genres"))

pytestmark = pytest.mark.slow


def second_opinion(epub: Path) -> list[str]:
    """The errors and warnings of the other checker, each with its code and place."""
    if not (shutil.which("node") and CHECKER.is_file()):
        pytest.skip("no second checker here: needs Node.js, and `make second-opinion`")
    command = ["node", CHECKER, epub, "--quiet", "--json", "-"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    messages = json.loads(done.stdout)["messages"]
    return [
        f"{each['ID']} {each.get('locations')}: {each['message']}"
        for each in messages
        if each["severity"].lower() in {"fatal", "error", "warning"}
    ]


def build(book: Path, folder: Path) -> Path:
    path = folder / "book.epub"
    done = CliRunner().invoke(
        main, ["epub", str(book), "--no-check", "--keep-going", "-o", str(path)]
    )
    if done.exit_code == 1 and "error REA" in done.stderr:
        pytest.skip("no book is made of it")
    assert done.exit_code == 0, done.output
    return path


def name_of(book: Path) -> str:
    return "first-book" if book == ROOT else book.stem[:24]


BOOKS = [ROOT, *sorted(CORPORA.rglob("*.xml")), *sorted(GENRES.rglob("*.xml"))]


@pytest.mark.parametrize("book", BOOKS, ids=name_of)
def test_nothing_is_found_against_a_real_book(book: Path, tmp_path: Path) -> None:
    assert second_opinion(build(book, tmp_path)) == []


CHAPTER, PACKAGE = "text/chapter-01.xhtml", "content.opf"
END, META = "</section>", "</metadata>"
FAULTS = {
    "an id twice": (CHAPTER, END, f'<p id="x"/><p id="x"/>{END}'),
    "a picture that is not there": (CHAPTER, END, f'<img src="../images/no.png" alt="x"/>{END}'),
    "a link to no file": (CHAPTER, END, f'<p><a href="chapter-09.xhtml">x</a></p>{END}'),
    "a link to no id": (CHAPTER, END, f'<p><a href="#nowhere">x</a></p>{END}'),
    "an element of old HTML": (CHAPTER, END, f"<center>x</center>{END}"),
    "a tag left open": (CHAPTER, END, f"<p>{END}"),
    "a link in a link": (CHAPTER, END, f'<p><a href="#p"><a href="#q">x</a></a></p>{END}'),
    "a script not declared": (CHAPTER, END, f"<script>1</script>{END}"),
    "a picture from the web": (CHAPTER, END, f'<img src="https://x.org/a.png" alt="x"/>{END}'),
    "a role that is none": (CHAPTER, END, f'<p role="bananas">x</p>{END}'),
    "two dates of change": (
        PACKAGE,
        META,
        f'<meta property="dcterms:modified">2020-01-01T00:00:00Z</meta>{META}',
    ),
    "no language": (PACKAGE, "dc:language", "dc:source"),
    "a prefix not declared": (PACKAGE, META, f'<meta property="foo:bar">x</meta>{META}'),
    "a wrong media type": (PACKAGE, "image/png", "image/gif"),
    "a fault of CSS": ("css/book.css", "{", "{{"),
    "a font that is not there": (
        "css/book.css",
        "{",
        "{} @font-face {font-family: x; src: url(../fonts/no.ttf)} x {",
    ),
    "an NCX of another book": ("toc.ncx", 'name="dtb:uid" content="', 'name="dtb:uid" content="x'),
}

DIFFERENCES = {
    "a tag left open": (
        {"RSC-012", "RSC-016"},
        {"HTM-004", "RSC-012"},
        "its parser is another, and its fatal errors have a code of HTML",
    ),
    "a role that is none": ({"RSC-005"}, set(), "it does not know the roles of ARIA"),
}
"""Where the two differ: the codes of EPUBCheck, those of the other, and why."""


@pytest.mark.parametrize("fault", FAULTS)
def test_of_a_book_made_wrong_both_say_the_same_or_the_difference_is_known(
    fault: str, tmp_path: Path
) -> None:
    name, old, new = FAULTS[fault]
    data = spoilt(name, old, new, -1 if fault == "no language" else 1)
    (tmp_path / "wrong.epub").write_bytes(data)
    said = (str(finding) for finding in check_epub(data, "wrong.epub"))
    first = {code for line in said for code in re.findall(r"\b[A-Z]{3}-\d{3}\w?:", line)}
    second = {line.split()[0] for line in second_opinion(tmp_path / "wrong.epub")}
    expected = DIFFERENCES.get(fault, (second, second, ""))
    assert ({code.rstrip(":") for code in first}, second) == expected[:2]
    assert first or second, "neither has seen it"
