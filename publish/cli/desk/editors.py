"""The editor of the environment's VISUAL, opened at a place of the author's files."""

from __future__ import annotations

import os
import shlex
import subprocess
import threading
from functools import cache
from pathlib import Path

import tomli

from publish.look import RefusedError
from publish.model.finding import Place

IN_TERMINAL = frozenset("vi vim nvim nano pico hx helix micro joe mg ed ne kak jed less".split())
"""Editors that need a terminal of their own; a page has none to give them."""
TERMINAL_OPTIONS = frozenset({"-nw", "-t", "-tty", "--tty", "--no-window-system"})
"""Options of emacs and emacsclient that keep it in the terminal."""


def editor_name() -> str:
    """Name the editor that VISUAL says, where it opens a window; else empty."""
    words = _visual()
    name = Path(words[0]).stem if words else ""
    is_in_terminal = name in IN_TERMINAL or TERMINAL_OPTIONS & set(words)
    return "" if is_in_terminal else name


def open_editor(path: Path, place: Place) -> None:
    """Have the editor show a place. Raises RefusedError where it cannot be started."""
    name = editor_name()
    if not name:
        raise RefusedError("VISUAL names no editor that opens a window")
    told = {"FILE": str(path), "LINE": str(place.line or 1), "COLUMN": str(place.column or 1)}
    given = [_with(each, told) for each in _table().get(name, ["FILE"])]
    quiet = subprocess.DEVNULL
    try:
        started = subprocess.Popen(
            [*_visual(), *given], stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
        )
    except OSError as problem:
        raise RefusedError(f"{name} cannot be started: {problem.strerror}") from problem
    threading.Thread(target=started.wait, daemon=True).start()  # so that it is not a zombie


def _with(pattern: str, told: dict[str, str]) -> str:
    """Fill in the file last: its name may hold the words that stand for the others."""
    for word in ("LINE", "COLUMN", "FILE"):
        pattern = pattern.replace(word, told[word])
    return pattern


def _visual() -> list[str]:
    try:
        return shlex.split(os.environ.get("VISUAL", ""))
    except ValueError:
        return []


@cache
def _table() -> dict[str, list[str]]:
    return tomli.loads((Path(__file__).parent / "editors.toml").read_text("utf-8"))
