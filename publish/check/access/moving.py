"""What moves, sounds, runs out or waits for input (WCAG 2.2, 1.4.2, 2.2 and 2.3)."""

from __future__ import annotations

import io
from collections.abc import Iterator

from lxml import etree
from PIL import Image, UnidentifiedImageError

from publish.check.access.book import SVG, EpubUnderTest, H
from publish.model.access import Fault

MEDIA = (f"{H}audio", f"{H}video")
FORMS = tuple(H + name for name in "input select textarea button form".split())
FRAMES = (f"{H}iframe", f"{H}object", f"{H}embed")
_ANIMATIONS = tuple(SVG + name for name in "animate animateTransform animateMotion set".split())
_MAY_MOVE = (".gif", ".png", ".webp", ".avif")
_DATA = frozenset(["application/json", "application/ld+json", "text/plain"])


def sound_waits(book: EpubUnderTest) -> Iterator[Fault]:
    """Refuse sound that begins by itself (1.4.2)."""
    for page, media in book.elements(*MEDIA):
        if media.get("autoplay") is not None:
            yield page.fault("sound begins by itself", media)


def nothing_runs_out(book: EpubUnderTest) -> Iterator[Fault]:
    """Refuse documents that go away by themselves (2.2.1, F40)."""
    for page, meta in book.elements(f"{H}meta"):
        if (meta.get("http-equiv") or "").lower() == "refresh":
            yield page.fault("the document goes away by itself", meta)


def nothing_runs_by_itself(book: EpubUnderTest) -> Iterator[Fault]:
    """Refuse what moves without end (2.2.2, F4, F16)."""
    for page, element in book.elements(f"{H}marquee", f"{H}blink"):
        yield page.fault(f"{etree.QName(element).localname} moves without end", element)
    for page, element in book.elements(*_ANIMATIONS):
        if element.get("repeatCount") == "indefinite":
            yield page.fault("a drawing moves without end", element)
    for each in book.declared:
        if each.name in {"animation", "animation-iteration-count"} and "infinite" in each.value:
            yield each.fault("something moves without end")
        elif each.name == "text-decoration" and "blink" in each.value:
            yield each.fault("text blinks")


def moves(book: EpubUnderTest) -> bool:
    """Return whether a picture, a drawing or a style moves."""
    if next(book.elements(*_ANIMATIONS), None) is not None:
        return True
    if any(each.name == "animation" and each.value != "none" for each in book.declared):
        return True
    return any(map(_is_animated, moving_pictures(book).values()))


def moving_pictures(book: EpubUnderTest) -> dict[str, bytes]:
    """Return the pictures of kinds that may move, by their paths."""
    return {name: data for name, data in book.files.items() if name.endswith(_MAY_MOVE)}


def _is_animated(data: bytes) -> bool:
    try:
        with Image.open(io.BytesIO(data)) as picture:
            return int(getattr(picture, "n_frames", 1)) > 1
    except (UnidentifiedImageError, OSError):
        return True


def has_scripts(book: EpubUnderTest) -> bool:
    """Return whether anything is run: scripts, or attributes that are."""
    for _, element in book.elements():
        is_script = element.tag in {f"{H}script", f"{SVG}script"}
        if is_script and (element.get("type") or "").lower() not in _DATA:
            return True
        if any(str(name).startswith("on") for name in element.attrib):
            return True
    return any("scripted" in (item.get("properties") or "") for item in book.items.values())
