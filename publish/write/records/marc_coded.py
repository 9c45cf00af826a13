"""What MARC 21 says by places and letters: leader, 006, 007, 008.

Authority: MARC 21 Format for Bibliographic Data (Library of Congress), books and continuing to
update no. 38.
"""

from __future__ import annotations

from pymarc import Field

from publish.house.language.tag import bibliographic_code
from publish.model.edition import Edition
from publish.model.publication import Publication

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
    """Return a language's code in MARC (that of ISO 639-2/B); `und` where it has none."""
    code = bibliographic_code(tag) if tag else "und"
    return code if len(code) == 3 else "und"
