"""Rules for descriptions of manuscripts, persons and places that stand in the text (TEI 11, 14).

Lists of persons and places are data and left out (`structure.py`); one described in a note or a
paragraph is words for readers.
"""

from __future__ import annotations

from lxml import etree

from publish.document import local_name
from publish.typeset.render import Typesetter
from publish.typeset.rules.drama import is_in_line
from publish.typeset.rules.inline import set_as_surroundings
from publish.typeset.xhtml import ending

_BLOCKS = """
    msDesc msContents msItem msItemStruct physDesc objectDesc supportDesc layoutDesc bindingDesc
    handDesc history additional adminInfo msPart msFrag summary decoDesc scriptDesc musicNotation
    sealDesc seal additions accMat person personGrp place org event object
""".split()

_LINES = """
    support layout binding handNote decoNote origin provenance acquisition custodialHist collation
    foliation condition typeNote typeDesc scriptNote residence education trait state birth death
    floruit faith occupation sex gender nationality location
    population terrain custEvent langKnowledge langKnown socecStatus persona nym
""".split()

_WORDS = """
    repository institution collection altIdentifier msName
    dimensions rubric incipit explicit finalRubric colophon filiation watermark
    recordHist objectIdentifier
""".split()


def set_block(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a description as a block of lines; one in a run of words stays in it."""
    if is_in_line(element, typesetter):
        set_as_surroundings(element, into, typesetter)
    else:
        typesetter.children(element, typesetter.open(into, "div", element, _class(element)))


def _class(element: etree._Element) -> str:
    return f"description {local_name(element)}"


def set_line(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set one statement of a description as a line."""
    tag = "span" if is_in_line(element, typesetter) else "div"
    typesetter.children(element, typesetter.open(into, tag, element, _class(element)))


def set_identifier(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set where a manuscript is kept: place, library, shelf mark, with commas between."""
    made = typesetter.open(into, "span", element, "shelf-mark")
    typesetter.say(made, (element.text or "").strip())
    for child in element:
        said = ending(made).rstrip()
        if said and local_name(child) and "".join(map(str, child.itertext())).strip():
            typesetter.trim(made)
            typesetter.say(made, ", " if said[-1] not in ",;:." else " ")
        typesetter.one(child, made)
        typesetter.say(made, (child.tail or "").strip())


RULES = {
    **dict.fromkeys(_BLOCKS, set_block),
    **dict.fromkeys(_LINES, set_line),
    **dict.fromkeys(_WORDS, set_as_surroundings),
    "msIdentifier": set_identifier,
}
