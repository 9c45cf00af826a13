"""Colour: no RGB at the press, black text in black, an output intent (ISO 15930-7 clause 6.2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pikepdf

from publish.check.pdf.under_test import PdfUnderTest
from publish.house.page.folding import is_for_a_press
from publish.house.page.press import VARIANTS, read_ink_limit
from publish.house.page.transparency import is_transparent
from publish.model.finding import Finding, error, warning
from publish.model.lazy_pattern import lazy_pattern
from publish.model.purpose import Purpose

_RGB_OPERATOR = lazy_pattern(rb"(?:^|[\s\]])([\d.]+)\s+([\d.]+)\s+([\d.]+)\s+(?:rg|RG)(?=\s|$)")
RGB_SPACES = ("/DeviceRGB", "/CalRGB")
_PAINT = lazy_pattern(
    rb"(?:^|[\s\])>])(?:(q|Q|Tj|TJ|[fFSs]|f\*|[Bb]\*?)"
    rb"|([\d.]+)\s+([\d.]+)\s+([\d.]+)\s+([\d.]+)\s+([kK]))(?=\s|$)"
)
TEXT, AREA, LINE = "text", "an area", "a line"
PAINTED = {
    **dict.fromkeys((b"Tj", b"TJ"), (TEXT,)),
    **dict.fromkeys((b"f", b"F", b"f*"), (AREA,)),
    **dict.fromkeys((b"S", b"s"), (LINE,)),
    **dict.fromkeys((b"B", b"B*", b"b", b"b*"), (AREA, LINE)),
}
"""What the operators of ISO 32000-1, tables 60 and 109, paint."""

ALIKE = 0.3
"""What the coloured inks of a black differ by: #1c1a17 by 0.06 in FOGRA39, #1f3a4a by 0.5."""

ROUNDING = 0.005
"""What four inks written with four decimals may be off."""


def check_colours(tested: PdfUnderTest) -> Iterator[Finding]:
    """Find colours of a screen, and inks too many for the paper."""
    for name, drawing in tested.drawings():
        if _RGB_OPERATOR.search(drawing):
            yield error("WRI-062", f"{name} is painted in RGB")
        yield from _too_much(tested, name, painted(drawing))
    for image in tested.images():
        if _is_rgb(image.get("/ColorSpace")):
            yield error("WRI-062", f"the image of object {image.objgen[0]} is in RGB")
    for item in tested.pdf.objects:
        if (
            isinstance(item, pikepdf.Dictionary)
            and "/ShadingType" in item
            and _is_rgb(item.get("/ColorSpace"))
        ):
            yield error("WRI-062", f"the gradient of object {item.objgen[0]} is in RGB")
        elif isinstance(item, pikepdf.Dictionary) and "/C1" in item and len(item.C1) == 4:
            ends = [tuple(float(ink) for ink in item[end]) for end in ("/C0", "/C1")]
            name = f"object {item.objgen[0]}"
            yield from _too_much(tested, name, (("a gradient", inks) for inks in ends))


def _too_much(
    tested: PdfUnderTest, name: str, painted: Iterable[tuple[str, tuple[float, ...]]]
) -> Iterator[Finding]:
    """Find for each kind of thing on a page the most ink that it lays on, if that is too much."""
    limit = read_ink_limit(tested.edition)
    most: dict[str, float] = {}
    for what, inks in painted:
        most[what] = max(most.get(what, 0.0), sum(inks))
    where = "the cover" if tested.purpose is Purpose.COVER and name == "page 1" else name
    for what, ink in most.items():
        if ink > limit + ROUNDING:
            message = (
                f"{what} on {where} lays {ink:.0%} of ink on the paper, which takes {limit:.0%}"
            )
            yield error(
                "WRI-062", message, hint="choose a lighter colour, or raise print.ink_limit"
            )


def check_black(tested: PdfUnderTest) -> Iterator[Finding]:
    """Find text in black of several inks, where the slightest misregister shows at its edges."""
    pages = [
        name
        for name, drawing in tested.drawings()
        if any(what == TEXT and _is_rich(inks) for what, inks in painted(drawing))
    ]
    if pages:
        message = f"text on {pages[0]} is nearly black, of several inks"
        message += f"; so it is on {len(pages) - 1} more" if pages[1:] else ""
        hint = "colour it black or grey, red, green and blue alike, or in a clearer colour"
        yield warning("WRI-091", message, hint=hint)


def painted(drawing: bytes) -> Iterator[tuple[str, tuple[float, ...]]]:
    """Yield what is painted, text, an area or a line, and in which inks."""
    black: tuple[float, ...] = (0, 0, 0, 1)
    fill, stroke = black, black
    held: list[tuple[tuple[float, ...], tuple[float, ...]]] = []
    for operator, *colour, sets in _PAINT.findall(drawing):
        if sets == b"k":
            fill = tuple(float(ink) for ink in colour)
        elif sets == b"K":
            stroke = tuple(float(ink) for ink in colour)
        elif operator == b"q":
            held.append((fill, stroke))
        elif operator == b"Q":
            fill, stroke = held.pop() if held else (fill, stroke)
        else:
            for what in PAINTED[operator]:
                yield what, stroke if what == LINE else fill


def _is_rich(inks: tuple[float, ...]) -> bool:
    """Tell a black of four inks from a colour: dark, and the three others nearly alike."""
    return inks[3] >= 0.5 and min(inks[:3]) >= 0.3 and max(inks[:3]) - min(inks[:3]) < ALIKE


def check_inks(tested: PdfUnderTest) -> Iterator[Finding]:
    """Demand a press's colours of a booklet that goes to one; a desk's printer takes any."""
    if is_for_a_press(tested.edition.print):
        yield from check_colours(tested)


def _is_rgb(space: pikepdf.Object | None) -> bool:
    if space is None:
        return False
    if isinstance(space, pikepdf.Array):
        if str(space[0]) == "/ICCBased":
            return int(space[1].get("/N", 0)) == 3
        if str(space[0]) == "/Indexed":
            return _is_rgb(space[1])
        return str(space[0]) in (*RGB_SPACES, "/Lab")
    return str(space) in RGB_SPACES


def check_intent(tested: PdfUnderTest) -> Iterator[Finding]:
    """Demand one output intent for PDF/X with the profile of a CMYK press."""
    intents = [
        intent
        for intent in tested.pdf.Root.get("/OutputIntents", [])
        if str(intent.get("/S", "")) == "/GTS_PDFX"
    ]
    if len(intents) != 1:
        yield error("WRI-063", f"the file has {len(intents)} output intents where one is due")
        return
    profile = intents[0].get("/DestOutputProfile")
    if not isinstance(profile, pikepdf.Stream):
        yield error("WRI-063", "the output intent has no profile")
        return
    data = profile.read_bytes()
    if data[16:20] != b"CMYK" or int(profile.get("/N", 0)) != 4 or data[36:40] != b"acsp":
        yield error("WRI-063", "the output intent's profile is not that of a CMYK press")
    if "/OutputConditionIdentifier" not in intents[0]:
        yield error("WRI-063", "the output intent does not name a printing condition")


def check_transparency(tested: PdfUnderTest) -> Iterator[Finding]:
    """Find transparency where the version of PDF/X knows none (ISO 15930-4 and -6, 6.7)."""
    variant = VARIANTS.get(tested.edition.print.variant.lower())
    if variant is None or variant.has_transparency:
        return
    for name, page in tested.pages():
        if any(map(_breaks_the_rule, _objects_of(page.obj))):
            message = f"{name} has something transparent, which {variant.claim} forbids"
            hint = "use variant pdf/x-4, or opaque colours in own.css and in the pictures there"
            yield error("WRI-069", message, hint=hint)


def _objects_of(page: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Yield a page and what it draws with: forms, patterns, images."""
    seen: set[tuple[int, int]] = set()
    pending = [page]
    while pending:
        item = pending.pop()
        yield item
        resources = item.get("/Resources", pikepdf.Dictionary())
        for kind in ("/XObject", "/Pattern"):
            for used in dict(resources.get(kind, pikepdf.Dictionary()).items()).values():
                if used.objgen not in seen or used.objgen == (0, 0):
                    seen.add(used.objgen)
                    pending.append(used)


def _breaks_the_rule(item: pikepdf.Object) -> bool:
    is_group = str(item.get("/Group", pikepdf.Dictionary()).get("/S", "")) == "/Transparency"
    return is_group or is_transparent(item)
