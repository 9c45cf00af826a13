"""A book's own stages run where the user has said so, in bounds, and can always be ended."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from publish.cli import main
from publish.read import own_stage

BOOK = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt>
<title>Tiny</title><author>Ann Author</author></titleStmt><publicationStmt><p>Public domain</p>
</publicationStmt><sourceDesc><p>Born digital</p></sourceDesc></fileDesc></teiHeader>
<text xml:lang="en"><body><div><head>One</head><p>The&#13;government &amp;\u2028fell.</p></div>
</body></text></TEI>
"""
RAN = "from pathlib import Path\nPath('ran').touch()\n"
STAGE = "def stage(document, edition):\n    "
XSL = """<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
<xsl:template match="@*|node()" name="all"><xsl:copy><xsl:apply-templates select="@*|node()"/>
</xsl:copy></xsl:template>{}</xsl:stylesheet>"""
COMMANDS = [
    ("check", "."),
    ("epub", "."),
    ("pdf", ".", "--for", "press", "--report"),
    ("build", "."),
    ("onix", "."),
    ("load", ".", "--to", "manuscript"),
]


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "book"
    (folder / "manuscript").mkdir(parents=True)
    (folder / "manuscript" / "tiny.xml").write_text(BOOK, "utf-8")
    monkeypatch.chdir(folder)
    for name in ("STATE", "CONFIG"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))
    name_stage("mine:stage")
    Path("mine.py").write_text(RAN + STAGE + "return []\n")
    return folder


def name_stage(run: str) -> None:
    stage = f'slug = "tiny"\n[[text.stages]]\nrun = "{run}"\n'
    Path("manuscript/edition.toml").write_text(stage)


def publish(*words: str) -> Result:
    result = CliRunner().invoke(main, words)
    assert "internal error" not in result.stderr
    return result


def check(*words: str) -> Result:
    return publish("check", "--fast", ".", *words)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_no_command_runs_a_stage_unasked(book: Path, words: tuple[str, ...]) -> None:
    result = publish(*words)
    assert result.exit_code == 1
    assert "manuscript/edition.toml:3:1: error REA-115 the book brings code" in result.stderr
    assert "publish check --trust ." in result.stderr
    assert not Path("ran").exists()
    assert not Path("dist").exists()


CHANGES = {
    "stage": lambda: Path("mine.py").write_text("import other\n" + RAN + STAGE + "return []\n"),
    "module": lambda: Path("other.py").write_text(""),
    "compiled module": lambda: Path("manuscript/other.pyc").write_bytes(b""),
    "what is run": lambda: name_stage("mine:other"),
    "folder": lambda: Path("helpers").symlink_to("/tmp"),
    "place": lambda: (Path("../book").rename("../moved"), os.chdir("../moved")),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_trust_is_for_this_folder_and_this_code(book: Path, change: object) -> None:
    assert check("--trust").exit_code == 0
    assert Path("ran").exists()
    Path("manuscript/tiny.xml").write_text(BOOK.replace("fell", "rose"), "utf-8")
    assert check().exit_code == 0
    assert callable(change)
    change()
    assert "REA-115" in check().stderr


def test_a_folder_of_ones_own_is_trusted_by_a_file_outside_it(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = Path("../CONFIG/publish/trusted.toml")
    own.parent.mkdir(parents=True)
    own.write_text(f'folders = ["{book.parent}"]\n')
    assert check().exit_code == 0
    own.write_text("folders = 3")
    assert "error CLI-041" in check().stderr
    own.write_text(f'folders = ["{book.parent}"]\n')
    own.parent.parent.rename("mine")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(book / "mine"))
    assert "REA-115" in check().stderr
    monkeypatch.setenv("XDG_STATE_HOME", str(book / "state"))
    assert "warning REA-117" in check("--trust").stderr
    assert "REA-115" in check().stderr
    assert not Path("state").exists()


BAD = {
    "raise SystemExit(0)": "mine.py:4: error REA-092 your stage 'mine:stage' failed: it called sys",
    "raise KeyboardInterrupt": "mine.py:4: error REA-092 .* KeyboardInterrupt",
    "import os; os._exit(0)": "REA-092 your stage 'mine:stage' failed: its process ended, with 0",
    "import os; os.abort()": "REA-092 .* its process ended, with -6",
    "return 'fine'": "REA-092 .* it gives back str, not a list of findings",
    "return [1]": "REA-092 .* it gives back list",
    "document.root = 'x'": "REA-092 .* it leaves str where the TEI tree was",
}


@pytest.mark.parametrize(("code", "said"), BAD.items())
def test_a_stage_that_misbehaves_is_a_finding(book: Path, code: str, said: str) -> None:
    Path("mine.py").write_text(RAN + STAGE + code + "\n")
    result = check("--trust")
    assert result.exit_code == 1
    assert re.search(said, result.stderr), result.stderr


def test_a_stage_gets_the_document_and_gives_it_back(book: Path) -> None:
    code = """print("spoken")
    from publish.model.finding import notice
    at = document.place(document.root[1])
    for each in document.root.iter("{*}p"):
        each.text = each.text.replace("fell", "was \\r\\u2028")
    return [notice("REA-091", f"{edition.slug} {at}")]
"""
    Path("mine.py").write_text(STAGE + code)
    result = check("--trust", "--verbose", "--keep-stages", "kept")
    assert result.stderr == "notice REA-091 tiny manuscript/tiny.xml:4:1\n"
    assert "spoken" not in result.stdout
    assert "The&#13;government &amp;\u2028was &#13;\u2028" in next(
        Path("kept").glob("*-stage.xml")
    ).read_text("utf-8")
    assert not Path("__pycache__").exists()


def test_a_compiled_file_beside_a_stage_is_not_run(book: Path) -> None:
    assert check("--trust").exit_code == 0
    Path("ran").unlink()
    planted = "import py_compile, pathlib; p = pathlib.Path('mine.py'); s = p.read_text()\n"
    planted += "p.write_text('raise SystemExit(9)'); "
    planted += "py_compile.compile('mine.py', invalidation_mode="
    planted += "py_compile.PycInvalidationMode.UNCHECKED_HASH); p.write_text(s)"
    subprocess.run([sys.executable, "-c", planted], check=True)
    assert check().exit_code == 0
    assert Path("ran").exists()


DOCUMENT = '<xsl:template match="/"><xsl:copy-of select="document(\'{}\')"/></xsl:template>'
SPIN = (
    '<xsl:template match="/">'
    + '<xsl:for-each select="//@*|//node()">' * 9
    + "<x/>"
    + "</xsl:for-each>" * 9
    + "</xsl:template>"
)
BEYOND = {
    "absolute": (DOCUMENT.format("/etc/fonts/fonts.conf"), "outside the book's folder"),
    "above": (DOCUMENT.format("../secret.xml"), "outside the book's folder"),
    "url": (DOCUMENT.format("file:///etc/fonts/fonts.conf"), "outside the book's folder"),
    "one slash": (DOCUMENT.format("file:/etc/fonts/fonts.conf"), "outside the book's folder"),
    "host": (DOCUMENT.format("file://localhost/etc/fonts/fonts.conf"), "outside the book's folder"),
    "escaped": (DOCUMENT.format("%2e%2e/secret.xml"), "outside the book's folder"),
    "nowhere": (DOCUMENT.format("nowhere.xml"), "No such file"),
    "network": (
        DOCUMENT.format("http://127.0.0.1:9/a.xml"),
        "rights for http://127.0.0.1:9/a.xml denied",
    ),
    "link": (DOCUMENT.format("link.xml"), "outside the book's folder"),
    "pipe": (DOCUMENT.format("pipe.xml"), "no ordinary file"),
    "import": ('<xsl:include href="../secret.xml"/>', "outside the book's folder"),
    "endless": (SPIN, "more than 2 seconds"),
}


@pytest.mark.parametrize(("template", "said"), BEYOND.values(), ids=BEYOND)
def test_a_stylesheet_keeps_to_the_book_and_to_its_time(
    book: Path, template: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_stage, "PATIENCE_SECONDS", 2)
    Path("../secret.xml").write_text("<p>TOP SECRET</p>")
    Path("link.xml").symlink_to("../secret.xml")
    os.mkfifo("pipe.xml")
    name_stage("mine.xsl")
    Path("mine.xsl").write_text(XSL.format(template))
    result = check("--trust")
    assert result.exit_code == 1
    assert re.search("REA-116|REA-090", result.stderr)
    assert said in result.stderr


def test_a_stylesheet_reads_a_file_of_the_book_but_no_entity_of_its(book: Path) -> None:
    Path("../secret.xml").write_text("TOP SECRET")
    Path("words.xml").write_text(
        '<!DOCTYPE a [<!ENTITY x SYSTEM "../secret.xml">]><a>rose<b>&x;</b></a>'
    )
    name_stage("mine.xsl")
    words = "<xsl:template match=\"text()[contains(., 'fell')]\">"
    words += "<xsl:value-of select=\"document('words.xml')\"/></xsl:template>"
    Path("mine.xsl").write_text(XSL.format(words))
    result = check("--trust", "--keep-stages", "kept")
    assert result.exit_code == 0, result.stderr
    kept = next(Path("kept").glob("*-mine.xml")).read_text("utf-8")
    assert ">rose<" in kept
    assert "SECRET" not in kept


@pytest.mark.parametrize(
    "code", ["try: time.sleep(0.1)\n        except BaseException: pass", "pass"]
)
def test_sigterm_ends_any_stage(book: Path, code: str) -> None:
    loop = f"import time\n{STAGE}Path('pid').write_text(str(__import__('os').getpid()))\n"
    loop += f"    while True:\n        {code}\n"
    Path("mine.py").write_text(RAN + loop)
    words = [sys.executable, "-m", "publish", "check", "--fast", "--trust", "."]
    run = subprocess.Popen(words, stderr=subprocess.PIPE, text=True)
    while not (Path("pid").exists() and Path("pid").read_text()):
        time.sleep(0.05)
    run.send_signal(signal.SIGTERM)
    _, said = run.communicate(timeout=30)
    assert (run.returncode, said) == (143, "")
    with pytest.raises(ProcessLookupError):
        os.kill(int(Path("pid").read_text()), 0)
