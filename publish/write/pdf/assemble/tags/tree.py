"""The elements of the tag tree (ISO 32000-1 clause 14.7.2): those below, new ones, their names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pikepdf import Array, Dictionary, Name, Object, Pdf, String


def elements(roots: Iterable[Object]) -> Iterator[Object]:
    """Yield elements and those below them in reading order."""
    pending = list(roots)[::-1]
    while pending:
        element = pending.pop()
        yield element
        pending += kids(element)[::-1]


def kids(element: Object) -> list[Object]:
    """List the elements right below one; marks of content and references to objects are none."""
    held = element.get("/K")
    if held is None:
        return []
    found = list(held) if isinstance(held, Array) else [held]
    return [kid for kid in found if isinstance(kid, Dictionary) and "/S" in kid]


def new_element(pdf: Pdf, kind: Name, parent: Object) -> Object:
    """Make an empty element for below `parent`, on its page; the caller puts it in its place."""
    made = Dictionary(Type=Name.StructElem, S=kind, P=parent, K=Array([]))
    if "/Pg" in parent:
        made.Pg = parent.Pg
    return pdf.make_indirect(made)


class Names:
    """The names by which elements refer to others, in the order in which they are given."""

    def __init__(self) -> None:
        """Begin with none."""
        self._named: list[str | Object] = []

    def name(self, element: Object) -> None:
        """Give an element a name of its own."""
        element.ID = String(f"e{len(self._named) // 2:07}")
        self._named += [element.ID, element]

    def write(self, pdf: Pdf) -> None:
        """Write the tree of names, where there are any."""
        if self._named:
            tree = pdf.make_indirect(Dictionary(Names=Array(self._named)))
            pdf.Root.StructTreeRoot.IDTree = tree
