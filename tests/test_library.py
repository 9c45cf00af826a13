"""What the manual says of the library and of own stages is so: its examples are run."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import publish
from publish.cli import main

DOCS = Path(__file__).parent.parent / "docs"
BOOK = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt>
<title>Tiny</title><author>Ann Author</author></titleStmt><publicationStmt><p>Public domain</p>
</publicationStmt><sourceDesc><p>Born digital</p></sourceDesc></fileDesc></teiHeader>
<text xml:lang="en"><body><div><head>One</head><p>On 1847-05-01 the <name type="ship">Rose</name>
left.</p></div></body></text></TEI>
"""


def examples(page: str, language: str) -> list[str]:
    text = (DOCS / page).read_text("utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "mybook"
    (folder / "manuscript").mkdir(parents=True)
    (folder / "manuscript" / "tiny.xml").write_text(BOOK, "utf-8")
    (folder / "manuscript" / "edition.toml").write_text('slug = "tiny"\n')
    monkeypatch.chdir(tmp_path)
    for name in ("STATE", "CONFIG"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))
    return folder


@pytest.mark.parametrize("number", range(len(examples("library.md", "python"))))
def test_an_example_of_the_manual_runs(book: Path, number: int) -> None:
    """In a process of its own, as a reader would try it."""
    words = [sys.executable, "-W", "error", "-c", examples("library.md", "python")[number]]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout or number in {0, 1}
    assert number != 0 or {"tiny.epub", "tiny.pdf"} <= {path.name for path in Path().iterdir()}


def test_the_page_names_all_that_the_library_offers() -> None:
    page = (DOCS / "library.md").read_text("utf-8")
    assert [name for name in publish.__all__ if f"`{name}" not in page] == []
    assert set(publish.__all__) <= set(dir(publish))
    assert all(getattr(publish, name) for name in publish.__all__)


def test_a_library_build_has_the_bytes_of_the_command(book: Path) -> None:
    for command, purpose in (("epub", "epub"), ("pdf", "screen")):
        (output,) = publish.build(book, purpose, check=False).outputs
        more = ["--no-check"] if command == "epub" else []
        done = CliRunner().invoke(main, [command, str(book), *more, "-o", "out"])
        assert done.exit_code == 0
        assert Path("out").read_bytes() == output.data


def test_the_library_starts_without_what_makes_books() -> None:
    program = "import publish, sys; publish.__version__; print('lxml' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.strip() == "False"


STAGES = {
    "function": ("mystages.py", "mystages:mark_ships", 'rend="italic"'),
    "xslt 3.0": ("mine.xsl", "mine.xsl", '<date when="1847-05-01">'),
    "xslt 1.0": ("mine.xsl", "mine.xsl", 'rend="italic"'),
}


@pytest.mark.parametrize("kind", STAGES)
def test_a_stage_of_the_manual_does_what_it_says(book: Path, kind: str) -> None:
    if kind == "xslt 3.0":
        pytest.importorskip("saxonche", reason="XSLT 2.0 and 3.0 need Saxon")
    sheets = examples("stages.md", "xml")
    code = {
        "function": examples("stages.md", "python")[0],
        "xslt 3.0": sheets[0],
        "xslt 1.0": sheets[1],
    }[kind]
    name, run, left = STAGES[kind]
    (book / name).write_text(code, "utf-8")
    stage = f'slug = "tiny"\n[[text.stages]]\nrun = "{run}"\n'
    (book / "manuscript" / "edition.toml").write_text(stage)
    words = ["check", "--fast", "--trust", "--keep-stages", "kept", str(book)]
    done = CliRunner().invoke(main, words)
    assert (done.exit_code, done.stderr) == (
        0,
        "mybook/manuscript/tiny.xml: no errors, no warnings\n",
    )
    last = sorted(Path("kept").glob("*.xml"))[-1].read_text("utf-8")
    assert left in last
