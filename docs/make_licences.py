"""Write LICENSES.md from requirements.lock, what is installed, and licences.toml: `make docs`."""

from __future__ import annotations

import re
import runpy
import tomllib
from importlib import metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
DATA: dict[str, Any] = tomllib.loads((ROOT / "docs" / "licences.toml").read_text("utf-8"))
INTRODUCTION = """\
# Licences

Made by `make docs` from requirements.lock, the installed packages and docs/licences.toml.

The code is under the GNU Affero General Public License, version 3 or, at your option, any later
version ([LICENSE](LICENSE)): it uses EbookLib, which is. What you make with it, your books, is
yours: the licence of a program does not reach what is written with it, and the fonts' licence lets
books hold them.
"""
SHIPS = """\
## What ships with it

Everything else is the project's own. The first book's text, in `manuscript/`, is believed to be in
the public domain.
"""
NEEDS = """\
## What it needs to run

Every package of requirements.lock that an installed `publish` brings, those of one system, of an
older Python or of an extra included. None is part of the wheel.
"""
GOES = """\
## Why they go with AGPL-3.0-or-later
"""
CLASSIFIERS = {
    "GNU Affero General Public License v3 or later (AGPLv3+)": "AGPL-3.0-or-later",
    "MIT License": "MIT",
    "Apache Software License": "Apache-2.0",
}
"""Trove classifiers that name one licence; "BSD License" may be any of several."""


def page() -> str:
    """Return the whole page."""
    ships = [f"| `{', '.join(row['files'])}` | {row['what']} | {row['licence']} | "
             f"[text]({row['text']}) |" for row in DATA["ships"]]  # fmt: skip
    needs = [f"| {name} | {licence_of(name)} | {DATA['notes'].get(name, '')} |"
             for name in run_time_packages()]  # fmt: skip
    goes = [f"| {', '.join(row['licences'])} | {row['why']} |" for row in DATA["compatible"]]
    parts = [
        INTRODUCTION,
        SHIPS,
        *_table(["files", "what", "licence", "its text"], ships),
        NEEDS,
        *_table(["package", "licence", "note"], needs),
        GOES,
        *_table(["licence", "why"], goes),
    ]
    return "\n".join(parts).rstrip("\n") + "\n"


def _table(heads: list[str], rows: list[str]) -> list[str]:
    return [f"| {' | '.join(heads)} |", f"|{' --- |' * len(heads)}", *rows, ""]


def run_time_packages() -> list[str]:
    """Return the locked packages that an installed `publish` needs, and those of its extras."""
    part = runpy.run_path(str(ROOT / ".ci" / "lock_part.py"))
    needed: list[str] = part["needed_by"](part["read_lock"](ROOT / "requirements.lock"))
    return sorted([*needed, *_extras()])


def _extras() -> list[str]:
    """Return the packages that come with an extra alone."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [line for extra in project["optional-dependencies"].values() for line in extra]
    return [re.split(r"[^a-z0-9-]", line)[0] for line in wanted]


def licence_of(name: str) -> str:
    """Return a package's licence, in SPDX; raises ValueError where it does not go with ours."""
    licence = DATA["packages"].get(name) or _stated(name)
    compatible = {one for row in DATA["compatible"] for one in row["licences"]}
    for group in licence.split(" AND "):
        if not compatible & set(group.strip("()").split(" OR ")):
            raise ValueError(
                f"{name} is under {group!r}, which docs/licences.toml does not list: "
                "add it there with its reason, or do without the package"
            )
    return str(licence)


def _stated(name: str) -> str:
    """Read a licence from an installed package's metadata (PEP 639, or what was before)."""
    said = metadata.metadata(name)
    if expression := said.get("License-Expression"):
        return expression
    known = {one for row in DATA["compatible"] for one in row["licences"]}
    short = (said.get("License") or "").removesuffix(" License")
    if short in known:
        return short
    classifiers = {line.split(" :: ")[-1] for line in said.get_all("Classifier") or []}
    names = {CLASSIFIERS[line] for line in classifiers & CLASSIFIERS.keys()}
    if len(names) != 1:
        raise ValueError(f"{name} does not say its licence: look, and add it to docs/licences.toml")
    return names.pop()


if __name__ == "__main__":
    (ROOT / "LICENSES.md").write_text(page(), "utf-8")
