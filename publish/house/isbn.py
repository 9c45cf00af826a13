"""The numbers of books and series (ISBN, ISO 2108; ISSN, ISO 3297), and whether they can be."""

from __future__ import annotations

import re

from publish.model.finding import Finding, error


def check_isbn(text: str, key: str) -> list[Finding]:
    """Refuse what is no ISBN, or one with a wrong check figure (WRI-004); none is no fault."""
    if not text or thirteen_figures(text):
        return []
    hint = "mend the figures; the last one checks the others"
    return [error("WRI-004", f"{key} {text!r} is no ISBN", hint=hint)]


def thirteen_figures(text: str) -> str | None:
    """Return an ISBN as its thirteen figures; None where it is none, or a figure of it is wrong."""
    figures = re.sub(r"[\s\-\u2010-\u2013]", "", text.upper())
    if re.fullmatch(r"\d{9}[\dX]", figures, re.ASCII):
        weighed = sum((10 - place) * _value(c) for place, c in enumerate(figures))
        body = f"978{figures[:9]}"
        return body + _check_figure(body) if weighed % 11 == 0 else None
    if re.fullmatch(r"97[89]\d{10}", figures, re.ASCII):
        return figures if _check_figure(figures[:12]) == figures[12] else None
    return None


def is_issn(text: str) -> bool:
    """Return whether a series' number is written `2049-3630`, with the right last figure."""
    if not re.fullmatch(r"\d{4}-\d{3}[\dX]", text, re.ASCII):
        return False
    return not sum((8 - n) * _value(c) for n, c in enumerate(text.replace("-", ""))) % 11


def _value(figure: str) -> int:
    return 10 if figure == "X" else int(figure)


def _check_figure(body: str) -> str:
    return str(-sum(int(c) * (3 if place % 2 else 1) for place, c in enumerate(body)) % 10)
