"""What a command is done with stays until it ends; in other programs it is let go at once."""

from __future__ import annotations

import weakref

import pytest

from publish.run import leaving
from publish.run.leaving import end_soon, leave


class Thing:
    """Something large."""


@pytest.fixture(autouse=True)
def _nothing_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leaving, "_left", {})
    monkeypatch.setattr(leaving, "_is_ending", False)


def left_behind(kind: str) -> weakref.ref[Thing]:
    thing = Thing()
    leave(kind, thing)
    return weakref.ref(thing)


def test_a_command_that_ends_leaves_one_of_each_kind() -> None:
    end_soon()
    pages, build = left_behind("pages"), left_behind("build")
    assert pages() is not None
    others = left_behind("pages")
    assert pages() is None
    assert others() is not None
    leave("pages")
    assert others() is None
    assert build() is not None


def test_any_other_program_leaves_nothing() -> None:
    assert left_behind("pages")() is None
