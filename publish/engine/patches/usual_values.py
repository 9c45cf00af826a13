"""A property of which no rule speaks has its parent's value, or its first one, without detours.

WeasyPrint 70 computes each property of each style when it is asked for: fifty of them, of which
rules speak of a few. It looks for variables, functions and logical names in all of them. Where
nothing was declared there are none (CSS Cascade 4 clause 7.1), unless by a logical name, as
`margin-inline-start`.
"""

from __future__ import annotations

from weasyprint.css import ComputedStyle
from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS
from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES

from publish.engine.boxes import CascadedStyle

_OTHERWISE = frozenset(("position", "float", "display", "page"))
"""What depends on other properties, or on the page."""


def _is_usual(name: str) -> bool:
    return name not in _OTHERWISE and not name.startswith(("text_decoration_", "__"))


def _logical(name: str) -> frozenset[str]:
    """Return the logical names of a property, in lines of both directions."""
    function = PHYSICAL_FUNCTIONS.get(name)
    if function is None:
        return frozenset()
    return frozenset(function(block="ttb", inline=inline) for inline in ("ltr", "rtl"))


_OF_PARENT = frozenset(
    name for name in INHERITED if _is_usual(name) and name not in PHYSICAL_FUNCTIONS
)
_FIRST = {
    name: _logical(name)
    for name in INITIAL_VALUES
    if _is_usual(name) and name not in INHERITED and name not in INITIAL_NOT_COMPUTED
}
"""What is not inherited and needs no computing, with the names by which it may be declared, too."""

_compute = ComputedStyle.__missing__


def compute_where_declared(self: CascadedStyle, name: str) -> object:
    """Return a property's value, computed as WeasyPrint does where a rule speaks of it."""
    declared = self.cascaded
    if name not in declared:
        if name in _OF_PARENT and self.parent_style is not None:
            self[name] = value = self.parent_style[name]
            return value
        logical = _FIRST.get(name)
        if logical is not None and logical.isdisjoint(declared):
            self[name] = value = INITIAL_VALUES[name]
            return value
    return _compute(self, name)
