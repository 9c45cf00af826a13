"""Whether a finished ONIX message is one: its bytes held against onix_rules.toml.

Written apart from the writer and blind to it, as a shop's own check would be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TypedDict, cast

import tomli
from lxml import etree

from publish.house.isbn import thirteen_figures
from publish.model.finding import Finding, Place, error

NAMESPACES = "http://ns.editeur.org/onix/"

NUMBERED = frozenset(["03", "15"])
"""List 5: numbers with a check digit (GTIN-13, ISBN-13)."""


def check_onix(data: bytes, name: str = "onix.xml") -> list[Finding]:
    """Read a message and tell what breaks a rule.

    Codes: WRI-081 elements, WRI-082 codes, WRI-083 values, WRI-084 what holds between them.
    """
    root = etree.fromstring(data)
    places = {element: _place(element, name) for element in root.iter(etree.Element)}
    namespace = etree.QName(root).namespace or ""
    for element in places:
        element.tag = str(element.tag).removeprefix(f"{{{namespace}}}")
    findings = []
    if namespace != f"{NAMESPACES}{root.get('release')}/reference":
        message = f"the message is in the namespace {namespace!r}, not in that of its release"
        findings.append(error("WRI-084", message, places[root]))
    for element, place in places.items():
        findings += [*_elements(element, place), *_value(element, place)]
    return findings + list(_assertions(root, places))


def _place(element: etree._Element, name: str) -> Place:
    line = element.sourceline
    return Place(name, line if isinstance(line, int) else None)


_Rules = TypedDict(
    "_Rules",
    {
        "elements": dict[str, str],
        "codes": dict[str, list[str]],
        "forms": dict[str, str],
        "assert": list[dict[str, str]],
    },
)


@cache
def _rules() -> _Rules:
    rules: _Rules = tomli.loads(Path(__file__).with_name("onix_rules.toml").read_text("utf-8"))  # type: ignore[assignment]
    return rules


def _elements(element: etree._Element, place: Place) -> Iterator[Finding]:
    """Hold an element's children against its model; one that has a model has no words."""
    model = _rules()["elements"].get(str(element.tag))
    found = " ".join(str(child.tag) for child in element)
    if model is None and not found:
        return
    if model is None or not _pattern(model).fullmatch(f"{found} ".lstrip()):
        wanted = " ".join((model or "words").split()) or "nothing"
        message = f"<{element.tag}> holds {found or 'nothing'}; it is to hold {wanted}"
        yield error("WRI-081", message, place)


@cache
def _pattern(model: str) -> re.Pattern[str]:
    """Turn a model into a regular expression over names, each with a space behind it."""
    return re.compile("".join(_step(word) for word in model.split()))


def _step(word: str) -> str:
    """Turn `Name+` or `Either*|Or?` into a group; a mark binds to its own name."""
    names = re.findall(r"(\w+)([?*+]?)", word)
    return "(" + "|".join(f"({name} ){mark}" for name, mark in names) + ")"


def _value(element: etree._Element, place: Place) -> Iterator[Finding]:
    """Hold words against the list of codes, or the form, that the element has."""
    name, text = str(element.tag), element.text or ""
    rules = _rules()
    if name in rules["elements"]:
        return
    if name in rules["codes"] and text not in rules["codes"][name]:
        allowed = ", ".join(rules["codes"][name])
        yield error("WRI-082", f"<{name}> is {text!r}, none of {allowed}", place)
    elif not re.fullmatch(rules["forms"].get(name, r"(?s).*\S.*"), text) or not _checks(element):
        yield error("WRI-083", f"<{name}> is {text!r}", place)


def _checks(element: etree._Element) -> bool:
    """Return whether a number's check digit is right, where the element is one that has it."""
    parent = element.getparent()
    if element.tag != "IDValue" or parent is None:
        return True
    kind = parent.findtext("ProductIDType")
    return kind not in NUMBERED or thirteen_figures(element.text or "") == element.text


def _assertions(root: etree._Element, places: dict[etree._Element, Place]) -> Iterator[Finding]:
    for rule in _rules()["assert"]:
        for element in cast("list[etree._Element]", root.xpath(f"//{rule['of']}")):
            if not element.xpath(f"boolean({rule['holds']})"):
                yield error("WRI-084", rule["says"], places[element])
