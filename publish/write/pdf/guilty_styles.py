"""Which of the book's own styles the layout engine fails at.

CSS lets an author ask for what the engine was never tried with, and what strangers wrote may ask
for anything. Where a layout fails, it is tried again without the book's own styles. If that works
they are at fault, and the shortest beginning of a sheet that fails ends with the rule to name.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import tinycss2
from msgspec import Struct, structs

from publish.house.stylesheets import LARGEST
from publish.model.edition import Edition
from publish.model.finding import Finding, Place, PublishError, error, say_path
from publish.model.publication import Publication
from publish.run.inputs import is_input, lies_in, read_input

Write = Callable[[Publication, Edition], object]

LIKE = "take the rule out, or say it in another way; docs/looks.md names what the pages are made of"


def blame_styles(
    publication: Publication, edition: Edition, bug: Exception, write: Write
) -> PublishError | None:
    """Make the finding for a layout that failed (WRI-187); None where no style is at fault.

    `write` is what failed, to be tried again.
    """
    with tempfile.TemporaryDirectory(prefix="publish-styles-") as name:
        trial = _Trial(publication, edition, write, Path(name))
        if trial.fails(with_sheets=False, with_looks=False):
            return None
        if trial.fails(with_sheets=False):
            message = "the layout engine fails at the looks that the manuscript asks for"
            hint = "take out what `rendition`, @rend and @style say of position, float or display"
            return PublishError(error("WRI-187", f"{message} ({_said(bug)})", hint=hint))
        return PublishError(trial.find_rule(_said(bug)))


class _Trial(Struct):
    """One book, written again and again with fewer of its styles."""

    publication: Publication
    edition: Edition
    write: Write
    folder: Path

    def fails(self, *, with_sheets: bool = True, with_looks: bool = True) -> bool:
        """Write the book without the sheets of its folder, or its manuscript's looks."""
        publication = self.publication
        if not with_looks:
            publication = structs.replace(publication, author_styles="")
        folder = self.folder if with_sheets else self.folder / "nowhere"
        try:
            self.write(publication, structs.replace(self.edition, folder=folder))
        except PublishError:
            return False
        except Exception:  # noqa: BLE001  the engine may fail in any way
            return True
        return False

    def find_rule(self, said: str) -> Finding:
        """Name the sheet, and the first rule without which the book can be written."""
        home = self.edition.folder
        own = home / "styles"
        found = [path for path in sorted(own.rglob("*.css")) if is_input(path)]
        sheets = {path: _read(path, home) for path in found if lies_in(path, home)}
        copies = {path: self.folder / "styles" / path.relative_to(own) for path in sheets}
        for path, copy in copies.items():
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(sheets[path], "utf-8")
        place = Place(say_path(own), 1, 1)
        for path, copy in copies.items():
            copy.unlink()
            if not self.fails():
                place = Place(say_path(path), *self._find_in(copy, sheets[path]))
                break
            copy.write_text(sheets[path], "utf-8")
        message = f"the layout engine fails at these styles of the book's own ({said})"
        return error("WRI-187", message, place, hint=LIKE)

    def _find_in(self, copy: Path, sheet: str) -> tuple[int, int]:
        """Find where the last rule of the shortest failing beginning stands, by halving."""
        lines = sheet.split("\n")
        rules = [
            (rule.source_line, rule.source_column)
            for rule in tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
        ]
        good, bad = 0, len(rules)
        while bad - good > 1:
            middle = (good + bad) // 2
            line, column = rules[middle]
            beginning = [*lines[: line - 1], lines[line - 1][: column - 1]]
            copy.write_text("\n".join(beginning), "utf-8")
            good, bad = (good, middle) if self.fails() else (middle, bad)
        return rules[good] if rules else (1, 1)


def _read(path: Path, home: Path) -> str:
    sheet = read_input(path, home, LARGEST).decode("utf-8", "replace")
    return sheet.replace("\r\n", "\n").replace("\r", "\n")


def _said(bug: Exception) -> str:
    return f"{type(bug).__name__}: {bug}".rstrip(": ")[:200]
