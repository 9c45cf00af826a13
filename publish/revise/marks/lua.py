"""Lua tables as KOReader writes them: constants and tables, nothing that is to be run."""

from __future__ import annotations

import re
from typing import Any

from publish.model.lazy_pattern import lazy_pattern

TOKEN = lazy_pattern(
    r"\s+|--\[(?P<comment>=*)\[.*?\](?P=comment)\]|--[^\n]*"
    r"|(?P<string>\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*')"
    r"|(?P<long>\[(?P<level>=*)\[.*?\](?P=level)\])"
    r"|(?P<number>-?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)"
    r"|(?P<name>[A-Za-z_]\w*)"
    r"|(?P<mark>[{}\[\]=,;])",
    re.DOTALL,
)
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "a": "", "b": "", "f": "", "v": "", "\n": "\n"}
CONSTANTS = {"true": True, "false": False, "nil": None}
DEEPEST = 50


class LuaError(ValueError):
    """Say that a text is no Lua table of constants."""


def read_lua(text: str) -> Any:
    """Read `return {...}`: tables become dicts, lists have the keys 1, 2 ... Raises LuaError."""
    tokens = [token for token in _tokens(text) if token != ("name", "return")]
    value, at = _value(tokens, 0, 0)
    if at != len(tokens):
        raise LuaError("more than one value")
    return value


def _tokens(text: str) -> list[tuple[str, str]]:
    found, at = [], 0
    while at < len(text):
        match = TOKEN.match(text, at)
        if match is None:
            raise LuaError(f"{text[at : at + 20]!r} is no constant")
        if match.lastgroup not in (None, "comment"):
            found.append((str(match.lastgroup), match[0]))
        at = match.end()
    return found


def _value(tokens: list[tuple[str, str]], at: int, depth: int) -> tuple[Any, int]:
    kind, text = tokens[at] if at < len(tokens) else ("", "")
    if kind == "string":
        return _unescaped(text[1:-1]), at + 1
    if kind == "long":
        level = text.index("[", 1) + 1
        return text[level:-level].removeprefix("\n"), at + 1
    if kind == "number":
        return float(text) if re.search("[.eE]", text) else int(text), at + 1
    if kind == "name" and text in CONSTANTS:
        return CONSTANTS[text], at + 1
    if text == "{" and depth < DEEPEST:
        return _table(tokens, at + 1, depth + 1)
    raise LuaError(f"{text!r} is no constant")


def _table(tokens: list[tuple[str, str]], at: int, depth: int) -> tuple[dict[Any, Any], int]:
    table: dict[Any, Any] = {}
    count = 0
    while at < len(tokens) and tokens[at][1] != "}":
        key: Any = None
        if tokens[at][1] == "[":
            key, at = _value(tokens, at + 1, depth)
            if isinstance(key, dict):
                raise LuaError("a table is the key of another")
            at = _skip(tokens, _skip(tokens, at, "]"), "=")
        elif tokens[at][0] == "name" and tokens[at + 1 : at + 2] == [("mark", "=")]:
            key, at = tokens[at][1], at + 2
        else:
            count += 1
            key = count
        table[key], at = _value(tokens, at, depth)
        if at < len(tokens) and tokens[at][1] in ",;":
            at += 1
    return table, _skip(tokens, at, "}")


def _skip(tokens: list[tuple[str, str]], at: int, mark: str) -> int:
    if at >= len(tokens) or tokens[at] != ("mark", mark):
        raise LuaError(f"{mark} is missing")
    return at + 1


def _unescaped(text: str) -> str:
    """Resolve the escapes of a string, of which those with numbers are bytes of UTF-8."""

    def raw(found: re.Match[str]) -> str:
        code = found[1]
        return bytes([int(code)]).decode("latin-1") if code.isdigit() else ESCAPES.get(code, code)

    if "\\" not in text:
        return text
    data = text.encode().decode("latin-1")  # one character for each byte
    plain = re.sub(r"\\(\d{1,3}|.)", raw, data, flags=re.DOTALL)
    return plain.encode("latin-1").decode("utf-8", "replace")
