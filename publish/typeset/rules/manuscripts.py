"""Rules for manuscripts as a catalogue describes them (TEI chapter 11).

An entry begins with its shelfmark, as a heading, and the library. What it says follows under the
words of `descriptions.toml`.
"""

from __future__ import annotations

import re

from lxml import etree

from publish.house.language.typography import language_at
from publish.house.language.words import named
from publish.model.document import local_name, tei
from publish.model.lazy_pattern import lazy_pattern
from publish.model.text_kind import IndexOf
from publish.typeset.described import put_label
from publish.typeset.index_terms import IndexTerm
from publish.typeset.name_index import wanted_indexes
from publish.typeset.render import Typesetter
from publish.typeset.rules.descriptions import fill_described, set_block
from publish.typeset.rules.drama import is_in_line
from publish.typeset.rules.inline import set_as_surroundings
from publish.typeset.statements import attribute_words, is_described, says, span_of, words_in
from publish.typeset.xhtml import classes, ending, make

_ENTRIES_STAND_IN = frozenset("body front back div text listObject listBibl".split())
_ADDRESS = lazy_pattern(r"(https?|ark|urn|doi):", re.IGNORECASE)
"""How a number begins that machines read, and no shelfmark."""

_FORM = lazy_pattern(r"[^\W\d]{3,}( [^\W\d]{2,}){0,2}")
"""A word for the form of a book, or a few: no number, and no key of a list of an archive's own."""

_SHELFMARKS = frozenset({"", "shelfmark", "signature", "callnumber"})


def set_manuscript(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set the description of a manuscript, or of a part, under its shelfmark.

    One that is all of a text is no section of it: its shelfmark is the text's title.
    """
    around = element.getparent()
    is_part = local_name(element) != "msDesc"
    name = f"description {local_name(element)}"
    identifier = element.find(tei("msIdentifier"))
    if is_in_line(element, typesetter):
        set_as_surroundings(element, into, typesetter)
    elif around is None or not (is_part or local_name(around) in _ENTRIES_STAND_IN):
        fill_described(element, typesetter.open(into, "div", element, name), typesetter)
    elif identifier is None or _shelfmark(identifier) is None:
        fill_described(element, typesetter.open(into, "section", element, name), typesetter)
    else:
        is_alone = not is_part and len(list(around.iterchildren(etree.Element))) == 1
        made = typesetter.open(into, "div" if is_alone else "section", element, name)
        _set_heading(identifier, made, typesetter)
        with typesetter.deeper():
            fill_described(element, made, typesetter)


def _shelfmark(identifier: etree._Element) -> etree._Element | None:
    """Find the shelfmark among the numbers of a manuscript; a name stands for one."""
    numbers = [e for e in identifier.iterchildren(tei("idno")) if words_in(e)]
    others = list(identifier.iterfind(f"{tei('altIdentifier')}/{tei('idno')}"))
    readable = [e for e in numbers if not _ADDRESS.match(words_in(e))]
    marked = [e for e in others if "shelfmark" in (e.get("type") or "").lower().replace("-", "")]
    if not readable and (marked or len(identifier) == 1):
        numbers = (marked or others)[:1]
    first = [e for e in numbers if (e.get("type") or "").lower().replace("-", "") in _SHELFMARKS]
    named = identifier.findall(tei("msName"))
    return next(iter([*first, *numbers, *named]), None)


def _set_heading(identifier: etree._Element, made: etree._Element, typesetter: Typesetter) -> None:
    """Set the shelfmark as a heading, and list it in the index of shelfmarks."""
    number = _shelfmark(identifier)
    if number is None:
        return
    tag = f"h{max(1, min(6, typesetter.part.level))}"
    heading = typesetter.open(made, tag, None, "shelfmark")
    typesetter.one(number, heading)
    around = identifier.getparent()
    if around is not None and local_name(around) == "msDesc":
        _list(identifier, number, heading, typesetter)


def _list(
    identifier: etree._Element,
    number: etree._Element,
    heading: etree._Element,
    typesetter: Typesetter,
) -> None:
    """List a shelfmark under its library; numbers in it are ordered as numbers."""
    if IndexOf.SHELFMARKS not in wanted_indexes(typesetter.book.edition, typesetter.book.taken):
        return
    heading.set("id", typesetter.out.ids.fresh(f"{typesetter.part.name}-shelfmark"))
    kept_in = [identifier.find(tei(name)) for name in ("settlement", "repository")]
    library = ", ".join(words_in(each) for each in kept_in if each is not None)
    levels = tuple(filter(None, (library, words_in(number))))
    keys = tuple(re.sub(r"\d+", lambda found: found[0].zfill(6), level) for level in levels)
    term = IndexTerm(levels, heading.get("id") or "", str(IndexOf.SHELFMARKS), keys)
    typesetter.out.index_terms.append(term)


def set_identifier(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set where a manuscript is kept, with commas between; the shelfmark may head the entry.

    Other numbers follow on a line of their own, with the name of their kind.
    """
    is_headed = local_name(element) == "msIdentifier" and _has_heading(into)
    heading = _shelfmark(element) if is_headed else None
    line = typesetter.open(into, "span", element, "shelf-mark")
    others: etree._Element | None = None
    typesetter.say_text(element, line, str.strip)
    for child in element:
        if heading is not None and child is heading:
            pass
        elif heading is not None and child is heading.getparent():
            _set_beside(heading, line, typesetter)
        elif is_headed and local_name(child) in {"idno", "altIdentifier"} and says(child):
            others = (
                typesetter.open(into, "span", None, "other-marks") if others is None else others
            )
            _go_on(others, typesetter, "; ")
            _set_number(child, others, typesetter)
        else:
            if local_name(child) and says(child):
                _go_on(line, typesetter)
            typesetter.one(child, line)
        typesetter.say_tail(child, line, str.strip)


def _set_beside(heading: etree._Element, line: etree._Element, typesetter: Typesetter) -> None:
    """Set what an `altIdentifier` says beside the shelfmark in it, such as the leaves of a part."""
    around = heading.getparent()
    for child in () if around is None else around:
        if child is not heading:
            if local_name(child) and says(child):
                _go_on(line, typesetter)
            is_plain = local_name(child) == "note" and child not in typesetter.book.note_plan.moved
            set_it = typesetter.children if is_plain else typesetter.one
            set_it(child, line)
        typesetter.say_tail(child, line, str.strip)


def _has_heading(line: etree._Element) -> bool:
    """Return whether an entry's heading stands right before the line that names its library."""
    holder = line.getparent()
    return holder is not None and len(holder) > 0 and "shelfmark" in classes(holder[0])


def _set_number(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set another number of a manuscript, with the name of its kind: `SCN 29003`."""
    number = element if local_name(element) == "idno" else element.find(tei("idno"))
    kind = "" if number is None else number.get("type") or ""
    said = words_in(element)
    if kind.isupper() and not said.startswith(kind):
        typesetter.say(into, f"{kind}\u00a0")
    typesetter.one(element, into)


def _go_on(line: etree._Element, typesetter: Typesetter, mark: str = ", ") -> None:
    if ending(line).strip():
        typesetter.trim(line)
        typesetter.say(line, mark)


def set_item(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set one text of a manuscript: its number, leaves in parentheses, author and title."""
    if is_in_line(element, typesetter):
        set_as_surroundings(element, into, typesetter)
        return
    made = typesetter.open(into, "div", element, f"description {local_name(element)}")
    fill_described(element, made, typesetter)
    number = (element.get("n") or "").strip()
    first = made[0] if len(made) else None
    if number and first is not None and not (made.text or "").strip():
        mark = make("b", "item-number")
        mark.text = number if number[-1:] in ".)" else f"{number}."
        mark.tail, first.text = f" {(first.text or '').lstrip()}", None
        first.insert(0, mark)


def set_leaves(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set the leaves that are spoken of; what attributes alone say is `fols. 1r-12v`."""
    around = element.getparent()
    begins = around is not None and local_name(around) in {"msItem", "msItemStruct"}
    begins = begins and not ending(into).strip()
    begins = begins and words_in(element)[:1] not in {"(", "["}
    opening, closing = ("(", ")") if begins else ("", "")
    if words_in(element) or not is_described(element):
        typesetter.say(into, opening)
        set_as_surroundings(element, into, typesetter)
        typesetter.say(into, closing)
        return
    if around is not None and local_name(around) == "item" and ending(into).strip()[-1:].isalnum():
        typesetter.trim(into)
        typesetter.say(into, ", ")
    leaves = span_of(element)
    language = language_at(element, typesetter.book.edition.book.language)
    is_one = "–" not in leaves and "," not in leaves
    made = typesetter.open(into, "span", element, "locus")
    words = named("ms_leaf" if is_one else "ms_leaves", language, leaves)
    made.text = f"{opening}{words}{closing}" if leaves else None


def set_material(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set what a support is made of; in a description, where need be, by its key."""
    set_as_surroundings(element, into, typesetter)
    if is_described(element):
        typesetter.say(into, attribute_words(element))


def set_object(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set what an object is like; its form first, where an attribute alone says it: `codex`."""
    form = " ".join((element.get("form") or "").replace("_", " ").split())
    said = "".join(map(str, element.itertext(etree.Element))).casefold()
    set_block(element, into, typesetter)
    made = next(iter(into.iterchildren(reversed=True)), None)
    is_block = made is not None and "objectDesc" in classes(made)
    if made is None or not is_block or not _FORM.fullmatch(form) or form.casefold() in said:
        return
    line = make("div", "description form")
    line.text = form
    made.insert(0, line)
    put_label(line, "ms_form", language_at(element, typesetter.book.edition.book.language))


RULES = {
    "objectDesc": set_object,
    "material": set_material,
    **dict.fromkeys("msDesc msPart msFrag".split(), set_manuscript),
    **dict.fromkeys("msIdentifier altIdentifier".split(), set_identifier),
    **dict.fromkeys("msItem msItemStruct".split(), set_item),
    "locus": set_leaves,
}
