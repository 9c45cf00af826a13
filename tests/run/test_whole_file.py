"""A file of ours is whole or not there, whatever lies in its way and however a run ends."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from publish.cli.outputs import write_outputs
from publish.load.volume import copy_safely
from publish.run.scratch import clear_killed_runs
from publish.run.whole_file import Draft, replace_file

WAIT = "print(flush=True); input()"
DRAFT = (
    f"from publish.run.whole_file import Draft; d = Draft(__import__('pathlib').Path('a')); {WAIT}"
)
SCRATCH = f"from publish.run.scratch import scratch_folder; scratch_folder(); {WAIT}"
RIVAL = """
from pathlib import Path
from publish.run.whole_file import replace_file
for _ in range(40):
    replace_file(Path("same"), {letter!r}.encode() * 300_000, lasting=False)
    data = Path("same").read_bytes()
    assert len(data) == 300_000 and len(set(data)) == 1, "swapped"
"""


def python(code: str, folder: Path) -> subprocess.Popen[str]:
    """Start a process; one that waits has come to its waiting when this returns."""
    command, pipe = [sys.executable, "-P", "-c", code], subprocess.PIPE
    environment = {**os.environ, "TMPDIR": str(folder)}
    process = subprocess.Popen(
        command, cwd=folder, stdin=pipe, stdout=pipe, text=True, env=environment
    )
    if WAIT in code:
        assert process.stdout is not None
        process.stdout.readline()
    return process


def kill(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("name", [".a.epub.part", ".a.epub.1-00112233445566aa.part", "a.epub"])
@pytest.mark.parametrize("is_there", [True, False])
def test_no_link_is_written_through(tmp_path: Path, name: str, is_there: bool) -> None:
    secret, dist = tmp_path / "secret", tmp_path / "dist"
    dist.mkdir()
    if is_there:
        secret.write_bytes(b"mine")
    (dist / name).symlink_to(secret)
    write_outputs({dist / "a.epub": b"book"})
    copy_safely(dist / "a.epub", dist / "b.epub")
    assert (dist / "a.epub").read_bytes() == (dist / "b.epub").read_bytes() == b"book"
    assert secret.exists() == is_there
    assert not is_there or secret.read_bytes() == b"mine"


def test_what_a_killed_run_left_goes_with_the_next_and_nothing_else(tmp_path: Path) -> None:
    killed, alive = python(DRAFT, tmp_path), python(DRAFT, tmp_path)
    kill(killed)
    (tmp_path / ".b.part").write_bytes(b"left by an older run")
    (tmp_path / ".c.part").write_bytes(b"somebody else's")
    assert len(names(tmp_path)) == 4
    replace_file(tmp_path / "b", b"whole")
    (left,) = (name for name in names(tmp_path) if name not in {"b", ".c.part"})
    assert f".a.{alive.pid}-" in left
    kill(alive)


def test_a_killed_run_leaves_its_scratch_to_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    killed, alive = python(SCRATCH, tmp_path), python(SCRATCH, tmp_path)
    kill(killed)
    (tmp_path / "publish-notes").mkdir()
    assert len(names(tmp_path)) == 3
    clear_killed_runs()
    assert len(names(tmp_path)) == 2
    alive.communicate("\n")
    assert names(tmp_path) == ["publish-notes"]


def test_two_writers_of_one_file_swap_no_byte(tmp_path: Path) -> None:
    rivals = [python(RIVAL.format(letter=letter), tmp_path) for letter in "ab"]
    for rival in rivals:
        rival.communicate()
    assert [rival.returncode for rival in rivals] == [0, 0]
    assert names(tmp_path) == ["same"]


def test_a_name_as_long_as_the_system_allows_is_written(tmp_path: Path) -> None:
    place = tmp_path / ("ü" * 125 + ".epub")
    replace_file(place, b"book")
    assert place.read_bytes() == b"book"


def test_what_was_not_put_in_its_place_is_gone(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), Draft(tmp_path / "a") as draft:
        draft.write(b"half")
        raise KeyboardInterrupt
    assert names(tmp_path) == []
