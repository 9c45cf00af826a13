"""How a page's style sheets make its elements look, as far as looks tell structure.

A selector that cannot be read, and every property not listed here, counts as not there. Authority:
CSS Cascading 4; the looks that HTML's elements have by themselves are those of HTML 15.3.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import cssselect2
import tinycss2
from lxml import etree

from publish.model.lazy_pattern import lazy_pattern

INHERITED = frozenset(
    """font-style font-weight font-variant text-transform text-align letter-spacing white-space
    text-indent direction font-family""".split()
)
OWN = frozenset(
    """display margin-left padding-left vertical-align text-decoration page-break-before
    break-before font-size float""".split()
)
_ALIASES = {
    "font-variant-caps": "font-variant", "text-decoration-line": "text-decoration",
    "margin-inline-start": "margin-left", "vertical-align": "vertical-align",
}  # fmt: skip

_BY_TAG: dict[str, dict[str, str]] = {
    **{tag: {"font-style": "italic"} for tag in ("i", "em", "cite", "dfn", "var", "address")},
    **{tag: {"font-weight": "bold"} for tag in ("b", "strong")},
    **{tag: {"text-decoration": "underline"} for tag in ("u", "ins")},
    **{tag: {"text-decoration": "line-through"} for tag in ("s", "strike", "del")},
    **{tag: {"font-family": "monospace"} for tag in ("tt", "code", "kbd", "samp")},
    "sup": {"vertical-align": "super"},
    "sub": {"vertical-align": "sub"},
    "small": {"font-size": "0.83em"},
    "big": {"font-size": "1.2em"},
    "center": {"text-align": "center"},
}

_SIZES = {
    "xx-small": 0.6, "x-small": 0.75, "small": 0.89, "smaller": 0.83, "medium": 1.0,
    "large": 1.2, "larger": 1.2, "x-large": 1.5, "xx-large": 2.0,
}  # fmt: skip
_LENGTH = lazy_pattern(r"(-?[\d.]+)\s*(em|rem|ex|px|pt|%|in|cm|mm|ch)?")
_EM = {"em": 1.0, "rem": 1.0, "ex": 0.5, "ch": 0.5, "px": 1 / 16, "pt": 1 / 12, "%": 0.3,
       "in": 6.0, "cm": 2.4, "mm": 0.24, "": 1 / 16}  # fmt: skip
"""About how many em each unit has; a percent is one of a line of thirty."""

_OF_TEXT = {"em": 1.0, "%": 0.01, "": 1 / 16, "px": 1 / 16, "pt": 1 / 12}
"""What a unit of the size of type comes to, against the text's."""

MOST_RULES = 20_000

Style = Mapping[str, str]


class Styles:
    """The computed looks of one page."""

    def __init__(self, root: etree._Element, sheets: list[str]) -> None:
        """Compute them for every element of the tree."""
        self._styles: dict[etree._Element, dict[str, str]] = {}
        matcher = cssselect2.Matcher()
        for sheet in sheets:
            _add_rules(matcher, sheet)
        has_rules = any(sheets)
        for wrapper in _wrapped(root):
            element = wrapper.etree_element
            parent = element.getparent()
            above = self._styles.get(parent, {}) if parent is not None else {}
            style = {key: value for key, value in above.items() if key in INHERITED}
            style |= {"size": above.get("size", "1")}
            own = dict(_BY_TAG.get(element.tag, {}))
            for _, _, _, declarations in matcher.match(wrapper) if has_rules else ():
                own |= declarations
            own |= _inline(element)
            self._styles[element] = _with_size(style | own, own)

    def of(self, element: etree._Element) -> Style:
        """Return the looks of an element."""
        return self._styles.get(element, {})


def _wrapped(root: etree._Element) -> Iterator[cssselect2.ElementWrapper]:
    wrapper = cssselect2.ElementWrapper.from_html_root(root)
    yield from wrapper.iter_subtree()


def _add_rules(matcher: cssselect2.Matcher, sheet: str) -> None:
    rules = tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
    for rule in rules[:MOST_RULES]:
        if rule.type != "qualified-rule":
            continue
        declarations = _declarations(tinycss2.serialize(rule.content))
        try:
            selectors = cssselect2.compile_selector_list(rule.prelude)
        except cssselect2.SelectorError:
            continue
        for selector in selectors:
            if declarations and not selector.pseudo_element:
                matcher.add_selector(selector, declarations)


def _declarations(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for each in tinycss2.parse_blocks_contents(text, skip_comments=True, skip_whitespace=True):
        if each.type == "declaration":
            name = _ALIASES.get(each.lower_name, each.lower_name)
            value = tinycss2.serialize(each.value).strip().lower()
            if name in {"margin", "padding"}:
                found |= _left_of(f"{name}-left", value)
            elif name in INHERITED or name in OWN:
                found[name] = value
    return found


def _left_of(name: str, value: str) -> dict[str, str]:
    parts = value.split()
    return {name: parts[{1: 0, 2: 1, 3: 1, 4: 3}[len(parts)]]} if 1 <= len(parts) <= 4 else {}


def _inline(element: etree._Element) -> dict[str, str]:
    own = {"text-align": element.get("align", "").lower()} if element.get("align") else {}
    return own | (_declarations(element.get("style", "")) if element.get("style") else {})


def _with_size(style: dict[str, str], own: Style) -> dict[str, str]:
    """Multiply the size of type down the tree."""
    said = own.get("font-size", "")
    factor = _SIZES.get(said)
    found = _LENGTH.fullmatch(said)
    if factor is None and found:
        factor = _number(found[1]) * _OF_TEXT.get(found[2] or "", 0.0) or None
    if factor:
        style["size"] = f"{float(style['size']) * factor:.3f}"
    return style


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def ems(value: str) -> float:
    """Read a length in em, by and large."""
    found = _LENGTH.fullmatch(value)
    return _number(found[1]) * _EM[found[2] or ""] if found else 0.0
