"""Stanzas with numbers in which those of the verses begin again.

Such verses are cited by both, 12.3; of a poem that counts its verses through, the stanza is no part
of a reference.
"""

from __future__ import annotations

from lxml import etree

from publish.model.document import tei

SHORT = 9
"""Verses of a stanza that shows its own number, and not that of a verse."""


def stanza_of(verse: etree._Element) -> str:
    """Return the number of a verse's stanza, where it is part of what the verse is cited by."""
    stanza = next(verse.iterancestors(tei("lg")), None)
    number = "" if stanza is None else (stanza.get("n") or "").strip()
    if stanza is None or not number:
        return ""
    begins = _first_number(stanza)
    nearest = (
        next((s for s in stanza.itersiblings(tei("lg"), preceding=before) if s.get("n")), None)
        for before in (True, False)
    )
    is_counted_anew = any(s is not None and _first_number(s) == begins for s in nearest)
    return number if begins and is_counted_anew else ""


def opens_short_stanza(verse: etree._Element) -> bool | None:
    """Return whether a verse is the first of a short stanza; None of a long one."""
    stanza = next(verse.iterancestors(tei("lg")), None)
    verses = [] if stanza is None else list(stanza.iter(tei("l")))
    return verse is verses[0] if 0 < len(verses) <= SHORT else None


def _first_number(stanza: etree._Element) -> str:
    first = next(stanza.iter(tei("l")), None)
    return "" if first is None else (first.get("n") or "").strip()
