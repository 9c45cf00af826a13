"""The contrast of text against its ground, by the style sheets as shipped (WCAG 2.2, 1.4.3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from weakref import WeakKeyDictionary

import cssselect2
import tinycss2.color3
from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from publish.check.access.book import EpubUnderTest, H, Page, words_of
from publish.check.access.declared import Declared
from publish.check.access.sheets import pixels
from publish.house.covers import relative_luminance
from publish.model.access import Fault

Colour = tuple[float, float, float]
WHITE: Colour = (1.0, 1.0, 1.0)
BLACK: Colour = (0.0, 0.0, 0.0)

ENOUGH, ENOUGH_IF_LARGE = 4.5, 3.0
LARGE_PX, LARGE_BOLD_PX = 24.0, 18.66
"""Large type: 18 points, or 14 points bold."""

_WANTED = frozenset("color background background-color font-size font-weight opacity".split())
_COLOURS = frozenset("color background background-color opacity".split())
_SIZES = {"small": 0.89, "smaller": 0.83, "larger": 1.2, "large": 1.2, "x-large": 1.5}
_BOLD = frozenset(["bold", "bolder", "600", "700", "800", "900"])
_TAGS = {f"{H}h{rank}": "bold" for rank in range(1, 7)} | {f"{H}b": "bold", f"{H}th": "bold"}


class Ink(Struct, frozen=True):
    """How a text is shown: its colour, its ground, its size in CSS pixels, how opaque it is."""

    colour: Colour = BLACK
    ground: Colour = WHITE
    size_px: float = 16.0
    is_bold: bool = False
    opacity: float = 1.0
    is_own: bool = False
    """Whether a sheet, and not the reader, has chosen a colour."""
    unreadable: str = ""
    """A colour that this check cannot read."""

    @property
    def contrast(self) -> float:
        """Return the ratio by WCAG's relative luminance, 1 to 21."""
        seen = _over(self.colour, self.opacity, self.ground)
        light, dark = sorted(map(relative_luminance, (seen, self.ground)), reverse=True)
        return (light + 0.05) / (dark + 0.05)

    @property
    def enough(self) -> float:
        """Return the ratio that type of this size needs."""
        is_large = self.size_px >= (LARGE_BOLD_PX if self.is_bold else LARGE_PX)
        return ENOUGH_IF_LARGE if is_large else ENOUGH


def text_has_contrast(book: EpubUnderTest) -> Iterator[Fault]:
    """Demand 4.5 to 1, or 3 to 1 of large type, where a sheet chooses colours."""
    for page, element, ink in coloured_texts(book):
        said = repr(words_of(element)[:40])
        if ink.unreadable:
            yield page.fault(f"the colour {ink.unreadable!r} of {said} cannot be told", element)
        elif ink.contrast < ink.enough:
            ratio = f"{ink.contrast:.1f} to 1 where {ink.enough} is needed"
            yield page.fault(f"{said} has a contrast of {ratio}", element)


def coloured_texts(book: EpubUnderTest) -> Iterator[tuple[Page, etree._Element, Ink]]:
    """Yield the elements with words of their own whose colours a sheet chooses."""
    if book not in _KNOWN:
        _KNOWN[book] = list(_coloured_texts(book))
    yield from _KNOWN[book]


_KNOWN: WeakKeyDictionary[EpubUnderTest, list[tuple[Page, etree._Element, Ink]]] = (
    WeakKeyDictionary()
)
"""Three look at the colours of each book."""


def _coloured_texts(book: EpubUnderTest) -> Iterator[tuple[Page, etree._Element, Ink]]:
    declared = [each for each in book.declared if each.name in _WANTED]
    if not any(each.name in _COLOURS for each in declared):
        return
    in_sheets = [each for each in declared if each.path.endswith(".css")]
    matcher = _matcher([each for each in in_sheets if "dark" not in each.media])
    for page in book.pages:
        yield from ((page, element, ink) for element, ink in _inks(page, matcher))


def _matcher(declared: list[Declared]) -> cssselect2.Matcher:
    matcher = cssselect2.Matcher()
    for each in declared:
        try:
            selectors = cssselect2.compile_selector_list(each.selector)
        except cssselect2.SelectorError:
            continue
        for selector in selectors:
            if not selector.pseudo_element:
                matcher.add_selector(selector, each)
    return matcher


def _inks(page: Page, matcher: cssselect2.Matcher) -> Iterator[tuple[etree._Element, Ink]]:
    known: dict[etree._Element, Ink] = {}
    root = cssselect2.ElementWrapper.from_html_root(page.root)
    for wrapper in root.iter_subtree():
        element = wrapper.etree_element
        above = known.get(element.getparent(), Ink())
        matched = (payload for *_, payload in matcher.match(wrapper))
        style = {each.name: each.value for each in matched} | _inline(element)
        ink = known[element] = _with(above, style, str(element.tag))
        tails = (child.tail or "" for child in element)
        has_words = any(text.strip() for text in (element.text or "", *tails))
        if (ink.is_own or ink.unreadable) and has_words and element.tag != f"{H}title":
            yield element, ink


def _inline(element: etree._Element) -> dict[str, str]:
    block = tinycss2.parse_blocks_contents(element.get("style") or "", skip_whitespace=True)
    return {
        each.lower_name: tinycss2.serialize(each.value).strip().lower()
        for each in block
        if each.type == "declaration"
    }


def _with(above: Ink, style: Mapping[str, str], tag: str) -> Ink:
    ink = replace(above, is_bold=above.is_bold or tag in _TAGS)
    weight = style.get("font-weight", "")
    if weight:
        ink = replace(ink, is_bold=weight in _BOLD)
    ink = replace(ink, size_px=_size(style.get("font-size", ""), ink.size_px))
    ground = style.get("background-color") or style.get("background") or ""
    for value, field in ((ground, "ground"), (style.get("color", ""), "colour")):
        ink = _coloured(ink, value, field)
    if style.get("opacity"):
        ink = replace(ink, opacity=ink.opacity * _number(style["opacity"]), is_own=True)
    return ink


def _coloured(ink: Ink, value: str, field: str) -> Ink:
    """Put a colour into an ink; what is no colour, as a picture may be, leaves it as it was."""
    words = value.split() if "(" not in value else [value]
    if not value or words[0] in {"inherit", "currentcolor", "initial", "unset", "none"}:
        return ink
    parsed = next(filter(None, map(tinycss2.color3.parse_color, words)), None)
    if parsed is None or isinstance(parsed, str):
        return ink if field == "ground" or parsed else replace(ink, unreadable=value)
    if not parsed.alpha:
        return ink
    seen = _over((parsed.red, parsed.green, parsed.blue), parsed.alpha, ink.ground)
    if field == "ground":
        return replace(ink, is_own=True, ground=seen)
    return replace(ink, is_own=True, colour=seen)


def _size(value: str, above_px: float) -> float:
    if value.endswith("%"):
        return above_px * _number(value[:-1]) / 100
    if value.endswith("em") and not value.endswith("rem"):
        return above_px * _number(value[:-2])
    return pixels(value) or above_px * _SIZES.get(value, 1.0)


def _number(value: str) -> float:
    try:
        return float(value.removesuffix("%")) / (100 if value.endswith("%") else 1)
    except ValueError:
        return 1.0


def _over(colour: Colour, alpha: float, ground: Colour) -> Colour:
    red, green, blue = (c * alpha + g * (1 - alpha) for c, g in zip(colour, ground, strict=True))
    return red, green, blue
