"""What MARC 21 says by places and letters: leader, 006, 007, 008.

Authority: MARC 21 Format for Bibliographic Data (Library of Congress), books and continuing to
update no. 38.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import tomli
from pymarc import Field

from publish.house.language.tag import bibliographic_code
from publish.model.edition import Edition
from publish.model.publication import Publication
from publish.write.records.marc_fields import field

LEADER = "00000nam a22000007i 4500"
"""New, text, one thing, Unicode; 7: headings not held against an authority file; i: ISBD."""

ONLINE_TEXT = "m     o  d        "
"""006: a document among computer files, to be had online."""

ONLINE = "cr |||||||||||"
"""007: an online resource; nothing else is coded."""

AUDIENCE = {"general": "g", "children": "j", "teenage": "d", "university": "f", "scholarly": "f"}
"""008/22 by the words that an edition uses."""

NO_PLACE = "xx "
"""008/15-17: the country is not known."""


def coded_fields(publication: Publication, edition: Edition, *, online: bool) -> list[Field]:
    """Write 005 to 008; their days are the edition's, so that the bytes stay the same."""
    changed = edition.modified_at()
    fields = [Field("005", data=f"{changed:%Y%m%d%H%M%S}.0")]
    if online:
        fields += [Field("006", data=ONLINE_TEXT), Field("007", data=ONLINE)]
    year = edition.book.date[:4]
    date = f"s{year}    " if year else "nuuuuuuuu"
    illustrated = "a   " if publication.images else "    "
    audience = AUDIENCE.get(edition.onix.audience, " ")
    form = "o" if online else " "
    index = int(any(part.epub_type == "index" for part in publication.parts))
    about = f"{illustrated}{audience}{form}     00{index} ||"
    made = f"{changed:%y%m%d}{date}{NO_PLACE}{about}{language_code(edition.book.language)} d"
    return [*fields, Field("008", data=made)]


def language_code(tag: str) -> str:
    """Return a language's code in MARC; `und` where none is known, `mis` where it has none."""
    code = bibliographic_code(tag) if tag else "und"
    return code if code in _codes() else "mis"


@cache
def _codes() -> frozenset[str]:
    table = tomli.loads(Path(__file__).with_name("languages.toml").read_text("utf-8"))
    return frozenset(table["codes"].split())


def language_fields(publication: Publication, edition: Edition) -> Iterator[Field]:
    """Name all languages where whole parts have others, and that it is a translation (041).

    What MARC has no code for is named by ISO 639-3.
    """
    tags = [edition.book.language, *(part.lang for part in publication.parts)]
    tags = list(dict.fromkeys(tag for tag in tags if tag))
    codes = list(dict.fromkeys(language_code(tag) for tag in tags))
    is_translated = any(person.role == "trl" for person in edition.book.contributors)
    if len(codes) > 1 or is_translated:
        yield field("041", f"{int(is_translated)} ", *(("a", code) for code in codes))
    rare = [tag.split("-")[0] for tag in tags if language_code(tag) == "mis"]
    for code in dict.fromkeys(code for code in rare if len(code) == 3):
        yield field("041", f"{int(is_translated)}7", ("a", code), ("2", "iso639-3"))
