"""A finished PDF in the press's colours: text in black alone, all else in CMYK.

WeasyPrint draws in RGB. Its operators stand one to a line, so they can be replaced where they
stand (ISO 32000-1 clause 8.6.8). Greys become tints of black; black text set in four inks would
show the slightest misregister as a coloured edge.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image, ImageCms

from publish.model.lazy_pattern import lazy_pattern
from publish.write.pdf.assemble.press.images import to_press_image
from publish.write.pdf.assemble.press.ink_limit import FINE, keep_within

_RGB = lazy_pattern(rb"^([\d.]+) ([\d.]+) ([\d.]+) (rg|RG)$", re.MULTILINE)
_GREY = lazy_pattern(rb"^([\d.]+) (g|G)$", re.MULTILINE)


@lru_cache(maxsize=4)
def _transform(profile: Path) -> ImageCms.ImageCmsTransform:
    return ImageCms.buildTransform(
        ImageCms.createProfile("sRGB"),
        str(profile),
        "RGB",
        "CMYK",
        ImageCms.Intent.RELATIVE_COLORIMETRIC,
        ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )


@lru_cache(maxsize=4096)
def cmyk(red: float, green: float, blue: float, profile: Path, most: float) -> tuple[float, ...]:
    """Convert one colour to at most so much ink; greys become black alone."""
    if max(red, green, blue) - min(red, green, blue) < 0.004:
        return 0.0, 0.0, 0.0, round(1 - green, 4)
    pixel = Image.new("RGB", (1, 1), tuple(round(c * 255) for c in (red, green, blue)))
    converted = ImageCms.applyTransform(pixel, _transform(profile))
    assert converted is not None
    cyan, magenta, yellow, black = converted.tobytes()
    (inks,) = keep_within([(cyan, magenta, yellow, black)], most, profile, FINE)
    return tuple(int(ink / 255 * 10_000) / 10_000 for ink in inks)


def to_press(pdf: Pdf, profile: Path, most: float, *, flatten: bool = False) -> None:
    """Convert every colour of a file to at most `most` ink, 2.4 for 240%.

    `flatten` lays images with soft edges on white.
    """
    done: set[tuple[int, int]] = set()
    for page in pdf.pages:
        contents = page.obj.get("/Contents")
        parts = list(contents) if isinstance(contents, Array) else [contents]
        for part in parts:
            if part is not None and part.objgen not in done:
                done.add(part.objgen)
                _convert_stream(part, profile, most)
    for item in pdf.objects:
        if isinstance(item, pikepdf.Stream) and item.objgen not in done:
            if item.get("/Subtype") == Name.Image:
                to_press_image(pdf, item, _transform(profile), profile, most, flatten=flatten)
            elif item.get("/Subtype") == Name.Form or item.get("/PatternType") == 1:
                _convert_stream(item, profile, most)
        elif isinstance(item, Dictionary) and "/ShadingType" in item:
            _convert_shading(item, profile, most)
    _convert_direct_shadings(pdf, profile, most)
    if flatten:
        _drop_groups(pdf)


def _drop_groups(pdf: Pdf) -> None:
    """Take out what says that things are merged before they are laid down; nothing is any more.

    What does let the ground show through is still found by the preflight.
    """
    for item in [*pdf.objects, *(page.obj for page in pdf.pages)]:
        if isinstance(item, Dictionary | pikepdf.Stream) and "/Group" in item:
            del item["/Group"]


def _convert_stream(stream: pikepdf.Object, profile: Path, most: float) -> None:
    data = stream.read_bytes()

    def rgb(match: re.Match[bytes]) -> bytes:
        inks = cmyk(float(match[1]), float(match[2]), float(match[3]), profile, most)
        return b" ".join(b"%g" % ink for ink in inks) + (b" k" if match[4] == b"rg" else b" K")

    def grey(match: re.Match[bytes]) -> bytes:
        return b"0 0 0 %g %s" % (1 - float(match[1]), b"k" if match[2] == b"g" else b"K")

    converted = _GREY.sub(grey, _RGB.sub(rgb, data))
    if converted != data:
        stream.write(converted)
    group = stream.get("/Group")
    if group is not None and group.get("/CS") == Name.DeviceRGB:
        group.CS = Name.DeviceCMYK


def _convert_direct_shadings(pdf: Pdf, profile: Path, most: float) -> None:
    """Convert shadings that stand inside resources rather than as objects of their own."""
    owners = [page.obj.get("/Resources") for page in pdf.pages]
    owners += [item.get("/Resources") for item in pdf.objects if isinstance(item, pikepdf.Stream)]
    for resources in owners:
        if resources is not None:
            for shading in dict(resources.get("/Shading", Dictionary()).items()).values():
                _convert_shading(shading, profile, most)


def _convert_shading(shading: pikepdf.Object, profile: Path, most: float) -> None:
    if shading.get("/ColorSpace") != Name.DeviceRGB:
        return
    shading.ColorSpace = Name.DeviceCMYK
    functions = [shading.Function]
    while functions:
        function = functions.pop()
        functions += list(function.get("/Functions", []))
        for name in ("/C0", "/C1"):
            if name in function and len(function[name]) == 3:
                red, green, blue = (float(value) for value in function[name])
                function[name] = Array([*cmyk(red, green, blue, profile, most)])
