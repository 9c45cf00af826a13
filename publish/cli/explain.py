"""`publish explain`: what the manual says of a finding."""

from __future__ import annotations

import re
import shutil
import textwrap
from difflib import get_close_matches

import click

from publish.cli.session import Session, reported
from publish.house.manual import FindingPage, finding_pages
from publish.model.finding import UsageError, error
from publish.model.lazy_pattern import lazy_pattern

WIDEST = 100
"""Columns of a paragraph on a wide terminal."""

LINK = lazy_pattern(r"\[([^\]]+)\]\([^)]+\)")
ITEM = lazy_pattern(r"(?:[-*]|\d+\.) ")
UNFILLED = ("|", "```", "    ")
"""How blocks begin whose lines stay as they are: tables and code."""


@click.command()
@click.argument("code", required=False)
@reported
def explain(session: Session, *, code: str | None) -> None:
    """Print the manual's page on a finding, such as REV-002; without CODE, list all codes."""
    pages = finding_pages()
    if code is None:
        session.text += [f"{page.code}  {page.title}" for page in pages.values()]
        session.extra["codes"] = [_as_object(page) for page in pages.values()]
        return
    page = _find(code, pages)
    session.text += [f"{page.code} {page.title} ({_weight(page)})", "", *_as_lines(page.text)]
    session.extra["explained"] = {**_as_object(page), "text": page.text}


def _find(code: str, pages: dict[str, FindingPage]) -> FindingPage:
    """Find a code however it is written: `rev2`, `REV-002`. Raises UsageError CLI-045."""
    letters, figures = re.sub(r"[^A-Z]", "", code.upper()), re.sub(r"[^0-9]", "", code)
    wanted = f"{letters}-{figures.zfill(3)}"
    if wanted in pages:
        return pages[wanted]
    near = _near(letters, int(figures[:9] or 0), pages)
    hint = f"did you mean {' or '.join(near)}?" if near else "publish explain lists them all"
    raise UsageError(error("CLI-045", f"no finding has the code {code!r}", hint=hint))


def _near(letters: str, number: int, pages: dict[str, FindingPage]) -> list[str]:
    """Offer the codes of the like letters whose numbers are nearest."""
    known = sorted({code[:3] for code in pages})
    like = [letters] if letters in known else get_close_matches(letters, known)
    codes = (code for code in pages if code[:3] in like)
    return sorted(codes, key=lambda code: (abs(int(code[4:]) - number), code))[:3]


def _weight(page: FindingPage) -> str:
    return "retired" if page.is_retired else " or ".join(page.severities)


def _as_object(page: FindingPage) -> dict[str, object]:
    return {
        "code": page.code,
        "title": page.title,
        "severities": list(page.severities),
        "retired": page.is_retired,
    }


def _as_lines(text: str) -> list[str]:
    """Set Markdown for a terminal: paragraphs filled, links by their words, no stars."""
    width = min(WIDEST, shutil.get_terminal_size((WIDEST, 24)).columns)
    lines: list[str] = []
    for block in text.split("\n\n"):
        if block.startswith(UNFILLED):
            lines += [*block.splitlines(), ""]
            continue
        for paragraph in re.split(r"\n(?=(?:[-*]|\d+\.) )", block):
            words = LINK.sub(r"\1", paragraph.replace("**", ""))
            indent = "  " if ITEM.match(words) else ""
            lines += textwrap.wrap(
                " ".join(words.split()),
                width,
                subsequent_indent=indent,
                break_long_words=False,
                break_on_hyphens=False,
            )
        lines.append("")
    return lines[:-1]
