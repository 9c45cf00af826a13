"""What descriptions of manuscripts, persons and places are made of (TEI chapters 11 and 14)."""

from __future__ import annotations

from lxml import etree

from publish.model.document import local_name, tei
from publish.model.lazy_pattern import lazy_pattern

LISTS = "listPerson listPlace listOrg listEvent listObject listNym".split()

BLOCKS = """
    msContents physDesc objectDesc supportDesc layoutDesc bindingDesc
    handDesc history additional adminInfo summary decoDesc scriptDesc musicNotation
    sealDesc seal additions accMat person personGrp place org event object nym recordHist source
    correspDesc correspContext
""".split()

LINES = """
    support layout binding handNote decoNote origin provenance acquisition custodialHist collation
    foliation condition typeNote typeDesc scriptNote residence education trait state birth death
    floruit faith occupation sex gender nationality location
    population terrain custEvent langKnowledge langKnown socecStatus persona
    rubric incipit explicit finalRubric colophon filiation watermark correspAction textLang
    surrogates change
""".split()

APART = frozenset(
    """
    p ab head list listBibl bibl biblStruct biblFull table lg quote cit q figure graphic div
    listRelation relation availability note desc idno extent listApp listWit
    """.split()
    + "msDesc msPart msFrag msItem msItemStruct".split()
    + LISTS
    + BLOCKS
    + LINES
)
"""What does not stand in one line with its neighbours."""

WHOLE = ("msDesc", "msPart", "msFrag")
"""What has a heading of its own, so that its head is a line below it."""

NAMED = frozenset("person personGrp place org event object nym bibl".split())
"""What is looked up by its first name."""

SEVERAL = frozenset("author editor".split())
"""What holds a name in several scripts."""

NAMES = ("persName", "placeName", "geogName", "orgName", "objectName", "name")

LIVED = frozenset("birth death floruit".split())

SPANNING = frozenset(
    "state residence occupation education affiliation trait faith nationality".split()
)
"""What lasts from one date to another, which often stands in attributes only."""

_YEAR = lazy_pattern(r"\d{4}")

_SHOWN = tuple(map(tei, "graphic figure formula notatedMusic ptr gap".split()))
"""What is shown although it may have no words."""

_DATED = frozenset("locus date origDate birth death floruit".split())
"""What an attribute says where there are no words."""

_SAID_BY_ATTRIBUTES = {
    "layout": {"columns": "col.", "ruledLines": "l.", "writtenLines": "l."},
    "material": {"key": ""},
    "condition": {"key": ""},
}
"""Attributes in which catalogues keep what they say in no words, and the unit (TEI 11.3.1)."""

_DATES = (("when", "when"), ("from", "to"), ("notBefore", "notAfter"))


def says(element: etree._Element) -> bool:
    """Return whether an element will be words: those it holds, or those of its attributes."""
    if not isinstance(element.tag, str):
        return False
    if words_in(element) or next(element.iter(*_SHOWN), None) is not None:
        return True
    named = (tei(name) for name in _SAID_BY_ATTRIBUTES)
    if any(attribute_words(each) for each in element.iter(*named)):
        return True
    return local_name(element) in _DATED and bool(span_of(element))


def attribute_words(element: etree._Element) -> str:
    """Say what an element without words has in its attributes: `2 col., 16 l.` of a layout."""
    row = _SAID_BY_ATTRIBUTES.get(local_name(element), {})
    said = [
        f"{element.get(name)} {unit}".strip()
        for name, unit in row.items()
        if (element.get(name) or "").strip(" 0")
    ]
    return "" if words_in(element) else ", ".join(said)


def words_in(element: etree._Element) -> str:
    """Return the words of an element and all in it; a comment has none."""
    if not isinstance(element.tag, str):
        return ""
    return "".join(map(str, element.itertext(etree.Element))).strip()


def is_described(element: etree._Element) -> bool:
    """Return whether an element is a statement of a description."""
    names = (f"{{*}}{name}" for name in (*BLOCKS, *LINES, "msItem", "msPart"))
    return next(element.iterancestors(*names), None) is not None


def span_of(element: etree._Element) -> str:
    """Return the dates or leaves that attributes say."""
    if ends_of(element):
        return "–".join(ends_of(element))
    targets = (element.get("target") or "").split() if local_name(element) == "locus" else []
    return ", ".join(target.lstrip("#") for target in targets)


def ends_of(element: etree._Element) -> list[str]:
    """List when something began and ended, or when it was."""
    for first, last in _DATES:
        ends = [element.get(name) or "" for name in dict.fromkeys((first, last))]
        if any(ends):
            return list(dict.fromkeys(filter(None, ends)))
    return []


def has_unsaid_dates(element: etree._Element) -> bool:
    """Return whether attributes have dates of which the words have no year."""
    years = [year.lstrip("0") for year in _YEAR.findall(span_of(element))]
    return bool(years) and not any(year in words_in(element) for year in years)
