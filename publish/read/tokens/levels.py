"""Read a word that is given at several levels as one word (TEI chapter 3.5; Menota handbook 3).

Menota and others write a word as it stands, spelt out, and normalised, side by side: readings of
one `choice` without a `choice` around them.
"""

from __future__ import annotations

from lxml import etree

from publish.model.document import TEI, local_name, tei

_TOKENS = (f"{{{TEI}}}w", f"{{{TEI}}}pc")
_LEVELS = frozenset("abbr orig reg expan sic corr".split())


def gather_levels(text: etree._Element) -> list[etree._Element]:
    """Put a `choice` around the levels of each word that has nothing else in it; list the words."""
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
