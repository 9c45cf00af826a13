"""Where the files lie that ship with the package: styles/, fonts/, docs/findings/."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parent.parent


def shipped_folder(name: str) -> Path:
    """Find a folder that is shipped with the package."""
    installed = PACKAGE / "_data" / name
    return installed if installed.is_dir() else PACKAGE.parent / name
