"""The manual's pages on findings: the one register of their codes.

A page's first line is its code and, in one line, what is wrong; its second says how much that
weighs (`Severity: warning.`), or that the code is `Retired.`: it was used once and never will be
again.
"""

from __future__ import annotations

from functools import cache

from msgspec import Struct

from publish.model.finding import Severity
from publish.model.lazy_pattern import lazy_pattern
from publish.run.shipped import shipped_folder

HEAD = lazy_pattern(r"# ([A-Z]{3}-\d{3}) (.+)\n\n(?:Severity: ([a-z ]+)|(Retired))\.\n")


class FindingPage(Struct, frozen=True):
    """What the manual says of a code."""

    code: str
    title: str
    severities: tuple[Severity, ...]
    """How much such a finding weighs, the gravest first; none where it is retired."""
    is_retired: bool
    text: str
    """The page below its head, in Markdown."""


@cache
def finding_pages() -> dict[str, FindingPage]:
    """Read the register, by code and in its order."""
    paths = sorted(shipped_folder("docs/findings").glob("*.md"))
    pages = (read_page(path.read_text("utf-8")) for path in paths)
    return {page.code: page for page in pages}


def read_page(text: str) -> FindingPage:
    """Read one page; raises ValueError where its head is not in the form."""
    head = HEAD.match(text)
    if head is None:
        raise ValueError(f"no page of a finding: {text[:60]!r}")
    severities = tuple(Severity(word) for word in (head[3] or "").split(" or ") if word)
    return FindingPage(head[1], head[2], severities, bool(head[4]), text[head.end() :].strip())
