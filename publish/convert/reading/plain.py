"""Plain text: Project Gutenberg's, and any other."""

from __future__ import annotations

import codecs

from publish.convert.manuscript import Manuscript
from publish.convert.plain.gutenberg import declared_encoding, unframe
from publish.convert.plain.reading import PlainReader
from publish.convert.plain.title import guess_title
from publish.convert.reading.source import Source
from publish.convert.reading.text_bytes import decode_text, plain_lines
from publish.convert.spaces import tidy_spaces


def read_plain(source: Source, manuscript: Manuscript) -> None:
    """Read a text by its lines."""
    text = _decode(source, manuscript)
    framed = unframe(text)
    manuscript.meta.over(framed.meta)
    manuscript.words.append(text)
    reader = PlainReader(framed.text, framed.first_line, manuscript)
    if not manuscript.meta.title:
        guess_title(reader.blocks, manuscript)
    reader.read()
    tidy_spaces(manuscript.body)


def _decode(source: Source, manuscript: Manuscript) -> str:
    """Decode a text by what its header says, where the bytes are not UTF-8."""
    name = declared_encoding(source.data)
    try:
        source.data.decode("utf-8")
    except UnicodeDecodeError:
        try:
            codec = codecs.lookup(name).name if name else ""
            if codec and not codec.startswith(("utf", "ascii")):
                text = source.data.decode("cp1252" if codec == "iso8859-1" else codec)
                return plain_lines(text)
        except (LookupError, UnicodeDecodeError):
            pass
    return decode_text(source.data, source.file_name, manuscript.log)
