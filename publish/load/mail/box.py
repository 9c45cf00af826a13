"""What a mailbox takes: its formats, how many files and how many bytes at a time.

A service is one TOML file in boxes/:

    name        what it is called
    domains     the mail domains that are its own; `*` stands for any characters
    formats     the file name endings that it takes; any where empty
    max_bytes   the most that all files of one mail may come to
    max_files   the most files of one mail
    advice      what its user must have done for the book to arrive
"""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

import tomli
from msgspec import Struct

from publish.model.finding import Finding, Place, UsageError, error, say_path
from publish.model.lazy_pattern import lazy_pattern

_LOCAL = r"(?!.*=\?)[^\s@<>()\[\]\\,;:\"\x00-\x1f\x7f]+"
_LABEL = r"[^\s@.<>()\x00-\x1f\x7f]+"
ADDRESS = lazy_pattern(rf"{_LOCAL}@(?:{_LABEL}\.)*{_LABEL}")
"""An address as people write it; quoted local parts (RFC 5321 section 4.1.2) are not taken, nor
what a mail program might decode (RFC 2047)."""


class Box(Struct, frozen=True, kw_only=True):
    """What the mailboxes of one service take; this one takes everything."""

    name: str = "mailbox"
    domains: tuple[str, ...] = ("*",)
    formats: tuple[str, ...] = ()
    max_bytes: int = 0
    max_files: int = 0
    advice: str = ""


@cache
def boxes() -> tuple[Box, ...]:
    """Read the definitions; the last one takes any address."""
    found = []
    for path in sorted((Path(__file__).parent / "boxes").glob("*.toml")):
        row = tomli.loads(path.read_text("utf-8"))
        row |= {name: tuple(row[name]) for name in ("domains", "formats") if name in row}
        found.append(Box(**row))
    return (*found, Box())


def box_of(address: str) -> Box:
    """Find whose mailbox an address is; raises UsageError LOA-021 where it is no address."""
    if not ADDRESS.fullmatch(address):
        hint = "an address reads NAME@DOMAIN; a Kindle's is shown under Settings, Your Account"
        raise UsageError(error("LOA-021", f"{address!r} is no mail address", hint=hint))
    domain = address.rpartition("@")[2].lower()
    return next(box for box in boxes() if any(fnmatchcase(domain, own) for own in box.domains))


def check_files(files: Sequence[Path], address: str) -> list[Finding]:
    """Report what the mailbox would not take: LOA-022 a format, LOA-023 too many or too much."""
    box = box_of(address)
    findings = [
        error("LOA-022", f"a {box.name} takes no {_form(path)} by mail", Place(say_path(path)),
              f"it takes {', '.join(box.formats)}")
        for path in files
        if box.formats and _form(path) not in box.formats
    ]  # fmt: skip
    size = sum(path.stat().st_size for path in files)
    if box.max_bytes and size > box.max_bytes:
        words = (
            f"{size:,} bytes are more than the {box.max_bytes:,} that a {box.name} takes by mail"
        )
        findings.append(error("LOA-023", words, hint="send fewer files, or load over USB"))
    if box.max_files and len(files) > box.max_files:
        words = f"a {box.name} takes {box.max_files} files in one mail, not {len(files)}"
        findings.append(error("LOA-023", words, hint="send them in several mails"))
    return findings


def _form(path: Path) -> str:
    return path.suffix.lower().lstrip(".")
