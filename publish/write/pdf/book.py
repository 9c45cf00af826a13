"""A Publication as pages: lay out its divisions, number them, bind them. Read this first."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from publish.engine.drawn import DrawnDivision, FontShelf
from publish.engine.layout_inputs import LayoutInputs
from publish.engine.tree import classes
from publish.engine.tree_names import FACING, STIFF
from publish.house.fonts import Family
from publish.house.own_fonts import read_own_fonts
from publish.house.page.geometry import Geometry, read_geometry
from publish.house.page.press import read_profile, read_variant
from publish.house.print_theme import read_print_theme
from publish.model.edition import Edition
from publish.model.finding import Finding, notice, warning
from publish.model.publication import Image, Medium, Publication
from publish.model.purpose import Purpose
from publish.run.cache import Cache
from publish.run.cache.hints import keep_language
from publish.run.leaving import leave
from publish.run.processes import begin_pool, drop_pool
from publish.write.characters import characters_of, report_missing
from publish.write.lettering import families_asked_for, report_lettering
from publish.write.own_styles import report_own_styles
from publish.write.pdf.layout.book_layout import BookLayout, OnStep
from publish.write.pdf.layout.guide_words import find_guides
from publish.write.pdf.layout.in_processes import compose
from publish.write.pdf.layout.last_inputs import keep_inputs
from publish.write.pdf.layout.long_divisions import report_whole
from publish.write.pdf.layout.note_numbers import count_by_page, follow_notes
from publish.write.pdf.layout.repeated_notes import answer_repeats
from publish.write.pdf.layout.stamp_set import order_stamps, set_stamps
from publish.write.pdf.prepare.apparatus import with_lines_counted
from publish.write.pdf.prepare.contents import contents, half_title, has_kind, place_in_front
from publish.write.pdf.prepare.contents_entries import (
    bind_leaders,
    close_up,
    mark_entries,
    runs_over,
)
from publish.write.pdf.prepare.correction_places import fill_lines
from publish.write.pdf.prepare.directions import mark_directions
from publish.write.pdf.prepare.division import Division, division_of
from publish.write.pdf.prepare.folios import Folio
from publish.write.pdf.prepare.inner_runs import join_runs
from publish.write.pdf.prepare.link_targets import mark_targets
from publish.write.pdf.prepare.margin_notes import report_narrow, report_unfit, turn_sides
from publish.write.pdf.prepare.new_tags import ask_for_new_tags
from publish.write.pdf.prepare.page_refs import fill
from publish.write.pdf.prepare.page_styles import sheets_of
from publish.write.pdf.prepare.printed_links import print_links
from publish.write.pdf.prepare.ragged import ragged_languages, ragged_rules, report_ragged
from publish.write.pdf.prepare.repairs import apply_repairs
from publish.write.pdf.prepare.setting.addresses import set_addresses
from publish.write.pdf.prepare.setting.balance import balance_titles
from publish.write.pdf.prepare.setting.emphasis_dots import set_emphasis_dots
from publish.write.pdf.prepare.setting.initials import set_initials
from publish.write.pdf.prepare.setting.kept_tables import keep_tables
from publish.write.pdf.prepare.setting.kept_together import fill_last_page, keep_together
from publish.write.pdf.prepare.setting.marked_letters import set_marked_letters
from publish.write.pdf.prepare.setting.openings import even_headings
from publish.write.pdf.prepare.setting.picture_sizes import fit_pictures
from publish.write.pdf.prepare.setting.plates import bleed_of, set_plates
from publish.write.pdf.prepare.setting.ruby import set_readings
from publish.write.pdf.prepare.setting.speeches import set_speeches
from publish.write.pdf.prepare.setting.stanzas import keep_stanzas
from publish.write.pdf.prepare.setting.verse import centre_verse
from publish.write.pdf.prepare.setting.wide_tables import fit_tables
from publish.write.pdf.prepare.typefaces import (
    choose_families,
    font_rules,
    heading_rules,
    languages_of,
)
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
    progress: OnStep,
    kept: Cache,
) -> Printed:
    """Make the PDF of a whole book for a screen or a press."""
    leave("pages")  # of another output
    begin_pool()
    book = begin(publication, edition, purpose, kept)
    keep_language(book.cache, publication.lang)
    keep_inputs(book.cache, book.inputs)
    book.findings += report_own_styles(edition)
    if purpose is Purpose.COVER:
        lay_out(book, progress)
        from publish.write.pdf.cover.sheet import wrap  # and with it WeasyPrint

        drop_pool()  # what follows has use for their memory
        progress("wrapping the cover", 0, 0)
        return wrap(book)
    order_stamps(book)

    @cache
    def collator() -> Collator:
        """Import what binds, and pikepdf with it, while others lay out."""
        from publish.write.pdf.assemble.bind import Collator

        return Collator(book)

    lay_out(book, progress, lambda number: collator().take(number))
    from publish.write.pdf.assemble.bind import bind

    book.guides = find_guides(book)
    stamps = set_stamps(book)
    drop_pool()
    progress("binding pages", 0, 0)
    printed = bind(book, collator(), stamps)
    leave("pages", book, collator())
    return printed


def lay_out(
    book: BookLayout, progress: OnStep, meanwhile: Callable[[int], None] | None = None
) -> None:
    """Lay out all divisions, and again those whose notes or references number pages.

    `meanwhile` may use the time for divisions that were kept by an earlier run.
    """
    lay_out_all(book, progress, meanwhile)
    settle_sides(book, progress)
    settle_notes(book, progress)
    settle_page_refs(book, progress)


def begin(
    publication: Publication, edition: Edition, purpose: Purpose, cache: Cache | None = None
) -> BookLayout:
    """Read the page's geometry and the press, make the layout work and what all of it shares."""
    edition = with_lines_counted(edition, publication.parts_for(Medium.PRINT))
    geometry = read_geometry(edition.print, publication.lang)
    if purpose in (Purpose.PRESS, Purpose.COVER):
        read_variant(edition)
        read_profile(edition)
    own = [
        (part, division_of(part, edition, has_margin=geometry.beside > 0))
        for part in publication.parts_for(Medium.PRINT)
    ]
    divisions = with_lists([division for _, division in own], publication, edition)
    of_text = prepare_text(divisions, edition)
    characters = characters_of(publication, Medium.PRINT)
    join_runs((division.root for division in divisions), characters)
    turned = any([mark_directions(division.root) for division in divisions])
    of_text += [finding for division in divisions for finding in fit_to_measure(division, geometry)]
    theme, fonts = read_print_theme(edition), read_own_fonts(edition)
    face = fonts.chosen(edition.print.font) or theme.face
    heading = fonts.chosen(edition.print.heading_font)
    asked_for = families_asked_for(publication, edition, theme.sheet, fonts)
    asked_for += [heading] if heading else []
    families = choose_families(publication, characters, asked_for, face)
    unfit = fit_pictures_of(divisions, publication, edition, purpose, geometry)
    set_letters(divisions, edition, geometry, families)
    ask_for_new_tags([division.root for division in divisions], edition, purpose)
    ragged = ragged_languages(division.root for division in divisions)
    rules = font_rules(families, languages_of(publication)) + ragged_rules(ragged)
    looks = theme.sheet + heading_rules(heading, families)
    stylesheets = sheets_of(publication, edition, geometry, rules, looks, turned=turned)
    images, flattened = images_for(purpose, publication, edition, families)
    inputs = LayoutInputs(families, stylesheets, images)
    shelf = FontShelf(families)
    book = BookLayout(
        publication, edition, purpose, geometry, inputs, divisions, shelf, cache=cache or Cache()
    )
    book.findings += report_missing(characters, face) + report_ragged(ragged) + flattened + unfit
    book.findings += of_text
    book.findings += report_lettering(publication, fonts)
    book.own = own
    report_divisions(book)
    return book


def set_letters(
    divisions: list[Division], edition: Edition, geometry: Geometry, families: list[Family]
) -> None:
    """Set initials and marked letters, and lines as stiff as the edition asks for."""
    line_em, measure = (
        length / geometry.font_size for length in (geometry.leading, geometry.measure)
    )
    for division in divisions:
        set_initials(division.root, edition.print.initials, line_em, measure, families)
        set_marked_letters(division.root, families)
        if not edition.print.microtypography:
            division.root.set(STIFF, "yes")


def report_divisions(book: BookLayout) -> None:
    """Report what will not fit the page; heed what repairs wish."""
    book.findings += report_narrow(book.publication, book.edition, book.geometry)
    book.findings += report_unfit(book.own, book.edition) if book.geometry.beside else []
    book.findings += report_whole(book.divisions, book.publication, book.edition)
    book.findings += apply_repairs(book.divisions, book.edition)


def with_lists(
    divisions: list[Division], publication: Publication, edition: Edition
) -> list[Division]:
    """Return the divisions with the half title and the contents that print adds to them."""
    wants_half = edition.print.half_title and not has_kind(publication, "halftitlepage")
    half = half_title(publication, edition) if wants_half else None
    toc = None if has_kind(publication, "toc") else contents(publication, edition)
    return place_in_front(divisions, half, toc)


def prepare_text(divisions: list[Division], edition: Edition) -> list[Finding]:
    """Prepare what depends on the book's text alone: speeches, links, how long its headings are."""
    set_speeches([division.root for division in divisions])
    findings = print_links(divisions, edition)
    mark_targets(division.root for division in divisions)
    even_headings(division.root[0] for division in divisions if not division.is_display)
    for division in divisions:
        if division.is_display:
            even_headings([division.root[0]])
    return findings


def fit_pictures_of(
    divisions: list[Division],
    publication: Publication,
    edition: Edition,
    purpose: Purpose,
    geometry: Geometry,
) -> list[Finding]:
    """Set plates and pictures to the sizes that the page has for them."""
    roots, images = [division.root for division in divisions], publication.images
    bleed = bleed_of(purpose, edition.print, geometry.bleed)
    findings = set_plates(roots, images, geometry, bleed)
    return findings + fit_pictures(roots, images, geometry)


def images_for(
    purpose: Purpose, publication: Publication, edition: Edition, families: list[Family]
) -> tuple[dict[str, Image], list[Finding]]:
    """Return the images as their page takes them: on white where a press knows no transparency.

    What a library keeps is in the colours of a screen.
    """
    if purpose is Purpose.ARCHIVE:
        from publish.house.page.screen_colour import pictures_in_rgb  # and with it Pillow

        return pictures_in_rgb(publication.images), []
    if purpose not in (Purpose.PRESS, Purpose.COVER) or read_variant(edition).has_transparency:
        return publication.images, []
    from publish.write.pdf.prepare.drawings import flatten_drawings

    return flatten_drawings(publication.images, families)


def fit_to_measure(division: Division, geometry: Geometry) -> list[Finding]:
    """Prepare what depends on the width of the text block. Code: WRI-181."""
    root, measure = division.root, geometry.measure / geometry.font_size
    if not classes(root[0][0]).isdisjoint({"in-step-facing", "in-step-columns"}):
        root.set(FACING, f"{geometry.depth:.3f}")
    fill(root, {})
    balance_titles(root, measure)
    bind_leaders(root)
    set_addresses(root)
    centre_verse(root, measure)
    turned = 0.0 if division.is_display else geometry.depth / geometry.font_size
    crowded = fit_tables(root, measure, geometry.font_size, turned)
    keep_tables(root, measure)
    keep_together(root, measure)
    keep_stanzas(root, measure)
    fill_last_page(root, measure)
    set_readings(root)
    set_emphasis_dots(root)
    return [_crowded(words, division) for words in crowded]


def _crowded(words: str, division: Division) -> Finding:
    message = f"the table {words!r} is too wide for the page; its longest words are broken"
    hint = "give it fewer columns or shorter words, or choose a larger trim or smaller type"
    return notice("WRI-181", message, division.place, hint)


def lay_out_all(
    book: BookLayout, progress: OnStep, meanwhile: Callable[[int], None] | None = None
) -> None:
    """Lay out every division, without running heads.

    Those that list the book name its pages at once; the text of the others has no page numbers.
    """
    known = {
        e.get("id", "") for division in book.divisions for e in division.root.iter() if e.get("id")
    }
    for division in book.divisions:
        _mend_links(division, known, book)
    book.drawn_divisions = [DrawnDivision(b"", [], []) for _ in book.divisions]
    numbers = range(len(book.divisions))
    book.lists = [number for number in numbers if lists_book(number, book)]
    others = [number for number in numbers if number not in book.lists]
    compose(book, others, "laying out pages", progress, meanwhile, lambda: check_divisions(book))
    book.number()
    folios, lines = book.folio_of_ids(), book.line_of_ids()
    for number in book.lists:
        book.written[number] = _write_numbers(book.divisions[number], folios, lines)
        mark_entries(book.divisions[number].root)
    compose(book, book.lists, "laying out lists", progress, meanwhile)
    _close_up_lists(book, progress)
    book.number()


def check_divisions(book: BookLayout) -> None:
    """Report words that have not come into what is laid out; there is time while that is done."""
    for part, division in book.own:
        book.findings += check_division(part, division.root, book.publication)


def _close_up_lists(book: BookLayout, progress: OnStep) -> None:
    """Lay out again, closer, what runs over to a page by an entry or two."""
    pages = {
        number: [record.anchors for record in book.drawn_divisions[number].page_records]
        for number in book.lists
    }
    over = [number for number in book.lists if runs_over(pages[number])]
    for number in over:
        close_up(book.divisions[number].root)
    if over:
        compose(book, over, "laying out lists", progress)


def lists_book(number: int, book: BookLayout) -> bool:
    """Return whether a division names the pages of half the book or more: contents, an index."""
    targets = {a.get("href", "")[1:] for a in book.divisions[number].page_refs}
    if not targets:
        return False
    others = [division for n, division in enumerate(book.divisions) if n != number]
    named = sum(any(e.get("id") in targets for e in division.root.iter()) for division in others)
    return 2 * named >= len(others)


def _mend_links(division: Division, known: set[str], book: BookLayout) -> None:
    """Unlink what points nowhere, and say so, once for a division."""
    lost: dict[str, int] = {}
    for link in division.root.iter("a"):
        target = link.get("href", "")
        if target.startswith("#") and target[1:] not in known:
            del link.attrib["href"]
            lost[target[1:]] = lost.get(target[1:], 0) + 1
    if lost:
        book.findings.append(_lost_links(division, lost))


def _lost_links(division: Division, lost: dict[str, int]) -> Finding:
    """Name what a division's links point at in vain, a handful of it, and how many they are."""
    count = sum(lost.values())
    names = ", ".join(repr(name) for name in list(lost)[:MOST_NAMED])
    more = f" and {len(lost) - MOST_NAMED} more" if len(lost) > MOST_NAMED else ""
    links, which = ("a link", "which is") if count == 1 else (f"{count} links", "which are")
    verb = "points" if count == 1 else "point"
    place = division.title or division.name
    message = f"{links} in {place!r} {verb} at {names}{more}, {which} not in the book"
    return warning("WRI-058", message, division.place)


def settle_sides(book: BookLayout, progress: OnStep) -> None:
    """Set divisions again whose notes stand in the margin that is the inner one of their pages."""
    changed = turn_sides(book.divisions, book.spans, is_rtl=book.is_rtl)
    if changed:
        compose(book, changed, "setting notes in the margin", progress)


def settle_notes(book: BookLayout, progress: OnStep) -> None:
    """Set divisions again until their notes say what is true of the pages that they stand on.

    Notes may count by pages; a mark that repeats a note of another page says which.
    """
    by_page = book.edition.print.note_numbers == "page"
    open_ones = list(range(len(book.divisions)))
    for _ in range(ROUNDS):
        changed = set(answer_repeats(book.divisions, book.drawn_divisions, by_page=by_page))
        for number in sorted({*open_ones, *changed}):
            division, drawn_division = book.divisions[number], book.drawn_divisions[number]
            if count_by_page(division, drawn_division, numbers=by_page):
                changed.add(number)
        changed |= set(follow_notes(book.divisions))
        if not changed:
            break
        open_ones = sorted(changed)
        compose(book, open_ones, "numbering notes", progress)
    book.number()


def settle_page_refs(book: BookLayout, progress: OnStep) -> None:
    """Set divisions that name page numbers again, until the numbers hold."""
    for _ in range(ROUNDS):
        folios, lines = book.folio_of_ids(), book.line_of_ids()
        changed = []
        for number, division in enumerate(book.divisions):
            words = _write_numbers(division, folios, lines)
            if words != book.written.get(number, ()):
                book.written[number] = words
                changed.append(number)
        if not changed:
            return
        compose(book, changed, "numbering pages", progress)
        book.number()


def _write_numbers(
    division: Division, folios: dict[str, Folio], lines: dict[str, int]
) -> tuple[str, ...]:
    """Write the numbers of pages and lines that a division names; give what was written."""
    if not division.page_refs:
        return ()
    return fill(division.root, folios) + fill_lines(division.root, lines)
