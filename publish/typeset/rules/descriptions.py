"""Rules for descriptions of manuscripts, persons and places (TEI chapters 11 and 14).

A description is made of statements and has no punctuation of its own: what is short stands in
one line with commas between, everything else in a line or block of its own.
"""

from __future__ import annotations

from lxml import etree

from publish.model.document import local_name, tei
from publish.typeset.headings import is_headed
from publish.typeset.render import Typesetter
from publish.typeset.rules.drama import is_in_line
from publish.typeset.rules.inline import set_as_surroundings
from publish.typeset.rules.structure import leave_out_data
from publish.typeset.survey import is_division
from publish.typeset.xhtml import ending

_LISTS = "listPerson listPlace listOrg listEvent listObject listNym".split()

_BLOCKS = """
    msDesc msContents msItem msItemStruct physDesc objectDesc supportDesc layoutDesc bindingDesc
    handDesc history additional adminInfo msPart msFrag summary decoDesc scriptDesc musicNotation
    sealDesc seal additions accMat person personGrp place org event object nym recordHist source
    correspDesc correspContext
""".split()

_LINES = """
    support layout binding handNote decoNote origin provenance acquisition custodialHist collation
    foliation condition typeNote typeDesc scriptNote residence education trait state birth death
    floruit faith occupation sex gender nationality location
    population terrain custEvent langKnowledge langKnown socecStatus persona
    rubric incipit explicit finalRubric colophon filiation watermark correspAction
""".split()

_WORDS = "repository institution collection msName objectIdentifier".split()

_APART = frozenset(
    """
    p ab head list listBibl bibl biblStruct biblFull table lg quote cit q figure graphic div
    listRelation relation availability note desc idno extent listApp listWit textLang
    """.split()
    + _LISTS
    + _BLOCKS
    + _LINES
)
"""What does not stand in one line with its neighbours."""

_NAMED = frozenset("person personGrp place org event object nym".split())
"""What is looked up by its first name."""

_SIGNS = {"birth": "* ", "death": "† "}
"""What printed registers have for words that differ by language."""

_SHOWN = tuple(map(tei, "graphic figure formula notatedMusic ptr gap".split()))
"""What is shown although it may have no words."""

_DATED = frozenset("locus date origDate birth death floruit".split())
"""What an attribute says where there are no words."""

_DATES = (("when", "when"), ("from", "to"), ("notBefore", "notAfter"))


def set_list(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a list of persons, places or the like; one without a head behind a text is data.

    Editions keep in `back` what their sites look names up in (TEI chapter 14).
    """
    parent = element.getparent()
    if _is_behind_a_text(element) and not is_headed(element):
        leave_out_data(element, into, typesetter)
    elif parent is not None and local_name(parent) in {"p", "note", "item"}:
        set_block(element, into, typesetter)
    else:
        typesetter.children(element, typesetter.open(into, "div", element, _class(element)))


def _is_behind_a_text(element: etree._Element) -> bool:
    """Return whether an element stands in `back`, in no division that has a head."""
    for around in element.iterancestors():
        if local_name(around) == "back":
            return True
        if (is_division(around) or local_name(around) in _LISTS) and is_headed(around):
            return False
    return False


def set_block(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a description as a block of lines; one in a run of words stays in it."""
    if is_in_line(element, typesetter):
        set_as_surroundings(element, into, typesetter)
    else:
        _fill(element, typesetter.open(into, "div", element, _class(element)), typesetter)


def _class(element: etree._Element) -> str:
    return f"description {local_name(element)}"


def set_line(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set one statement of a description as a line."""
    if not _says(element):
        typesetter.children(element, into)
        return
    tag = "span" if is_in_line(element, typesetter) else "div"
    made = typesetter.open(into, tag, element, _class(element))
    if tag == "div":
        typesetter.say(made, _SIGNS.get(local_name(element), ""))
    if not _words(element):
        typesetter.say(made, _span_of(element))
    _fill(element, made, typesetter)


def _fill(element: etree._Element, made: etree._Element, typesetter: Typesetter) -> None:
    """Set what a description holds: in its own words, or else statement by statement."""
    if typesetter.book.has_words(element):
        typesetter.children(element, made)
        return
    is_one_line = not any(local_name(child) in _APART for child in element)
    line = made if is_one_line else None
    wants_name = local_name(element) in _NAMED
    for child in element:
        name = local_name(child)
        if name in _APART:
            line = None
            _set_apart(child, made, typesetter)
        elif name and _says(child):
            line = typesetter.open(made, "div", None, "statement") if line is None else line
            _go_on(line, typesetter)
            holder = typesetter.open(line, "b", None, "described") if wants_name else line
            wants_name = False
            if name == "date" and not _words(child):
                set_span(child, holder, typesetter)
            else:
                typesetter.one(child, holder)
        else:
            typesetter.one(child, made)


def _set_apart(child: etree._Element, made: etree._Element, typesetter: Typesetter) -> None:
    """Set a statement by itself; a note in a description is one more statement."""
    plan = typesetter.book.note_plan
    if local_name(child) == "note" and child not in plan.moved and child not in plan.at_pointer:
        if _says(child):
            typesetter.children(child, typesetter.open(made, "div", child, "statement"))
    elif local_name(child) == "extent":
        _fill(child, typesetter.open(made, "div", child, "statement"), typesetter)
    elif local_name(child) in {"desc", "idno"}:
        typesetter.one(child, typesetter.open(made, "div", None, "statement"))
    else:
        typesetter.one(child, made)


def _go_on(line: etree._Element, typesetter: Typesetter) -> None:
    """Put a comma behind what a line says already."""
    said = ending(line).rstrip()
    if said:
        typesetter.trim(line)
        typesetter.say(line, ", " if said[-1] not in ",;:." else " ")


def _says(element: etree._Element) -> bool:
    """Return whether an element will be words: those it holds, or those of its attributes."""
    if _words(element) or next(element.iter(*_SHOWN), None) is not None:
        return True
    return local_name(element) in _DATED and bool(_span_of(element))


def _words(element: etree._Element) -> str:
    return "".join(map(str, element.itertext(etree.Element))).strip()


def set_identifier(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set where a manuscript is kept: place, library, shelf mark, with commas between."""
    made = typesetter.open(into, "span", element, "shelf-mark")
    typesetter.say_text(element, made, str.strip)
    for child in element:
        if local_name(child) and _says(child):
            _go_on(made, typesetter)
        typesetter.one(child, made)
        typesetter.say_tail(child, made, str.strip)


def set_span(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set leaves or a date in their words, or else as their attributes have them: `9r–17v`."""
    if _words(element):
        set_as_surroundings(element, into, typesetter)
    elif next(element.iterancestors(*_described()), None) is not None:
        typesetter.open(into, "span", element, local_name(element)).text = _span_of(element)


def _described() -> list[str]:
    return [f"{{*}}{name}" for name in (*_BLOCKS, *_LINES)]


def _span_of(element: etree._Element) -> str:
    for first, last in _DATES:
        ends = [element.get(name) or "" for name in dict.fromkeys((first, last))]
        if any(ends):
            return "–".join(dict.fromkeys(filter(None, ends)))
    targets = (element.get("target") or "").split() if local_name(element) == "locus" else []
    return ", ".join(target.lstrip("#") for target in targets)


def set_dimensions(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set measures that have no words between them: `180 × 130 mm`."""
    if typesetter.book.has_words(element):
        set_as_surroundings(element, into, typesetter)
        return
    made = typesetter.open(into, "span", element, "dimensions")
    for child in element:
        if local_name(child) and _says(child) and ending(made).strip():
            typesetter.trim(made)
            typesetter.say(made, " × ")
        typesetter.one(child, made)
    typesetter.trim(made)
    _name_unit(element, made, typesetter)


def set_measure(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a measure; a bare number in a description takes its unit from the attribute."""
    set_as_surroundings(element, into, typesetter)
    around = element.getparent()
    words = _words(element)
    if around is not None and words.isdigit() and not typesetter.book.has_words(around):
        _name_unit(element, into, typesetter)
        if element.get("type"):
            typesetter.say(into, f" ({element.get('type')})")


def _name_unit(element: etree._Element, made: etree._Element, typesetter: Typesetter) -> None:
    unit = element.get("unit") or ""
    if unit and ending(made).rstrip()[-1:].isdigit():
        typesetter.say(made, f"\u00a0{unit}")


RULES = {
    **dict.fromkeys(_LISTS, set_list),
    **dict.fromkeys(_BLOCKS, set_block),
    **dict.fromkeys(_LINES, set_line),
    **dict.fromkeys(_WORDS, set_as_surroundings),
    **dict.fromkeys("msIdentifier altIdentifier".split(), set_identifier),
    **dict.fromkeys("locus origDate".split(), set_span),
    "dimensions": set_dimensions,
    **dict.fromkeys("measure dim".split(), set_measure),
}
