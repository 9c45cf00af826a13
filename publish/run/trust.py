"""Whose code may run: a book's own stages do where its user has said so, never by the book's word.

The user says so once with `--trust`, for that folder and that content of its code, as editors do;
or names the folder as their own in `trusted.toml` of their configuration. Both lie outside the
book: a file inside its folder counts for nothing.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

import platformdirs
import tomli

from publish.model.edition import Edition
from publish.model.finding import Place, UsageError, error, say_path
from publish.run.inputs import lies_in, read_input
from publish.run.whole_file import held, replace_file

REMEMBERED = "trusted-stages.json"
"""In the user's folder for state: the digest of the code that may run, by the book's folder."""

OWN = "trusted.toml"
"""In the user's folder for configuration: `folders`, in and below which books are their own."""

CODE = frozenset([".py", ".pyc", ".pyd", ".so", ".xsl", ".xslt"])
"""Endings of what a stage is made of, or may import."""

PASSED_BY = frozenset(["__pycache__", "node_modules", "dist"])
"""Folders whose files no stage is made of; nor is it of hidden ones."""

MOST = 2000
"""Files of code that a book may have."""

LARGEST = 16 * 1024 * 1024
"""Bytes of one of them."""


def is_trusted(edition: Edition) -> bool:
    """Return whether the stages of a book, as they are now, may run.

    Raises UsageError CLI-041 where the user's own list cannot be read.
    """
    home = edition.folder.resolve()
    if any(home.is_relative_to(own) for own in _own_folders(home)):
        return True
    return _remembered(home).get(str(home)) == _digest(edition)


def remember(edition: Edition) -> str:
    """Let the stages run from now on, for as long as they stay as they are; or say why not."""
    home, path = edition.folder.resolve(), remembered_path()
    if lies_in(path, home):
        return "the folder for such things lies in the book's own"
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with held(path.parent):
            known = _remembered(home) | {str(home): _digest(edition)}
            replace_file(path, json.dumps(known, indent=1, sort_keys=True).encode())
    except OSError as problem:
        return f"{say_path(path)}: {problem.strerror or problem}"
    return ""


def remembered_path() -> Path:
    """Find the file in which it is remembered what may run."""
    return platformdirs.user_state_path("publish") / REMEMBERED


def own_list_path() -> Path:
    """Find the file in which the user lists folders of their own."""
    return platformdirs.user_config_path("publish") / OWN


def _remembered(home: Path) -> dict[str, str]:
    """Read what is remembered; a file that is damaged, or lies in the book, says nothing."""
    path = remembered_path()
    if lies_in(path, home):
        return {}
    with contextlib.suppress(OSError, ValueError):
        known = json.loads(path.read_bytes())
        return known if isinstance(known, dict) else {}
    return {}


def _own_folders(home: Path) -> Iterator[Path]:
    """List the folders that the user calls their own."""
    path = own_list_path()
    if lies_in(path, home) or not path.is_file():
        return
    try:
        folders = tomli.loads(path.read_text("utf-8")).get("folders", [])
        listed = [Path(folder).expanduser() for folder in folders]
    except (OSError, ValueError, TypeError, RuntimeError) as problem:
        message = f"cannot read the list of your own folders: {problem}"
        hint = 'write folders = ["~/Books"], or delete the file'
        raise UsageError(error("CLI-041", message, Place(say_path(path)), hint)) from problem
    yield from (folder.resolve() for folder in listed if folder.is_absolute())


def _digest(edition: Edition) -> str:
    """Hash what edition.toml has run, and every file of code in the book's folder."""
    digest = hashlib.sha256()
    for stage in edition.text.stages:
        digest.update(f"{stage.run}\0{stage.after}\0".encode())
    for path in _code_in(edition.folder.resolve()):
        name = path.relative_to(edition.folder.resolve()).as_posix()
        data = _content_of(path, edition.folder)
        head = f"{len(os.fsencode(name))} {len(data)} ".encode()
        digest.update(head + os.fsencode(name) + data)
    return digest.hexdigest()


def _content_of(path: Path, home: Path) -> bytes:
    """Read a file of code; of a link to a folder, where it leads."""
    if path.is_dir():
        return os.fsencode(os.readlink(path))  # noqa: PTH115
    return read_input(path, home, LARGEST)


def _code_in(folder: Path) -> list[Path]:
    """List the files of code in their order. Raises OSError where there are more than a few."""
    found: list[Path] = []
    for around, below, names in os.walk(folder):
        below[:] = sorted(name for name in below if name[0] != "." and name not in PASSED_BY)
        found += (Path(around, name) for name in sorted(names) if Path(name).suffix in CODE)
        found += (path for name in below if (path := Path(around, name)).is_symlink())
        if len(found) > MOST:
            raise OSError(f"more than {MOST} files of code in {say_path(folder)}")
    return found
