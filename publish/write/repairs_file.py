"""Repairs -> repairs.toml, for the next run, for git, and for who wants to change one by hand."""

from __future__ import annotations

import json
from collections.abc import Iterable

from publish.model.repair import Repair

HEAD = """\
# Paragraphs that print sets a little otherwise, so that pages end well: `publish pdf --repair`
# finds them and writes this file. letter_space is in percent of a letter's width, word_space in
# percent of a word space, both from -2 (closer) to 2 (wider). carry is how many lines a page that
# ends in the paragraph leaves to the next one. `fixed = true` keeps an entry of your own.
# An entry holds until the words of its paragraph or the measures of the page change.
"""


def write_repairs(repairs: Iterable[Repair]) -> bytes:
    """Write the file, entries in the order of the book."""
    return "\n".join([HEAD, *map(_entry, repairs)]).encode()


def _entry(repair: Repair) -> str:
    lines = [
        "[[repair]]",
        f"paragraph = {_quoted(repair.paragraph)}",
        f"words = {_quoted(repair.words)}",
    ]
    if repair.letter_space or repair.word_space or not repair.carry:
        lines.append(f"letter_space = {repair.letter_space:g}")
        lines.append(f"word_space = {repair.word_space:g}")
    if repair.carry:
        lines.append(f"carry = {repair.carry}")
    if repair.fixed:
        lines.append("fixed = true")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """Quote a string for TOML, whose basic strings are JSON's but for DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
