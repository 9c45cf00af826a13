"""Builds at once, of one book and of several with one cache: none fails, none gets another's bytes.

PUBLISH_ROUNDS sets another number of rounds.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.run.test_killed import EDITION, manuscript

pytestmark = pytest.mark.slow

ROUNDS = int(os.environ.get("PUBLISH_ROUNDS", "1"))
AT_ONCE = 8


def lay(folder: Path, salt: str) -> Path:
    (folder / "manuscript").mkdir(parents=True)
    (folder / "manuscript/edition.toml").write_text(EDITION, "utf-8")
    (folder / "manuscript/book.xml").write_text(manuscript(salt), "utf-8")
    return folder


def start(folder: Path, cache: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "publish", "build", "--no-check", "."],
        cwd=folder,
        env={**os.environ, "PUBLISH_CACHE": str(cache)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def build_all(folders: list[Path], cache: Path) -> list[bytes]:
    runs = [start(folder, cache) for folder in folders]
    for run in runs:
        _, said = run.communicate(timeout=600)
        assert run.returncode == 0, said
        assert "error" not in said
    return [(folder / "dist/wind.epub").read_bytes() for folder in folders]


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_builds_at_once_never_get_in_each_others_way(tmp_path: Path, round_: int) -> None:
    one = lay(tmp_path / "one", "Words of one.")
    several = [lay(tmp_path / f"book{n}", f"Words of book {n}.") for n in range(AT_ONCE)]
    alone = [build_all([folder], tmp_path / f"alone{n}")[0] for n, folder in enumerate(several[:2])]
    assert len(set(build_all([one] * AT_ONCE, tmp_path / "cache"))) == 1
    assert sorted(path.name for path in (one / "dist").iterdir()) == ["wind.epub", "wind.pdf"]
    together = build_all(several, tmp_path / "cache")
    assert together[:2] == alone
    assert len(set(together)) == AT_ONCE
