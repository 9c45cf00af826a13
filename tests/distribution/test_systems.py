"""What is said of systems in the manual is what `publish doctor` says."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

import pytest

from publish.cli.systems import SYSTEMS, System, this_system

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.parametrize("system", SYSTEMS.values(), ids=lambda system: system.name)
def test_the_manual_says_of_each_system_what_doctor_says(system: System) -> None:
    manual = (ROOT / "docs" / "install.md").read_text("utf-8")
    (row,) = (line for line in manual.splitlines() if line.startswith("|") and named(system, line))
    if system.source_only:
        assert f"none of {', '.join(system.source_only)}" in row
    else:
        assert "| all" in row
    assert system.oldest in row


def named(system: System, line: str) -> bool:
    names = line.strip("| ").partition("|")[0].replace(" (", ", ").split(",")
    return system.name in [name.strip() for name in names]


def test_what_has_no_wheel_is_a_package_that_is_needed() -> None:
    part = runpy.run_path(str(ROOT / ".ci" / "lock_part.py"))
    needed = part["needed_by"](part["read_lock"](ROOT / "requirements.lock"))
    assert {name for system in SYSTEMS.values() for name in system.source_only} <= set(needed)


@pytest.mark.skipif(sys.platform != "linux", reason="what is known of other systems is not tried")
def test_this_system_is_known() -> None:
    assert this_system().startswith("Linux ")
    assert "wheels of" in this_system()
