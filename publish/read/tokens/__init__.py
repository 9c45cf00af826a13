"""Set the space between words in markup (TEI chapter 18.1): `w` and `pc`, with or without `@join`.

A corpus writes each word and point as an element, one to a line of the file or with no space at
all between them; what a reader sees between two of them is settled here, before an erratum is
looked for and before quotation marks are curled.
"""

from __future__ import annotations

from lxml import etree

from publish.house.language.typography import language_at
from publish.model.document import TEI, Document, local_name, tei
from publish.model.finding import Finding, notice
from publish.read.tokens.gaps import gaps_of
from publish.read.tokens.glosses import part_glosses
from publish.read.tokens.spacing import spaces_between
from publish.read.tokens.word_forms import say_word_forms

_TOKENS = (f"{{{TEI}}}w", f"{{{TEI}}}pc")
_LEVELS = frozenset("abbr orig reg expan sic corr".split())

_SENTENCE = tei("s")
_CLOSERS = "\"'”’»)]"


def space_tokens(document: Document, language: str) -> list[Finding]:
    """Part words from each other and leave points with them, as markup, file or language say.

    Code: REA-120 words are given at several levels, of which a reader meets one.
    """
    levelled: list[etree._Element] = []
    for text in document.root.iter(tei("text")):
        if next(text.iterancestors(tei("text")), None) is not None:
            continue
        levelled += gather_levels(text)
        say_word_forms(text)
        for gaps in gaps_of(text):
            spoken = language_at(gaps[0].before.element, language)
            for gap, space in zip(gaps, spaces_between(gaps, spoken), strict=True):
                if space is not None:
                    gap.write(space)
        part_glosses(text)
    _part_sentences(document)
    return _say_levels(document, levelled) if levelled else []


def _say_levels(document: Document, words: list[etree._Element]) -> list[Finding]:
    count = f"{len(words)} words are" if len(words) > 1 else "a word is"
    message = f"{count} given at several levels; the book shows the one that is edited furthest"
    hint = 'view = "diplomatic" under [text], or --text diplomatic, shows them as they are written'
    return [notice("REA-120", message, document.place(words[0]), hint)]


def _part_sentences(document: Document) -> None:
    """Part two sentences in markup (`s`) that touch; a piece of one goes on where it is marked."""
    for sentence in document.root.iter(_SENTENCE):
        following = sentence.getnext()
        if following is None or following.tag != _SENTENCE or sentence.tail:
            continue
        said = "".join(map(str, sentence.itertext()))
        ending = said.rstrip(_CLOSERS)[-1:]
        if ending and ending in ".!?…:;" and said[-1:].strip():
            sentence.tail = " "


def gather_levels(text: etree._Element) -> list[etree._Element]:
    """Put a `choice` around the levels of each word that has nothing else in it; list the words.

    Menota and others write a word as it stands, spelt out, and normalised, side by side: readings
    of one `choice` without a `choice` around them (TEI chapter 3.5; Menota handbook 3).
    """
    found = []
    for token in list(text.iter(*_TOKENS)):
        levels = [child for child in token if isinstance(child.tag, str)]
        names = {local_name(level) for level in levels}
        if len(levels) < 2 or len(names) < len(levels) or not names <= _LEVELS:
            continue
        if any((words or "").strip() for words in (token.text, *(e.tail for e in token))):
            continue
        choice = etree.Element(tei("choice"))
        choice.extend(levels)
        for level in levels:
            level.tail = None
        token.text = None
        token.append(choice)
        found.append(token)
    return found
