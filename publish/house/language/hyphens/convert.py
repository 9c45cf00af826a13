"""Make these dictionaries from the hyph-utf8 package of TeX Live.

usage: python -m publish.house.language.hyphens.convert FOLDER, where FOLDER holds
`hyph-fi.pat.txt` and the like (Debian: patterns/txt of texlive-lang-european, -greek, -italian
and -other).
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

LANGUAGES = "cy fi fur ga grc hsb hy ia ka kmr la mk oc pms rm sa tk tr".split()


def pattern_of(exception: str) -> str:
    """Make a word given with its hyphens into a pattern that outweighs all others."""
    return "." + re.sub(r"(?<=\w)(?=\w)", "8", exception).replace("-", "9") + "."


def convert(folder: Path, language: str) -> str:
    """Read a language's patterns and exceptions."""
    lines = (folder / f"hyph-{language}.pat.txt").read_text("utf-8").split()
    exceptions = folder / f"hyph-{language}.hyp.txt"
    if exceptions.is_file():
        lines += [pattern_of(word) for word in exceptions.read_text("utf-8").split()]
    return "\n".join(["UTF-8", *lines, ""])


def main() -> None:
    """Write every dictionary."""
    for language in LANGUAGES:
        text = convert(Path(sys.argv[1]), language)
        Path(__file__).with_name(f"hyph_{language}.dic").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
