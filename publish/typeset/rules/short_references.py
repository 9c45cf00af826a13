"""Rules for the short references of epigraphic corpora: `CIL: Mommsen 1883, p. 12, no. 7454`.

What stands for a work is often a pointer alone, into a bibliography that is another file or a
database (EpiDoc Guidelines 9, "Bibliography"): the work is called by what it points at.
"""

from __future__ import annotations

import re

from lxml import etree

from publish.house.language.words import word
from publish.model.document import local_name, tei
from publish.model.lazy_pattern import lazy_pattern
from publish.typeset.entry_parts import words_of
from publish.typeset.headings import fold
from publish.typeset.pointing import author_and_year, name_of_id
from publish.typeset.records import has_own_words, words_of_attributes
from publish.typeset.render import Rule, Typesetter
from publish.typeset.xhtml import end_with, ending

_NAMES = frozenset("author editor title date ptr ref biblScope citedRange idno note".split())
_AUTHORS = frozenset("author editor title".split())
_RANGES = frozenset({"citedRange", "biblScope"})
_SIGNS = {"item": "no. {n}", "no": "no. {n}", "line": "l. {n}", "figure": "fig. {n}",
          "plate": "pl. {n}", "col": "col. {n}", "column": "col. {n}"}  # fmt: skip
_PREFIXED = lazy_pattern(r"(?!https?:|mailto:|urn:|doi:|file:)[A-Za-z][\w-]*:[^/\s#]+")
"""A pointer by a prefix that stands for a bibliography elsewhere (TEI 17.3, `prefixDef`)."""
_ZOTERO = lazy_pattern(r"zotero\.org/.*/items?/(?:itemKey/)?(\w+)")


def is_named_by_pointer(element: etree._Element) -> bool:
    """Return whether nothing but pointers such as `bm:Budge1923` names the work."""
    names = {local_name(child) for child in element} - {""}
    pointers = [pointer.get("target") or "" for pointer in element.iterchildren(tei("ptr"))]
    return bool(pointers) and names <= {"ptr", *_RANGES} and all(map(_PREFIXED.fullmatch, pointers))


def set_short_reference(
    usual: Rule, element: etree._Element, into: etree._Element, typesetter: Typesetter
) -> None:
    """Set a reference that has names, dates and places of pages only; any other as usual.

    One that is written out, but names its work by a pointer alone, is set as it is written.
    """
    names = {local_name(child) for child in element} - {""}
    if has_own_words(element) and _is_of_pointers(element):
        _fill_as_written(element, into, typesetter)
        return
    if not names or has_own_words(element) or not names <= _NAMES or not names & {"ptr", *_RANGES}:
        usual(element, into, typesetter)
        return
    parent = element.getparent()
    is_entry = parent is not None and local_name(parent) == "listBibl"
    holder = into if is_entry else typesetter.open(into, "span", element, "bibl")
    if is_entry:
        typesetter.carry(element, holder)
    _fill(element, holder, typesetter)
    if is_entry:
        _end_with_stop(holder, typesetter)


def _is_of_pointers(element: etree._Element) -> bool:
    """Return whether nothing but pointers without words names the work of a reference."""
    pointers = element.findall(tei("ptr"))
    is_named = any(map(words_of, element.iterchildren(*map(tei, _NAMES - _RANGES))))
    return bool(pointers) and not is_named and all(pointer.get("target") for pointer in pointers)


def _fill_as_written(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set `Vogel 1930: 13 (A3)` of `<ptr target="bib:Vogel1930"/>: 13 (A3)`."""
    parent = element.getparent()
    is_entry = parent is not None and local_name(parent) == "listBibl"
    holder = into if is_entry else typesetter.open(into, "span", element, "bibl")
    if is_entry:
        typesetter.carry(element, holder)
        typesetter.say(holder, f"{element.get('n')}: " if element.get("n") else "")
    typesetter.say_text(element, holder)
    for child in element:
        if local_name(child) == "ptr":
            _set_pointer(child, holder, typesetter)
        else:
            typesetter.one(child, holder)
        typesetter.say_tail(child, holder)
    if is_entry:
        _end_with_stop(holder, typesetter)


def _end_with_stop(holder: etree._Element, typesetter: Typesetter) -> None:
    words = "".join(map(str, holder.itertext()))
    goes_on = words.count("(") > words.count(")")  # the next reference ends the parenthesis
    if ending(holder).rstrip()[-1:] not in {".", ""} and not goes_on:
        end_with(holder, ending(holder).rstrip())
        typesetter.say(holder, ".")


def _fill(element: etree._Element, holder: etree._Element, typesetter: Typesetter) -> None:
    has_author = any(words_of(e) for e in element.iterchildren(*map(tei, _AUTHORS)))
    others = element.iterchildren(*map(tei, _NAMES - _RANGES))
    is_named = any(map(words_of, others))
    if element.get("n"):
        is_work = has_author or (not is_named and element.find(tei("ptr")) is not None)
        typesetter.say(holder, f"{element.get('n')}{':' if is_work else ''} ")
    before = ""
    for child in element:
        name = local_name(child)
        is_said = bool(words_of(child)) or bool(name in _RANGES and words_of_attributes(child))
        if not is_said and (name != "ptr" or is_named):
            continue
        if before:
            end_with(holder, ending(holder).rstrip())
            typesetter.say(holder, " " if name == "date" and before != "date" else ", ")
        _set_one(child, holder, typesetter)
        before = name


def _set_one(child: etree._Element, holder: etree._Element, typesetter: Typesetter) -> None:
    name = local_name(child)
    if name == "ptr":
        _set_pointer(child, holder, typesetter)
        return
    if name == "note" and child not in typesetter.book.note_plan.moved:
        typesetter.children(child, typesetter.open(holder, "span", child))
        return
    if name not in _RANGES:
        typesetter.one(child, holder)
        return
    sign = _sign(child, typesetter.book.edition.book.language)
    before, _, after = sign.partition("{n}")
    typesetter.say(holder, before)
    typesetter.one(child, holder)
    typesetter.trim(holder)
    typesetter.say(holder, after)


def _sign(part: etree._Element, language: str) -> str:
    """Return what stands beside a number that does not say what it counts."""
    words = fold(words_of(part)) or words_of_attributes(part)
    unit = (part.get("unit") or part.get("type") or "").lower()
    if not words[:1].isdigit():
        return "{n}"
    if unit in {"page", "pp", "p", "pages"}:
        sign = word("place_page", language).replace("{page}", "{n}")
        is_range = re.search(r"[-–,]", words) is not None
        return sign.replace("p. ", "pp. ") if is_range and language.startswith("en") else sign
    return _SIGNS.get(unit, "{n}")


def _set_pointer(pointer: etree._Element, holder: etree._Element, typesetter: Typesetter) -> None:
    """Call a work by what a pointer leads to: its author and year, else its id."""
    target = (pointer.get("target") or "").split(" ")[0]
    work = typesetter.book.survey.by_id.get(target.rpartition("#")[2]) if "#" in target else None
    name = author_and_year(work) if work is not None else ""
    if name:
        link = typesetter.open(holder, "a", pointer, "ref")
        link.set("href", f"#{typesetter.out.ids.of(target.rpartition('#')[2])}")
        typesetter.say(link, name)
    elif target.startswith(("http:", "https:")):
        link = typesetter.open(holder, "a", pointer, "url")
        link.set("href", target)
        found = _ZOTERO.search(target)
        typesetter.say(link, f"Zotero {found[1]}" if found else target)
    else:
        typesetter.say(typesetter.open(holder, "span", pointer), name_of_id(target))


RULES: dict[str, Rule] = {}
