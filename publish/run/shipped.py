"""Where the files lie that ship with the package: styles/, fonts/, docs/findings/."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def shipped_folder(name: str) -> Path:
    """Find a folder that is shipped with the package."""
    package = Path(str(files("publish")))
    installed = package / "_data" / name
    return installed if installed.is_dir() else package.parent / name
