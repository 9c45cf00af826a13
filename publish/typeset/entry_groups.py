"""The entries of a dictionary gathered under letters: what print sets in columns, A to Z."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from lxml import etree
from msgspec import Struct

from publish.house.language.alphabet import filing_key, letter_of
from publish.model.tree import unwrap
from publish.typeset.ids import IdRegistry
from publish.typeset.xhtml import HEADINGS, H, classes, make, name_of

FEWEST = 12
"""Entries in a row that are a dictionary; fewer are examples in a text."""

FEWEST_FOR_LETTERS = 60
"""Entries that headings of letters help to find one among."""

_MOST_RUNS = 2.2
"""Runs of entries for each letter beyond which they are in no alphabetical order.

Some list names before other words, or set accented letters apart."""

LETTER = "of-letter"
"""The class of a section with the entries under one letter, and of its heading."""

ENTRIES = "entry-columns"
"""The class of what holds a run of entries, in columns."""

_ENTRY = frozenset({"entry", "super-entry"})
_IDLE = frozenset({"pagebreak", "part-number"})


class Headword(Struct, frozen=True):
    """An entry of the output, and the word that it is looked up by."""

    entry: etree._Element
    word: str
    lang: str

    @property
    def letter(self) -> str:
        """Return the letter that it stands under."""
        return letter_of(self.word, self.lang)


def is_entry(element: etree._Element) -> bool:
    """Return whether an element of the output is an entry of a dictionary."""
    return bool(_ENTRY & classes(element))


def headword_of(entry: etree._Element) -> str:
    """Return the word that an entry is looked up by."""
    found = next((e for e in entry.iter(H + "b", H + "span") if "orth" in classes(e)), None)
    return "" if found is None else " ".join("".join(map(str, found.itertext())).split())


def group_entries(section: etree._Element, language: str, name: str, ids: IdRegistry) -> None:
    """Wrap each long run of entries as columns, under the letters that the text has no heads for.

    Every entry of them gets an id, for guide words and searches to lead to.
    """
    for inner in list(section.iterdescendants(H + "section")):
        _open_section(inner)
    for holder in list(section.iter(H + "section", H + "div")):
        for run in list(_runs(holder)):
            words = [_headword(element, language) for element in run if is_entry(element)]
            if len(words) < FEWEST:
                continue
            if len(words) == len(run) and _is_of_a_machine(words) and not _have_notes(words):
                run = _file(words, run[0])
            for word in words:
                if "id" not in word.entry.attrib:
                    word.entry.set("id", ids.fresh(f"{name}-entry"))
            _group(run, words, name, ids)


def _is_of_a_machine(words: list[Headword]) -> bool:
    """Return whether entries stand in the order of Unicode: `Z` before `a`, `é` behind `z`.

    No lexicographer orders them so; they are filed as a dictionary's (ISO 12199, CLDR).
    """
    firsts = [word.word[:1] for word in words]
    letters = [word.letter for word in words]
    comes_back = sum(1 for _ in groupby(letters)) > len(set(letters))
    return len(words) >= FEWEST_FOR_LETTERS and firsts == sorted(firsts) and comes_back


def _have_notes(words: list[Headword]) -> bool:
    """Return whether entries call notes, whose numbers follow the text."""
    return any(e.get("role") == "doc-noteref" for w in words for e in w.entry.iter(H + "a"))


def _file(words: list[Headword], first: etree._Element) -> list[etree._Element]:
    """Put entries into the order of their language's alphabet, in the tree as well."""
    holder = first.getparent()
    assert holder is not None
    place = holder.index(first)
    words.sort(key=lambda word: filing_key(word.word, word.lang))
    entries = [word.entry for word in words]
    for number, entry in enumerate(entries):
        holder.insert(place + number, entry)
    return entries


def _open_section(section: etree._Element) -> None:
    """Take away a section that holds one entry and no more: it would keep runs apart."""
    if len(section) != 1 or not is_entry(section[0]):
        return
    if any(text and text.strip() for text in (section.text, section[0].tail)):
        return
    entry, name = section[0], section.get("id")
    if name and "id" not in entry.attrib:
        entry.set("id", name)
    elif name:
        anchor = make("span")
        anchor.set("id", name)
        anchor.tail, entry.text = entry.text, None
        entry.insert(0, anchor)
    section.text = entry.tail = None
    unwrap(section)


def _headword(entry: etree._Element, language: str) -> Headword:
    return Headword(entry, headword_of(entry), entry.get("lang") or language)


def _runs(holder: etree._Element) -> Iterator[list[etree._Element]]:
    """Yield the runs of entries among an element's children, with the page breaks in them."""
    if ENTRIES in classes(holder):
        return
    run: list[etree._Element] = []
    for child in holder:
        if is_entry(child) or (run and _IDLE & classes(child) and not (child.tail or "").strip()):
            run.append(child)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _group(run: list[etree._Element], words: list[Headword], name: str, ids: IdRegistry) -> None:
    holder = run[0].getparent()
    assert holder is not None
    letters = _letters(words)
    begins = dict(zip((word.entry for word in words), letters, strict=True)) if letters else {}
    place = holder.index(run[0])
    rank = _rank(holder)
    into, letter = None, ""
    for element in run:
        begun = begins.get(element, letter)
        if into is None or begun != letter:
            letter = begun
            made = _open(letter, rank, name, ids)
            holder.insert(place, made)
            place += 1
            into = made if not letter else made[-1]
        into.append(element)
        if (element.tail or "").isspace():
            element.tail = None


def _open(letter: str, rank: int, name: str, ids: IdRegistry) -> etree._Element:
    """Make what holds a run: columns, in a section with its letter as heading."""
    columns = make("div", ENTRIES)
    if not letter:
        return columns
    section = make("section", LETTER)
    section.set("id", ids.fresh(f"{name}-letter-{letter.lower()}"))
    heading = make(f"h{rank}", LETTER)
    heading.text = letter
    section.append(heading)
    section.append(columns)
    return section


def _rank(holder: etree._Element) -> int:
    """Return the rank of headings below those of the section around."""
    node: etree._Element | None = holder
    while node is not None:
        ranks = [int(name_of(child)[1]) for child in node if name_of(child) in HEADINGS]
        if ranks:
            return min(6, min(ranks) + 1)
        node = node.getparent()
    return 2


def _letters(words: list[Headword]) -> list[str]:
    """List the letter that each entry stands under; nothing where letters would not help.

    So it is where there are few entries, where one letter is the whole, and where the order is
    another than the alphabet's: by roots, by subjects.
    """
    found: list[str] = []
    for word in words:
        found.append(word.letter or (found[-1] if found else ""))
    runs = [letter for letter, _ in groupby(found)]
    if len(words) < FEWEST_FOR_LETTERS or len(runs) < 2 or not all(runs):
        return []
    return found if len(runs) <= _MOST_RUNS * len(set(runs)) else []
