"""The families that a book is set in, and the order in which its languages look through them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from publish.house.fonts import (
    Family,
    code_family,
    families,
    families_for,
    font_stack,
    own_families,
    text_family,
)
from publish.house.language.chinese import chinese_of
from publish.house.language.tag import direction_of
from publish.model.publication import Medium, Publication

SOLID = frozenset({"ja", "zh"})
"""Languages set solid, character by character, which kerning would put off (JLREQ 2.1.2)."""

HEADINGS = "h1, h2, h3, h4, h5, h6, p.subtitle, p.head, .head-number"
"""What `print.heading_font` is meant for."""

FIGURES_AND_SIGNS = "0123456789ivxlcdm–…“”‘’·"
"""Characters that print sets of its own accord."""


def choose_families(
    publication: Publication,
    characters: Iterable[str],
    asked_for: Iterable[Family] = (),
    face: Family | None = None,
) -> list[Family]:
    """Choose the families that the characters of a book need in print, in the catalogue's order.

    `asked_for` are those that drawings and styles name; `face`, that of the text, stands first.
    """
    characters = set(characters)
    needed = {family.name for family in families_for({*characters, *FIGURES_AND_SIGNS})[0]}
    shown = text_family().lacks(set(map(ord, characters)))
    for language in languages_of(publication).values():
        needed.update(f.name for f in own_families(language)[:1] if shown & f.covers())
    needed.add(code_family().name)
    asked_for = list(asked_for)
    needed.update(family.name for family in asked_for)
    face = face or text_family()
    others = [family for family in families() if family.name in needed and family != face]
    own = [family for family in dict.fromkeys(asked_for) if family.digest and family != face]
    return [face, *others, *own]


def languages_of(publication: Publication) -> dict[str, str]:
    """Map the languages that print shows text in to those whose typefaces they take.

    They are primary subtags; of Chinese whole tags, since it has characters of two kinds, and a
    bare `zh` takes those of the book's text.
    """
    tags = {publication.lang}
    for part in publication.parts_for(Medium.PRINT):
        tags.add(part.lang)
        for tree in part.trees():
            tags.update(element.get("lang") or "" for element in tree.iter("*"))
    has_chinese = any(map(chinese_of, tags))
    text = set(characters_in(publication)) if has_chinese else set()
    own = (tag for tag in tags if tag and not _is_in_latin(tag))
    languages = {tag: chinese_of(tag, text) or tag.split("-")[0].lower() for tag in own}
    return {tag if chinese_of(tag) else taken: taken for tag, taken in languages.items()}


def _is_in_latin(tag: str) -> bool:
    """Return whether a language is written in Latin letters, as Sanskrit is in `sa-Latn`."""
    return "latn" in tag.lower().split("-")[1:]


def characters_in(publication: Publication) -> Iterator[str]:
    """Yield what print shows, text by text."""
    for part in publication.parts_for(Medium.PRINT):
        for tree in part.trees():
            for text in tree.itertext():
                yield from str(text)


def font_rules(chosen: list[Family], languages: Mapping[str, str]) -> str:
    """Write which families text, code and each language's text are set in; the first is text's.

    A book's own families are named with the hash of their files: pages are kept by their styles.
    """
    prose = [chosen[0], *(family for family in chosen[1:] if family.is_prose)]
    code = font_stack([code_family(), *prose])
    own = dict(_by_language(prose, languages))
    rules = [
        f":where(html, aside.note) {{ font-family: {font_stack(prose)}; }}",
        *(
            f":where([lang|={language}]) {{ font-family: {font_stack(ordered)}; }}"
            for language, ordered in own.items()
        ),
        *(f"{where} {{ font-family: {font_stack(prose)}; }}" for where in _others(own, languages)),
        *_solid(languages),
        f"code, kbd, samp, tt, pre {{ font-family: {code}; }}",
        *(f"/* {family.digest} */" for family in chosen if family.digest),
    ]
    return "\n".join(rules)


def _others(own: Mapping[str, object], languages: Iterable[str]) -> Iterator[str]:
    """Yield what chooses text in other letters than those of a language with its own families.

    Its figures and commas would else be of the family for the other script. A name in Latin
    letters that is called Persian has been found to run from left to right; a French phrase in
    Persian is French.
    """
    turned = [language for language in own if direction_of(language) == "rtl"]
    if turned:
        others = sorted({*languages} - {*own, "und"})
        yield from (f":where([lang|={language}])" for language in others)
    if own:
        yield ':where([lang*="-latn" i])'
    yield from (f':where([lang|={language}][dir="ltr"])' for language in turned)


def heading_rules(family: Family | None, chosen: list[Family]) -> str:
    """Write the rule that sets headings in a family of their own."""
    if family is None:
        return ""
    stack = font_stack([family, *(each for each in chosen if each != family and each.is_prose)])
    return f"\n{HEADINGS} {{ font-family: {stack}; }}\n"


def _solid(languages: Mapping[str, str]) -> Iterator[str]:
    """Yield the rules for languages that are set solid, and for others beside them."""
    solid = sorted(tag for tag, taken in languages.items() if taken.split("-")[0] in SOLID)
    if solid:
        yield ":where([lang]) { font-kerning: auto; }"
    for language in solid:
        yield f":where([lang|={language}]) {{ font-kerning: none; }}"


def _by_language(
    prose: list[Family], languages: Mapping[str, str]
) -> Iterator[tuple[str, list[Family]]]:
    """Yield languages with their families; a tag behind the shorter one that it begins with."""
    for language in sorted(languages):
        own = [family for family in own_families(languages[language]) if family in prose]
        if own:
            yield language, [*own, *(family for family in prose if family not in own)]
