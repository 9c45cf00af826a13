"""Music engraved by Verovio: MEI or MusicXML -> one drawing for each system.

A system is a line of music; pages part between them, as they do between lines of words. Ids are
seeded, so that the same music is the same bytes. What is sung stays text in the drawing. Verovio
is an extra: `pip install "publish-tei[music]"`. Authority: MEI 5; SVG 2; Gould, "Behind Bars",
pages 482-485, for the size of staves.
"""

from __future__ import annotations

import re
from importlib.util import find_spec

from lxml import etree
from msgspec import Struct

from publish.model.document import XML, local_name
from publish.model.tree import take_out
from publish.typeset.engraver import ENGRAVER
from publish.typeset.staff_definitions import MEI, define_staves

SVG = "{http://www.w3.org/2000/svg}"
HREF = "{http://www.w3.org/1999/xlink}href"

UNITS_OF_STAFF = 72
"""The height of a staff in Verovio's units, at which it counts a page's width too."""

STAFF_MM, NARROW_STAFF_MM, NARROW_MM = 6.0, 5.0, 90.0
"""Staves of a book's music, from one outer line to the other, and those of a narrow measure."""

_ROOM_FOR_BRACES = 45
"""Units beside a staff; without braces the staves begin where the text does."""

_AROUND = ("layer", "staff", "measure", "section", "score", "mdiv", "body", "music", "mei")
"""What each element of MEI stands in, from the inside to the outside."""

_LOOKS = (
    (frozenset({"tempo", "reh", "ending", "fing"}), "font-weight", "bold"),
    (frozenset({"dir", "dynam", "mNum"}), "font-style", "italic"),
)
_SIGNS = {
    "\ue1d2": "\U0001d15d", "\ue1d3": "\U0001d15e", "\ue1d5": "♩", "\ue1d7": "♪",
    "\ueca2": "\U0001d15d", "\ueca3": "\U0001d15e", "\ueca5": "♩", "\ueca7": "♪",
    "\ue1e7": ".", "\uecb7": ".",
}  # fmt: skip
"""Notes in words, which Verovio has in a font of its own (SMuFL)."""


_SHAPES = frozenset("path polygon polyline rect ellipse".split())


_FOR_EDITORS = frozenset({"cursor", "placeholder", "bounding-box"})
"""What programs show on a screen, and nobody prints."""

_NUMBERS = frozenset({"mNum"})
"""Numbers of measures; the first system has none ("Behind Bars", page 484)."""


_PLACES = frozenset(
    """
    ho vo to startho endho startvo endvo startto endto x y x2 y2 ulx uly lrx lry
    spacing spacing.staff spacing.system spacing.packexp spacing.packfact
    system.leftmar system.rightmar system.topmar
    page.height page.width page.topmar page.botmar page.leftmar page.rightmar
    page.scale page.panels
    """.split()
)
"""Attributes of MEI that say where something stands on a page."""


_VOICE = ("staff", "layer", "verse")
"""What the syllables of one line of words have in common."""


class NotMusicError(ValueError):
    """What was given is no music that can be engraved."""


class System(Struct, frozen=True):
    """One line of music as a drawing, and the share of the measure that it takes."""

    drawing: etree._Element
    width: float


def can_engrave() -> bool:
    """Return whether this machine has Verovio."""
    return find_spec("verovio") is not None


def engrave(data: bytes, measure_mm: float, prefix: str) -> list[System]:
    """Engrave music as systems as wide as the measure; one alone is no wider than it need be.

    `prefix` begins every id in the drawings. Raises NotMusicError.
    """
    staff = STAFF_MM if measure_mm >= NARROW_MM else NARROW_STAFF_MM
    width = round(measure_mm / staff * UNITS_OF_STAFF)
    data = _without_places(data)
    options: dict[str, object] = {"pageWidth": width}
    drawn = _draw(data, options)
    if any(group.get("class") == "grpSym" for group in drawn[-1].iter(f"{SVG}g")):
        options["pageMarginLeft"] = _ROOM_FOR_BRACES
        drawn = _draw(data, options)
    if len(drawn) == 1:
        drawn = _draw(data, {**options, "adjustPageWidth": True})
    systems = []
    for number, svg in enumerate(drawn, start=1):
        own = float((svg.get("viewBox") or "0 0 1 1").split()[2])
        _drop(svg, _FOR_EDITORS | _NUMBERS if number == 1 else _FOR_EDITORS)
        _tidy(svg, f"{prefix}-{number}")
        systems.append(System(svg, min(1.0, own / width)))
    return systems


def _without_places(data: bytes) -> bytes:
    """Take out of MEI where signs and staves stood on the pages of an earlier score.

    Offsets and distances (MEI 5, att.visualOffset, att.spacing, att.scoreDef.vis) are of systems
    that are broken elsewhere: words would overlap, and staves stand far apart.
    """
    if b"music-encoding.org" not in data[:100_000]:
        return data
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, huge_tree=True))
    except etree.XMLSyntaxError:
        return data
    for element in root.iter(etree.Element):
        for name in _PLACES.intersection(element.attrib):
            del element.attrib[name]
    _place_syllables(root)
    return etree.tostring(root)


def _place_syllables(root: etree._Element) -> None:
    """Say of syllables with a hyphen behind them where in their word they stand.

    Verovio draws the hyphen of `con="d"` only where `wordpos` says so ("Behind Bars", page 438).
    """
    goes_on: dict[tuple[str, ...], bool] = {}
    for syllable in root.iter(f"{{{MEI}}}syl"):
        around = (next(syllable.iterancestors(f"{{{MEI}}}{name}"), None) for name in _VOICE)
        voice = tuple((each.get("n") or "") if each is not None else "" for each in around)
        before, after = goes_on.get(voice, False), syllable.get("con") == "d"
        goes_on[voice] = after
        if (before or after) and not syllable.get("wordpos"):
            syllable.set("wordpos", "m" if before and after else "i" if after else "t")


def _draw(data: bytes, options: dict[str, object]) -> list[etree._Element]:
    wanted = {
        "xmlIdSeed": 1, "breaks": "auto", "pageHeight": 100, "adjustPageHeight": True,
        "header": "none", "footer": "none", "svgViewBox": True, "svgRemoveXlink": True,
        "lyricSize": 4.5, "pageMarginTop": 25, "pageMarginBottom": 15, "pageMarginLeft": 15,
        "pageMarginRight": 2, **options,
    }  # fmt: skip
    drawings = ENGRAVER.engrave(data, wanted)
    if not drawings:
        raise NotMusicError
    parser = etree.XMLParser(resolve_entities=False, huge_tree=True, remove_blank_text=True)
    try:
        return [etree.fromstring(drawing.encode(), parser) for drawing in drawings]
    except (etree.XMLSyntaxError, UnicodeEncodeError):
        raise NotMusicError from None


def as_mei(element: etree._Element) -> tuple[bytes, bool]:
    """Make a whole MEI document of a piece of one; say whether it had no clef, so that G is taken.

    Raises NotMusicError where the element is none that music is made of.
    """
    name = local_name(element)
    if name not in _AROUND:
        raise NotMusicError
    inner = _plain_copy(element)
    for around in _AROUND[_AROUND.index(name) + 1 :]:
        holder = _element(around)
        if around in {"staff", "layer", "measure"}:
            holder.set("n", "1")
        holder.append(inner)
        inner = holder
    has_no_clef = define_staves(inner)
    if inner.find(f"{{{MEI}}}meiHead") is None:
        inner.insert(0, etree.Element(f"{{{MEI}}}meiHead"))
    if not inner.get("meiversion"):
        is_old = any("key.sig" in each.attrib for each in inner.iter(etree.Element))
        inner.set("meiversion", "4.0.1" if is_old else "5.0")
    return etree.tostring(inner), has_no_clef


def _element(name: str) -> etree._Element:
    return etree.fromstring(f'<{name} xmlns="{MEI}"/>')


def _plain_copy(element: etree._Element) -> etree._Element:
    """Copy MEI without a prefix, which Verovio does not read, and without others' attributes."""
    copied = _element(local_name(element))
    for name, value in element.attrib.items():
        if not str(name).startswith("{") or str(name).startswith(f"{{{XML}}}"):
            copied.set(name, value)
    copied.text = element.text
    for child in element:
        if isinstance(child.tag, str):
            copied.append(_plain_copy(child))
            copied[-1].tail = child.tail
    return copied


def _drop(svg: etree._Element, classes: frozenset[str]) -> None:
    for group in list(svg.iter(f"{SVG}g")):
        if not classes.isdisjoint((group.get("class") or "").split()):
            take_out(group)


def _tidy(svg: etree._Element, prefix: str) -> None:
    """Leave of a drawing what a book needs: shapes, the signs they share, words as text."""
    for name in ("desc", "style"):
        for element in list(svg.iter(f"{SVG}{name}")):
            take_out(element)
    for text in list(svg.iter(f"{SVG}text")):
        _flatten(text)
    shared = {each.get("id") for defs in svg.iter(f"{SVG}defs") for each in defs}
    for element in svg.iter(etree.Element):
        _tidy_attributes(element, shared, prefix)
    _unscale(svg)
    etree.cleanup_namespaces(svg)


def _tidy_attributes(element: etree._Element, shared: set[str | None], prefix: str) -> None:
    identifier = element.get("id")
    if identifier is not None:
        del element.attrib["id"]
    if identifier in shared:
        element.set("id", f"{prefix}-{identifier}")
    target = element.get("href") or element.get(HREF)
    if target:
        element.attrib.pop(HREF, "")
        element.set("href", f"#{prefix}-{target[1:]}")
    for name in list(element.attrib):
        if str(name).startswith("data-") or name in {"class", "color", "overflow", "version"}:
            del element.attrib[name]
    for name, value in element.attrib.items():
        if value == "currentColor":
            element.set(name, "#000")
    is_shared = next(element.iterancestors(f"{SVG}defs"), None) is not None
    if local_name(element) in _SHAPES and not is_shared and "stroke" not in element.attrib:
        element.set("stroke", "#000")


def _flatten(text: etree._Element) -> None:
    """Make one text of each line of nested pieces, in the look that the music gives such words."""
    lines: list[list[etree._Element]] = [[]]
    for piece in text.iter(f"{SVG}tspan"):
        if piece.get("y") and lines[-1]:
            lines.append([])
        lines[-1].append(piece)
    first = {str(name): str(value) for name, value in text.attrib.items()}
    following = [line for line in lines[1:] if any((e.text or "").strip() for e in line)]
    texts = [(text, lines[0])]
    for line in reversed(following):
        made = etree.Element(f"{SVG}text", first)
        for name in ("x", "y"):
            made.set(name, line[0].get(name) or first.get(name) or "0")
        text.addnext(made)
        texts.append((made, line))
    for each, pieces in texts:
        _set_line(each, pieces)


def _set_line(text: etree._Element, line: list[etree._Element]) -> None:
    pieces = [e for e in line if (e.text or "").strip()]
    words = "".join(_plain(piece.text or "") for piece in pieces) or (text.text or "")
    sizes = [size for e in pieces if (size := e.get("font-size")) not in {None, "0px"}]
    if sizes and sizes[0]:
        text.set("font-size", sizes[0].removesuffix("px"))
    kinds = {
        k for e in (text, *text.iterancestors(f"{SVG}g")) for k in (e.get("class") or "").split()
    }
    for names, attribute, value in _LOOKS:
        if names & kinds:
            text.set(attribute, value)
    for name in ("font-style", "font-weight"):
        own = next((e.get(name) for e in pieces if e.get(name)), None)
        if own:
            text.set(name, own)
    for child in list(text):
        text.remove(child)
    text.text = words.rstrip()
    if not words.strip():
        take_out(text)


def _plain(words: str) -> str:
    return re.sub(r"[\ue000-\uf8ff]", lambda sign: _SIGNS.get(sign[0], ""), words)


def _unscale(svg: etree._Element) -> None:
    """Turn the drawing inside the drawing into a group, which every reading system can draw."""
    inner = svg.find(f"{SVG}svg")
    if inner is None:
        return
    outer_width = float((svg.get("viewBox") or "0 0 1 1").split()[2])
    inner_width = float((inner.get("viewBox") or "0 0 1 1").split()[2])
    inner.tag = f"{SVG}g"
    del inner.attrib["viewBox"]
    inner.set("transform", f"scale({outer_width / inner_width:g})")
    inner.set("font-family", "serif")
