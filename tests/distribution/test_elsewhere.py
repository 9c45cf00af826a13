"""The image, the GitHub Action and the pre-commit hook: what of them can be tried without each."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from publish.cli import main

ROOT = Path(__file__).parent.parent.parent
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
(HOOK,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
BIN = Path(sys.executable).parent
TINY = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt>
<title>Tiny</title><author>Ann Author</author></titleStmt><publicationStmt><p>Public domain</p>
</publicationStmt><sourceDesc><p>Born digital</p></sourceDesc></fileDesc></teiHeader>
<text xml:lang="en"><body><div><head>One</head><p>It rose.</p></div></body></text></TEI>
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    (tmp_path / "manuscript").mkdir()
    (tmp_path / "manuscript" / "tiny.xml").write_text(TINY, "utf-8")
    (tmp_path / "manuscript" / "edition.toml").write_text('outputs = ["epub"]\n', "utf-8")
    return tmp_path


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile's instructions: each its word and the rest, lines joined."""
    lines = [line for line in DOCKERFILE.splitlines() if not line.startswith("#")]
    joined = "\n".join(lines).replace("\\\n", " ")
    return [(word, rest) for word, _, rest in (line.partition(" ") for line in joined.splitlines())]


def apt_packages(text: str) -> set[str]:
    found = re.findall(r"apt-get install [^\n&]*", text.replace("\\\n", " "))
    return {word for line in found for word in line.split()[2:] if not word.startswith("-")}


def test_the_packages_of_debian_are_those_of_the_set_up() -> None:
    script = (ROOT / ".ci" / "system-packages").read_text("utf-8")
    known = set(re.findall(r"\b(?:lib[a-z0-9.-]+|python3-venv)\b", script.partition("dnf")[0]))
    needed = {name for name in known if name.startswith("lib")}
    assert apt_packages(DOCKERFILE) == needed | {"python3-venv", "python3"}
    assert apt_packages(str(ACTION["runs"]["steps"][0]["run"])) == needed | {"python3-venv"}
    manual = (ROOT / "docs" / "install.md").read_text("utf-8")
    assert apt_packages(manual) == needed


def test_the_image_has_all_that_it_copies_and_runs_commands_that_exist() -> None:
    for word, rest in instructions():
        if word == "COPY" and not rest.startswith("--from"):
            assert [name for name in rest.split()[:-1] if not (ROOT / name).exists()] == []
    said = dict(instructions())
    assert said["ENTRYPOINT"] == '["publish"]'
    assert yaml.safe_load(said["CMD"])[0] in main.list_commands(None)  # type: ignore[arg-type]
    assert said["USER"] == "publish"


def test_what_the_image_is_built_with_is_locked() -> None:
    for names in re.findall(r"lock_part\.py requirements\.lock ?([a-z ]*)>", DOCKERFILE):
        command = [sys.executable, str(ROOT / ".ci" / "lock_part.py"), "requirements.lock"]
        done = subprocess.run(
            [*command, *names.split()], cwd=ROOT, capture_output=True, text=True, check=True
        )
        assert "--hash=sha256:" in done.stdout
        assert all(f"{name}==" in done.stdout for name in names.split())
    with (ROOT / "pyproject.toml").open("rb") as file:
        assert tomllib.load(file)["build-system"]["requires"] == ["hatchling"]


@pytest.mark.skipif(not shutil.which("bash"), reason="GitHub's runners have bash")
@pytest.mark.parametrize(
    ("command", "strict"),
    [("epub", "false"), pytest.param("check", "true", marks=pytest.mark.slow)],
)
def test_the_action_checks_and_builds_a_book(book: Path, command: str, strict: str) -> None:
    step = ACTION["runs"]["steps"][2]
    given = {"PUBLISH": str(BIN / "publish"), "BOOK": ".", "COMMAND": command, "STRICT": strict}
    assert set(step["env"]) == set(given)
    said = book / "said"
    done = subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", step["run"]],
        cwd=book,
        env=os.environ | given | {"GITHUB_OUTPUT": str(said)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert said.read_text("utf-8") == "dist=./dist\n"
    assert (book / "dist" / "tiny.epub").is_file() == (command == "epub")


def test_the_action_hands_no_input_to_the_shell_as_code() -> None:
    for step in ACTION["runs"]["steps"]:
        assert "${{" not in step["run"]
        assert step["shell"] == "bash"


def test_the_hook_tells_what_is_wrong_with_a_book(book: Path) -> None:
    command, *rest = shlex.split(HOOK["entry"])
    assert command == "publish"
    assert re.match(HOOK["files"], "manuscript/tiny.xml")
    run = [str(BIN / command), *rest]
    assert subprocess.run(run, cwd=book, capture_output=True, check=False).returncode == 0
    (book / "manuscript" / "edition.toml").write_text('titel = "Tiny"\n', "utf-8")
    done = subprocess.run(run, cwd=book, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "edition.toml:1:1: error REA-041" in done.stderr
