"""What the author hears of words that the book leaves out.

Three tiers: what stands elsewhere, in another form, or only on the source's pages (running heads,
the other reading of a `choice`) is not told; erasures and data for machines are a notice;
registers with words, which an author may have meant for readers, are a warning.
"""

from __future__ import annotations

from lxml import etree
from msgspec import Struct

from publish.model.finding import Severity


class Report(Struct, frozen=True):
    """One such message, without the name and place of the element."""

    code: str
    severity: Severity
    message: str
    hint: str = ""


REGISTERS = frozenset(
    """
    listPerson listPlace listOrg listEvent listNym listObject listBibl person personGrp place
    org event object nym taxonomy category particDesc settingDesc textDesc listChange annotation
    nonVerbal msDesc bibl
    """.split()
)
"""Data in words."""

_DATA = Report("TYP-003", Severity.NOTICE, "holds data, not text; the book leaves it out")
_STRUCK_OUT = Report(
    "TYP-025",
    Severity.NOTICE,
    "is left out, as the corrected view leaves out what the writer struck out",
    "--text diplomatic and --text marked show it",
)
_SIGN = Report(
    "TYP-025",
    Severity.NOTICE,
    "is left out, as the corrected view leaves out signs that say how an addition is to be read",
    "--text diplomatic and --text marked show it",
)
_INDEXES = {
    "listPerson": "persons", "listPlace": "places", "listOrg": "organizations",
    "listBibl": "works",
}  # fmt: skip
_INDEX_HINT = (
    'give it a <head>, and it is printed; indexes = ["auto", "{}"] under [contents] '
    "lists those that the text names"
)
_REGISTER_HINT = "put what readers should read into paragraphs, lists or notes"
_QUOTED = 40
"""Characters that are quoted of what is left out."""


def report_of(name: str, element: etree._Element) -> Report | None:
    """Say what the author hears of an element that is left out; None where it has no words."""
    words = " ".join(" ".join(map(str, element.itertext(etree.Element))).split())
    if name in {"del", "add"}:
        return _STRUCK_OUT if words else None
    if name == "metamark":
        return _SIGN if words else None
    if name not in REGISTERS:
        return _DATA
    if not words:
        return None
    quoted = words if len(words) <= _QUOTED else f"{words[:_QUOTED].rstrip()}…"
    message = f"is left out as data: {quoted!r}"
    index = _INDEXES.get(name)
    hint = _INDEX_HINT.format(index) if index else _REGISTER_HINT
    return Report("TYP-025", Severity.WARNING, message, hint)
