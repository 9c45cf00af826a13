"""Take from a manuscript's own CSS what is harmless and readable: no URL, no script, no page.

The declarations end up in both outputs, in black and white and on small screens; what would
fetch something, move text off its place or make it unreadable is left out (EPUB 3.3 section 6.3).
"""

from __future__ import annotations

import re

from msgspec import Struct, field

from publish.model.lazy_pattern import lazy_pattern
from publish.typeset.ids import as_ncname

Declarations = tuple[tuple[str, str], ...]

ALLOWED = frozenset(
    """
    border border-bottom border-left border-right border-top border-style border-width color
    display float font-size font-style font-variant font-variant-caps font-weight letter-spacing
    line-height list-style-type margin margin-bottom margin-left margin-right margin-top padding
    padding-bottom padding-left padding-right padding-top text-align text-decoration text-indent
    text-emphasis text-emphasis-style text-transform vertical-align white-space word-spacing
    font-family
    """.split()
)
_DISPLAYS = frozenset("block inline list-item".split())
"""Not `inline-block`: such a box is never broken over lines or pages, and its end is lost."""

_SPACES = {"pre": "pre-wrap", "nowrap": ""}
"""Ways to keep white space that would have lines run off the page, and what is safe for each."""
_GENERIC = frozenset("serif sans-serif monospace".split())
_NAME = lazy_pattern(r"[a-z-]+")
_VALUE = lazy_pattern(r"[\w\s.,%#+-]*")
_PAIR = lazy_pattern(r"\s*([A-Za-z-]+)\s*:\s*([^;]+)")
_SIZE = lazy_pattern(r"(-?\d*\.?\d+)(px|pt|em|rem|%|cm|mm|in|ex|ch)?")
_BOUNDS = {"px": 200.0, "pt": 150.0, "em": 12.0, "rem": 12.0, "%": 400.0, "cm": 5.0, "mm": 50.0}


def read_declarations(css: str) -> Declarations:
    """Read `property: value; ...` and keep the declarations that are safe in a book."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    inside = re.search(r"\{(.*)\}", css, re.DOTALL)
    found = []
    for match in _PAIR.finditer(inside[1] if inside else css):
        name = match[1].lower().removeprefix("-epub-").removeprefix("-webkit-")
        value = re.sub(r"\s+", " ", match[2].replace("!important", "")).strip().lower()
        value = _SPACES.get(value, value) if name == "white-space" else value
        if name in ALLOWED and _is_safe(name, value):
            found.append((name, value))
    return tuple(dict(found).items())


def _is_safe(name: str, value: str) -> bool:
    if not value or not _VALUE.fullmatch(value) or not _NAME.fullmatch(name):
        return False
    if name == "display":
        return value in _DISPLAYS
    if name == "float":
        return value in {"left", "right", "none"}
    if name == "font-family":
        return value in _GENERIC
    return all(_is_moderate(size, unit) for size, unit in _SIZE.findall(value) if unit)


def _is_moderate(size: str, unit: str) -> bool:
    return abs(float(size)) <= _BOUNDS.get(unit, 12.0)


class AuthorStyles(Struct):
    """The style sheet of the manuscript's own looks; rules add to it."""

    css: str = ""
    _classes: dict[str, str] = field(default_factory=dict)
    """Their classes, by what they declare."""

    def class_for(self, declarations: Declarations, name: str, pseudo: str = "") -> str:
        """Put declarations into the style sheet once, and return their class ("" for none).

        `name` is the id of the `rendition` that they are from, `pseudo` a pseudo-element.
        """
        body = "; ".join(f"{prop}: {value}" for prop, value in declarations)
        if not body:
            return ""
        key = f"{name}{pseudo}{{{body}}}"
        if key not in self._classes:
            number = len(self._classes) + 1
            made = f"author-{as_ncname(name)}" if name else f"author-{number}"
            if made in self._classes.values():
                made = f"{made}-{number}"
            self._classes[key] = made
            self.css += f".{made}{pseudo} {{ {body} }}\n"
        return self._classes[key]
