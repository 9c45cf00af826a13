"""CHANGELOG.md is in the form that it names, and goes with the version."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

import publish

ROOT = Path(__file__).parent.parent.parent
TEXT = (ROOT / "CHANGELOG.md").read_text("utf-8")
RELEASES = re.findall(r"^## \[(\d+\.\d+\.\d+)\] - (\d{4}-\d\d-\d\d)$", TEXT, re.M)
KINDS = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


def test_releases_stand_newest_first_and_every_change_under_a_kind() -> None:
    numbers = [tuple(map(int, version.split("."))) for version, _ in RELEASES]
    assert numbers == sorted(set(numbers), reverse=True)
    assert [day for _, day in RELEASES] == sorted((day for _, day in RELEASES), reverse=True)
    assert set(re.findall(r"^### (.*)$", TEXT, re.M)) <= KINDS
    assert len(re.findall(r"^## ", TEXT, re.M)) == len(RELEASES) + 1


def test_a_version_in_the_making_is_unreleased_and_newer_than_the_last() -> None:
    release, _, rest = publish.__version__.partition(".dev")
    made = tuple(map(int, release.split(".")))
    newest = tuple(map(int, RELEASES[0][0].split(".")))
    assert made > newest if rest else made == newest
    assert TEXT.index("## [Unreleased]") < TEXT.index(f"## [{RELEASES[0][0]}]")


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="no history outside a checkout")
def test_the_commits_that_end_a_version_are_in_the_history() -> None:
    for commit in re.findall(r"To `([0-9a-f]{7,})`", TEXT):
        command = ["git", "merge-base", "--is-ancestor", commit, "HEAD"]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if "not a valid" in done.stderr.lower():
            pytest.skip("a clone without its history")
        assert done.returncode == 0, commit
