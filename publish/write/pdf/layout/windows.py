"""A long division's tree taken by windows: so much of it as is laid out at once.

What a window begins with stands inside copies of the elements around it, and behind copies of its
neighbours without their words, so that every selector of a style sheet finds what it would find in
the whole tree. What stands in the window is the tree's own: its places in the text are known.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from publish.engine.tree import parents_of

OPEN = frozenset("html body section div article ul ol dl blockquote".split())
"""Elements that a window may end in, where they hold no words of their own."""

ELEMENT = 60
"""Letters that take as much memory as an element: its style, and its boxes."""

WINDOW = 800_000
"""The weight of a window: some hundred megabytes of boxes."""

LONG = 1_200_000
"""Trees that weigh less are laid out whole."""

NEIGHBOURS = 2
"""Elements that stand before a window as copies: a selector names no more in a row.

Of those before them, the first of each kind has a copy too: a selector may name any sibling before.
"""


class Windows:
    """The tree of a division, its weights, and any window of it."""

    def __init__(self, root: Element) -> None:
        """Weigh all elements, and note where in the tree's text each begins."""
        self.root = root
        self._parents = parents_of(root)
        self._begins: dict[Element, int] = {}
        self._weights: dict[Element, int] = {}
        self.weight = self._weigh(root)

    def _weigh(self, root: Element) -> int:
        begun = 0
        pending = [(root, False)]
        while pending:
            element, is_done = pending.pop()
            if is_done:
                self._weights[element] = begun - self._begins[element]
                continue
            self._begins[element] = begun
            begun += ELEMENT + len(element.text or "") + len(element.tail or "")
            pending.append((element, True))
            pending.extend((child, False) for child in reversed(element))
        return begun

    @property
    def is_long(self) -> bool:
        """Return whether the tree is better not laid out at once."""
        return self.weight > LONG

    def before(self, element: Element) -> int:
        """Return the weight of all that begins before an element."""
        return self._begins[element]

    def is_beyond(self, element: Element, weight: float) -> bool | None:
        """Return whether so much begins before an element; None of a copy around a window."""
        return self._begins[element] >= weight if element in self._begins else None

    def cut(self, start: Element | None, weight: int) -> tuple[Element, bool]:
        """Return a window that begins with an element, and whether it goes to the tree's end."""
        path = self._path(start) if start is not None else [self.root]
        first = self.before(start) if start is not None else 0
        return self._take(path, 0, first + weight)

    def _path(self, element: Element) -> list[Element]:
        path = [element]
        while path[-1] in self._parents:
            path.append(self._parents[path[-1]])
        return path[::-1]

    def _take(self, path: list[Element], depth: int, end: int) -> tuple[Element, bool]:
        """Copy an element with so many of its children as begin before the window's end."""
        element = path[depth]
        made = _shell(element)
        children = list(element)
        following = path[depth + 1] if depth + 1 < len(path) else None
        first = children.index(following) if following is not None else 0
        _lead_in(made, children[:first])
        for child in children[first:]:
            if self._begins[child] >= end:
                return made, False
            if child is following and depth + 2 < len(path):
                taken, is_whole = self._take(path, depth + 1, end)
            elif self._begins[child] + self._weights[child] > end and _is_open(child):
                taken, is_whole = self._take([child], 0, end)
            else:
                taken, is_whole = child, True
            made.append(taken)
            if not is_whole:
                return made, False
        return made, True


def _is_open(element: Element) -> bool:
    words = [element.text, *(child.tail for child in element)]
    return element.tag in OPEN and not any(text and text.strip() for text in words)


def _shell(element: Element) -> Element:
    made = Element(element.tag, dict(element.attrib))
    made.text, made.tail = element.text, element.tail
    return made


def _lead_in(made: Element, before: list[Element]) -> None:
    """Put copies of the nearest elements before a window, and go on with a list's numbers."""
    earlier, nearest = before[:-NEIGHBOURS], before[-NEIGHBOURS:]
    kinds = {(element.tag, element.get("class")): element for element in reversed(earlier)}
    for element in reversed(kinds.values()):
        attributes = {"style": "counter-increment: none"}
        made.append(Element(element.tag, _without_id(element) | attributes))
    for element in nearest:
        made.append(Element(element.tag, _without_id(element)))
    if made.tag == "ol" and before:
        style = made.get("style", "")
        reset = f"counter-reset: list-item {_last_number(earlier)}"
        made.set("style", f"{reset}; {style}".strip("; "))


def _without_id(element: Element) -> dict[str, str]:
    return {name: value for name, value in element.attrib.items() if name != "id"}


def _last_number(before: list[Element]) -> int:
    """Count a list's items on from the last that brings its number (CSS Lists 3, section 4.2)."""
    number = 0
    for element in before:
        if element.tag == "li":
            value = element.get("value", "")
            number = int(value) if value.isdigit() else number + 1
    return number
