"""Bytes into text: byte order marks, declared encodings, and declarations that are wrong.

Authority: XML 1.0 appendix F. Lines end with a single line feed afterwards (XML 1.0, 2.11), and
the XML declaration is blanked, since what it says holds no more.
"""

from __future__ import annotations

import codecs
import re
from difflib import get_close_matches
from encodings.aliases import aliases

from msgspec import Struct, field

from publish.model.finding import Finding, Fix, Place, PublishError, error, warning
from publish.model.lazy_pattern import lazy_pattern

MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
UNMARKED = (
    (b"<\x00\x00\x00", "utf-32-le"),
    (b"\x00\x00\x00<", "utf-32-be"),
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
)
NOT_FOR_FILES = frozenset({"idna", "punycode", "undefined", "unicode_escape", "utf-7"})
"""Python has codecs by these names that no XML file is in."""

DECLARATION = lazy_pattern(r"<\?xml\s[^<>]*?\?>")
DECLARED = lazy_pattern(rb"""\s*<\?xml\s[^<>]*?encoding\s*=\s*["']\s*([^"'<>]*?)\s*["']""")
SAYS = lazy_pattern(r"""encoding\s*=\s*["']\s*([^"']*)""")
CONTROLS = lazy_pattern("[\x80-\x9f]")
FORBIDDEN = "[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
"""What no XML document may hold (XML 1.0, 2.2); so large a set takes milliseconds to compile."""
SAVE_AS = "save the file as UTF-8"


class Decoded(Struct):
    """A file as text, and what was wrong with its encoding but could be mended."""

    text: str
    findings: list[Finding] = field(default_factory=list)


def decode(data: bytes, file_name: str) -> Decoded:
    """Turn the bytes of an XML file into text.

    Raises PublishError REA-015 where a byte does not fit the encoding, REA-016 where the
    encoding is unknown. A declaration that the bytes contradict is a warning, REA-017.
    """
    marked = next((pair for pair in MARKS if data.startswith(pair[0])), None)
    if marked:
        encoding = marked[1]
    else:
        encoding = next((name for start, name in UNMARKED if data.startswith(start)), "")
    if encoding:
        decoded = Decoded(_strictly(data, encoding, file_name).lstrip("\ufeff"))
        _compare_declaration(decoded, encoding, file_name)
    else:
        decoded = _as_declared(data, file_name)
    decoded.text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    _mend_controls(decoded, file_name)
    declaration = DECLARATION.match(decoded.text)
    if declaration:
        blank = re.sub(r"\S", " ", declaration[0])
        decoded.text = blank + decoded.text[declaration.end() :]
    return decoded


def decode_plain(data: bytes, encoding: str, file_name: str) -> str:
    """Turn the bytes of a plain text file into text; what XML does not allow becomes U+FFFD."""
    marked = next((pair for pair in MARKS if data.startswith(pair[0])), None)
    text = _strictly(
        data, marked[1] if marked else _codec(encoding or "utf-8", file_name), file_name
    )
    text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return re.sub(FORBIDDEN, "\ufffd", text)


def _as_declared(data: bytes, file_name: str) -> Decoded:
    """Decode a file without a mark; it is one whose ASCII stands for itself."""
    found = DECLARED.match(data[:1000])
    name = found[1].decode("ascii", "replace") if found else "UTF-8"
    codec = _codec(name, file_name)
    if codec.startswith(("utf-16", "utf-32")):
        text = _strictly(data, "utf-8", file_name)
        return Decoded(text, [_contradiction(name, "UTF-8", file_name)])
    if codec != "utf-8" and not data.isascii():
        try:
            return Decoded(data.decode("utf-8"), [_contradiction(name, "UTF-8", file_name)])
        except UnicodeDecodeError:
            pass
    return Decoded(_strictly(data, codec, file_name))


def _codec(name: str, file_name: str) -> str:
    try:
        info = codecs.lookup(name)
        if info._is_text_encoding and info.name not in NOT_FOR_FILES:
            return info.name.removesuffix("-sig")
    except (LookupError, ValueError):
        pass
    near = get_close_matches(name.lower().replace("-", "_"), sorted(aliases), n=1)
    hint = f"did you mean {near[0].replace('_', '-')}? Else {SAVE_AS}" if near else SAVE_AS
    raise PublishError(error("REA-016", f"unknown encoding {name!r}", Place(file_name, 1, 1), hint))


def _strictly(data: bytes, encoding: str, file_name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as problem:
        raise PublishError(_misfit(data, problem, encoding, file_name)) from problem


def _misfit(data: bytes, problem: UnicodeDecodeError, encoding: str, file_name: str) -> Finding:
    """Report which byte does not fit, and which encoding it looks like."""
    before = data[: problem.start].decode(encoding, "replace")
    before = before.replace("\r\n", "\n").replace("\r", "\n")
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    byte = data[problem.start]
    message = f"byte 0x{byte:02X} at offset {problem.start} is not {encoding.upper()}"
    return error("REA-015", message, Place(file_name, line, column), _likely(data, byte, encoding))


def _likely(data: bytes, byte: int, encoding: str) -> str:
    if encoding != "utf-8":
        return SAVE_AS
    broken = data.decode("utf-8", "replace")
    good = sum(letter > "\x7f" and letter != "\ufffd" for letter in broken)
    letter = bytes([byte]).decode("cp1252", "replace")
    if good > 3 * broken.count("\ufffd"):
        return f"the rest of the file is UTF-8: type this character anew (perhaps {letter})"
    return (
        f"it looks like windows-1252, in which this is {letter}: "
        f'declare encoding="windows-1252", or {SAVE_AS}'
    )


def _compare_declaration(decoded: Decoded, encoding: str, file_name: str) -> None:
    """Warn where the declaration speaks against a byte order mark; the mark is right."""
    declaration = DECLARATION.match(decoded.text)
    said = SAYS.search(declaration[0]) if declaration else None
    family = encoding[:6].rstrip("-").upper()
    if said and not re.sub("[-_ ]", "", said[1].upper()).startswith(family.replace("-", "")):
        decoded.findings.append(_contradiction(said[1], family, file_name))


def _contradiction(said: str, found: str, file_name: str) -> Finding:
    message = f"the file says it is {said}, but its bytes are {found}; read as {found}"
    hint = f'write encoding="{found}" in its first line'
    fix = Fix(said, found) if found == "UTF-8" else None
    return warning("REA-017", message, Place(file_name, 1, 1), hint, fix=fix)


def _mend_controls(decoded: Decoded, file_name: str) -> None:
    """Read C1 control characters as windows-1252, which is what was meant (HTML 13.2.3.5)."""
    first = CONTROLS.search(decoded.text)
    if first is None:
        return
    before = decoded.text[: first.start()]
    place = Place(file_name, before.count("\n") + 1, len(before) - before.rfind("\n"))
    decoded.text = CONTROLS.sub(lambda found: windows_1252(ord(found[0])), decoded.text)
    message = "control characters (U+0080 to U+009F) stand for windows-1252 letters; read so"
    decoded.findings.append(warning("REA-018", message, place, SAVE_AS))


def windows_1252(code: int) -> str:
    """Return the character that windows-1252 has at a code from 0x80 to 0x9F."""
    return bytes([code]).decode("cp1252", "replace")
