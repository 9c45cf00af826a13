"""Notes of the margin: whether the outer margin is wide enough, and which side it is on.

Every division is laid out as if it began on a recto, and a page's text comes out the same on
either side; but which margin is the outer one is known only when the pages are numbered.
"""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element

from publish.engine.tree_names import SIDE
from publish.house.page.geometry import BESIDE_EDGE, BESIDE_GAP, NARROWEST_BESIDE, Geometry
from publish.house.page.measure import POINTS
from publish.model.edition import Edition
from publish.model.finding import Finding, notice
from publish.model.publication import Medium, NotePlace, Part, Publication
from publish.write.pdf.prepare.division import Division
from publish.write.pdf.prepare.folios import Span
from publish.write.pdf.prepare.notes import BESIDE


def report_narrow(publication: Publication, edition: Edition, geometry: Geometry) -> list[Finding]:
    """Report once that notes of the margin stand at the foot, where it is too narrow."""
    if geometry.beside or edition.print.notes == "end":
        return []
    for part in publication.parts_for(Medium.PRINT):
        count = sum(note.place is NotePlace.MARGIN for note in part.notes)
        if count:
            need_mm = (NARROWEST_BESIDE + BESIDE_GAP + BESIDE_EDGE) / POINTS["mm"]
            message = (
                f"the outer margin of {geometry.outer / POINTS['mm']:.1f} mm is too narrow for "
                "notes in the margin; they stand at the foot of the page"
            )
            hint = (
                f"they need {need_mm:.1f} mm: set print.margins to inner, top, outer, bottom such "
                "as '16mm 18mm 30mm 22mm', or print.canon to 'van-de-graaf'"
            )
            return [notice("WRI-170", message, part.place, hint)]
    return []


def report_unfit(own: Iterable[tuple[Part, Division]], edition: Edition) -> list[Finding]:
    """Report once that notes of the margin stand at the foot, as none of their kind stands beside.

    Code: WRI-131, which `layout/division.py` tells of a page whose margin is full.
    """
    if edition.print.notes == "end":
        return []
    unfit: list[tuple[str, Part]] = []
    for part, division in own:
        asked = {note.id for note in part.notes if note.place is NotePlace.MARGIN}
        unfit += [(_words(e), part) for e in division.root.iter("aside") if _is_unfit(e, asked)]
    if not unfit:
        return []
    (words, part), count = unfit[0], len(unfit)
    subject = "a note of the margin stands" if count == 1 else f"{count} notes of the margin stand"
    message = f"{subject} at the foot, too long for it or of a heading or figure: {words!r}"
    hint = f"give it no more than {BESIDE} characters, or take it for a footnote"
    return [notice("WRI-131", message, part.place, hint)]


def _is_unfit(aside: Element, asked: set[str]) -> bool:
    return aside.get("id") in asked and "foot" in aside.get("class", "").split()


def _words(note: Element) -> str:
    return " ".join("".join(note.itertext()).split())[:60]


def beside_in(divisions: Iterable[Division]) -> list[Element]:
    """List the notes that stand in the margin."""
    asides = (aside for division in divisions for aside in division.root.iter("aside"))
    return [aside for aside in asides if "beside" in aside.get("class", "").split()]


def turn_sides(divisions: list[Division], spans: list[Span], *, is_rtl: bool) -> list[int]:
    """Tell divisions with notes in the margin on which side they begin; list those that turn."""
    changed = []
    for number, (division, span) in enumerate(zip(divisions, spans, strict=True)):
        if not span.pages or not beside_in([division]):
            continue
        side = "right" if span.pages[0].is_recto != is_rtl else "left"
        if division.root.get(SIDE, "right") != side:
            division.root.set(SIDE, side)
            changed.append(number)
    return changed
