"""Why a text is not well-formed XML, in an author's words: what was open, where, and the repair.

libxml2 says where it stumbled; a scan over the tags tells what it stumbled over.
"""

from __future__ import annotations

import re

from lxml import etree

from publish.model.finding import Finding, Place, error
from publish.model.lazy_pattern import lazy_pattern
from publish.read.entities import Shifts
from publish.read.tag_scan import Lines, Scan

SGML = lazy_pattern(
    r"<!DOCTYPE\s+\S+\s+PUBLIC\s+(\"[^\"]*\"|'[^']*')\s*[\[>]"
    r"|<!SGML|\bSDATA\b|<!ELEMENT\s+\S+\s+[-Oo]\s",
    re.I,
)
UNQUOTED = lazy_pattern(r"<[A-Za-z][\w.]*\s+[\w.]+=\w")
PREFIXES = {
    "xi": "http://www.w3.org/2001/XInclude",
    "m": "http://www.w3.org/1998/Math/MathML",
    "mml": "http://www.w3.org/1998/Math/MathML",
    "svg": "http://www.w3.org/2000/svg",
    "xlink": "http://www.w3.org/1999/xlink",
    "tei": "http://www.tei-c.org/ns/1.0",
    "rng": "http://relaxng.org/ns/structure/1.0",
}


def explain(
    text: str, file_name: str, problem: etree.XMLSyntaxError, shifts: Shifts
) -> list[Finding]:
    """Report what libxml2's error means; one finding.

    REA-010 not well-formed, REA-011 tags do not match, REA-014 too deep.
    """
    lines = Lines(text, file_name, shifts)
    if "depth" in (problem.msg or "") and "Excessive" in (problem.msg or ""):
        message = "elements stand inside one another too deeply"
        return [error("REA-014", message, _libxml_place(problem, file_name), "close elements")]
    fault = Scan(text, lines).first_fault()
    if fault is None:
        return [_in_libxml_words(problem, lines)]
    return [error(fault.code, fault.message, lines.place(fault.offset), fault.hint)]


def looks_like_sgml(text: str) -> bool:
    """Return whether the text has what only SGML allows (TEI P3 and before)."""
    head = text[:20000]
    return SGML.search(head) is not None or len(UNQUOTED.findall(head)) > 1


def say_sgml(finding: Finding) -> Finding:
    """Report that a text is SGML, at the place where it first differs from XML."""
    hint = "make XML of it with OpenSP: osx -xlower -xempty FILE.sgm > FILE.xml"
    why = "" if finding.code == "REA-008" else f": {finding.message}"
    return error("REA-007", f"this is SGML, not XML{why}", finding.place, hint)


def _libxml_place(problem: etree.XMLSyntaxError, file_name: str) -> Place:
    line, column = problem.position
    return Place(file_name, max(1, line or 1), max(1, column or 1))


def _in_libxml_words(problem: etree.XMLSyntaxError, lines: Lines) -> Finding:
    words = re.sub(r", line \d+, column \d+.*$", "", problem.msg or "not well-formed", flags=re.S)
    prefix = re.search(r"Namespace prefix (\S+)", words)
    if prefix is None:
        place = _libxml_place(problem, lines.file_name)
        return error("REA-010", words, place, "make the file well-formed XML")
    uri = PREFIXES.get(prefix[1], "...")
    hint = f'write xmlns:{prefix[1]}="{uri}" into the root element'
    first = re.search(rf"(?<=[<\s]){re.escape(prefix[1])}:", lines.text)
    place = lines.place(first.start()) if first else _libxml_place(problem, lines.file_name)
    return error("REA-010", f"the prefix {prefix[1]}: is not declared", place, hint)
