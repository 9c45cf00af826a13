"""A styled Document -> a Publication: survey, plan, render, mend, list. Read this first."""

from __future__ import annotations

from lxml import etree
from msgspec.structs import replace

from publish.house.division_types import Scale, kind_of
from publish.house.language.tag import direction_of
from publish.house.language.words import word
from publish.model.document import Document, local_name
from publish.model.edition import Edition, View
from publish.model.erratum import Outcome
from publish.model.finding import Finding, PublishError, Severity, error
from publish.model.publication import Landmark, Matter, Part, Publication
from publish.model.text_kind import IndexOf, TextKind
from publish.typeset.adjacent_marks import part_marks
from publish.typeset.back_index import index_parts
from publish.typeset.bands import has_bands
from publish.typeset.citation_reader import read_citations
from publish.typeset.cited_references import CitedReferences
from publish.typeset.cjk_spaces import is_unspaced
from publish.typeset.contents import contents_of
from publish.typeset.corrections import corrections_part
from publish.typeset.correspondence import Letter
from publish.typeset.dead_links import mend_links
from publish.typeset.front_matter import front_parts, set_in
from publish.typeset.generated_lists import Lists, unmark
from publish.typeset.guard import check_mending, check_rules
from publish.typeset.in_step import set_in_step
from publish.typeset.index_pointers import check_index_pointers
from publish.typeset.kinds import Taken, taken_for
from publish.typeset.letter_heads import head_letters
from publish.typeset.letter_lists import calendar_of, correspondents_of
from publish.typeset.line_ends import line_ends
from publish.typeset.long_descriptions import descriptions_parts
from publish.typeset.name_index import index_names, wanted_indexes
from publish.typeset.note_findings import tell_notes, tell_pointers
from publish.typeset.note_labels import number_links
from publish.typeset.note_plan import plan_notes
from publish.typeset.old_contents import renew_contents
from publish.typeset.output import Output
from publish.typeset.parallel_texts import ParallelTexts, find_parallel_texts, tell_parallel_texts
from publish.typeset.part_plan import Planner
from publish.typeset.parts import PartMaker
from publish.typeset.passages import passages_of
from publish.typeset.planned import Planned
from publish.typeset.presence import find_presence
from publish.typeset.render import Typesetter
from publish.typeset.restored_words import free_restored
from publish.typeset.rules import all_rules
from publish.typeset.rules.inscriptions import with_editions
from publish.typeset.rules.notes import set_tied
from publish.typeset.sigla_list import sigla_parts
from publish.typeset.state import Book
from publish.typeset.stone_heads import head_inscriptions
from publish.typeset.struck_spans import strike_spans
from publish.typeset.survey import is_division, survey
from publish.typeset.typed_capitals import set_typed_capitals
from publish.typeset.xhtml import add_class


def typeset(document: Document, edition: Edition) -> tuple[Publication, list[Finding]]:
    """Turn a document into semantic XHTML, part by part, with contents, notes and landmarks.

    Codes: TYP-040 words that would be lost, TYP-050 the manuscript has no text, TYP-051 a link
    that arrives nowhere, and those of the rules. Raises PublishError TYP-050.
    """
    taken = taken_for(document.root, edition.text.kind)
    document = head_inscriptions(document, edition, taken.kind)
    document = strike_spans(document, edition.text.view)
    document = free_restored(document, edition.text.view)
    document, letters, told = head_letters(document, edition)
    typesetter, made = _set_text(document, edition, taken)
    body = [part for _, part in made if part is not None]
    if not body:
        raise _no_text(document)
    check_rules(typesetter)
    if edition.text.view is not View.DIPLOMATIC:
        renew_contents(made, typesetter)
    lists = Lists(typesetter, edition, body)
    lists.fill_notes()
    lists.fill_figures()
    back = lists.fill_index(_back_parts(body, typesetter, letters, edition))
    sigla = sigla_parts(body, typesetter, edition)
    described = descriptions_parts(typesetter, edition)
    back += described
    said, body = [*body, *sigla, *described], lists.drop_empty()
    if edition.text.view is not View.DIPLOMATIC:
        set_typed_capitals(part.body for part in body)
    made = [(plan, part if part is None or part in body else None) for plan, part in made]
    parts = _in_order(body, [*sigla, *back], typesetter, edition)
    lang = edition.book.language
    publication = Publication(
        title=edition.book.title or body[0].title,
        lang=lang,
        direction=direction_of(lang) if lang else "ltr",
        parts=parts,
        contents=contents_of(made, _generated(parts, body), edition),
        page_breaks=typesetter.out.page_breaks,
        passages=passages_of(typesetter) if edition.epub.passage_list else [],
        images=typesetter.out.images,
        undescribed=tuple(typesetter.out.undescribed),
        resolutions=document.resolutions,
        document=document,
        without_rules=typesetter.out.tally.elements_of("TYP-001"),
        author_styles=typesetter.out.styles.css,
    )
    lists.fill_contents(publication.contents)
    unmark(body)
    publication.landmarks = _landmarks(publication)
    mend_links(publication, typesetter)
    check_mending(typesetter, said)
    return publication, told + typesetter.out.findings + typesetter.out.tally.findings()


def _tell_run_on(planned: list[Planned], typesetter: Typesetter) -> None:
    """Report chapters that begin where the one before ends, on the same page: TYP-080."""
    short = [
        node
        for plan in planned
        if plan.is_run
        for node in plan.content[1:]
        if not isinstance(node, str) and is_division(node) and kind_of(node).scale is Scale.CHAPTER
    ]
    if short:
        many = f"{len(short)} short chapters run" if len(short) > 1 else "a short chapter runs"
        message = f"{many} on in print, on the page where the one before ends"
        hint = 'with chapter_opens = "page" (or "recto") under [print] each opens a page'
        typesetter.out.tell("TYP-080", message, short[0], hint, Severity.NOTICE)


def _set_text(
    document: Document, edition: Edition, taken: Taken
) -> tuple[Typesetter, list[tuple[Planned, Part | None]]]:
    """Render the manuscript's own parts, every note that goes elsewhere among them.

    What the book does not show takes no note along: where one was to go to such a place, the
    text is set again without it.
    """
    book = _book(document, edition, taken)
    each_opens = edition.print.chapter_opens in {"recto", "page"}
    dead: set[etree._Element] = set()
    while True:
        typesetter, notes = _typesetter(book), book.note_plan
        planned = Planner(book.survey, notes, each_opens=each_opens).plan()
        maker = PartMaker(typesetter, edition, planned)
        made = [(plan, maker.make(plan)) for plan in planned]
        unshown = notes.unshown(typesetter.walk.tied | typesetter.walk.reference_of.keys()) - dead
        if not unshown:
            break
        dead |= unshown
        again = plan_notes(book.survey, dead, ties_lists=book.has_bands)
        book = replace(book, note_plan=again)
    tell_notes(typesetter)
    _tell_run_on(planned, typesetter)
    tell_parallel_texts(book.parallel, edition.text, typesetter.out)
    tell_pointers(typesetter)
    number_links(typesetter)
    for _, part in made:
        if part is not None:
            for tree in part.trees():
                part_marks(tree, part.lang)
    if book.taken.kind is TextKind.NEWSPAPER:
        for _, part in made:
            if part is not None and part.matter is Matter.BODY:
                add_class(part.body, "newspaper")
    if book.parallel.is_found:
        made = set_in_step(made, edition.text.translation, typesetter.out.ids)
    return typesetter, made


def _book(document: Document, edition: Edition, taken: Taken) -> Book:
    """Find out what rules must know, with the notes planned as if all of them were shown."""
    seen, language = survey(document), edition.book.language
    citations = read_citations(document.root, seen, edition)
    in_step = edition.text.translation != "after"
    shown = edition.text.translation_shown
    parallel = find_parallel_texts(seen, shown, language) if in_step else ParallelTexts()
    at_foot = has_bands(edition, taken.kind, seen)
    plan = plan_notes(seen, set(), ties_lists=at_foot)
    return Book(
        document,
        edition,
        seen,
        plan,
        line_ends(seen.texts, are_kept=edition.text.line_ends == "keep"),
        is_unspaced=is_unspaced(language),
        has_both_directions=seen.has_both_directions(),
        has_bands=at_foot,
        presence=find_presence(document.root, edition, plan.moved) if at_foot else {},
        taken=taken,
        listed=index_names(seen, wanted_indexes(edition, taken), language),
        citations=citations,
        cited_references=CitedReferences.of(document.root, citations),
        parallel=parallel,
        without_attributes=frozenset(e for e in (*citations.names, *parallel.rows) if not e.attrib),
    )


def _typesetter(book: Book) -> Typesetter:
    document, seen = book.document, book.survey
    rules = all_rules()
    if book.taken.kind is TextKind.INSCRIPTION:
        rules = with_editions(rules, book.view)
    typesetter = Typesetter(book, rules, set_tied, Output(document))
    for identifier in (*seen.by_id, *book.citations.names.values()):
        typesetter.out.ids.reserve(identifier)
    typesetter.out.ids.wanted = {i for pointer in seen.pointers for i in seen.targets(pointer)}
    typesetter.out.ids.wanted |= book.cited_references.wanted(document.root)
    if book.has_bands:
        apart = (note for note in book.note_plan.moved if local_name(note) == "app")
        typesetter.out.ids.wanted |= {i for entry in apart for i in seen.targets(entry, "from")}
    for resolution in document.resolutions:
        if resolution.outcome is Outcome.APPLIED and resolution.target:
            typesetter.out.ids.wanted.add(resolution.target)
    return typesetter


def _no_text(document: Document) -> PublishError:
    place = document.place(document.root)
    hint = "put the book's text into <text><body>"
    return PublishError(error("TYP-050", "the manuscript has no text to set", place, hint))


def _in_order(
    body: list[Part], made: list[Part], typesetter: Typesetter, edition: Edition
) -> list[Part]:
    """Put what the edition adds around the manuscript's own parts (Chicago 1.4)."""
    own_front = [part for part in body if part.matter is Matter.FRONT]
    rest = [part for part in body if part.matter is not Matter.FRONT]
    displayed = [part for part in own_front if "titlepage" in part.epub_type.split()]
    families = set_in(body, edition.book.language, edition)
    before, behind = front_parts(
        typesetter.out.ids, edition, families, has_title_page=bool(displayed)
    )
    front = _front_in_order(own_front, displayed[0] if displayed else None, before)
    front += [part for part in made if part.matter is Matter.FRONT]
    back = [part for part in made if part.matter is not Matter.FRONT]
    return [*front, *rest, *back, *behind]


def _front_in_order(own: list[Part], title: Part | None, before: list[Part]) -> list[Part]:
    """Order the front matter: half title, cover and frontispiece, title, its verso, the rest.

    The source's half title is the first page and its cover the second, so that the title page is
    page iii and the copyright page its verso (Chicago 1.4). What stands between them in the
    source, a dedication or a notice, follows.
    """
    leading = {"halftitlepage": 0, "cover": 1, "frontispiece": 1}
    ranks = {
        id(part): min(
            (leading[kind] for kind in part.epub_type.split() if kind in leading), default=9
        )
        for part in own
    }
    first = sorted((part for part in own if ranks[id(part)] < 9), key=lambda part: ranks[id(part)])
    rest = [part for part in own if part is not title and part not in first]
    return [*first, *([title] if title else []), *before, *rest]


def _generated(parts: list[Part], body: list[Part]) -> list[Part]:
    """List the parts that the contents must name although no manuscript part is behind them."""
    own = {id(part) for part in body}
    return [part for part in parts if id(part) not in own and part.title]


def _landmarks(publication: Publication) -> list[Landmark]:
    """List what reading systems offer by function; an empty target is the contents themselves."""
    lang = publication.lang
    own = next((part for part in publication.parts if part.epub_type == "toc"), None)
    title = own.title if own is not None else word("contents", lang)
    found = [Landmark("toc", title, _id(own) if own is not None else "")]
    start = next((part for part in publication.parts if part.matter is Matter.BODY), None)
    if start is not None:
        found.append(Landmark("bodymatter", word("start", lang), _id(start)))
    for term in ("titlepage", "colophon", "index", "endnotes", "bibliography", "glossary"):
        part = next((p for p in publication.parts if term in p.epub_type.split()), None)
        if part is not None:
            found.append(Landmark(term, part.title, _id(part)))
    return found


def _id(part: Part) -> str:
    return part.body.get("id") or ""


def _back_parts(
    body: list[Part], typesetter: Typesetter, letters: list[Letter], edition: Edition
) -> list[Part]:
    """Make the parts at the back, in the order of Chicago 1.4: the index is the last."""
    out, book = typesetter.out, typesetter.book
    calendar = calendar_of(letters, out.ids, edition)
    corrections = corrections_part(body, book.document.resolutions, out.ids, edition)
    if IndexOf.CORRESPONDENTS in wanted_indexes(edition, book.taken):
        out.index_terms += correspondents_of(letters, out.ids)
    out.findings += check_index_pointers(out.index_terms, edition.book.language)
    indexes = index_parts(out.index_terms, body, out.ids, edition)
    before = (part for part in (calendar, corrections) if part is not None)
    return [*before, *indexes]
