"""Page numbers in the text: contents, index and cross-references show where print has them."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from msgspec import Struct

from publish.engine.places import SOURCE_LENGTH
from publish.engine.tree import insert_after, parents_of
from publish.model.lazy_pattern import lazy_pattern
from publish.model.publication import UNTIL
from publish.write.pdf.prepare.folios import Folio

TAIL, TARGET = "data-tail", "data-target"
"""What a reference had behind it, and where one that is hidden pointed."""

END = "passage-end"
"""The class of a reference to the page on which a passage ends."""

DASH = "\u2013"

_BETWEEN = lazy_pattern(r"[\s,;،、]*$")


def fill(root: Element, folio_of: dict[str, Folio]) -> tuple[str, ...]:
    """Write folios into `a.page-ref`; give what was written, to tell a change.

    Neighbouring references with nothing but commas between them are locators of an index: the
    same page is named once, and three pages in a row become a range (Chicago 16.14), as do those
    of a passage that an entry is about.
    """
    _add_ends(root)
    parents = parents_of(root)
    references = [e for e in root.iter() if "page-ref" in e.get("class", "").split()]
    for reference in references:
        if SOURCE_LENGTH not in reference.attrib:
            reference.set(SOURCE_LENGTH, str(len("".join(reference.itertext()))))
            reference.set(TAIL, reference.tail or "")
            for child in list(reference):
                reference.remove(child)
        _show(reference)
        folio = folio_of.get(reference.get("href", "")[1:])
        reference.text = str(folio) if folio else "00"
    for run in _runs(references, parents):
        _merge(run, folio_of)
    return tuple(reference.text or "" for reference in references)


def _add_ends(root: Element) -> None:
    """Make a reference to the end of each passage, once."""
    started = [link for link in root.iter("a") if UNTIL in link.attrib]
    parents = parents_of(root) if started else {}
    for link in started:
        end = Element("a", {"class": f"page-ref {END}", "href": f"#{link.attrib.pop(UNTIL)}"})
        end.set(SOURCE_LENGTH, "0")
        insert_after(parents[link], link, end)
        end.set(TAIL, end.tail or "")
        link.tail = DASH


def _hide(reference: Element) -> None:
    """Take a reference from sight that another one stands for, until pages change."""
    reference.tag, reference.text, reference.tail = "span", "", ""
    reference.set(TARGET, reference.attrib.pop("href", ""))


def _show(reference: Element) -> None:
    """Bring a reference back as it stood in the text."""
    reference.tail = reference.get(TAIL)
    if TARGET in reference.attrib:
        reference.tag = "a"
        reference.set("href", reference.attrib.pop(TARGET))


def _is_end(reference: Element) -> bool:
    return END in reference.get("class", "").split()


def _runs(references: list[Element], parents: dict[Element, Element]) -> list[list[Element]]:
    """Group references that stand side by side."""
    runs: list[list[Element]] = []
    for reference in references:
        parent = parents[reference]
        place = list(parent).index(reference)
        before = parent[place - 1] if place else None
        is_next = bool(runs) and before is runs[-1][-1]
        if (
            is_next
            and before is not None
            and (_is_end(reference) or _BETWEEN.match(before.tail or ""))
        ):
            runs[-1].append(reference)
        else:
            runs.append([reference])
    return [run for run in runs if len(run) > 1]


class _Row(Struct):
    """Pages in a row, by the references to the first and the last."""

    first: Element
    start: Folio | None
    end: Folio | None
    last: Element | None = None

    def holds(self, folio: Folio | None) -> bool:
        """Return whether a page is one of them."""
        if folio is None or self.start is None or self.end is None:
            return False
        same = folio.is_roman == self.start.is_roman == self.end.is_roman
        return same and self.start.number <= folio.number <= self.end.number

    def reach(self, last: Element, end: Folio | None) -> None:
        """Go on to another last page."""
        if self.last is not None:
            _hide(self.last)
        self.last, self.end = last, end


def _merge(run: list[Element], folio_of: dict[str, Folio]) -> None:
    """Leave one reference for each page, and the first and last of pages in a row."""
    tail = run[-1].tail
    separator = next((r.tail for r in run[:-1] if r.tail and r.tail != DASH), "")
    separator = ", " if not separator or "," in separator else separator
    rows: list[_Row] = []
    row: _Row | None = None
    for reference in run:
        folio = folio_of.get(reference.get("href", "")[1:])
        around = next((known for known in rows if known.holds(folio)), None)
        if around is not None or (_is_end(reference) and row is not rows[-1]):
            _hide(reference)
            row = row if _is_end(reference) else around
        elif row is not None and (_is_end(reference) or _follows(folio, rows[-1].end)):
            row = rows[-1]
            row.reach(reference, folio)
        else:
            row = _Row(reference, folio, folio)
            rows.append(row)
    for made in rows:
        made.first.tail = separator
        if made.last is not None:
            made.first.tail, made.last.tail = DASH, separator
    (rows[-1].last if rows[-1].last is not None else rows[-1].first).tail = tail


def _follows(folio: Folio | None, last: Folio | None) -> bool:
    if folio is None or last is None:
        return False
    return folio.is_roman == last.is_roman and folio.number == last.number + 1
