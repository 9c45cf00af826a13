"""The index at the back: terms in alphabetical order, each with links to where the text names it.

On a screen a link shows the title of its chapter, in print the number of its page. Entries are
ordered letter by letter by the alphabet of the book's language, and the same on every machine.
"""

from __future__ import annotations

from lxml import etree
from msgspec import Struct, field

from publish.house.language.alphabet import filing_key, letter_of
from publish.house.language.tag import direction_of
from publish.house.language.typography import typography_of
from publish.house.language.words import word
from publish.model.edition import Edition
from publish.model.publication import UNTIL, Matter, Part
from publish.model.text_kind import IndexOf
from publish.typeset.added import open_section, say_word
from publish.typeset.dead_links import parts_by_id
from publish.typeset.ids import IdRegistry
from publish.typeset.index_terms import IndexTerm
from publish.typeset.xhtml import BLOCKS, H, append_text, has_content, name_of

_WHOLE = frozenset("table math svg figure pre".split())
"""Elements into which no anchor is put."""

FEWEST_FOR_LETTERS = 40
"""An index of fewer main entries has no headings for letters."""


class _Entry(Struct):
    """One term with the places that name it and the terms below it."""

    term: str = ""
    filed_as: str = ""
    """The words that give its place: the term's own, or its `@sortKey`."""
    targets: dict[str, str] = field(default_factory=dict)
    """The places, each with the id of the passage's end, or with nothing."""
    see: list[str] = field(default_factory=list)
    see_also: list[str] = field(default_factory=list)
    below: dict[str, _Entry] = field(default_factory=dict)

    def sorted(self, language: str) -> list[_Entry]:
        """List the entries below in the order of the index."""
        return sorted(
            self.below.values(),
            key=lambda entry: (filing_key(entry.filed_as, language), entry.term),
        )


def index_parts(
    terms: list[IndexTerm], body: list[Part], names: IdRegistry, edition: Edition
) -> list[Part]:
    """Make one index for each name that the index terms give; none without terms.

    Those of persons, places and the like come first, then the manuscript's own.
    """
    place_of = parts_by_id(body) if terms else {}
    indexes: dict[str, _Entry] = {}
    for term in terms:
        if term.target in place_of or term.see:
            _put(term, indexes.setdefault(term.index_name, _Entry()))
    known = [*map(str, IndexOf)]
    own = [name for name in indexes if name not in known]
    in_order = [*(name for name in known if name in indexes), *own]
    return [
        _part(
            name if len(own) > 1 or name in known else "", indexes[name], place_of, names, edition
        )
        for name in in_order
    ]


def _put(term: IndexTerm, root: _Entry) -> None:
    entry = root
    for level, words in enumerate(term.levels):
        entry = entry.below.setdefault(words, _Entry(words, words))
        own_key = term.sort_keys[level] if level < len(term.sort_keys) else ""
        if own_key:
            entry.filed_as = own_key
    if term.target:
        entry.targets.setdefault(term.target, term.end)
    for pointers, words in ((entry.see, term.see), (entry.see_also, term.see_also)):
        if words and words not in pointers:
            pointers.append(words)


def _part(
    name: str, root: _Entry, place_of: dict[str, Part], names: IdRegistry, edition: Edition
) -> Part:
    language = edition.book.language
    section = open_section(names, "index", "back-index", "index", "doc-index")
    of_names = word(f"index_{name}", language) if name in [*map(str, IndexOf)] else ""
    title = of_names or word("index", language)
    etree.SubElement(section, H + "h1").text = title
    if name and not of_names:
        etree.SubElement(section, H + "p", {"class": "subtitle"}).text = name
        title = f"{title}: {name}"
    entries = root.sorted(language)
    has_letters = len(entries) >= FEWEST_FOR_LETTERS
    letter, list_of_letter = "", None
    for entry in entries:
        first = _letter_of(entry, language)
        if list_of_letter is None or (has_letters and first != letter):
            if has_letters:
                etree.SubElement(section, H + "h2").text = first
            list_of_letter = etree.SubElement(section, H + "ul", {"class": "index-entries"})
            letter = first
        _set_entry(entry, list_of_letter, place_of, language)
    lang = language or "und"
    slug = section.get("id") or "index"
    return Part(slug, title, Matter.BACK, "index", section, language, direction_of(lang))


def _letter_of(entry: _Entry, language: str) -> str:
    key = filing_key(entry.filed_as, language)
    if not key[:1].isalpha():
        return "0–9" if key[:1].isdigit() else "*"
    return letter_of(entry.filed_as, language) or key[0]


def _set_entry(
    entry: _Entry, into: etree._Element, place_of: dict[str, Part], language: str
) -> None:
    item = etree.SubElement(into, H + "li")
    item.text = entry.term
    before: Part | None = None
    within = 1
    for target, end in entry.targets.items():
        append_text(item, typography_of(language).comma)
        part = place_of[target]
        within = within + 1 if part is before else 1
        link = etree.SubElement(item, H + "a", {"class": "page-ref", "href": f"#{target}"})
        link.text = str(within) if within > 1 else part.title or "1"
        before = part
        if end in place_of:
            _reach(link, end, part, place_of[end])
    for cls, name, words in (
        ("see", "index_see", entry.see),
        ("see-also", "index_see_also", entry.see_also),
    ):
        if words:
            append_text(
                item, ". " if entry.targets or cls == "see-also" else typography_of(language).comma
            )
            label = word(name, language)
            say_word(etree.SubElement(item, H + "span", {"class": cls}), name, language)
            append_text(item, f" {'; '.join(_without(label, each) for each in words)}")
    if entry.below:
        below = etree.SubElement(item, H + "ul")
        for inner in entry.sorted(language):
            _set_entry(inner, below, place_of, language)


def _reach(link: etree._Element, end: str, part: Part, last: Part) -> None:
    """Let a locator reach to the end of a passage; print shows the page that it ends on."""
    link.set(UNTIL, _mark_end(last, end))
    if last is not part and last.title:
        link.text = f"{link.text}\u2013{last.title}"


def _without(label: str, words: str) -> str:
    """Take the label off words that the manuscript begins with it."""
    bare = words[len(label) :].lstrip(" :")
    is_said = words.casefold().startswith(f"{label.casefold()} ")
    return bare if is_said and bare else words


def _mark_end(part: Part, identifier: str) -> str:
    """Return the id of the end of the element with this id; an anchor is put there if need be.

    "The span runs ... to the end of the content of the element pointed to by the spanTo attribute"
    (TEI att.spanning), which may be pages below where that element begins.
    """
    element = next(
        (e for tree in part.trees() for e in tree.iter(etree.Element) if e.get("id") == identifier),
        None,
    )
    if element is None or name_of(element) in _WHOLE or not has_content(element):
        return identifier
    made = f"{identifier}-end"
    last = _last_block(element)
    if last is element and name_of(element) not in BLOCKS:
        return identifier
    if not len(last) or last[-1].get("id") != made:
        etree.SubElement(last, H + "span", {"class": "index-anchor", "id": made})
    return made


def _last_block(element: etree._Element) -> etree._Element:
    """Find the innermost block with which an element ends."""
    while len(element) and name_of(element[-1]) in BLOCKS - _WHOLE and not element[-1].tail:
        element = element[-1]
    return element
