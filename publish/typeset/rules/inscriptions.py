"""Rules for the texts of inscriptions and papyri: line by line, with the signs of Leiden.

They take the place of the usual ones inside `div` of `@type` `edition`, in documents that are
taken for such (`kinds.toml`); no other document is asked about them. What the signs are is
`leiden.py`'s.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree

from publish.model.document import XML_ID, XML_LANG, local_name, tei
from publish.model.edition import View
from publish.model.lazy_pattern import lazy_pattern
from publish.typeset.ledger import Reason
from publish.typeset.leiden import (
    doubt_of,
    glyph_of,
    is_of_edition,
    is_of_text,
    lost_lines,
    repeats_edition,
    sign_of_gap,
    sign_of_milestone,
    sign_of_space,
    signs_around,
    with_marks,
    with_overlines,
    with_ties,
    with_underdots,
)
from publish.typeset.render import Rule, Typesetter
from publish.typeset.rules.editorial import extent_of
from publish.typeset.rules.inline import set_as_surroundings
from publish.typeset.rules.short_references import set_short_reference
from publish.typeset.statements import words_in
from publish.typeset.stone_data import headings
from publish.typeset.stone_notes import note_letters, note_reading, place_now, set_stone_notes
from publish.typeset.xhtml import ending

_GREEK = lazy_pattern(r"[Ͱ-Ͽἀ-῿]")
_LETTERS: tuple[tuple[re.Pattern[str], str, Callable[[str], str]], ...] = (
    (lazy_pattern(r"ligat"), "ligature", with_ties),
    (lazy_pattern(r"supraline|overline"), "supraline", with_overlines),
)
"""What `@rend` of a `hi` says of letters: the class, and the marks that they get."""

_CLASSES = {"del": "erased"}
"""Classes of words whose usual ones have a look of their own: struck through."""


def set_signed(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set words between the signs of their kind; words within words of a kind need none."""
    name = local_name(element)
    around = next(element.iterancestors(element.tag), None)
    made = _open(element, into, typesetter, _CLASSES.get(name, name))
    is_within = around is not None and signs_around(around)[0] == signs_around(element)[0]
    opening, closing = ("", doubt_of(element)) if is_within else signs_around(element)
    typesetter.say(made, opening)
    typesetter.children(element, made)
    typesetter.say(made, closing)


def _open(
    element: etree._Element, into: etree._Element, typesetter: Typesetter, cls: str
) -> etree._Element:
    """Open what takes an element's id and language; its sign shows what `@rend` says."""
    made = typesetter.open(into, "span", None, cls)
    identifier, lang = element.get(XML_ID), element.get(XML_LANG)
    name = typesetter.out.ids.take(identifier) if identifier else ""
    if name:
        made.set("id", name)
    if lang:
        typesetter.set_language(made, lang, element)
    return made


def set_gap(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set what is lost or cannot be read; lines that are lost stand for themselves."""
    for described in element.findall(tei("desc")):
        typesetter.leave_out(described, Reason.DESCRIBED)
    sign, lines = sign_of_gap(element), lost_lines(element)
    if next(element.iterancestors(tei("l")), None) is not None:
        lines = 0  # the rest of a verse, which keeps its line
    is_enclosed = next(element.iterancestors(tei("supplied"), tei("gap")), None) is not None
    if is_enclosed:
        sign = sign.strip("[]")
    for number in range(max(1, lines)):
        if number or (lines and ending(into).strip()):
            typesetter.trim(into)
            typesetter.open(into, "br")
        made = typesetter.open(into, "span", element if not number else None, "gap")
        made.set("title", "; ".join(filter(None, (element.get("reason"), extent_of(element)))))
        typesetter.say(made, sign)
    following = element.getnext()
    is_last = following is None or local_name(following) in {"lb", "gap"}
    if lines and ((element.tail or "").strip() or not is_last):
        typesetter.open(into, "br")
    typesetter.rest(element, into, "desc", "certainty")
    for certainty in element.iterchildren(tei("certainty")):
        typesetter.leave_out(certainty, Reason.OTHER_FORM)


def set_space(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a place that was left empty by the word for it: `vac. 3` (EpiDoc, "Space left empty")."""
    said = ending(into)
    if said and not said[-1].isspace():
        typesetter.say(into, " ")
    made = typesetter.open(into, "span", element, "vacat")
    typesetter.say(made, "(")
    typesetter.say(typesetter.open(made, "i"), sign_of_space(element) + doubt_of(element))
    typesetter.say(made, ")")
    typesetter.rest(element, made, "certainty")
    for certainty in element.iterchildren(tei("certainty")):
        typesetter.leave_out(certainty, Reason.OTHER_FORM)
    if (element.tail or "x")[0].isalnum():
        typesetter.say(into, " ")


def set_unclear(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set letters that are read in doubt, each with a point below."""
    made = typesetter.open(into, "span", element, "unclear")
    typesetter.children(element, made)
    _rewrite(made, with_underdots)


def set_highlighted(
    usual: Rule, element: etree._Element, into: etree._Element, typesetter: Typesetter
) -> None:
    """Set letters as the stone has them: tied where they are written in one, else as usual."""
    rend = element.get("rend") or ""
    for looks, cls, change in _LETTERS:
        if looks.search(rend):
            made = typesetter.open(into, "span", None, cls)
            typesetter.children(element, made)
            _rewrite(made, change)
            return
    marked = with_marks("".join(map(str, element.itertext(etree.Element))), rend)
    if marked and is_of_text(element):
        note_letters(element, marked, _carrier(element), typesetter)
        typesetter.children(element, _open(element, into, typesetter, "letters"))
        return
    usual(element, into, typesetter)


def _carrier(element: etree._Element) -> str:
    """Return what is said of letters as they are written: on the papyrus, or on the stone."""
    header = element.getroottree().getroot().find(tei("teiHeader"))
    names = tei("idno"), tei("material"), tei("objectType"), tei("publicationStmt")
    said = () if header is None else header.iter(*names)
    words = " ".join(
        f"{e.get('type') or ''} {''.join(map(str, e.itertext()))}" for e in said
    ).lower()
    return "pap." if re.search(r"\bddb|\bdclp|\bhgv\b|papyr", words) else "lap."


def _rewrite(made: etree._Element, change: Callable[[str], str]) -> None:
    """Put marks on the letters that were set, signs and all that is in them."""
    for node in made.iter(etree.Element):
        if node.text:
            node.text = change(node.text)
        if node is not made and node.tail:
            node.tail = change(node.tail)


def set_number(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a number; letters that are Greek figures have a line over them."""
    words = "".join(map(str, element.itertext())).strip()
    is_figure = bool(element.get("value")) and bool(_GREEK.match(words)) and len(words) <= 4
    if not is_figure or element.find(f".//{tei('hi')}") is not None:
        set_as_surroundings(element, into, typesetter)
        return
    made = typesetter.open(into, "span", element, "supraline")
    typesetter.children(element, made)
    _rewrite(made, with_overlines)


def set_as_written(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set letters that the editor does not make out as words, in capitals (Leiden)."""
    parent = element.getparent()
    is_chosen = parent is not None and local_name(parent) == "choice"
    made = typesetter.open(into, "span", element, "" if is_chosen else "uninterpreted")
    typesetter.children(element, made)


def set_glyph(
    usual: Rule, element: etree._Element, into: etree._Element, typesetter: Typesetter
) -> None:
    """Set a symbol: its own characters, or that of its name, which else stands in (( ))."""
    name = (element.get("type") or element.get("ref") or "").rpartition("#")[2].rpartition(":")[2]
    described = typesetter.book.survey.described(name, "char", "glyph")
    if described is not None or "".join(map(str, element.itertext(etree.Element))).strip():
        usual(element, into, typesetter)
        return
    typesetter.say(into, glyph_of(name) or f"(({name or '?'}))")
    typesetter.rest(element, into)


def set_certainty(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Leave out what is a question mark already; set one for what has no signs of its own."""
    typesetter.leave_out(element, Reason.OTHER_FORM)
    parent = element.getparent()
    if parent is None or local_name(parent) not in _DOUBTED:
        typesetter.say(into, "(?)")


def set_hand(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Say which hand goes on: `(m. 2)` (EpiDoc, "Change of hand")."""
    typesetter.leave_out(element, Reason.DATA)
    number = re.search(r"\d+", element.get("new") or element.get("n") or "")
    if number:
        typesetter.say(into, "(")
        typesetter.say(typesetter.open(into, "i", None, "hand"), f"m. {number[0]}")
        typesetter.say(into, ") ")


def set_unexpanded(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set an abbreviation that nobody has expanded, with an empty place for the rest."""
    set_as_surroundings(element, into, typesetter)
    parent = element.getparent()
    is_alone = parent is None or local_name(parent) not in {"expan", "choice"}
    if is_alone and element.find(f".//{tei('ex')}") is None:
        typesetter.say(into, "(\u00a0\u00a0)")


def set_choice(
    usual: Rule, element: etree._Element, into: etree._Element, typesetter: Typesetter
) -> None:
    """Set what the stone has where the editor spells it another way, else the correction.

    What is not set stands in the lines below the text (`stone_notes`).
    """
    readings = {local_name(child): child for child in element}
    for shown, other, sign in (("orig", "reg", "l."), ("corr", "sic", "pro")):
        if len(readings) == 2 and readings.keys() == {shown, other} and not _is_erratum(element):
            since = place_now(typesetter)
            typesetter.one(readings[shown], into)
            note_reading(readings[shown], readings[other], sign, typesetter, since)
            return
    usual(element, into, typesetter)


def _is_erratum(choice: etree._Element) -> bool:
    return bool(choice.get("corresp")) or XML_ID in choice.attrib


def set_substitution(
    usual: Rule, element: etree._Element, into: etree._Element, typesetter: Typesetter
) -> None:
    """Set what the writer made of other words; these stand below the text."""
    parts = {local_name(child): child for child in element}
    deleted, added = parts.get("del"), parts.get("add")
    if len(parts) != 2 or deleted is None or added is None or "corr" not in _rend(deleted):
        usual(element, into, typesetter)
        return
    since = place_now(typesetter)
    typesetter.children(added, into)
    note_reading(added, deleted, "corr. ex", typesetter, since)


def _rend(element: etree._Element) -> str:
    return (element.get("rend") or "").lower()


def set_milestone(
    usual: Rule, element: etree._Element, into: etree._Element, typesetter: Typesetter
) -> None:
    """Set a sign of the writer's between lines: a paragraphos, a coronis (EpiDoc, "Symbols")."""
    sign = sign_of_milestone(element)
    if not sign:
        usual(element, into, typesetter)
        return
    is_stroke = sign == "|"
    said = ending(into)
    if (
        not is_stroke
        and any(map(str.isalnum, said))
        and next(element.iterancestors(tei("l")), None) is None
    ):
        typesetter.trim(into)
        typesetter.open(into, "br")
    if is_stroke and said and not said[-1].isspace():
        typesetter.say(into, " ")
    typesetter.say(_open(element, into, typesetter, "stone-sign"), sign)
    number = (element.get("n") or "").strip()
    if is_stroke and number:
        typesetter.open(into, "sup", None, "stone-number").text = number
    goes_on = is_stroke or (element.tail or " ")[0].isalnum()
    typesetter.say(into, " " if goes_on else "")


def set_variants(
    usual: Rule, element: etree._Element, into: etree._Element, typesetter: Typesetter
) -> None:
    """Set the reading of an edition; alternatives and those of earlier editors stand below it."""
    names = [local_name(child) for child in element]
    lemma = element.find(tei("lem"))
    if (
        lemma is None
        or not set(names) <= {"lem", "rdg"}
        or next(element.iter(tei("note")), None) is not None
    ):
        usual(element, into, typesetter)
        return
    since = place_now(typesetter)
    typesetter.children(lemma, into)
    sign = "vel" if element.get("type") == "alternative" else ":"
    for reading in element.iterchildren(tei("rdg")):
        note_reading(lemma, reading, sign, typesetter, since)


def set_division(
    usual: Rule, element: etree._Element, into: etree._Element, typesetter: Typesetter
) -> None:
    """Set a division, and the notes on an edition's readings at its end.

    An edition that is the words of another one again, as programs want them, is told as data; so is
    the heading of a division that a form has left empty.
    """
    if repeats_edition(element) or _is_blank(element):
        typesetter.leave_out(element, Reason.DATA)
        return
    usual(element, into, typesetter)
    if (element.get("type") or "") in {"edition", "textpart"}:
        set_stone_notes(into[-1], typesetter)


def _is_blank(division: etree._Element) -> bool:
    """Return whether a division of an edition has a heading, and nothing below it."""
    if division.get("type") not in headings() or division.find(tei("head")) is None:
        return False
    below = [e for e in division if local_name(e) not in {"", "head"}]
    says = any(words_in(e) or (e.tail or "").strip() for e in below)
    shown = tei("gap"), tei("graphic"), tei("ptr"), tei("space")
    return not says and next(division.iter(*shown), None) is None


def set_remark(
    usual: Rule, element: etree._Element, into: etree._Element, typesetter: Typesetter
) -> None:
    """Set what an editor says within a reading of an apparatus below the text in its line."""
    around = next(element.iterancestors(tei("rdg"), tei("lem"), tei("div")), None)
    is_remark = around is not None and local_name(around) in {"rdg", "lem"}
    apart = next(element.iterancestors(tei("listApp")), None)
    if not is_remark or apart is None or element in typesetter.book.note_plan.moved:
        usual(element, into, typesetter)
        return
    typesetter.children(element, typesetter.open(into, "i", element, "remark"))


_DOUBTED = frozenset("supplied del surplus ex corr add gap space expan unclear".split())

_LEIDEN: dict[str, Rule] = {
    **dict.fromkeys("supplied surplus del ex corr add".split(), set_signed),
    "gap": set_gap,
    "space": set_space,
    "unclear": set_unclear,
    "num": set_number,
    "orig": set_as_written,
    "certainty": set_certainty,
    "handShift": set_hand,
    "abbr": set_unexpanded,
}

_OVER: dict[str, Callable[[Rule, etree._Element, etree._Element, Typesetter], None]] = {
    "hi": set_highlighted,
    "g": set_glyph,
}

_WITH_NOTES: dict[str, Callable[[Rule, etree._Element, etree._Element, Typesetter], None]] = {
    "choice": set_choice,
    "subst": set_substitution,
    "app": set_variants,
    "milestone": set_milestone,
}


def with_editions(rules: dict[str, Rule], view: View) -> dict[str, Rule]:
    """Return the rules of a book of inscriptions: those here inside editions, the others else.

    The diplomatic and marked views show by their own signs what is on the stone.
    """
    made = dict(rules)
    if view is not View.CORRECTED:
        return made
    for name, rule in _LEIDEN.items():
        made[name] = _inside(rule, rules[name])
    made["supplied"] = set_signed  # a translation says so, too, what it adds or explains
    for name, over in _OVER.items():
        made[name] = _inside(_bound(over, rules[name]), rules[name])
    for name, over in _WITH_NOTES.items():
        made[name] = _in_text(_bound(over, rules[name]), rules[name])
    made["div"] = _bound(set_division, rules["div"])
    made["note"] = _bound(set_remark, rules["note"])
    made["bibl"] = _bound(set_short_reference, rules["bibl"])
    return made


def _inside(rule: Rule, usual: Rule) -> Rule:
    def chosen(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
        (rule if is_of_edition(element) else usual)(element, into, typesetter)

    return chosen


def _in_text(rule: Rule, usual: Rule) -> Rule:
    def chosen(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
        (rule if is_of_text(element) else usual)(element, into, typesetter)

    return chosen


def _bound(
    over: Callable[[Rule, etree._Element, etree._Element, Typesetter], None], usual: Rule
) -> Rule:
    def chosen(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
        over(usual, element, into, typesetter)

    return chosen


RULES: dict[str, Rule] = {}
