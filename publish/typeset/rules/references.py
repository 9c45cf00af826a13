"""Rules for cross-references (TEI chapter 3.7): links inside the book, and out of it.

A pointer at a note that stands apart is that note's mark (`note_plan.py`).
"""

from __future__ import annotations

from lxml import etree
from msgspec import Struct

from publish.model.document import XML_ID, local_name, tei
from publish.model.finding import Severity
from publish.model.lazy_pattern import lazy_pattern
from publish.typeset.closing_marks import SOURCE
from publish.typeset.entry_parts import ENTRIES, headword_in, homograph_of
from publish.typeset.ledger import Reason
from publish.typeset.note_shapes import is_mark
from publish.typeset.pointing import author_and_year, looks_bare, name_of_id, split_pointers
from publish.typeset.render import Typesetter
from publish.typeset.rules.inline import set_as_surroundings
from publish.typeset.rules.notes import refer
from publish.typeset.survey import is_division
from publish.typeset.urls import remote_url
from publish.typeset.work_citations import brackets_around, place_in_work
from publish.typeset.xhtml import ending, has_content

_HEADED = frozenset("list table figure listBibl lg text front body back castList".split())
_NOT_IN_TITLES = frozenset("note fw index del".split())

_ADDRESSED = frozenset("bibl biblStruct biblFull note idno msDesc cell address".split())
"""Elements in which an address is what is said."""

_READ = frozenset("l lg head w speaker title".split())
"""Elements in which an address would be read as the text's own words."""

_PAGES = frozenset("page pages pageref page-ref pagenum pagenumber".split())
"""Kinds of pointers (`@type`) that ask for the number of a page."""

_MANY = 20
"""Pointers without words; a text that has so many does not mean them to be read."""

_WORKS = frozenset("bibl biblStruct biblFull".split())

_SIGN = "↗"

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
"""The figures of homographs, which stand raised behind their headword."""

_WORK_ELSEWHERE = lazy_pattern(
    r"(?!https?:|mailto:|urn:|doi:|file:)[A-Za-z][\w-]*:[^\W\d_][^\s#/:]*\d{4}[^\s#/:]*"
)
"""A pointer by a prefix (TEI 17.3, `prefixDef`) to a work that its id names by author and year."""

_RUNS_ON = lazy_pattern(r"[\w.,;:)]$")
"""The end of a word, or of what stands behind one, to which an address would be stuck."""

_BETWEEN_NAMES = lazy_pattern(r"(?<=[^\W\d_]):(?=\w)")
"""What parts the names of a work from each other and from its numbers, not these."""


class _Destination(Struct, frozen=True):
    """A place that a pointer leads to: the link, the words of `@target`, and what is there."""

    href: str
    written: str
    element: etree._Element | None = None
    reference: str = ""
    """How the place is cited by number."""
    is_source: bool = False
    """It is a passage of another work, which `@cRef` cites."""


def set_reference(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a `ref` or `ptr`: as a note's mark, as a link, or as its words where it leads nowhere.

    Codes: TYP-004 a target that is not in the manuscript, TYP-051 one that no reader sees.
    """
    plan = typesetter.book.note_plan
    if element in plan.back_pointers:
        typesetter.leave_out(element, Reason.OTHER_FORM)
        return
    if element in plan.at_pointer:
        if is_mark(element):
            typesetter.leave_out(element, Reason.OTHER_FORM)
        else:
            typesetter.children(element, into)
        refer(plan.at_pointer[element], into, typesetter, element)
        return
    found = _destinations(element, typesetter)
    if not found:
        set_as_surroundings(element, into, typesetter)
        _say_work_elsewhere(element, into, typesetter)
        return
    if found[0].is_source and not _says_something(element):
        _set_source(found[0], element, into, typesetter)
        return
    before, behind = _around_citation(element, found[-1])
    if _shows_address(element, found[0], typesetter) and _RUNS_ON.search(ending(into)):
        before = " "
    typesetter.say(into, before)
    made = _open_link(found[0], element, into, typesetter)
    typesetter.children(element, made)
    if has_content(made):
        if is_mark(element):
            _follow_number(made, found[0], typesetter)
        return
    _name(made, found[0], element, typesetter)
    for destination in found[1:]:
        typesetter.say(into, ", ")
        _name(_open_link(destination, element, into, typesetter), destination, element, typesetter)
    typesetter.say(into, behind)


def _around_citation(pointer: etree._Element, last: _Destination) -> tuple[str, str]:
    """Return what stands around the name of a work that a pointer without words cites."""
    if len(pointer) or pointer.text or last.element is None:
        return "", ""
    if local_name(last.element) not in _WORKS:
        return "", ""
    place = place_in_work(pointer)
    before, behind = brackets_around(pointer)
    return before, f"{', ' if place else ''}{place}{behind}"


def _say_work_elsewhere(
    pointer: etree._Element, into: etree._Element, typesetter: Typesetter
) -> None:
    """Call a work of a bibliography elsewhere by its abbreviation, or by what its id is made of.

    `<ptr target="bib:Reed1901_01"/> (p. 147)` is the subject of a sentence (EpiDoc Guidelines 9,
    "Bibliography"); an id without a year is for machines.
    """
    if local_name(pointer) != "ptr" or _says_something(pointer):
        return
    target = (pointer.get("target") or "").strip()
    if not _WORK_ELSEWHERE.fullmatch(target):
        return
    name = typesetter.book.survey.abbreviation_of(target) or name_of_id(target)
    typesetter.say(typesetter.open(into, "span", pointer), name)


def _open_link(
    destination: _Destination,
    pointer: etree._Element,
    into: etree._Element,
    typesetter: Typesetter,
) -> etree._Element:
    made = typesetter.open(into, "a", pointer)
    made.set("href", destination.href)
    return made


def _name(
    link: etree._Element,
    destination: _Destination,
    pointer: etree._Element,
    typesetter: Typesetter,
) -> None:
    """Name a link without words after the place that it leads to."""
    if destination.element is None and _is_by_the_way(pointer, typesetter):
        link.set("class", f"{link.get('class') or ''} outward".strip())
        link.set("aria-label", destination.written)
        link.text = _SIGN
    else:
        _say_target(link, destination, is_page=pointer.get("type") in _PAGES)
        _follow_number(link, destination, typesetter)


def _shows_address(
    pointer: etree._Element, destination: _Destination, typesetter: Typesetter
) -> bool:
    """Return whether a link is named by its address, which may not run into a word before it."""
    is_bare = destination.element is None and not _says_something(pointer)
    return is_bare and not _is_by_the_way(pointer, typesetter)


def _is_by_the_way(pointer: etree._Element, typesetter: Typesetter) -> bool:
    """Return whether the text reads on without the address of a pointer that has no words.

    A sentence that says `see` needs it, and so does a note or a reference; a verse that begins or
    ends with a link to its scan does not, nor does a text that has one in every sentence.
    """
    around = {local_name(e) for e in pointer.iterancestors()}
    if around & _ADDRESSED:
        return False
    if around & _READ or typesetter.book.survey.bare_addresses >= _MANY:
        return True
    return not _has_words_before(pointer)


def _has_words_before(pointer: etree._Element) -> bool:
    before, parent = pointer.getprevious(), pointer.getparent()
    if before is not None:
        name = local_name(before)
        inside = map(str, before.itertext()) if name and name not in _NOT_IN_TITLES else ()
        said = "".join([*inside, before.tail or ""])
        return bool(said.strip()) or _has_words_before(before)
    if parent is None:
        return False
    alone = not "".join(map(str, parent.itertext())).strip()
    return alone or bool((parent.text or "").strip())


def _follow_number(link: etree._Element, destination: _Destination, typesetter: Typesetter) -> None:
    """Let a link to a note, or into one, show the number that the note will have."""
    target = destination.element
    around = () if target is None else (target, *target.iterancestors(tei("note")))
    note = next((e for e in around if local_name(e) == "note"), None)
    if note is not None:
        typesetter.walk.links_to_notes.append((link, note))


def _destinations(element: etree._Element, typesetter: Typesetter) -> list[_Destination]:
    """Find where a pointer leads; an address with spaces in it is one place all the same."""
    written = " ".join((element.get("target") or "").split())
    targets = split_pointers(written)
    if len(targets) > 1 and remote_url(written) and not all(map(_is_address, targets)):
        targets = [written]
    if not targets:
        return _cited(element, typesetter)
    found = [_destination(target, element, typesetter) for target in targets]
    return [destination for destination in found if destination is not None]


def _cited(element: etree._Element, typesetter: Typesetter) -> list[_Destination]:
    """Find the place that a reference by number cites, in the book or out of it."""
    references = typesetter.book.cited_references
    written = element.get("cRef") or ""
    place = references.place(element)
    if place is None:
        url = references.address(element)
        return [_Destination(url, _of_work(written), is_source=True)] if url else []
    citations = typesetter.book.citations
    name = typesetter.out.ids.of(place.get(XML_ID) or citations.names[place])
    typesetter.walk.pointed_from.setdefault(name, element)
    return [_Destination(f"#{name}", written, place, ".".join(citations.paths[place]))]


def _of_work(reference: str) -> str:
    """Write a reference as readers do: `LXX Job 1:22` for `LXX:Job:1:22`."""
    return _BETWEEN_NAMES.sub(" ", reference.replace("_", " "))


def _says_something(element: etree._Element) -> bool:
    return bool("".join(map(str, element.itertext(etree.Element))).strip())


def _set_source(
    source: _Destination, element: etree._Element, into: etree._Element, typesetter: Typesetter
) -> None:
    """Name the source of a quotation behind it, in parentheses (Chicago 13.64)."""
    said = ending(into)
    typesetter.say(into, " " if said and not said[-1].isspace() else "")
    made = typesetter.open(into, "span", None, SOURCE)
    made.text = "("
    _open_link(source, element, made, typesetter).text = source.written
    typesetter.say(made, ")")


def _is_address(target: str) -> bool:
    return target.startswith("#") or remote_url(target) != ""


def _destination(
    target: str, pointer: etree._Element, typesetter: Typesetter
) -> _Destination | None:
    url = remote_url(target)
    if url:
        return _Destination(url, target)
    survey = typesetter.book.survey
    identifier = survey.local_id(target)
    if identifier in survey.by_id:
        name = typesetter.out.ids.of(identifier)
        typesetter.walk.pointed_from.setdefault(name, pointer)
        return _Destination(f"#{name}", target, survey.by_id[identifier])
    hidden = survey.outside.get(identifier)
    if hidden is not None:
        _tell_hidden(target, hidden, pointer, typesetter)
        return None
    is_meant = identifier or (looks_bare(target) and target not in survey.outside)
    if is_meant:
        message = f"a cross-reference points at {target!r}, which the manuscript does not have"
        name = identifier or target
        hint = "mend its @target, or give the element that is meant this xml:id"
        if not identifier:
            hint = f"write '#{target}', and give the element that is meant this xml:id"
        if is_mark(pointer):
            hint = f'write the note in its place, <note>...</note>, or give it xml:id="{name}"'
        typesetter.out.tell("TYP-004", message, pointer, hint)
    return None


def _tell_hidden(
    target: str, hidden: etree._Element, pointer: etree._Element, typesetter: Typesetter
) -> None:
    """Tell of a link into a header or stand-off data, which no reader can follow."""
    name = local_name(hidden)
    message = f"a link points at {target!r}, a <{name}> beside the text, which the book leaves out"
    hint = "its words are set without a link; point at something that the text shows"
    name = repr(target)
    typesetter.out.count("TYP-051", message, pointer, hint, name=name, severity=Severity.NOTICE)


def _say_target(link: etree._Element, destination: _Destination, *, is_page: bool) -> None:
    """Name the place that a pointer without words leads to; in print `is_page` wants its number."""
    target = destination.element
    if target is None:
        link.set("class", f"{link.get('class') or ''} url".strip())
        link.text = destination.written.removeprefix("mailto:")
        return
    own = destination.reference or _name_of(target)
    if is_page or not own:
        link.set("class", f"{link.get('class') or ''} page-ref".strip())
    if own:
        link.text = own
        return
    around = next((e for e in target.iterancestors() if is_division(e) and _name_of(e)), None)
    link.text = _name_of(around) if around is not None else "↑"
    words = " ".join("".join(map(str, target.itertext(etree.Element))).split())
    if around is None and words:
        link.set("aria-label", words if len(words) <= 40 else f"{words[:40].rpartition(' ')[0]} …")


def _name_of(target: etree._Element) -> str:
    """Return what an element is called: by its heading, headword, number, or as a work is cited."""
    if local_name(target) in _WORKS:
        return " ".join((target.get("label") or target.get("n") or author_and_year(target)).split())
    if local_name(target) in ENTRIES:
        return headword_in(target) + homograph_of(target).translate(_RAISED)
    head = target if local_name(target) == "head" else target.find(tei("head"))
    is_headed = is_division(target) or local_name(target) in _HEADED | {"head"}
    if head is not None and is_headed:
        words = _title_of(head)
        if words:
            return words
    number = " ".join((target.get("n") or "").split())
    return number if len(number) <= 40 else ""


def _title_of(head: etree._Element) -> str:
    """Read a heading without its notes."""
    pieces: list[str] = []

    def gather(element: etree._Element) -> None:
        pieces.append(element.text or "")
        for child in element:
            name = local_name(child)
            if name and name not in _NOT_IN_TITLES:
                pieces.append(" " if name == "lb" else "")
                gather(child)
            pieces.append(child.tail or "")

    gather(head)
    return " ".join("".join(pieces).split())


RULES = {"ref": set_reference, "ptr": set_reference}
