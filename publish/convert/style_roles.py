"""What the names of paragraph styles mean: the table style_roles.toml."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import tomli


@cache
def role_of(style: str) -> str:
    """Return the role that a style's name has; empty for none."""
    if not style:
        return ""
    return next((name for name, pattern in _roles() if pattern.search(style)), "")


@cache
def _roles() -> list[tuple[str, re.Pattern[str]]]:
    table = tomli.loads(Path(__file__).with_name("style_roles.toml").read_text("utf-8"))
    return [(row["name"], re.compile("|".join(row["patterns"]))) for row in table["role"]]


def level_of_style(style: str) -> int:
    """Return the rank of a heading that a style's name has; 0 for what is none."""
    role = role_of(style)
    return int(role[-1]) if role.startswith("head-") else 0
