"""Colours with no more ink than the paper takes, as near to the colour as that allows.

Four inks make a dark colour in many ways. Among those that keep within the limit, with more black
in place of grey or with less of all, the one is taken that the press's profile calls nearest.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageCms, ImageFilter, ImageMath

Inks = tuple[int, int, int, int]
"""Cyan, magenta, yellow, black, from 0 to 255."""

FINE, COARSE = 24, 12
"""Steps in which black is added and grey taken away: for one colour, and for a table of many."""

GRID = 17
"""Points on each side of a table of colours, between which those of a picture lie."""

ROOM = 0.04
"""What a picture keeps below the limit, for JPEG to blur."""


@lru_cache(maxsize=4)
def _to_lab(profile: Path) -> ImageCms.ImageCmsTransform:
    lab = ImageCms.createProfile("LAB")
    intent = ImageCms.Intent.RELATIVE_COLORIMETRIC
    return ImageCms.buildTransform(str(profile), lab, "CMYK", "LAB", intent)


def keep_within(colours: Sequence[Inks], most: float, profile: Path, steps: int) -> list[Inks]:
    """Return colours that lay at most `most` on the paper (2.4 for 240%); others stay."""
    limit = int(most * 255)
    rich = [colour for colour in dict.fromkeys(colours) if sum(colour) > limit]
    offers = [_offers(colour, limit, steps) for colour in rich]
    seen = _seen([*rich, *(offer for each in offers for offer in each)], profile)
    found: dict[Inks, Inks] = {}
    at = len(rich)
    for number, (colour, each) in enumerate(zip(rich, offers, strict=True)):
        apart = [_apart(seen[number], seen[at + n]) for n in range(len(each))]
        found[colour] = each[apart.index(min(apart))]
        at += len(each)
    return [found.get(colour, colour) for colour in colours]


def _offers(colour: Inks, limit: int, steps: int) -> list[Inks]:
    """List ways to mix a colour within the limit."""
    *tones, black = colour
    offers = []
    for more in range(steps + 1):
        key = black + (255 - black) * more // steps
        for less in range(steps + 1):
            grey = min(tones) * less / steps
            left = [tone - grey for tone in tones]
            share = min(1.0, (limit - key) / sum(left)) if sum(left) else 1.0
            cyan, magenta, yellow = (int(tone * share) for tone in left)
            offers.append((cyan, magenta, yellow, key))
    return offers


def _seen(colours: Sequence[Inks], profile: Path) -> list[tuple[int, int, int]]:
    """Tell how colours look on the paper, in CIE L*a*b*."""
    if not colours:
        return []
    data = bytes(ink for colour in colours for ink in colour)
    printed = Image.frombytes("CMYK", (len(colours), 1), data)
    looked_at = ImageCms.applyTransform(printed, _to_lab(profile))
    assert looked_at is not None
    lab = looked_at.tobytes()
    return [
        (lab[at] * 100 // 255, _signed(lab[at + 1]), _signed(lab[at + 2]))
        for at in range(0, len(lab), 3)
    ]


def _signed(byte: int) -> int:
    return byte - 256 if byte > 127 else byte


def _apart(one: tuple[int, int, int], other: tuple[int, int, int]) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))


def limit_picture(
    picture: Image.Image,
    inks: Image.Image,
    transform: ImageCms.ImageCmsTransform,
    most: float,
    profile: Path,
) -> Image.Image:
    """Return a converted RGB picture in which no place has more ink than the paper takes."""
    excess = ImageMath.lambda_eval(
        lambda each: (
            each["min"](
                each["max"](each["c"] + each["m"] + each["y"] + each["k"] - int(most * 255), 0), 1
            )
            * 255
        ),
        **dict(zip("cmyk", inks.split(), strict=True)),
    ).convert("L")
    if excess.getextrema()[1] == 0:
        return inks
    held = picture.filter(_table(transform, most - ROOM, profile))
    return Image.composite(held, inks, excess)


@lru_cache(maxsize=2)
def _table(
    transform: ImageCms.ImageCmsTransform, most: float, profile: Path
) -> ImageFilter.Color3DLUT:
    """Map RGB to inks within the limit; between points within it, all are within it."""
    levels = [step * 255 // (GRID - 1) for step in range(GRID)]
    data = bytes(v for b in levels for g in levels for r in levels for v in (r, g, b))
    grid = Image.frombytes("RGB", (GRID * GRID * GRID, 1), data)
    converted = ImageCms.applyTransform(grid, transform)
    assert converted is not None
    inks = converted.tobytes()
    colours = [
        (inks[at], inks[at + 1], inks[at + 2], inks[at + 3]) for at in range(0, len(inks), 4)
    ]
    kept = keep_within(colours, most, profile, COARSE)
    flat = [ink / 255 for colour in kept for ink in colour]
    return ImageFilter.Color3DLUT(GRID, flat, channels=4, target_mode="CMYK")
