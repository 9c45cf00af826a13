"""Which words the entries of a list in the text are on, where they name none themselves.

Editors put a `listApp` of parallels or sources right where it belongs: inside a paragraph or verse,
or behind the passage that it is on (DHARMA's guide to critical editions). One that stands behind a
whole division of text is an apparatus of its own, and stays where it is.
"""

from __future__ import annotations

from itertools import takewhile

from lxml import etree

from publish.model.document import local_name, tei

_PASSAGES = frozenset("p ab l lg sp quote cit".split())
"""Blocks of text that a list may stand behind."""

_AROUND = frozenset("p ab l head".split())
"""What a list stands inside of, among words."""

_APART = frozenset("note app item cell figure listBibl".split())
"""Where no words of the text are."""


def passage_of_list(listed: etree._Element) -> etree._Element | None:
    """Return the passage that a list's entries are on; None of one that stands by itself."""
    if listed.find(tei("head")) is not None:
        return None
    for around in listed.iterancestors():
        if local_name(around) in _APART:
            return None
        if local_name(around) in _AROUND:
            return around
    before = _blocks_before(listed)
    passages = list(takewhile(_is_passage, before))
    if not passages:
        return None
    is_among_passages = any(map(_is_passage, listed.itersiblings()))
    is_behind_lists = any(local_name(block) == "listApp" for block in before)
    is_of_one = len(passages) == len(before) == 1
    return passages[0] if is_of_one or is_among_passages or is_behind_lists else None


def stands_among_words(listed: etree._Element) -> bool:
    """Return whether a list stands inside of a passage, and not behind it."""
    return any(local_name(around) in _AROUND for around in listed.iterancestors())


def _blocks_before(listed: etree._Element) -> list[etree._Element]:
    """List what stands before a list in its division, the nearest first.

    Lists that stand right before it are on the same passage.
    """
    siblings = [e for e in listed.itersiblings(preceding=True) if isinstance(e.tag, str)]
    lists = len(list(takewhile(lambda e: local_name(e) == "listApp", siblings)))
    return siblings[lists:]


def _is_passage(element: etree._Element) -> bool:
    return local_name(element) in _PASSAGES
