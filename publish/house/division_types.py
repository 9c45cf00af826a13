"""What kind of division a TEI `@type` means: its term for EPUB, its role, its scale."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache
from pathlib import Path

import tomli
from lxml import etree
from msgspec import Struct

from publish.model.document import local_name, tei


class Scale(StrEnum):
    """How long a division of a kind usually is, and so whether it opens a page."""

    PART = "part"
    CHAPTER = "chapter"
    ACT = "act"
    PIECE = "piece"
    UNKNOWN = ""


class Kind(Struct, frozen=True):
    """One kind of division."""

    name: str = ""
    epub: str = ""
    """A term of the EPUB 3 Structural Semantics Vocabulary."""
    role: str = ""
    """A role of DPUB-ARIA 1.1."""
    scale: Scale = Scale.UNKNOWN


NONE = Kind()

_BY_ELEMENT = {
    "titlePage": "title_page",
    "castList": "cast_list",
    "epigraph": "epigraph",
    "prologue": "prologue",
    "epilogue": "epilogue",
    "listBibl": "bibliography",
    "imprimatur": "imprimatur",
}
"""Elements other than `div` that are a division of a front or back by themselves."""


@cache
def _table() -> dict[str, dict[str, str]]:
    return tomli.loads(Path(__file__).with_name("division_types.toml").read_text("utf-8"))


@cache
def _kinds() -> dict[str, Kind]:
    return {
        name: Kind(name, row.get("epub", ""), row.get("role", ""), Scale(row["scale"]))
        for name, row in _table().items()
    }


@cache
def _by_word() -> dict[str, Kind]:
    return {
        word: kind for name, kind in _kinds().items() for word in _table()[name]["words"].split()
    }


@cache
def kind_of_type(written: str) -> Kind:
    """Find the kind that a `@type` names, as a whole or by one of its words."""
    words = [re.sub(r"[^\w]|[\d_]", "", word) for word in written.lower().split()]
    for word in ("".join(words), *words):
        if word in _by_word():
            return _by_word()[word]
    pieces = [re.sub(r"[\d_]", "", piece) for piece in re.split(r"[^\w]|_", written.lower())]
    return next((_by_word()[piece] for piece in reversed(pieces) if piece in _by_word()), NONE)


def kind_of(element: etree._Element) -> Kind:
    """Tell what kind of division an element is."""
    name = local_name(element)
    if name in _BY_ELEMENT:
        if name == "titlePage" and "half" in (element.get("type") or "").lower():
            return _kinds()["half_title"]
        return _kinds()[_BY_ELEMENT[name]]
    for attribute in ("type", "subtype"):
        written = element.get(attribute)
        if written and kind_of_type(written) is not NONE:
            return kind_of_type(written)
    return _kind_of_list(element)


def _kind_of_list(element: etree._Element) -> Kind:
    """Tell what a division is by the list that it holds (`divGen`): a chapter has more to say."""
    generated = element.find(tei("divGen"))
    around = element.getparent()
    is_in_body = around is not None and local_name(around) == "body"
    if generated is None or (is_in_body and any(map(_has_more, element))):
        return NONE
    return kind_of_type(generated.get("type") or "")


def _has_more(child: etree._Element) -> bool:
    is_said = isinstance(child.tag, str) and "".join(map(str, child.itertext())).strip() != ""
    return is_said and local_name(child) not in {"head", "divGen"}
