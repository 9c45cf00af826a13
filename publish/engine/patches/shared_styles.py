"""Elements of which the same rules speak share one style: in a book, and not in a division alone.

WeasyPrint 70 lets them share it within a document, but takes an element's id for a declaration of
its own, so that each paragraph of ours has a style to itself; and each division is a document. Here
a style is kept with the fonts of the book, by its parent and what is declared, and an element with
an id has all of it but its anchor. What is found out about a style, as the widths of its words, is
so found out once.

Styles are the element's own where a `style` attribute speaks, and where layout changes them.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

import weasyprint.css
from weasyprint.css import ComputedStyle, StyleFor

from publish.engine.boxes import PageType, Styles
from publish.engine.selectors import names_in, narrowed

_CHANGED = frozenset(("anchor", "overflow", "position"))
"""What layout may set in a style: of the page's own elements, and of notes beside the text."""

_SVG = "{http://www.w3.org/2000/svg}svg"

_ANCHOR = "-weasy-anchor"

_find_declared = weasyprint.css.find_style_attributes
_begin = StyleFor.__init__
_set_computed_styles = StyleFor.set_computed_styles

_Declared = tuple[object, Element, tuple[Any, ...], str | None]

_Kept = dict[tuple[object, ...], Any]


class AnchoredStyle(ComputedStyle):  # type: ignore[misc]
    """The style of an element with an id: that of others like it, and an anchor."""

    __slots__ = ("shared",)

    def __init__(self, shared: ComputedStyle, anchor: str) -> None:
        """Begin with what is known of the shared style."""
        self.__dict__ = shared.__dict__  # type: ignore[misc]  # which slots are besides
        self.shared = shared
        self.update(shared)
        self["anchor"] = anchor

    def __missing__(self, name: str) -> object:
        """Return a property of the shared style."""
        value = self[name] = self.shared[name]
        return value

    @property
    def anonymous_style(self) -> object:
        """Return the style of boxes without an element in this one."""
        return self.shared.anonymous_style


class _Alone(NamedTuple):
    """A tree of one element, to be asked for what its attributes declare."""

    element: Element

    def iter(self) -> Iterator[Element]:
        yield self.element


def find_declared_but_anchors(
    tree: Element, presentational_hints: bool = False, base_url: str | None = None
) -> Iterator[_Declared]:
    """Yield what attributes declare as WeasyPrint does, but for ids."""
    for element in tree.iter():
        attributes = element.attrib
        if "style" in attributes or "lang" in attributes or element.tag == _SVG:
            for declared in _find_declared(_Alone(element), presentational_hints, base_url):
                if not any(getattr(one, "name", "") == _ANCHOR for one in declared[2]):
                    yield declared


_Sheet = tuple[Any, str, tuple[int, ...] | None]
"""A sheet, where it comes from, and the specificity that all of it has, if it has one."""


def begin_with_anchors(self: Styles, html: Any, sheets: Iterable[_Sheet], *rest: Any) -> None:
    """Compute styles as WeasyPrint does, and have those of elements with an id tell it."""
    _begin(self, html, _narrowed_to(html.etree_element, sheets), *rest)
    computed, collector = self.get_computed_styles(), rest[-1]
    for element in html.etree_element.iter():
        anchor = element.get("id")
        if anchor:
            computed[element, None] = AnchoredStyle(computed[element, None], anchor)
            if collector:
                collector.collect_anchor(anchor)


def _narrowed_to(root: Element, sheets: Iterable[_Sheet]) -> list[_Sheet]:
    """Return sheets with the selectors alone that may match in a document."""
    names, made = names_in(root), []
    for sheet, *rest in sheets:
        own = copy.copy(sheet)
        own.matcher = narrowed(sheet.matcher, names)
        made.append((own, *rest))
    return made


def compute_once(
    self: Styles,
    element: Element | PageType,
    parent: Element | None,
    root: Element | None = None,
    pseudo_type: str | None = None,
    **more: object,
) -> None:
    """Compute a style as WeasyPrint does, or take one that is kept."""
    computed: dict[tuple[object, str | None], Any] = self.get_computed_styles()
    kept: _Kept | None = getattr(self.font_config, "kept_styles", None)
    key = None if kept is None else _key(self, element, parent, pseudo_type)
    if kept is not None and key in kept:
        computed[element, pseudo_type] = kept[key]
        return
    _set_computed_styles(self, element, parent, root, pseudo_type, **more)
    if kept is not None and key is not None:
        kept[key] = style = computed[element, pseudo_type]
        style.is_kept = True


def _key(
    styles: Styles, element: Element | PageType, parent: Element | None, pseudo: str | None
) -> tuple[object, ...] | None:
    """Return what a style is kept by; None of one that is an element's own.

    Values are those of the parsed sheets, and live as long as these; a language may be declared by
    an attribute.
    """
    parent_style: Any = None if parent is None else styles.get_computed_styles()[parent, None]
    if parent_style is not None and not is_kept(parent_style):
        return None
    if not pseudo and _has_own(element):
        return None
    cascaded: Any = styles.get_cascaded_styles()
    declared = cascaded.get((element, pseudo), {})
    if not _CHANGED.isdisjoint(declared):
        return None
    values = (
        (name, value if name == "lang" else id(value), precedence, layer, *specificity)
        for name, (value, (precedence, layer, specificity)) in declared.items()
    )
    return id(parent_style), pseudo, *values


def is_kept(style: Any) -> bool:
    """Tell whether a style outlives the document that it was computed for."""
    return "is_kept" in style.__dict__


def _has_own(element: Element | PageType) -> bool:
    return isinstance(element, Element) and ("style" in element.attrib or element.tag == _SVG)
