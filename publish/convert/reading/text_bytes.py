"""The bytes of a text that declares no encoding: by its mark, else UTF-8, else Windows' Latin."""

from __future__ import annotations

import codecs

from publish.convert.log import Log
from publish.model.lazy_pattern import lazy_pattern

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode_text(data: bytes, file_name: str, log: Log) -> str:
    """Decode a text; lines end with a line feed. Warning IMP-040: the encoding is a guess."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return plain_lines(data[len(mark) :].decode(encoding, "replace"))
    try:
        return plain_lines(data.decode("utf-8"))
    except UnicodeDecodeError as problem:
        line = data[: problem.start].count(b"\n") + 1
        text = data.decode("cp1252", "replace")
        at = text.split("\n")[min(line, text.count("\n") + 1) - 1].strip()[:40]
        message = f"{file_name} is not UTF-8 (line {line}); it is read as windows-1252: {at!r}"
        log.tell("IMP-040", message, None, "save it as UTF-8, if these letters are wrong")
        return plain_lines(text)


_FORBIDDEN = lazy_pattern("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML document may hold (XML 1.0, 2.2)."""


def plain_lines(text: str) -> str:
    """Let lines end with a line feed, and replace what no XML may hold."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
    return _FORBIDDEN.sub("\ufffd", text)
