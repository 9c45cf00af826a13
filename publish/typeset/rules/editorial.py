"""Rules for what editors and scribes add, strike out, restore and miss (TEI chapters 3.5 and 12.3).

The signs are those of scholarly editing in the form of the Leiden conventions; the manual lists
them in `docs/editorial-signs.md`. The corrected view leaves deletions out.
"""

from __future__ import annotations

import re

from lxml import etree

from publish.model.document import XML_LANG, local_name, tei
from publish.model.edition import View
from publish.model.lazy_pattern import lazy_pattern
from publish.typeset.ledger import Reason
from publish.typeset.render import Typesetter
from publish.typeset.restored_words import is_restored, is_taken_back
from publish.typeset.rules.choices import keep_milestones
from publish.typeset.rules.inline import set_as_surroundings
from publish.typeset.rules.prose import BLOCKS
from publish.typeset.turns import is_broken_off

GAP = "[…]"

SIGNS = {
    "supplied": ("⟨", "⟩"),
    "supplied-lost": ("[", "]"),
    "surplus": ("{", "}"),
    "secl": ("[", "]"),
}
"""What stands before and after words of this kind."""

_LOST = frozenset("lost damage damaged illegible hole torn worn faded missing".split())
_CHARACTERS = lazy_pattern(r"char|letter|glyph|sign|buchstabe|lettre", re.IGNORECASE)
_COUNT = lazy_pattern(r"\s*(\d+)\s*([^\W\d_]*)")
_MOST_POINTS = 20

_HOLDERS = frozenset(
    "body front back div lg sp group list listBibl castList table row titlePage".split()
    + [f"div{number}" for number in range(8)]
)
"""Elements that hold blocks and no words."""


def set_gap(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set the place of words that are missing; lost letters as points, where they are counted."""
    parent = element.getparent()
    if parent is not None and local_name(parent) in _HOLDERS:
        into = typesetter.open(into, "p", cls="gap-line")
    made = typesetter.open(into, "span", element, "gap")
    described = element.findall(tei("desc"))
    words = " ".join(map(_plain, described))
    for each in described:
        typesetter.leave_out(each, Reason.DESCRIBED)
    title = "; ".join(
        dict.fromkeys(filter(None, (element.get("reason"), extent_of(element), words)))
    )
    if any(map(str.isalpha, title)):
        made.set("title", title)
    if not (element.text or "").strip():
        typesetter.say(made, f"[{'.' * _letters(element)}]" if _letters(element) else GAP)
    typesetter.rest(element, made, "desc")


def _letters(gap: etree._Element) -> int:
    """Count the letters that are missing; 0 where they are not counted or too many."""
    match = _COUNT.match(gap.get("quantity") or gap.get("extent") or "")
    unit = gap.get("unit") or (match[2] if match else "")
    if not match or not _CHARACTERS.match(unit):
        return 0
    return int(match[1]) if len(match[1]) <= 3 and int(match[1]) <= _MOST_POINTS else 0


def extent_of(gap: etree._Element) -> str:
    """Say how much is missing, as the manuscript does."""
    amount = gap.get("quantity") or gap.get("extent") or ""
    unit = gap.get("unit") or ""
    return amount if unit in amount else f"{amount} {unit}".strip()


def _plain(element: etree._Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())


def set_signed(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set words between the signs of their kind, unless they bring brackets or are whole blocks."""
    name = local_name(element)
    opening, closing = SIGNS[name]
    if name == "supplied" and not _LOST.isdisjoint((element.get("reason") or "").split()):
        opening, closing = SIGNS["supplied-lost"]
    made = typesetter.open(into, "span", element, name)
    words = _plain(element)
    has_signs = not words or words[0] in "[⟨<{(" or _holds_blocks(element)
    made.text = None if has_signs else opening
    typesetter.children(element, made)
    if not has_signs:
        typesetter.say(made, closing)


def _holds_blocks(element: etree._Element) -> bool:
    return any(local_name(child) in BLOCKS for child in element)


def set_marked(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set words that a style sheet may set apart: uncertain, damaged, restored."""
    typesetter.children(element, typesetter.open(into, "span", element, local_name(element)))


def set_addition(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set an addition; where the manuscript has it shows in the diplomatic and marked views."""
    view = _view_at(element, typesetter)
    if view is View.CORRECTED and _is_taken_back(element):
        _leave_out_struck(element, into, typesetter)
        return
    if view is View.CORRECTED:
        set_as_surroundings(element, into, typesetter)
        return
    place = re.sub(r"[^a-z ]+", "", (element.get("place") or "").lower())
    tag = "ins" if view is View.MARKED else "span"
    typesetter.children(element, typesetter.open(into, tag, element, f"add {place}".strip()))


def _view_at(element: etree._Element, typesetter: Typesetter) -> View:
    """Choose the view; what stands on a page of the source is never cleaned up (TEI 12.1)."""
    view = typesetter.book.view
    if view is View.CORRECTED and next(element.iterancestors(*_OF_SOURCE), None) is not None:
        return View.MARKED
    return view


def set_deletion(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Leave out what the writer struck out, unless it was restored; other views show it struck."""
    if is_restored(element) or is_broken_off(element):
        set_as_surroundings(element, into, typesetter)
    elif _view_at(element, typesetter) is View.CORRECTED:
        _leave_out_struck(element, into, typesetter)
    else:
        typesetter.children(element, typesetter.open(into, "del", element))


def _leave_out_struck(
    element: etree._Element, into: etree._Element, typesetter: Typesetter
) -> None:
    typesetter.leave_out(element, Reason.STRUCK_OUT)
    typesetter.out.tell_left_out(element)
    keep_milestones(element, None, into, typesetter)


def _is_taken_back(addition: etree._Element) -> bool:
    """Return whether an addition went when the words that it replaced were restored."""
    around = addition.getparent()
    return (
        around is not None
        and local_name(around) == "subst"
        and around.find(tei("del")) is not None
        and is_taken_back(around)
    )


def set_metamark(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Leave a sign that says how an addition is to be read out of what is read (TEI 12.3.4.2)."""
    is_sign = not len(element) and not any(map(str.isalnum, _plain(element)))
    is_added = next(element.iterancestors(tei("add")), None) is not None and element.get("target")
    if is_sign and is_added and _view_at(element, typesetter) is View.CORRECTED:
        _leave_out_struck(element, into, typesetter)
    else:
        set_as_surroundings(element, into, typesetter)


def set_nothing(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set nothing for what says only how the manuscript was written."""
    typesetter.leave_out(element, Reason.DATA)


def set_deleted_span(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Tell that words are set which the writer struck out over bounds of elements. Code: TYP-066.

    What stands between two places of a text may begin in one paragraph and end in another.
    """
    set_nothing(element, into, typesetter)
    message = f"words from here to {element.get('spanTo') or '?'!r} were struck out, and are set"
    hint = "put them into <del>, a piece in each element, for the corrected view to leave them out"
    typesetter.out.count("TYP-066", message, element, hint, kind=element.get("spanTo") or "")


_OF_SOURCE = (tei("surface"), tei("zone"), tei("sourceDoc"))

_UNSEEN = """
    handShift addSpan damageSpan substJoin listTranspose
""".split()


def set_substitution(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set what replaced other words; the lines of the file between the two are no space.

    A space in the line is one where it parts two additions: `<add>m</add> <add>words</add>`.
    """
    has_look = any(name in element.attrib for name in ("rend", "rendition", "style", XML_LANG))
    if typesetter.book.has_words(element) or has_look or _has_words_apart(element):
        set_as_surroundings(element, into, typesetter)
    else:
        typesetter.rest(element, into)


def _has_words_apart(substitution: etree._Element) -> bool:
    return any(
        child.tail and child.tail.isspace() and "\n" not in child.tail
        for child in substitution.iterchildren(tei("add"))
        if (behind := child.getnext()) is not None and local_name(behind) == "add"
    )


RULES = {
    "gap": set_gap,
    **dict.fromkeys("supplied surplus secl".split(), set_signed),
    **dict.fromkeys("unclear damage restore".split(), set_marked),
    "add": set_addition,
    "del": set_deletion,
    "delSpan": set_deleted_span,
    "subst": set_substitution,
    "metamark": set_metamark,
    **dict.fromkeys("mod retrace redo undo".split(), set_as_surroundings),
    **dict.fromkeys(_UNSEEN, set_nothing),
}
