"""The book that `publish new` begins with: its files, from the templates in samples/."""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import StrEnum
from importlib.resources import files
from string import Template
from xml.sax.saxutils import escape, quoteattr

from publish.model.edition import slug_of

DEFAULTS = ("publisher", "publisher_place", "supplier")
"""Keys of edition.toml that are the same in all books of a press."""


class Kind(StrEnum):
    """What kind of text the sample chapters show."""

    PROSE = "prose"
    VERSE = "verse"
    PLAY = "play"
    LETTERS = "letters"
    EDITION = "edition"
    """With an apparatus: witnesses, readings, gaps, what an editor supplied."""


def sample_book(
    title: str,
    authors: tuple[str, ...],
    language: str,
    kind: Kind,
    defaults: Mapping[str, str] | None = None,
) -> dict[str, bytes]:
    """Write the files of a new book, by their paths in its folder; the same for the same words.

    The sample chapters are in English, and say so where the book's language is another.
    `defaults` are the press's own `publisher`, `publisher_place` and `supplier`.
    """
    slug = slug_of(title)
    manuscript = f"{slug}.xml"
    decided = {
        "manuscript": json.dumps(manuscript),
        "slug": json.dumps(slug),
        "title": json.dumps(title, ensure_ascii=False),
        "language": json.dumps(language),
        **{key: _default(key, (defaults or {}).get(key, "")) for key in DEFAULTS},
        "people": "".join(_person(author) for author in authors) or _commented(_person("")),
    }
    return {
        f"manuscript/{manuscript}": _manuscript(title, authors, language, kind).encode(),
        "manuscript/edition.toml": _filled("edition.toml", **decided).encode(),
        "manuscript/errata.toml": _template("errata.toml").encode(),
        "manuscript/lake.svg": _template("lake.svg").encode(),
        "styles/own.css": _template("own.css").encode(),
        ".gitignore": _template("gitignore").encode(),
    }


def _manuscript(title: str, authors: tuple[str, ...], language: str, kind: Kind) -> str:
    english = "" if language.partition("-")[0] == "en" else ' xml:lang="en"'
    division = "chapter" if kind in (Kind.PROSE, Kind.EDITION) else "appendix"
    marks = _filled("marks.xml", type=division, english=english).rstrip("\n")
    text = _filled(f"{kind}.xml", marks=marks, english=english).rstrip("\n")
    people = "".join(f"\n        <author>{escape(author)}</author>" for author in authors)
    lang = quoteattr(language)[1:-1]
    return _filled("frame.xml", title=escape(title), author=people, language=lang, text=text)


def _default(key: str, value: str) -> str:
    """Write a key with the press's own value, or commented out where it has none."""
    line = f"{key} = {json.dumps(value, ensure_ascii=False)}"
    return line if value else f"# {line}"


def _person(name: str) -> str:
    return f'\n[[book.contributors]]\nname = {json.dumps(name, ensure_ascii=False)}\nrole = "aut"\n'


def _commented(lines: str) -> str:
    return "".join(
        f"# {line}" if line.strip() else line for line in lines.splitlines(keepends=True)
    )


def _filled(name: str, **words: str) -> str:
    return Template(_template(name)).substitute(words)


def _template(name: str) -> str:
    return (files("publish.house") / "samples" / name).read_text("utf-8")
