"""What CSS would fetch from outside a book, whatever way it is written: found, and taken out.

Authority: CSS Syntax Level 3 section 4 (tokens, escapes), CSS Values Level 4 section 4.5 (`url()`,
`src()`), CSS Images Level 4 section 2.4 (`image-set()` takes bare strings), CSS Cascade section 2
(`@import`). What a book may name is a place in the same document (`#here`) and `data:`.
"""

from __future__ import annotations

import re
from functools import cache

from msgspec import Struct

from publish.model.lazy_pattern import lazy_pattern

_ESCAPE = r"\\(?:[0-9a-fA-F]{1,6}\s?|[^\n0-9a-fA-F])"
_NAME = rf"(?:[a-zA-Z0-9_\-\u0080-\U0010ffff]|{_ESCAPE})++"
_STRING = r"\"(?:[^\"\\\n]|\\.|\\\n)*+(?:\"|$|(?=\n))|'(?:[^'\\\n]|\\.|\\\n)*+(?:'|$|(?=\n))"
_TOKEN = (
    rf"/\*.*?(?:\*/|$)|(?P<string>{_STRING})|(?P<at>@{_NAME})|(?P<function>{_NAME})\("
    rf"|{_NAME}|(?P<mark>[(){{}}\[\];])"
)
_BARE_URL = lazy_pattern(r"\s*(?P<string>\"|')?(?P<bare>(?:[^)\\]|\\.)*)\)?", re.DOTALL)
_UNESCAPE = lazy_pattern(r"\\(?:([0-9a-fA-F]{1,6})\s?|(\n)|(.))", re.DOTALL)
_WITH_STRINGS = frozenset("image-set -webkit-image-set src image cross-fade".split())
"""Functions in which a bare string, or a variable that holds one, is an address."""

_KEPT = lazy_pattern(r"\s*(?:#|data:|$)", re.IGNORECASE)

DEEPEST = 50
"""Brackets inside one another; a parser that calls itself for each would go too far down."""


class Leak(Struct, frozen=True):
    """A stretch of CSS that leads out of the book."""

    start: int
    end: int
    address: str
    """What would be fetched."""


@cache
def _token() -> re.Pattern[str]:
    """Compile what cuts a sheet into tokens: six milliseconds, and few books bring a sheet."""
    return re.compile(_TOKEN, re.DOTALL)


class TooDeepError(Exception):
    """Brackets stand inside one another beyond what any sheet needs; `at` is where."""

    def __init__(self, at: int) -> None:
        super().__init__(f"brackets more than {DEEPEST} deep")
        self.at = at


def find_leaks(css: str) -> list[Leak]:
    """List what a sheet, or the value of an attribute, would fetch. Raises TooDeepError."""
    return _Scan(css).leaks()


def unclosed_brace(css: str) -> int | None:
    """Find the first { whose } never comes; None where all are closed. Raises TooDeepError."""
    scan = _Scan(css)
    scan.leaks()
    return next((start for mark, start in scan.open if mark == "{"), None)


def without_leaks(css: str) -> tuple[str, list[Leak]]:
    """Put `none` in the place of each address, take `@import` out, and say what it was.

    Of CSS that is nested too deeply to be read nothing stays.
    """
    try:
        leaks = find_leaks(css)
    except TooDeepError as deep:
        return "", [Leak(0, len(css), css[deep.at : deep.at + 20])]
    pieces, done = [], 0
    for leak in leaks:
        stays = "" if css[leak.start] == "@" else "none"
        pieces += [css[done : leak.start], stays]
        done = leak.end
    return "".join([*pieces, css[done:]]), leaks


class _Scan:
    """One pass over the tokens; brackets are kept count of."""

    def __init__(self, css: str) -> None:
        self.css = css
        self.open: list[tuple[str, int]] = []
        """The functions and brackets around: name, and where they begin."""
        self.found: list[Leak] = []
        self.at = 0

    def leaks(self) -> list[Leak]:
        while token := _token().search(self.css, self.at):
            self.at = token.end()
            if token["function"]:
                self._begin(token, _plain(token["function"]).lower())
            elif token["at"]:
                self._rule(token, _plain(token["at"]).lower())
            elif token["string"]:
                self._string(token, token["string"])
            elif token["mark"]:
                self._bracket(token)
        return self.found

    def _begin(self, token: re.Match[str], name: str) -> None:
        if name in {"url", "url-prefix", "domain"}:
            self._url(token)
            return
        if name == "var" and self._in_address():
            self._leave_out("var()", token.start())
        if not self.found or token.start() >= self.found[-1].end:
            self._push(name, token.start())

    def _url(self, token: re.Match[str]) -> None:
        inner = _BARE_URL.match(self.css, token.end())
        if inner is None:
            return
        if inner["string"]:
            string = _token().match(self.css, inner.start("string"))
            address = string[0][1:].removesuffix(string[0][0]) if string else ""
            close = self.css.find(")", string.end() if string else inner.end())
            self.at = close + 1 or len(self.css)
        else:
            address, self.at = inner["bare"].strip(), inner.end()
        if not _KEPT.match(_plain(address)):
            self.found.append(Leak(token.start(), self.at, _plain(address)))

    def _rule(self, token: re.Match[str], name: str) -> None:
        """`@import` fetches whatever it says; `@namespace` names an address and fetches nothing."""
        if name not in {"@import", "@namespace"}:
            return
        end = self.at
        part = _token().search(self.css, end)
        while part and part["mark"] not in {";", "{", "}"}:
            end = part.end()
            part = _token().search(self.css, end)
        end = part.start() + (part["mark"] == ";") if part else len(self.css)
        self.at = end
        if name == "@import":
            words = " ".join(self.css[token.end() : end].strip(" ;").split())
            self.found.append(Leak(token.start(), end, words))

    def _string(self, token: re.Match[str], string: str) -> None:
        if self._in_address():
            address = _plain(string[1:].removesuffix(string[0]))
            if not _KEPT.match(address):
                self._leave_out(address, token.end())

    def _in_address(self) -> bool:
        return any(name in _WITH_STRINGS for name, _ in self.open)

    def _leave_out(self, address: str, after: int) -> None:
        """Leave out the whole of the outermost function that takes addresses."""
        start = next(start for name, start in self.open if name in _WITH_STRINGS)
        if not self.found or self.found[-1].start != start:
            self.found.append(Leak(start, self._end_of(after), address))
        self.at = max(self.at, self.found[-1].end)
        self.open = [(name, begun) for name, begun in self.open if begun < start]

    def _end_of(self, at: int) -> int:
        """Find where that function ends."""
        outermost = next(n for n, (name, _) in enumerate(self.open) if name in _WITH_STRINGS)
        depth = len(self.open) - outermost
        while depth and (token := _token().search(self.css, at)):
            at = token.end()
            depth += 1 if token["function"] or token["mark"] in {"(", "["} else 0
            depth -= 1 if token["mark"] in {")", "]"} else 0
            if token["mark"] in {";", "{", "}"}:
                return token.start()
        return at

    def _bracket(self, token: re.Match[str]) -> None:
        mark = token["mark"]
        if mark in "({[":
            self._push(mark, token.start())
        elif mark == ";":
            while self.open and self.open[-1][0] != "{":
                self.open.pop()
        elif self.open:
            self.open.pop()

    def _push(self, name: str, start: int) -> None:
        self.open.append((name, start))
        if len(self.open) > DEEPEST:
            raise TooDeepError(start)


def _plain(text: str) -> str:
    """Read escapes: a letter may be written by its number (CSS Syntax section 4.3.7)."""
    return _UNESCAPE.sub(_character, text)


def _character(found: re.Match[str]) -> str:
    if found[1]:
        code = int(found[1], 16)
        return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
    return found[3] or ""
