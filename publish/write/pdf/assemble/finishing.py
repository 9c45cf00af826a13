"""What a bound book needs besides its pages: links and tags for a screen, inks for a press."""

from __future__ import annotations

from io import BytesIO

import pikepdf
from pikepdf import Pdf, String

from publish.house.page.folding import is_for_a_press
from publish.house.page.geometry import read_bleed
from publish.house.page.press import read_ink_limit, read_profile, read_variant
from publish.house.page.printer import printer_of
from publish.house.page.reading_variants import reading_variant
from publish.model.purpose import Purpose
from publish.write.pdf.assemble.archive import keep_for_archive
from publish.write.pdf.assemble.binder import Binder
from publish.write.pdf.assemble.boxes import Sides
from publish.write.pdf.assemble.outlines import add_outlines
from publish.write.pdf.assemble.sheets import around_sheets, check_creep, impose, plan_sheets
from publish.write.pdf.assemble.tags import level_headings, mend_structure
from publish.write.pdf.assemble.tags.new_tags import aim_links, aim_names, renew_tags
from publish.write.pdf.layout.book_layout import BookLayout

PRINTED = 4
"""The flag of an annotation that paper shows too (ISO 32000-1 clause 12.5.3)."""


def sides_of(book: BookLayout) -> Sides:
    """Choose what lies around a page's trim; marks of a booklet stand around its sheets."""
    if book.purpose is Purpose.BOOKLET:
        return Sides(around_sheets(book).bleed)
    if book.purpose is not Purpose.PRESS:
        return Sides()
    choices = book.edition.print
    return Sides(read_bleed(choices.bleed), choices.marks, printer_of(choices).bleed_at_spine)


def finish_screen(binder: Binder, book: BookLayout) -> None:
    """Join the tags, name the places that links point at, add bookmarks (ISO 14289-1)."""
    anchors = anchors_of(binder, book)
    binder.finish_structure()
    mend_structure(binder.pdf, binder.structures)
    level_headings(binder.pdf, book.divisions)
    binder.finish_names(anchors)
    titles = {e.target: e.title for entry in book.publication.contents for _, e in entry.flat()}
    folios = book.folio_of_ids()
    for bound in binder.pages:
        for link in bound.page.obj.get("/Annots", []):
            link.F = PRINTED
            if "/Dest" in link:
                target = str(link.Dest)
                link.Contents = String(titles.get(target) or str(folios.get(target, target)))
    add_outlines(binder.pdf, book.publication.contents, anchors)
    variant = reading_variant(book.edition, book.purpose)
    if variant is not None and variant.is_new:
        tags = renew_tags(binder.pdf, anchors, attach_formulas=not variant.archive)
        aim_links(tags, binder.owners())
        aim_names(tags)


def finish_archive(binder: Binder, book: BookLayout) -> None:
    """Do the same for a library, which keeps files that say which colours they mean."""
    finish_screen(binder, book)
    keep_for_archive(binder.pdf)


def finish_press(binder: Binder, book: BookLayout) -> None:
    """Take the links away, convert the colours, declare the press (ISO 15930)."""
    from publish.write.pdf.assemble.press import declare, to_press  # and with it Pillow

    _strip(binder)
    variant = read_variant(book.edition)
    profile, most = read_profile(book.edition), read_ink_limit(book.edition)
    to_press(binder.pdf, profile, most, flatten=not variant.has_transparency)
    declare(binder.pdf, book.edition)


def finish_booklet(binder: Binder, book: BookLayout) -> None:
    """Take the links away and put the pages on sheets to be folded, in inks where a press does it.

    Code: WRI-090, of creep.
    """
    _strip(binder)
    if is_for_a_press(book.edition.print):
        from publish.write.pdf.assemble.press import to_press

        to_press(binder.pdf, read_profile(book.edition), read_ink_limit(book.edition))
    book.findings += check_creep(book, len(binder.pages))
    impose(binder.pdf, plan_sheets(book))


def _strip(binder: Binder) -> None:
    """Take away what paper has no use for: links, tags."""
    for bound in binder.pages:
        for name in ("/Annots", "/StructParents", "/Tabs"):
            if name in bound.page.obj:
                del bound.page.obj[name]


FINISH = {
    Purpose.SCREEN: finish_screen,
    Purpose.ARCHIVE: finish_archive,
    Purpose.PRESS: finish_press,
    Purpose.BOOKLET: finish_booklet,
}


def anchors_of(binder: Binder, book: BookLayout) -> dict[str, tuple[int, float, float]]:
    """Find for each id the page it stands on and its place there."""
    anchors: dict[str, tuple[int, float, float]] = {}
    for index, bound in enumerate(binder.pages):
        if bound.number >= 0:
            record = book.drawn_divisions[bound.division].page_records[bound.number]
            for name, (x, y) in record.anchors.items():
                anchors.setdefault(name, (index, x, y))
    return anchors


def save(pdf: Pdf, book: BookLayout) -> bytes:
    """Write the file in the version of PDF that its purpose allows; same input, same bytes."""
    variant = reading_variant(book.edition, book.purpose)
    is_free = book.purpose is Purpose.BOOKLET
    version = "1.7" if is_free else (variant or read_variant(book.edition)).pdf_version
    objects = pikepdf.ObjectStreamMode
    out = BytesIO()
    pdf.save(
        out,
        force_version=version,
        deterministic_id=True,
        object_stream_mode=objects.disable if version < "1.5" else objects.generate,
        compress_streams=True,
        fix_metadata_version=False,  # which the metadata do not tell
    )
    return out.getvalue()
