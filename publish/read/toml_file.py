"""A TOML file with the places of its keys, so that a finding can name line and column."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import tomli
from msgspec import Struct

from publish.model.edition import Keys
from publish.model.finding import Finding, Place, PublishError, error, say_path
from publish.model.lazy_pattern import lazy_pattern
from publish.read.encoding import FORBIDDEN
from publish.read.source import read_bytes

LARGEST = 16 * 1024 * 1024
"""Bytes; the record of a printing of 1,000 pages takes 4 MB."""

WHERE = lazy_pattern(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)")
TOKEN = lazy_pattern(
    r"\"\"\"(?:\\.|[^\\])*?\"\"\"|'''.*?'''|\"(?:\\.|[^\"\\\n])*\"|'[^'\n]*'"
    r"|#[^\n]*|[\[\]{}=\n]|[^\s\[\]{}=#\"']+",
    re.S,
)
KEY_PART = lazy_pattern(r"\"((?:\\.|[^\"\\])*)\"|'([^']*)'|([\w-]+)")
REPAIRS = (
    ("Invalid value", 'put words in quotes: key = "words"'),
    ("Expected '='", 'write key = "value"'),
    ("Cannot overwrite", "the key or table stands twice: delete one"),
    ("Cannot declare", "the table stands twice: put its keys together"),
    ("Illegal character '\\n'", "close the quotation mark on the same line"),
    ("Unterminated string", "close the quotation mark"),
    ("Unescaped '\\\\'", "write two backslashes, or single quotes around the words"),
    ("Unclosed array", "close the list with ]"),
    ("Expected newline", "write one key to a line"),
)


class TomlFile(Struct, frozen=True):
    """A table as read, the file's name, and where each key stands."""

    path: Path
    file_name: str
    table: dict[str, Any]
    places: dict[Keys, tuple[int, int]]

    def place(self, *keys: str | int) -> Place:
        """Tell where a key stands, or the nearest table around it."""
        while keys and keys not in self.places:
            keys = keys[:-1]
        return Place(self.file_name, *self.places.get(keys, (1, 1)))

    def all_places(self) -> dict[Keys, Place]:
        """Tell where each key and table stands, and under `()` where the file begins."""
        return {keys: self.place(*keys) for keys in ((), *self.places)}


def read_toml(path: Path, home: Path | None = None) -> TomlFile:
    """Read a TOML file; one that a book brings along must lie in its folder `home`.

    Raises UsageError REA-001 where there is none, PublishError REA-040 where it is malformed and
    REA-121 where words hold control characters.
    """
    return parse_toml(read_bytes(path, home, LARGEST), path)


def parse_toml(data: bytes, path: Path) -> TomlFile:
    """Read what a TOML file holds, or is to hold; raises as `read_toml` does."""
    file_name = say_path(path)
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
        table = tomli.loads(text)
    except UnicodeDecodeError as problem:
        line = data[: problem.start].count(b"\n") + 1
        column = problem.start - data.rfind(b"\n", 0, problem.start)
        message = f"byte 0x{data[problem.start]:02X} is not UTF-8"
        raise _malformed(
            Place(file_name, line, column), message, "save the file as UTF-8"
        ) from problem
    except tomli.TOMLDecodeError as problem:
        raise _explain(str(problem), text, file_name) from problem
    except RecursionError as problem:
        raise _malformed(
            Place(file_name), "its lists are nested too deeply", "unfold it"
        ) from problem
    file = TomlFile(path, file_name, table, key_places(text))
    _refuse_controls(file)
    return file


def quoted(text: str) -> str:
    """Write a TOML basic string; JSON's escapes are among TOML's, but DEL must be one too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _refuse_controls(file: TomlFile) -> None:
    """Refuse words with characters that neither XML nor a file's name can hold (XML 1.0, 2.2).

    TOML can write any by its number. Raises PublishError REA-121.
    """
    findings: list[Finding] = []
    todo: list[tuple[Keys, Any]] = [((), file.table)]
    while todo:
        keys, value = todo.pop()
        if isinstance(value, str) and (found := re.search(FORBIDDEN, value)):
            name = ".".join(str(key) for key in keys)
            message = f"{name} holds the control character U+{ord(found[0]):04X}"
            hint = "take it out: no book, and no file's name, can hold it"
            findings.append(error("REA-121", message, file.place(*keys), hint))
        elif isinstance(value, dict):
            todo += [((*keys, key), inner) for key, inner in reversed(value.items())]
        elif isinstance(value, list):
            todo += [((*keys, number), inner) for number, inner in reversed([*enumerate(value)])]
    if findings:
        raise PublishError(*findings)


def _malformed(place: Place, message: str, hint: str) -> PublishError:
    return PublishError(error("REA-040", f"not TOML: {message}", place, hint))


def _explain(problem: str, text: str, file_name: str) -> PublishError:
    found = WHERE.search(problem)
    lines = text.split("\n")
    line = int(found[1]) if found and found[1] else max(1, len(text.rstrip().split("\n")))
    column = int(found[2]) if found and found[2] else len(lines[line - 1]) + 1
    said = WHERE.sub("", problem)
    words = lines[line - 1].strip()[:60] if line <= len(lines) else ""
    hint = next((repair for start, repair in REPAIRS if said.startswith(start)), "mend this line")
    return _malformed(Place(file_name, line, column), f"{said} in {words!r}", hint)


def key_places(text: str) -> dict[Keys, tuple[int, int]]:
    """Find where each table and key of a well-formed file begins."""
    places: dict[Keys, tuple[int, int]] = {}
    counts: dict[Keys, int] = {}
    table: Keys = ()
    for start, end in _statements(text):
        line = text.count("\n", 0, start) + 1
        column = start - text.rfind("\n", 0, start)
        statement = text[start:end]
        if statement.startswith("["):
            table = _header(statement, counts)
            places.setdefault(table, (line, column))
        else:
            keys = table + _keys(statement.partition("=")[0])
            places.setdefault(keys, (line, column))
    return places


def _header(statement: str, counts: dict[Keys, int]) -> Keys:
    """Return the path of `[a.b]`, or of `[[a.b]]` with its number."""
    names = _keys(statement.strip("[] \t"))
    path: Keys = ()
    for position, name in enumerate(names, start=1):
        path = (*path, name)
        if statement.startswith("[[") and position == len(names):
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path


def _keys(dotted: str) -> Keys:
    return tuple(next(filter(None, found), "") for found in KEY_PART.findall(dotted))


def _statements(text: str) -> list[tuple[int, int]]:
    """Cut the text into headers and `key = value`, whatever line ends and quotes values hold."""
    statements: list[tuple[int, int]] = []
    start, depth, in_value = -1, 0, False
    for found in TOKEN.finditer(text):
        token = found[0]
        if token.startswith("#"):
            continue
        if token == "\n":
            if start >= 0 and (depth == 0 or not in_value):
                statements.append((start, found.start()))
                start, depth, in_value = -1, 0, False
            continue
        if start < 0:
            start = found.start()
        if token == "=" and depth == 0:
            in_value = True
        elif in_value and token in "[{":
            depth += 1
        elif in_value and token in "]}":
            depth -= 1
    if start >= 0:
        statements.append((start, len(text)))
    return statements
