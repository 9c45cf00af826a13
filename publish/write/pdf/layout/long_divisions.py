"""Long divisions that the book's own styles have laid out at once, whatever memory that takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from publish.house.stylesheets import COMMON, OWN, read_own_stylesheets
from publish.model.edition import Edition
from publish.model.finding import Finding, Place, say_path, warning
from publish.model.publication import Publication
from publish.write.pdf.layout.whole_styles import find_ask
from publish.write.pdf.layout.windows import Windows
from publish.write.pdf.prepare.division import Division

HINT = (
    "leave that to other rules, or part the division into several; else see that the machine has "
    "some gigabytes for it"
)


def report_whole(
    divisions: Iterable[Division], publication: Publication, edition: Edition
) -> list[Finding]:
    """Name each long division that is laid out at once, and the style that asks for it: WRI-182."""
    asked = next(_asked(publication, edition), None)
    if asked is None:
        return []
    words, place = asked
    return [
        _whole(
            words,
            place or division.place,
            division.title or division.name,
            has_sheet=place is not None,
        )
        for division in divisions
        if Windows(division.root).is_long
    ]


def _asked(publication: Publication, edition: Edition) -> Iterator[tuple[str, Place | None]]:
    """Yield what the book's own styles ask, and where; of a manuscript's looks it is not known."""
    for path, sheet in read_own_stylesheets(edition, *COMMON, "print", OWN):
        if found := find_ask(sheet):
            yield found.words, Place(say_path(path), found.line, found.column)
    if found := find_ask(publication.author_styles):
        yield found.words, None


def _whole(words: str, place: Place | None, name: str, *, has_sheet: bool) -> Finding:
    whose = "the book's own styles" if has_sheet else "the looks that the manuscript describes"
    message = f"{whose} ask with {words!r} for {name!r} as a whole; laid out at once, so long a"
    return warning("WRI-182", f"{message} division may take gigabytes of memory", place, HINT)
