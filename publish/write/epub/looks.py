"""Which words of a book are bold or italic, as its style sheets have it.

A font's faces are embedded by this. It is no cascade: of each selector only the last compound
counts, so that a face may come along which is not used, but none that is used stays away.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml import etree
from msgspec import Struct, field

from publish.model.lazy_pattern import lazy_pattern
from publish.model.publication import XHTML

Look = tuple[bool, bool]
"""Whether bold, whether italic."""

_RULE = lazy_pattern(r"([^{}]+)\{([^{}]*)\}")
_COMMENT = lazy_pattern(r"/\*.*?\*/", re.DOTALL)
_BOLD = lazy_pattern(r"font-weight:\s*(bold|[6-9]00|normal|[1-5]00)")
_ITALIC = lazy_pattern(r"font-style:\s*(italic|oblique|normal)")
_NAME = lazy_pattern(r"\.?[A-Za-z][\w-]*")
_LANG = lazy_pattern(r":lang\(([\w-]+)\)")
_OTHER = lazy_pattern(r"::?[\w-]+(\([^)]*\))?|\[[^\]]*\]|#[\w-]+")


class Looks(Struct):
    """Names of elements, and of classes with a point before them, that are bold or italic."""

    bold: set[str] = field(default_factory=lambda: set("b strong th h1 h2 h3 h4 h5 h6".split()))
    italic: set[str] = field(default_factory=lambda: set("em i cite dfn var address".split()))

    def used_in(self, roots: Iterable[etree._Element]) -> set[Look]:
        """Find the looks that these documents have."""
        used: set[Look] = {(False, False)}
        for root in roots:
            body = root.find(f"{{{XHTML}}}body")
            stack: list[tuple[etree._Element, Look]] = [
                (root if body is None else body, (False, False))
            ]
            while stack:
                element, around = stack.pop()
                names = _names_of(element)
                look = (
                    around[0] or not names.isdisjoint(self.bold),
                    around[1] or not names.isdisjoint(self.italic),
                )
                used.add(look)
                stack.extend((child, look) for child in element if isinstance(child.tag, str))
        return used


def _names_of(element: etree._Element) -> set[str]:
    classes = (element.get("class") or "").split()
    return {etree.QName(element).localname, *(f".{name}" for name in classes)}


def looks_of(sheets: Iterable[str], languages: Iterable[str]) -> Looks:
    """Read the looks from style sheets; rules for languages that the book has not are left out."""
    looks = Looks()
    spoken = {language.split("-")[0].lower() for language in languages}
    for sheet in sheets:
        for selectors, body in _RULE.findall(_COMMENT.sub("", sheet)):
            for names, found, normal in (
                (looks.bold, _BOLD.search(body), ("normal", "1", "2", "3", "4", "5")),
                (looks.italic, _ITALIC.search(body), ("normal",)),
            ):
                if found:
                    _apply(names, selectors, spoken, adds=not found[1].startswith(normal))
    return looks


def _apply(names: set[str], selectors: str, spoken: set[str], *, adds: bool) -> None:
    for name, is_alone in _last_names(selectors, spoken):
        if adds:
            names.add(name)
        elif is_alone:
            names.discard(name)


def _last_names(selectors: str, spoken: set[str]) -> Iterator[tuple[str, bool]]:
    """Yield for each selector the name it ends in, and whether that is all of it."""
    for selector in selectors.split(","):
        tags = _LANG.findall(selector)
        if tags and not spoken.intersection(tag.lower() for tag in tags):
            continue
        plain = _OTHER.sub("", selector).strip()
        last = re.split(r"[\s>+~]+", plain)[-1] if plain else ""
        found = _NAME.findall(last)
        if found:
            yield found[-1], selector.strip() == found[-1]
