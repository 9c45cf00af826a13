"""A Publication as pages: lay out its divisions, number them, bind them. Read this first."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from publish.cache import Cache
from publish.edition import Edition
from publish.finding import warning
from publish.print.geometry import read_geometry
from publish.print.press import read_profile, read_variant
from publish.printing import PrintedPage, Printing
from publish.processes import drop_pool
from publish.publication import Medium, Publication
from publish.write.characters import report_missing
from publish.write.pdf.binding import Binder
from publish.write.pdf.composing import compose, set_out
from publish.write.pdf.contents import contents, half_title, has_kind, place_in_front
from publish.write.pdf.drawn import FontShelf, Gathering
from publish.write.pdf.finishing import FINISH, finish_press, save, sides_of
from publish.write.pdf.folios import Folio
from publish.write.pdf.furniture import furnish, heads_of
from publish.write.pdf.job import Job, job_of
from publish.write.pdf.metadata import describe, label_pages
from publish.write.pdf.note_numbers import count_by_page
from publish.write.pdf.page_refs import fill
from publish.write.pdf.printed import Printed
from publish.write.pdf.purpose import Purpose
from publish.write.pdf.recipe import Recipe
from publish.write.pdf.setting.balance import balance_titles
from publish.write.pdf.setting.readings import set_readings
from publish.write.pdf.setting.verse import centre_verse
from publish.write.pdf.setting.wide_tables import fit_tables
from publish.write.pdf.spacing import apply_repairs
from publish.write.pdf.stamps import Stamps
from publish.write.pdf.styles import sheets_of
from publish.write.pdf.typefaces import choose_families, font_rules, languages_of
from publish.write.pdf.work import Progress, Work

ROUNDS = 5
"""Page numbers in the text may change the pages they stand on; then those are set again."""


def write_book(
    publication: Publication,
    edition: Edition,
    purpose: Purpose,
    progress: Progress,
    cache: Cache,
) -> Printed:
    """Make the PDF of a whole book for a screen or a press."""
    work = lay_out_book(publication, edition, purpose, progress, cache)
    drop_pool()  # binding has use for their memory
    progress("binding pages", 0, 0)
    return wrap(work) if purpose is Purpose.COVER else bind(work)


def lay_out_book(
    publication: Publication,
    edition: Edition,
    purpose: Purpose,
    progress: Progress,
    cache: Cache,
) -> Work:
    """Lay out all divisions, and again those whose notes or references number pages."""
    work = begin(publication, edition, purpose)
    work.cache = cache
    lay_out_all(work, progress)
    if edition.print.note_numbers == "page":
        settle_note_numbers(work, progress)
    settle_page_refs(work, progress)
    return work


def begin(publication: Publication, edition: Edition, purpose: Purpose) -> Work:
    """Read the page's geometry and the press, make the layout work and what all of it shares."""
    geometry = read_geometry(edition.print, publication.lang)
    if purpose in (Purpose.PRESS, Purpose.COVER):
        read_variant(edition)
        read_profile(edition)
    jobs = [job_of(part, edition) for part in publication.parts_for(Medium.PRINT)]
    wants_half = edition.print.half_title and not has_kind(publication, "halftitlepage")
    half = half_title(publication, edition) if wants_half else None
    toc = None if has_kind(publication, "toc") else contents(publication, edition)
    jobs = place_in_front(jobs, half, toc)
    for job in jobs:
        fill(job.root, {})
        fit_to_measure(job.root, geometry.measure / geometry.font_size)
    families = choose_families(publication)
    rules = font_rules(families, languages_of(publication))
    looks = sheets_of(publication, edition, geometry, rules)
    recipe = Recipe(families, looks, publication.images)
    work = Work(publication, edition, purpose, geometry, recipe, jobs, FontShelf(families))
    work.findings += report_missing(publication, Medium.PRINT)
    work.findings += apply_repairs(jobs, edition, geometry, families)
    return work


def fit_to_measure(root: Element, measure: float) -> None:
    """Prepare what depends on the width of the text block, given in em."""
    balance_titles(root, measure)
    centre_verse(root, measure)
    fit_tables(root, measure)
    set_readings(root)


def lay_out_all(work: Work, progress: Progress) -> None:
    """Lay out every division, without running heads and with no page numbers in the text."""
    set_out(work)
    known = {e.get("id", "") for job in work.jobs for e in job.root.iter() if e.get("id")}
    for job in work.jobs:
        _mend_links(job, known, work)
    work.gatherings = [Gathering(b"", [], []) for _ in work.jobs]
    compose(work, range(len(work.jobs)), "laying out pages", progress)
    work.number()


def _mend_links(job: Job, known: set[str], work: Work) -> None:
    """Unlink what points nowhere, and say so."""
    for link in job.root.iter("a"):
        target = link.get("href", "")
        if target.startswith("#") and target[1:] not in known:
            del link.attrib["href"]
            place = f"a link in {job.title or job.name!r}"
            message = f"{place} points at {target[1:]!r}, which is not in the book"
            work.findings.append(warning("WRI-058", message))


def settle_note_numbers(work: Work, progress: Progress) -> None:
    """Set divisions again until their notes are counted by the pages that they stand on."""
    open_ones = list(range(len(work.jobs)))
    for _ in range(ROUNDS):
        open_ones = [n for n in open_ones if count_by_page(work.jobs[n], work.gatherings[n])]
        if not open_ones:
            break
        compose(work, open_ones, "numbering notes", progress)
    work.number()


def settle_page_refs(work: Work, progress: Progress) -> None:
    """Set divisions that name page numbers again, until the numbers hold."""
    written: dict[int, tuple[str, ...]] = {}
    for _ in range(ROUNDS):
        folios = work.folio_of_ids()
        changed = []
        for number, job in enumerate(work.jobs):
            words = fill(job.root, folios) if job.page_refs else ()
            if words != written.get(number, ()):
                written[number] = words
                changed.append(number)
        if not changed:
            return
        compose(work, changed, "numbering pages", progress)
        work.number()


def bind(work: Work) -> Printed:
    """Join the divisions, stamp running heads and folios, write names, bookmarks, metadata."""
    is_screen = work.purpose is Purpose.SCREEN
    binder = Binder(work.shelf, tagged=is_screen)
    stamps = Stamps(heads_of(work), work)
    stamps.load(binder)
    folios = _gather_pages(binder, work)
    furnish(binder, folios, stamps, work, sides_of(work))
    binder.finish_fonts()
    printing = _printing(binder, folios, work)
    FINISH[work.purpose](binder, work)
    describe(binder, work.publication, work.edition, work.purpose)
    if work.purpose is not Purpose.BOOKLET:
        label_pages(binder.pdf, folios)
    findings = work.findings + [f for each in work.gatherings for f in each.findings]
    return Printed(save(binder.pdf, work), findings, printing)


def wrap(work: Work) -> Printed:
    """Make the cover that fits round the book's pages."""
    from publish.write.pdf.cover import bind_cover

    binder = bind_cover(work)
    finish_press(binder, work)
    describe(binder, work.publication, work.edition, work.purpose)
    return Printed(save(binder.pdf, work), work.findings)


def _gather_pages(binder: Binder, work: Work) -> list[Folio]:
    """Append all pages in order; on paper with blanks between divisions and at the end."""
    folios: list[Folio] = []
    for number, (gathering, span) in enumerate(zip(work.gatherings, work.spans, strict=True)):
        if work.purpose.is_paper and binder.pages:
            for folio in span.blanks:
                binder.add_blank(number)
                folios.append(folio)
        binder.add(gathering, number)
        folios += span.pages
    while work.purpose.is_paper and len(binder.pages) % work.multiple:
        binder.add_blank(len(work.jobs) - 1)
        folios.append(Folio(folios[-1].number + 1, folios[-1].is_roman))
    return folios


def _printing(binder: Binder, folios: list[Folio], work: Work) -> Printing:
    pages = tuple(
        PrintedPage(
            str(folio),
            work.gatherings[bound.gathering].sheets[bound.sheet].lines if bound.sheet >= 0 else (),
        )
        for bound, folio in zip(binder.pages, folios, strict=True)
    )
    ids = {name: str(folio) for name, folio in work.folio_of_ids().items()}
    return Printing(work.edition.book.modified or work.edition.book.date, pages, ids)
