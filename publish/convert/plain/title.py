"""Title and author of a text that has no header: the lines that stand above its first paragraph."""

from __future__ import annotations

import re

from publish.convert.manuscript import Manuscript
from publish.convert.meta import Person
from publish.convert.plain.lines import Block
from publish.model.lazy_pattern import lazy_pattern

MOST = 8
LONGEST = 80

_PART = r"(?:[A-ZÀ-Þ][\w’'-]+|[A-Z]\.)"
_NAME = lazy_pattern(rf"(?:by |von |par )?({_PART}(?: (?:{_PART}|de|von|van|der|la|le|du)){{1,3}})")
_SMALL = frozenset(
    "the a an of in on and how we to for from with der die das und le la les".split()
)


def guess_title(blocks: list[Block], manuscript: Manuscript) -> None:
    """Take a line that is a name for the author, and the line beside it for the title.

    Warning IMP-013: both are a guess.
    """
    lines = []
    for block in blocks[:MOST]:
        if len(block.text) > 2 * LONGEST or max(map(len, block.lines)) > LONGEST:
            break
        lines += [line.strip() for line in block.lines]
    for number, line in enumerate(lines):
        beside = lines[number + 1 : number + 2] + lines[max(0, number - 1) : number]
        if re.match("by |von |par ", line):
            beside.reverse()  # its title stands above it
        if _is_name(line) and (title := next(filter(_is_title, beside), "")):
            found = _NAME.fullmatch(line)
            manuscript.meta.title = title
            manuscript.meta.people = [Person(found[1] if found else line)]
            message = f"{title!r} by {line!r} is taken for title and author"
            hint = "mend title and contributors under [book] in edition.toml"
            manuscript.log.tell("IMP-013", message, None, hint)
            return


def _is_name(line: str) -> bool:
    words = line.lower().split()
    return bool(_NAME.fullmatch(line)) and not _SMALL & set(words)


def _is_title(line: str) -> bool:
    return 3 < len(line) <= LONGEST and not re.search(r"\d|[.,:;|]$", line) and not _is_name(line)
