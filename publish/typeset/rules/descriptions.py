"""Rules for what is described by statements: manuscripts, persons, places (TEI chapters 11, 14).

A description has no punctuation of its own: what is short stands in one line with commas between,
everything else in a line or block of its own, under the words of `descriptions.toml`.
"""

from __future__ import annotations

from lxml import etree

from publish.house.language.typography import language_at
from publish.model.document import XML_LANG, local_name, tei
from publish.typeset.described import heading_of, label_of, plural_of, put_heading, put_label
from publish.typeset.headings import is_headed
from publish.typeset.render import Typesetter
from publish.typeset.rules.drama import is_in_line
from publish.typeset.rules.inline import set_as_surroundings
from publish.typeset.rules.structure import leave_out_data
from publish.typeset.survey import is_division
from publish.typeset.xhtml import ending

_LISTS = "listPerson listPlace listOrg listEvent listObject listNym".split()

_BLOCKS = """
    msContents physDesc objectDesc supportDesc layoutDesc bindingDesc
    handDesc history additional adminInfo summary decoDesc scriptDesc musicNotation
    sealDesc seal additions accMat person personGrp place org event object nym recordHist source
    correspDesc correspContext
""".split()

_LINES = """
    support layout binding handNote decoNote origin provenance acquisition custodialHist collation
    foliation condition typeNote typeDesc scriptNote residence education trait state birth death
    floruit faith occupation sex gender nationality location
    population terrain custEvent langKnowledge langKnown socecStatus persona
    rubric incipit explicit finalRubric colophon filiation watermark correspAction textLang
    surrogates
""".split()

_WORDS = "repository institution collection msName objectIdentifier".split()

_APART = frozenset(
    """
    p ab head list listBibl bibl biblStruct biblFull table lg quote cit q figure graphic div
    listRelation relation availability note desc idno extent listApp listWit
    """.split()
    + "msDesc msPart msFrag msItem msItemStruct".split()
    + _LISTS
    + _BLOCKS
    + _LINES
)
"""What does not stand in one line with its neighbours."""

_WHOLE = ("msDesc", "msPart", "msFrag")
"""What has a heading of its own, so that its head is a line below it."""

_NAMED = frozenset("person personGrp place org event object nym".split())
"""What is looked up by its first name."""

_SEVERAL = frozenset("author editor".split())
"""What holds a name in several scripts."""

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
        made = typesetter.open(into, "div", element, _class(element))
        fill_described(element, made, typesetter)
        _label(element, made, typesetter)


def _label(element: etree._Element, made: etree._Element, typesetter: Typesetter) -> None:
    name = label_of(element)
    if name:
        put_label(made, name, _language(element.getparent(), typesetter))


def _language(element: etree._Element | None, typesetter: Typesetter) -> str:
    return language_at(element, typesetter.book.edition.book.language)


def _class(element: etree._Element) -> str:
    return f"description {local_name(element)}"


def set_line(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set one statement of a description as a line."""
    if not says(element):
        typesetter.children(element, into)
        return
    tag = "span" if is_in_line(element, typesetter) else "div"
    if tag == "div" and element.get(XML_LANG) and label_of(element):
        _set_quoted(element, into, typesetter)
        return
    made = typesetter.open(into, tag, element, _class(element))
    if tag == "div":
        typesetter.say(made, _SIGNS.get(local_name(element), ""))
    if not words_in(element):
        typesetter.say(made, span_of(element))
    fill_described(element, made, typesetter)
    if tag == "div":
        _label(element, made, typesetter)


def _set_quoted(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set what is quoted in its own language, behind a label in the description's."""
    made = typesetter.open(into, "div", None, _class(element))
    fill_described(element, typesetter.open(made, "span", element), typesetter)
    _label(element, made, typesetter)


def fill_described(element: etree._Element, made: etree._Element, typesetter: Typesetter) -> None:
    """Set what a description holds: in its own words, or else statement by statement."""
    heading = heading_of(element)
    if heading and says(element):
        put_heading(made, heading, _language(element, typesetter))
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
        elif name and says(child):
            line = typesetter.open(made, "div", None, "statement") if line is None else line
            _go_on(line, typesetter)
            holder = typesetter.open(line, "b", None, "described") if wants_name else line
            wants_name = False
            if name == "date" and not words_in(child):
                set_words_or_span(child, holder, typesetter)
            elif name in _SEVERAL and not typesetter.book.has_words(child):
                _set_forms(child, holder, typesetter)
            else:
                typesetter.one(child, holder)
        else:
            typesetter.one(child, made)


def _set_forms(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set the forms of a name that stand side by side, with commas between."""
    made = typesetter.open(into, "span", element, local_name(element))
    for child in element:
        if local_name(child) and says(child):
            _go_on(made, typesetter)
        typesetter.one(child, made)


def _set_apart(child: etree._Element, made: etree._Element, typesetter: Typesetter) -> None:
    """Set a statement by itself; a note in a description is one more statement."""
    plan = typesetter.book.note_plan
    if local_name(child) == "head" and (made.get("class") or "").endswith(_WHOLE):
        typesetter.children(child, typesetter.open(made, "p", child, "description-title"))
    elif local_name(child) == "note" and child not in plan.moved and child not in plan.at_pointer:
        if says(child):
            typesetter.children(child, typesetter.open(made, "div", child, "statement"))
    elif local_name(child) == "extent":
        line = typesetter.open(made, "div", child, "statement")
        fill_described(child, line, typesetter)
        _label(child, line, typesetter)
    elif label_of(child) and local_name(child) in {"listBibl", "availability"} and says(child):
        put_heading(made, label_of(child), _language(child, typesetter))
        typesetter.one(child, made)
    elif local_name(child) in {"desc", "idno"}:
        typesetter.one(child, typesetter.open(made, "div", None, "statement"))
    else:
        typesetter.one(child, made)


def _go_on(line: etree._Element, typesetter: Typesetter) -> None:
    """Put a comma behind what a line says already."""
    said = ending(line).rstrip()
    if said:
        typesetter.trim(line)
        is_after_leaves = said[-1] == ")" and said[0] == "("
        typesetter.say(line, " " if said[-1] in ",;:." or is_after_leaves else ", ")


def says(element: etree._Element) -> bool:
    """Return whether an element will be words: those it holds, or those of its attributes."""
    if words_in(element) or next(element.iter(*_SHOWN), None) is not None:
        return True
    return local_name(element) in _DATED and bool(span_of(element))


def words_in(element: etree._Element) -> str:
    """Return the words of an element and all in it."""
    return "".join(map(str, element.itertext(etree.Element))).strip()


def set_words_or_span(
    element: etree._Element, into: etree._Element, typesetter: Typesetter
) -> None:
    """Set leaves or a date in their words, or else as their attributes have them: `9r–17v`."""
    if words_in(element):
        set_as_surroundings(element, into, typesetter)
    elif is_described(element):
        typesetter.open(into, "span", element, local_name(element)).text = span_of(element)


def is_described(element: etree._Element) -> bool:
    """Return whether an element is a statement of a description."""
    names = (f"{{*}}{name}" for name in (*_BLOCKS, *_LINES, "msItem", "msPart"))
    return next(element.iterancestors(*names), None) is not None


def span_of(element: etree._Element) -> str:
    """Return the dates or leaves that attributes say."""
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
    around = element.getparent()
    if (
        around is not None
        and local_name(around) == "extent"
        and ending(into).strip()[-1:].isalnum()
    ):
        typesetter.trim(into)
        typesetter.say(into, ", ")
    made = typesetter.open(into, "span", element, "dimensions")
    for child in element:
        if local_name(child) and says(child) and ending(made).strip():
            typesetter.trim(made)
            typesetter.say(made, " × ")
        typesetter.one(child, made)
    typesetter.trim(made)
    _name_unit(element, made, typesetter)


def set_measure(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a measure; a bare number in a description takes its unit from the attribute."""
    set_as_surroundings(element, into, typesetter)
    around = element.getparent()
    words = words_in(element)
    if around is not None and words.isdigit() and not typesetter.book.has_words(around):
        _name_unit(element, into, typesetter)
        if element.get("type"):
            typesetter.say(into, f" ({element.get('type')})")


def _name_unit(element: etree._Element, made: etree._Element, typesetter: Typesetter) -> None:
    unit = element.get("unit") or ""
    if unit and ending(made).rstrip()[-1:].isdigit():
        is_one = words_in(element) == "1"
        typesetter.say(made, f"\u00a0{unit if is_one else plural_of(unit)}")


RULES = {
    **dict.fromkeys(_LISTS, set_list),
    **dict.fromkeys(_BLOCKS, set_block),
    **dict.fromkeys(_LINES, set_line),
    **dict.fromkeys(_WORDS, set_as_surroundings),
    "dimensions": set_dimensions,
    **dict.fromkeys("measure dim".split(), set_measure),
}
