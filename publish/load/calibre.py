"""AZW3 for a Kindle on a cable, made by calibre's `ebook-convert` where the machine has it.

Kindles open neither an EPUB nor anything else that publish writes as running text; only Amazon and
calibre make AZW3.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from publish.model.finding import MachineError, PublishError, error, say_path

PROGRAM = "ebook-convert"
ON_MACS = "/Applications/calibre.app/Contents/MacOS"

LONGEST_S = 900
"""Seconds; a novel takes some ten."""

INSTALL = (
    "mail the EPUB, with `publish send --to YOU@kindle.com`; or install calibre "
    "(https://calibre-ebook.com), and load again; or load a PDF: --format pdf"
)


def need_converter() -> str:
    """Find calibre's program. Raises MachineError LOA-014 where this machine has none."""
    program = shutil.which(PROGRAM) or shutil.which(PROGRAM, path=ON_MACS)
    if program is None:
        message = (
            "a Kindle on a cable opens AZW3, which calibre makes; calibre is not on this machine"
        )
        raise MachineError(error("LOA-014", message, hint=INSTALL))
    return program


def make_azw3(epub: Path) -> bytes:
    """Convert an EPUB, with settings of calibre's own and none of the user's.

    Raises MachineError LOA-014 where there is no calibre, PublishError LOA-015 where it fails.
    """
    program = need_converter()
    with tempfile.TemporaryDirectory(prefix="publish-azw3-") as name:
        made = Path(name) / "book.azw3"
        environment = {**os.environ, "CALIBRE_CONFIG_DIRECTORY": name}
        command = [program, str(epub.resolve()), str(made)]
        try:
            done = subprocess.run(
                command, capture_output=True, text=True, timeout=LONGEST_S, env=environment
            )
            said = (done.stderr or done.stdout).strip().splitlines()
        except (OSError, subprocess.TimeoutExpired) as problem:
            said = [str(problem)]
        if made.is_file():
            return made.read_bytes()
    message = f"calibre made no AZW3 of {say_path(epub)}: {said[-1][:200] if said else 'no word'}"
    hint = "mail the EPUB, with `publish send --to YOU@kindle.com`"
    raise PublishError(error("LOA-015", message, hint=hint))
