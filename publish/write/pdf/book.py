"""A Publication as pages: lay out its divisions, number them, bind them. Read this first."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from publish.engine.drawn import FontShelf, Gathering
from publish.engine.layout_inputs import Recipe
from publish.house.fonts import Family
from publish.house.page.geometry import Geometry, read_geometry
from publish.house.page.inner_margins import check_inner_margin
from publish.house.page.press import read_profile, read_variant
from publish.model.edition import Edition
from publish.model.finding import Finding, notice, warning
from publish.model.publication import Image, Medium, Publication
from publish.model.purpose import Purpose
from publish.run.cache import Cache
from publish.run.processes import drop_pool
from publish.write.characters import characters_of, report_missing
from publish.write.pdf.layout.book_layout import Progress, Work
from publish.write.pdf.layout.in_processes import compose, set_out
from publish.write.pdf.layout.long_divisions import report_whole
from publish.write.pdf.layout.note_numbers import count_by_page, follow_notes
from publish.write.pdf.layout.repeated_notes import answer_repeats
from publish.write.pdf.layout.stamp_set import order_stamps, set_stamps
from publish.write.pdf.prepare.closing_up import close_up, mark_entries, runs_over
from publish.write.pdf.prepare.contents import contents, half_title, has_kind, place_in_front
from publish.write.pdf.prepare.division import Job, job_of
from publish.write.pdf.prepare.lettering import families_asked_for, report_lettering
from publish.write.pdf.prepare.link_targets import mark_targets
from publish.write.pdf.prepare.margin_notes import report_narrow, report_unfit, turn_sides
from publish.write.pdf.prepare.mirrored import mark_directions
from publish.write.pdf.prepare.page_refs import fill
from publish.write.pdf.prepare.page_styles import sheets_of
from publish.write.pdf.prepare.printed_links import print_links
from publish.write.pdf.prepare.ragged import ragged_languages, ragged_rules, report_ragged
from publish.write.pdf.prepare.setting.addresses import set_addresses
from publish.write.pdf.prepare.setting.balance import balance_titles
from publish.write.pdf.prepare.setting.emphasis_dots import set_emphasis_dots
from publish.write.pdf.prepare.setting.initials import set_initials
from publish.write.pdf.prepare.setting.kept_together import keep_together
from publish.write.pdf.prepare.setting.last_pages import fill_last_page
from publish.write.pdf.prepare.setting.leader_ends import bind_leaders
from publish.write.pdf.prepare.setting.marked_letters import set_marked_letters
from publish.write.pdf.prepare.setting.openings import even_headings
from publish.write.pdf.prepare.setting.picture_sizes import fit_pictures
from publish.write.pdf.prepare.setting.plates import bleed_of, set_plates
from publish.write.pdf.prepare.setting.ruby import set_readings
from publish.write.pdf.prepare.setting.speeches import set_speeches
from publish.write.pdf.prepare.setting.stanzas import keep_stanzas
from publish.write.pdf.prepare.setting.verse import centre_verse
from publish.write.pdf.prepare.setting.wide_tables import fit_tables
from publish.write.pdf.prepare.spacing import apply_repairs
from publish.write.pdf.prepare.typefaces import choose_families, font_rules, languages_of
from publish.write.pdf.prepare.words import check_division
from publish.write.pdf.printed import Printed

if TYPE_CHECKING:
    from publish.write.pdf.assemble.bind import Collator

ROUNDS = 5
"""Page numbers in the text may change the pages they stand on; then those are set again."""

MOST_NAMED = 5
"""Places that links point at in vain; the others are counted."""


def write_book(
    publication: Publication,
    edition: Edition,
    purpose: Purpose,
    progress: Progress,
    kept: Cache,
) -> Printed:
    """Make the PDF of a whole book for a screen or a press."""
    work = begin(publication, edition, purpose, kept)
    set_out(work)
    if purpose is Purpose.COVER:
        lay_out(work, progress)
        from publish.write.pdf.cover.sheet import wrap  # and with it WeasyPrint

        drop_pool()  # what follows has use for their memory
        progress("wrapping the cover", 0, 0)
        return wrap(work)
    order_stamps(work)

    @cache
    def collator() -> Collator:
        """Import what binds, and pikepdf with it, while others lay out."""
        from publish.write.pdf.assemble.bind import Collator

        return Collator(work)

    lay_out(work, progress, lambda number: collator().take(number))
    from publish.write.pdf.assemble.bind import bind

    if purpose is Purpose.PRESS:
        work.findings += check_inner_margin(edition, work.geometry, work.page_count())
    stamps = set_stamps(work)
    drop_pool()
    progress("binding pages", 0, 0)
    return bind(work, collator(), stamps)


def lay_out_book(
    publication: Publication,
    edition: Edition,
    purpose: Purpose,
    progress: Progress,
    cache: Cache,
) -> Work:
    """Lay out a book that is not to be bound."""
    work = begin(publication, edition, purpose, cache)
    set_out(work)
    lay_out(work, progress)
    return work


def lay_out(work: Work, progress: Progress, meanwhile: Callable[[int], None] | None = None) -> None:
    """Lay out all divisions, and again those whose notes or references number pages.

    `meanwhile` may use the time for divisions that were kept by an earlier run.
    """
    lay_out_all(work, progress, meanwhile)
    settle_sides(work, progress)
    settle_notes(work, progress)
    settle_page_refs(work, progress)


def begin(
    publication: Publication, edition: Edition, purpose: Purpose, cache: Cache | None = None
) -> Work:
    """Read the page's geometry and the press, make the layout work and what all of it shares."""
    geometry = read_geometry(edition.print, publication.lang)
    if purpose in (Purpose.PRESS, Purpose.COVER):
        read_variant(edition)
        read_profile(edition)
    own = [
        (part, job_of(part, edition, has_margin=geometry.beside > 0))
        for part in publication.parts_for(Medium.PRINT)
    ]
    wants_half = edition.print.half_title and not has_kind(publication, "halftitlepage")
    half = half_title(publication, edition) if wants_half else None
    toc = None if has_kind(publication, "toc") else contents(publication, edition)
    jobs = place_in_front([job for _, job in own], half, toc)
    set_speeches([job.root for job in jobs])
    told = print_links(jobs, edition)
    mark_targets(job.root for job in jobs)
    even_headings(job.root[0] for job in jobs if not job.is_display)
    for job in filter(lambda job: job.is_display, jobs):
        even_headings([job.root[0]])
    turned = any([mark_directions(job.root) for job in jobs])
    told += [finding for job in jobs for finding in fit_to_measure(job, geometry)]
    shown = characters_of(publication, Medium.PRINT)
    families = choose_families(publication, shown, families_asked_for(publication, edition))
    unfit = fit_pictures_of(jobs, publication, edition, purpose, geometry)
    line_em = geometry.leading / geometry.font_size
    for job in jobs:
        measure = geometry.measure / geometry.font_size
        set_initials(job.root, edition.print.initials, line_em, measure, families)
        set_marked_letters(job.root, families)
    ragged = ragged_languages(job.root for job in jobs)
    rules = font_rules(families, languages_of(publication)) + ragged_rules(ragged)
    looks = sheets_of(publication, edition, geometry, rules, turned=turned)
    images, flattened = images_for(purpose, publication, edition, families)
    recipe = Recipe(families, looks, images)
    shelf = FontShelf(families)
    work = Work(
        publication, edition, purpose, geometry, recipe, jobs, shelf, cache=cache or Cache()
    )
    work.findings += report_missing(shown) + report_ragged(ragged) + flattened + unfit + told
    work.findings += report_lettering(publication)
    for part, job in own:
        work.findings += check_division(part, job.root, publication)
    work.findings += report_narrow(publication, edition, geometry)
    work.findings += report_unfit(own, edition) if geometry.beside else []
    work.findings += report_whole(jobs, publication, edition)
    work.findings += apply_repairs(jobs, edition, geometry, families)
    return work


def fit_pictures_of(
    jobs: list[Job],
    publication: Publication,
    edition: Edition,
    purpose: Purpose,
    geometry: Geometry,
) -> list[Finding]:
    """Give plates and pictures the sizes that the page has for them."""
    roots, images = [job.root for job in jobs], publication.images
    bleed = bleed_of(purpose, edition.print, geometry.bleed)
    told = set_plates(roots, images, geometry, bleed)
    return told + fit_pictures(roots, images, geometry)


def images_for(
    purpose: Purpose, publication: Publication, edition: Edition, families: list[Family]
) -> tuple[dict[str, Image], list[Finding]]:
    """Give the images as the press takes them: on white where it knows no transparency."""
    if purpose not in (Purpose.PRESS, Purpose.COVER) or read_variant(edition).has_transparency:
        return publication.images, []
    from publish.write.pdf.prepare.drawings import flatten_drawings

    return flatten_drawings(publication.images, families)


def fit_to_measure(job: Job, geometry: Geometry) -> list[Finding]:
    """Prepare what depends on the width of the text block. Code: WRI-181."""
    root, measure = job.root, geometry.measure / geometry.font_size
    fill(root, {})
    balance_titles(root, measure)
    bind_leaders(root)
    set_addresses(root)
    centre_verse(root, measure)
    turned = 0.0 if job.is_display else geometry.depth / geometry.font_size
    crowded = fit_tables(root, measure, geometry.font_size, turned)
    keep_together(root, measure)
    keep_stanzas(root, measure)
    fill_last_page(root, measure)
    set_readings(root)
    set_emphasis_dots(root)
    return [_crowded(words, job) for words in crowded]


def _crowded(words: str, job: Job) -> Finding:
    message = f"the table {words!r} is too wide for the page; its longest words are broken"
    hint = "give it fewer columns or shorter words, or choose a larger trim or smaller type"
    return notice("WRI-181", message, job.place, hint)


def lay_out_all(
    work: Work, progress: Progress, meanwhile: Callable[[int], None] | None = None
) -> None:
    """Lay out every division, without running heads.

    Those that list the book name its pages at once; the text of the others has no page numbers.
    """
    known = {e.get("id", "") for job in work.jobs for e in job.root.iter() if e.get("id")}
    for job in work.jobs:
        _mend_links(job, known, work)
    work.gatherings = [Gathering(b"", [], []) for _ in work.jobs]
    numbers = range(len(work.jobs))
    lists = [number for number in numbers if lists_book(number, work)]
    others = [number for number in numbers if number not in lists]
    compose(work, others, "laying out pages", progress, meanwhile)
    work.number()
    folios = work.folio_of_ids()
    for number in lists:
        work.written[number] = fill(work.jobs[number].root, folios)
        mark_entries(work.jobs[number].root)
    compose(work, lists, "laying out lists", progress, meanwhile)
    _close_up_lists(work, lists, progress)
    work.number()


def _close_up_lists(work: Work, lists: list[int], progress: Progress) -> None:
    """Lay out again, closer, what runs over to a page by an entry or two."""
    pages = {n: [sheet.anchors for sheet in work.gatherings[n].sheets] for n in lists}
    over = [number for number in lists if runs_over(pages[number])]
    for number in over:
        close_up(work.jobs[number].root)
    if over:
        compose(work, over, "laying out lists", progress)


def lists_book(number: int, work: Work) -> bool:
    """Tell whether a division names the pages of half the book or more: contents, an index."""
    targets = {a.get("href", "")[1:] for a in work.jobs[number].page_refs}
    if not targets:
        return False
    others = [job for n, job in enumerate(work.jobs) if n != number]
    named = sum(any(e.get("id") in targets for e in job.root.iter()) for job in others)
    return 2 * named >= len(others)


def _mend_links(job: Job, known: set[str], work: Work) -> None:
    """Unlink what points nowhere, and say so, once for a division."""
    lost: dict[str, int] = {}
    for link in job.root.iter("a"):
        target = link.get("href", "")
        if target.startswith("#") and target[1:] not in known:
            del link.attrib["href"]
            lost[target[1:]] = lost.get(target[1:], 0) + 1
    if lost:
        work.findings.append(_lost_links(job, lost))


def _lost_links(job: Job, lost: dict[str, int]) -> Finding:
    """Name what a division's links point at in vain, a handful of it, and how many they are."""
    count = sum(lost.values())
    names = ", ".join(repr(name) for name in list(lost)[:MOST_NAMED])
    more = f" and {len(lost) - MOST_NAMED} more" if len(lost) > MOST_NAMED else ""
    links, which = ("a link", "which is") if count == 1 else (f"{count} links", "which are")
    verb = "points" if count == 1 else "point"
    place = job.title or job.name
    message = f"{links} in {place!r} {verb} at {names}{more}, {which} not in the book"
    return warning("WRI-058", message, job.place)


def settle_sides(work: Work, progress: Progress) -> None:
    """Set divisions again whose notes stand in the margin that is the inner one of their pages."""
    changed = turn_sides(work.jobs, work.spans, is_rtl=work.is_rtl)
    if changed:
        compose(work, changed, "setting notes in the margin", progress)


def settle_notes(work: Work, progress: Progress) -> None:
    """Set divisions again until their notes say what is true of the pages that they stand on.

    Notes may count by pages; a mark that repeats a note of another page says which.
    """
    by_page = work.edition.print.note_numbers == "page"
    open_ones = list(range(len(work.jobs)))
    for _ in range(ROUNDS):
        changed = set(answer_repeats(work.jobs, work.gatherings, by_page=by_page))
        for number in sorted({*open_ones, *changed}):
            job, gathering = work.jobs[number], work.gatherings[number]
            if count_by_page(job, gathering, numbers=by_page):
                changed.add(number)
        changed |= set(follow_notes(work.jobs))
        if not changed:
            break
        open_ones = sorted(changed)
        compose(work, open_ones, "numbering notes", progress)
    work.number()


def settle_page_refs(work: Work, progress: Progress) -> None:
    """Set divisions that name page numbers again, until the numbers hold."""
    for _ in range(ROUNDS):
        folios = work.folio_of_ids()
        changed = []
        for number, job in enumerate(work.jobs):
            words = fill(job.root, folios) if job.page_refs else ()
            if words != work.written.get(number, ()):
                work.written[number] = words
                changed.append(number)
        if not changed:
            return
        compose(work, changed, "numbering pages", progress)
        work.number()
