"""Print the part of requirements.lock that some of its packages need, hashes and all.

Without names: what an installed `publish` needs to run, and nothing of its development.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

OURS = "(pyproject.toml)"
"""How the lock marks what the project itself asks for at run time."""


def read_lock(path: Path) -> dict[str, list[str]]:
    """Return the lines of each package of a lock, in order, by its name."""
    packages: dict[str, list[str]] = {}
    name = ""
    for line in path.read_text("utf-8").splitlines():
        if found := re.match(r"([a-z0-9._-]+)==", line):
            name = found[1]
        packages.setdefault(name, []).append(line)
    return packages


def needed_by(packages: dict[str, list[str]], *names: str) -> list[str]:
    """Return the names of all packages that these need, or the project itself where none is given.

    The lock says behind each package `via` which others it is there.
    """
    needed = set(names)
    while more := {
        name
        for name, lines in packages.items()
        if name not in needed
        and any(_asks(line, needed, ask_project=not names) for line in lines if "#" in line)
    }:
        needed |= more
    return sorted(needed)


def _asks(line: str, needed: set[str], *, ask_project: bool) -> bool:
    other = line.partition("#")[2].strip().removeprefix("via").strip()
    return other in needed or (ask_project and other.endswith(OURS))


if __name__ == "__main__":
    lock = read_lock(Path(sys.argv[1]))
    for wanted in needed_by(lock, *sys.argv[2:]):
        sys.stdout.write("".join(f"{line}\n" for line in lock[wanted]))
