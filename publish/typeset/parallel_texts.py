"""Find a text and its translation, and the passages of the one that answer those of the other.

They are two divisions side by side (`type="edition"` and `"translation"`, or in two languages), or
two texts of a group. Passages are tied by pointers (`@corresp`, `@sameAs`, `@ana`, `@copyOf`,
`link`; TEI chapters 16.1, 16.5), by the same numbers (`@n`), or else, between such ties, by place.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise

from lxml import etree
from msgspec import Struct, field

from publish.house.language.tag import language_name, language_tag
from publish.house.language.typography import language_at
from publish.house.language.words import language_of_word
from publish.model.document import XML_ID, XML_LANG, local_name, tei
from publish.model.edition import Text
from publish.model.lazy_pattern import lazy_pattern
from publish.typeset.output import Output
from publish.typeset.pointing import split_pointers
from publish.typeset.survey import DIVISIONS, Survey
from publish.typeset.textparts import unit_of

ROW_MARK = "data-passage"
"""Says on a block of which passage of which side it is; `in_step.py` takes it away."""

ORIGINAL, TRANSLATION, HEADING = "o", "t", "h"

_TRANSLATIONS = frozenset(
    "translation translated traduction traduccion traducción tradução traduzione übersetzung "
    "uebersetzung vertaling перевод".split()
)
_ORIGINALS = frozenset("edition original source transcription text reading".split())
_BESIDE = frozenset("apparatus commentary bibliography notes introduction images".split())
_WHOLES = DIVISIONS | {"text", "body", "group"}
_IDLE = frozenset("pb lb cb gb fw milestone anchor link linkGrp".split())
_POINTERS = ("corresp", "sameAs", "ana", "copyOf", "synch")

_SPAN = lazy_pattern(r"(\w+)\s*[-\u2013]\s*\w+")
"""The number of a block that answers several, such as `23-24`: it begins with the first of them."""

LONG_VERSE = 8
"""Verses of a stanza or speech that go in step one by one, where both sides have as many."""

MOST_VERSES = 0.02
"""The share of verses by which a translation may differ, that goes by the original's numbers."""

QUOTED_VERSES = 0.1
"""The share of verses, to those of the original, that a translation in prose may quote."""

Key = tuple[str, ...]


class Choice(Struct):
    """Several translations of a text, and the one of them that goes in step with it."""

    of: list[etree._Element]
    taken: etree._Element


class ParallelTexts(Struct):
    """The blocks of texts that go in step with a translation, and of the translations."""

    rows: dict[etree._Element, str] = field(default_factory=dict)
    """`o3` for blocks of the third passage of an original, `t3` for those that translate it."""
    headings: dict[etree._Element, str] = field(default_factory=dict)
    """`o3h`, `t3h` for headings made for a division that begins with that passage."""

    translations: dict[etree._Element, str] = field(default_factory=dict)
    """The whole of each translation, and its language."""

    choices: list[Choice] = field(default_factory=list)
    """What was taken of several translations without the edition having named it."""

    def language_at(self, element: etree._Element, language: str) -> str:
        """Return the language of words made for an element: a translation's has them in its own."""
        if self.translations:
            for around in (element, *element.iterancestors()):
                if around in self.translations:
                    own = _said_language(element) or self.translations[around]
                    return own if language_of_word("chapter", own) == own else language
        return language

    @property
    def is_found(self) -> bool:
        """Return whether any text has a translation beside it."""
        return bool(self.rows)


class _Block(Struct):
    element: etree._Element
    keys: set[Key]


class _Chooser(Struct):
    """Chooses one of several translations, and keeps what the edition does not name."""

    chosen: str
    language: str
    """That of the book."""
    choices: list[Choice]

    def choose(self, named: list[etree._Element]) -> etree._Element:
        """Return the translation named, else one in the book's own language, or the first."""
        meant = [e for e in named if self.chosen and _is_in(e, self.chosen)]
        meant += [e for n, e in enumerate(named, start=1) if str(n) == self.chosen]
        if meant:
            return meant[0]
        taken = next((e for e in named if _language(e) == self.language), named[0])
        if len(named) > 1 or self.chosen:
            self.choices.append(Choice(named, taken))
        return taken


def find_parallel_texts(seen: Survey, chosen: str, language: str) -> ParallelTexts:
    """Find all texts of a book that have a translation beside them.

    Of several translations of a text the one `chosen` goes in step, by its language, id or number;
    else the one in the language of the book, or the first.
    """
    found = ParallelTexts()
    pairs = list(_pairs(seen, _Chooser(chosen, language.partition("-")[0], found.choices)))
    found.translations = {whole: _said_language(whole) for _, whole in pairs}
    links = _links(seen) if pairs else {}
    headed: set[str] = set()
    row = 0
    for original, translation in pairs:
        sides = _sides(original, translation, links)
        for counted, side in zip(_aligned(*sides), (ORIGINAL, TRANSLATION), strict=True):
            for element, number in counted:
                mark = f"{side}{row + number}"
                found.rows[element] = mark
                heading = f"{mark}{HEADING}"
                if heading in headed:
                    continue
                headed.add(heading)
                for around in element.iterancestors():
                    if around in found.headings or around is original or around is translation:
                        break
                    found.headings[around] = heading
        row += len(sides[0]) + len(sides[1])
    return found


def tell_parallel_texts(found: ParallelTexts, asked: Text, out: Output) -> None:
    """Report what the edition has asked for and not named, or the manuscript does not have."""
    if asked.translation != "after" and not found.is_found:
        message = f"{asked.translation!r} is asked for, and no text with a translation is found"
        hint = 'put them side by side as <div type="edition"> and <div type="translation">'
        out.tell("TYP-119", message, hint=hint)
    _tell_choices(found, asked.translation_shown, out)


def _tell_choices(found: ParallelTexts, chosen: str, out: Output) -> None:
    for choice in found.choices:
        keys = [_key_of(e, choice.of) for e in choice.of]
        listed = ", ".join(f'"{k}" ({_described(e)})' for k, e in zip(keys, choice.of, strict=True))
        taken = keys[choice.of.index(choice.taken)]
        why = f"none is the {chosen!r} of translation_shown; " if chosen else ""
        rest = ", the others follow behind" if len(keys) > 1 else ""
        message = f'translations of a text: {listed}; {why}"{taken}" goes in step with it{rest}'
        hint = f'choose: translation_shown = "{taken}" under [text] of edition.toml'
        out.count("TYP-118", message, choice.taken, hint, kind=message)


def _key_of(translation: etree._Element, among: list[etree._Element]) -> str:
    """Return what `translation_shown` calls a translation alone by: a name, or its place."""
    others = [e for e in among if e is not translation]
    names = [_language(translation), translation.get(XML_LANG), translation.get(XML_ID)]
    names.append(translation.get("n"))
    alone = (name for name in names if name and not any(_is_in(e, name) for e in others))
    return next(alone, str(among.index(translation) + 1))


def _described(translation: etree._Element) -> str:
    """Say the language of a translation, and whose it is."""
    whose = (translation.get(name) or "" for name in ("source", "resp"))
    return ", ".join(filter(None, (language_name(_said_language(translation)), *whose)))


def _pairs(seen: Survey, chooser: _Chooser) -> Iterator[tuple[etree._Element, etree._Element]]:
    """Yield the outermost originals with their translations."""
    pending = list(reversed(seen.texts))
    while pending:
        around = pending.pop()
        wholes = [e for e in around if local_name(e) in _WHOLES]
        pair = _pair_of([e for e in wholes if (e.get("type") or "") not in _BESIDE], chooser)
        if pair is not None:
            yield pair
            continue
        pending += reversed(wholes)


def _pair_of(
    wholes: list[etree._Element], chooser: _Chooser
) -> tuple[etree._Element, etree._Element] | None:
    """Tell which of some texts or divisions side by side is the translation of which."""
    named = [e for e in wholes if _is_called(e, _TRANSLATIONS)]
    if named:
        others = [e for e in wholes if e not in named]
        original = next((e for e in others if _is_called(e, _ORIGINALS)), None)
        if original is None and others:
            original = others[-1] if len(others) == 1 else None
        return None if original is None else (original, chooser.choose(named))
    languages = [_language(e) for e in wholes]
    if len(wholes) == 2 and all(languages) and languages[0] != languages[1]:
        return wholes[0], wholes[1]
    return None


def _is_called(element: etree._Element, names: frozenset[str]) -> bool:
    written = f"{element.get('type') or ''} {element.get('subtype') or ''}"
    return not names.isdisjoint(written.lower().split())


def _is_in(whole: etree._Element, chosen: str) -> bool:
    """Return whether a translation is in a language, or is named by its id or number."""
    own = _said_language(whole)
    return chosen in {whole.get(XML_ID), whole.get("n"), own, own.partition("-")[0]}


def _said_language(element: etree._Element) -> str:
    """Return the language that an element or what is around it says."""
    return language_tag(language_at(element, ""))


def _language(element: etree._Element) -> str:
    return language_tag(element.get(XML_LANG) or "").split("-")[0]


def _links(seen: Survey) -> dict[str, str]:
    """Map each id that a `link` ties to another to the first that it is tied to."""
    tied: dict[str, str] = {}
    root = seen.texts[0].getroottree().getroot()
    for link in root.iter(tei("link")):
        ids = [target[1:] for target in split_pointers(link.get("target")) if target[0] == "#"]
        tied.update(dict.fromkeys(ids[1:], ids[0]) if ids else {})
    return tied


def _sides(
    original: etree._Element, translation: etree._Element, links: dict[str, str]
) -> tuple[list[_Block], list[_Block]]:
    """List the blocks of both sides; long stanzas of as many verses go in step verse by verse."""
    gather = _Gatherer(links, counts_verses=_counts_verses(original, translation))
    sides = gather.blocks(original), gather.blocks(translation)
    rows: dict[int, list[etree._Element]] = {}
    for counted in _aligned(*sides):
        for element, number in counted:
            rows.setdefault(number, []).append(element)
    gather.opened = {e for row in rows.values() if _are_alike(row) for e in row}
    return (gather.blocks(original), gather.blocks(translation)) if gather.opened else sides


def _counts_verses(original: etree._Element, translation: etree._Element) -> bool:
    """Return whether the numbers of verses tie passages.

    They do not where a translation has more or fewer verses; those of prose do where they leap,
    as the cards of Perseus are called by their first verse.
    """
    counts = [sum(1 for _ in whole.iter(tei("l"))) for whole in (original, translation)]
    if counts[1] > QUOTED_VERSES * counts[0]:
        return abs(counts[0] - counts[1]) <= MOST_VERSES * max(counts)
    numbers = [
        int(n) for e in translation.iter() if re.fullmatch(r"\d{1,5}", n := e.get("n") or "")
    ]
    return max(numbers, default=0) > 2 * len(numbers)


def _are_alike(row: list[etree._Element]) -> bool:
    """Return whether a passage is two long stanzas or speeches of as many verses."""
    if len(row) != 2 or any(local_name(e) not in {"lg", "sp"} for e in row):
        return False
    counts = [sum(1 for _ in e.iter(tei("l"))) for e in row]
    return counts[0] == counts[1] >= LONG_VERSE


class _Gatherer(Struct):
    """Lists the blocks of texts in reading order: what their divisions hold beside divisions."""

    links: dict[str, str]
    counts_verses: bool
    opened: set[etree._Element] = field(default_factory=set)
    """Stanzas and speeches whose verses are blocks themselves."""

    def blocks(self, whole: etree._Element) -> list[_Block]:
        """List the blocks of one text, each with what it may be known by on the other side."""
        found: list[_Block] = []
        self._gather(whole, (), set(), found)
        return found

    def _gather(
        self, around: etree._Element, path: Key, keys: set[Key], found: list[_Block]
    ) -> None:
        waiting = set(keys)
        for child in around:
            name = local_name(child)
            number = _number_of(child)
            if name == "milestone" and number:
                waiting |= _counted_keys(child, path)
            if not name or name in _IDLE:
                continue
            own = _keys(child, path, self.links, is_counted=name != "l" or self.counts_verses)
            if name in _WHOLES or child in self.opened:
                self._gather(child, (*path, number) if number else path, waiting | own, found)
            else:
                inside = child.iterdescendants(tei("milestone"), tei("seg"))
                counted = (_counted_keys(place, path) for place in inside)
                found.append(_Block(child, (waiting | own).union(*counted)))
            waiting = set()


def _number_of(element: etree._Element) -> str:
    """Return the number of a block or division; a CTS urn names a whole text, and no part of it."""
    number = (element.get("n") or "").strip()
    return "" if number.startswith("urn:") else number


def _keys(
    element: etree._Element, path: Key, links: dict[str, str], *, is_counted: bool
) -> set[Key]:
    """List what a block may be known by on the other side."""
    keys: set[Key] = {("head", *path)} if local_name(element) == "head" else set()
    identifier = element.get(XML_ID)
    if identifier:
        keys |= {("id", identifier), ("id", links.get(identifier, identifier))}
    for name in _POINTERS:
        for target in split_pointers(element.get(name)):
            pointed = target.rpartition("#")[2]
            keys |= {("id", pointed), ("id", links.get(pointed, pointed))}
    number = _number_of(element)
    if number and is_counted:
        keys |= {("n", *path, number), *_counted_keys(element, path)}
        if span := _SPAN.fullmatch(number):
            keys.add(("n", *path, span[1]))
    return keys


def _counted_keys(place: etree._Element, path: Key) -> set[Key]:
    """List what a place is known by that counts by a unit: in its division, and in the text.

    A section may be a division on one side and a milestone on the other.
    """
    number, unit = (place.get("n") or "").strip(), unit_of(place)
    return {("u", unit, number), ("u", unit, *path, number)} if number and unit else set()


Counted = list[tuple[etree._Element, int]]


def _aligned(original: list[_Block], translation: list[_Block]) -> tuple[Counted, Counted]:
    """Give the blocks of both sides the numbers of their passages."""
    ties = [(0, 0), *_ties(original, translation), (len(original), len(translation))]
    starts: list[tuple[int, int]] = []
    for (first, second), (next_first, next_second) in pairwise(ties):
        lengths = next_first - first, next_second - second
        if lengths[0] == lengths[1]:
            starts += [(first + n, second + n) for n in range(lengths[0])]
        elif not lengths[1]:
            starts += [(first + n, second) for n in range(lengths[0])]
        elif any(lengths):
            starts.append((first, second))
            if all(lengths) and _is_head(original[first]) and _is_head(translation[second]):
                starts.append((first + 1, second + 1))
    sides = ((original, [o for o, _ in starts]), (translation, [t for _, t in starts]))
    left, right = (
        [(block.element, bisect_left(begins, place + 1)) for place, block in enumerate(blocks)]
        for blocks, begins in sides
    )
    return left, right


def _is_head(block: _Block) -> bool:
    return local_name(block.element) == "head"


def _ties(original: list[_Block], translation: list[_Block]) -> list[tuple[int, int]]:
    """Find the blocks that answer each other, as many as keep their order on both sides."""
    place_of = _places(original)
    meant = _places(translation)
    candidates = []
    for place, block in enumerate(translation):
        known = [key for key in block.keys if key in place_of and meant.get(key) == place]
        if known:
            best = max(known, key=lambda key: (len(key), -place_of[key]))
            candidates.append((place_of[best], place))
    return _rising(candidates)


def _places(blocks: list[_Block]) -> dict[Key, int]:
    """Map what is known of one block alone to its place."""
    places: dict[Key, int] = {}
    several: set[Key] = set()
    for place, block in enumerate(blocks):
        for key in block.keys:
            if places.setdefault(key, place) != place:
                several.add(key)
    return {key: place for key, place in places.items() if key not in several}


def _rising(candidates: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Choose the longest run of ties whose first numbers rise, as their second ones do."""
    tails: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, (first, _) in enumerate(candidates):
        at = bisect_left(tails, first)
        if at == len(tails):
            tails.append(first)
            last.append(number)
        else:
            tails[at], last[at] = first, number
        before.append(last[at - 1] if at else -1)
    chosen = []
    number = last[-1] if last else -1
    while number >= 0:
        chosen.append(candidates[number])
        number = before[number]
    return chosen[::-1]
