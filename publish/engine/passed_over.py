"""What the engine passes over in a style sheet: heard from WeasyPrint's log, with its place."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator

import weasyprint
from msgspec import Struct
from weasyprint.logger import LOGGER

from publish.model.lazy_pattern import lazy_pattern

_IGNORED = lazy_pattern(
    r"Ignored `(?P<words>.*)` at (?P<line>\d+):(?P<column>\d+), (?P<why>.*)\.", re.S
)
_SELECTOR = lazy_pattern(r"Invalid or unsupported selector, '(?P<words>.*)'", re.S)
_MEDIA = lazy_pattern(
    r"Invalid media type '(?P<words>.*)' the whole .* at (?P<line>\d+):(?P<column>\d+)\.", re.S
)
_OTHER = lazy_pattern(r"(?P<words>.*?)[,:]? at (?P<line>\d+):(?P<column>\d+)\.?", re.S)
_TOLD = ("Error:", "Unknown rule", "Unknown @page rule", "Deprecated")
"""What house/css_faults.py tells already by the words alone, and what has its effect."""


class StyleFault(Struct, frozen=True):
    """What print does not do of a sheet: the words, where they stand, and why."""

    line: int
    column: int
    words: str
    why: str = ""
    is_media_query: bool = False
    """Whether it is a question about a screen that print does not know how to answer."""


class _Listener(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def style_faults(sheet: str) -> list[StyleFault]:
    """List what WeasyPrint ignores of a sheet of the book's own, in the order of the sheet."""
    listener = _Listener()
    LOGGER.addHandler(listener)
    try:
        weasyprint.CSS(string=sheet)
    finally:
        LOGGER.removeHandler(listener)
    found = {fault for message in listener.messages for fault in _read(message, sheet)}
    return sorted(found, key=lambda fault: (fault.line, fault.column, fault.words))


def _read(message: str, sheet: str) -> Iterator[StyleFault]:
    if message.startswith(_TOLD):
        return
    if found := _IGNORED.fullmatch(message):
        words, why = found["words"].strip(), found["why"]
        yield StyleFault(int(found["line"]), int(found["column"]), words, why)
    elif found := _SELECTOR.match(message):
        words = found["words"].strip()
        at = max(sheet.find(words), 0)
        line, column = sheet.count("\n", 0, at) + 1, at - sheet.rfind("\n", 0, at)
        yield StyleFault(line, column, words, "print does not know this selector")
    elif found := _MEDIA.fullmatch(message):
        words = f"@media {found['words'].strip()}"
        yield StyleFault(int(found["line"]), int(found["column"]), words, is_media_query=True)
    elif found := _OTHER.fullmatch(message):
        yield StyleFault(int(found["line"]), int(found["column"]), found["words"])
