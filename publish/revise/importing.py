"""Take the corrections out of a TEI that has them in its text, and make errata of them.

Read are `choice` with `sic` and `corr`, and the older `corr/@sic` and `sic/@corr` (TEI P4). What is
left is the source: `sic` alone, without its tags.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from publish.model.document import Document, local_name, tei
from publish.model.erratum import Certainty, Erratum, Kind, Status
from publish.revise.anchoring import Anchor, anchor
from publish.revise.index import APART, TextIndex, fold
from publish.revise.indexing import index_text

MARK = "\ue000"
"""Stands for an empty `sic` until its neighbour is known (private use)."""

HOLDER = tei("seg")
UNWRAPPED = "{urn:publish:import}source"


class Site(Struct):
    """One correction in the text: the element that holds what the source reads, and the rest."""

    holder: etree._Element
    replacement: str
    attributes: dict[str, str]


def extract_errata(document: Document) -> list[Erratum]:
    """Turn a corrected tree into its source, in place, and give the errata that correct it."""
    sites = list(_open_sites(document.root))
    index = index_text(document.root)[0]
    spans = _spans(index, sites)
    is_empty = [site.holder.text == MARK for site in sites]
    for site, empty in zip(sites, is_empty, strict=True):
        if empty:
            site.holder.text = None
        site.holder.tag = UNWRAPPED
    etree.strip_tags(document.root, UNWRAPPED)
    bare = index_text(document.root)[0]
    moves = _Moves(index.text, bare.text)
    errata: list[Erratum] = []
    for site, span, empty in zip(sites, spans, is_empty, strict=True):
        if span is not None:
            start = moves.place(span[0])
            end = start if empty else moves.place(span[1])
            errata.append(_erratum(site, start, end, bare, len(errata) + 1))
    return errata


class _Moves:
    """Where each place of the marked text is in the bare one.

    A mark between two spaces keeps them apart; without it they are one, and none at an end.
    """

    def __init__(self, marked: str, bare: str) -> None:
        """Put the stretches between the marks beside the bare text."""
        self.starts: list[int] = []
        self.parts: list[tuple[int, int, int]] = []
        """Where each stretch begins in the bare text, what it lacks in front, and its length."""
        at = into = 0
        for part in marked.split(MARK):
            lead = int(part[:1] == " " and not bare.startswith(part, into))
            kept = part[lead:]
            if not bare.startswith(kept, into):
                kept = kept.removesuffix(" ")
            self.starts.append(at)
            self.parts.append((into, lead, len(kept)))
            at += len(part) + 1
            into += len(kept)

    def place(self, position: int) -> int:
        """Return the place in the bare text."""
        number = bisect_right(self.starts, position) - 1
        into, lead, length = self.parts[number]
        return into + min(max(position - self.starts[number] - lead, 0), length)


def _open_sites(root: etree._Element) -> Iterator[Site]:
    """Put what the source reads in the place of every correction, inside a holder."""
    for element in list(root.iter(tei("choice"), tei("corr"), tei("sic"))):
        name, parent = local_name(element), element.getparent()
        if parent is None or local_name(parent) == "choice":
            continue
        if name == "choice":
            sic, corr = element.find(tei("sic")), element.find(tei("corr"))
            if sic is None or corr is None:
                continue
            content, text, said = sic, _text(corr), corr
        elif name == "corr" and element.get("sic") is not None:
            content, text, said = etree.Element(HOLDER), _text(element), element
            content.text = element.get("sic")
        elif name == "sic" and element.get("corr") is not None:
            content, text, said = element, str(element.get("corr")), element
        else:
            continue
        holder = etree.Element(HOLDER)
        holder.text = content.text
        holder.extend(list(content))
        if not _text(holder):
            holder.text = MARK
        holder.tail = element.tail
        parent.replace(element, holder)
        yield Site(holder, text, {str(key): str(value) for key, value in said.attrib.items()})


def _text(element: etree._Element) -> str:
    return fold("".join(map(str, element.itertext())))


def _spans(index: TextIndex, sites: list[Site]) -> list[tuple[int, int] | None]:
    """Find where in the index each holder's words begin and end."""
    holders = {site.holder: number for number, site in enumerate(sites)}
    found: dict[int, tuple[int, int]] = {}
    for start, piece in zip(index.starts, index.pieces, strict=True):
        segment = piece.segment
        owner = segment.element.getparent() if segment.is_tail else segment.element
        above = (owner, *owner.iterancestors()) if owner is not None else ()
        for node in above:
            number = holders.get(node)
            if number is not None:
                first = found.get(number, (start, 0))[0]
                found[number] = (first, start + piece.length)
    return [found.get(number) for number in range(len(sites))]


def _erratum(site: Site, start: int, end: int, index: TextIndex, number: int) -> Erratum:
    text, become = index.text, site.replacement
    if start == end:
        lead = re.search(r"\S*\s*\Z", text[text.rfind(APART, 0, start) + 1 : start])
        ahead = lead[0] if lead else ""
        become, start = ahead + become, start - len(ahead)
    context = anchor(index, start, end) or Anchor()
    erratum = Erratum(id=f"E{number:03}", find=text[start:end], replace=become)
    return replace(
        erratum,
        at=context.at,
        before=context.before,
        after=context.after,
        kind=_kind(site.attributes.get("type", "")),
        status=Status.VERIFIED,
        by=site.attributes.get("resp", "").removeprefix("#"),
        source=site.attributes.get("source", ""),
        certainty=_certainty(site.attributes.get("cert", "")),
    )


def _kind(named: str) -> Kind:
    return Kind(named) if named in set(Kind) else Kind.PRINTER


def _certainty(named: str) -> Certainty:
    return Certainty(named) if named in set(Certainty) else Certainty.HIGH
