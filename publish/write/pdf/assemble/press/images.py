"""Images of a finished PDF in the press's colours: greys as grey, the rest as CMYK."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pikepdf
from pikepdf import Array, Name, Pdf, PdfImage
from PIL import Image, ImageChops, ImageCms

from publish.write.pdf.assemble.press.ink_limit import limit_picture

QUALITY = 92
"""JPEG quality of converted photographs; at 4:4:4 no loss is seen in print."""


def to_press_image(
    pdf: Pdf,
    stream: pikepdf.Stream,
    transform: ImageCms.ImageCmsTransform,
    profile: Path,
    most: float,
    *,
    flatten: bool,
) -> None:
    """Convert an image in place to at most `most` ink; a grey or CMYK one stays as it is."""
    if flatten and "/SMask" in stream:
        _lay_on_white(stream)
    if stream.get("/ColorSpace") != Name.DeviceRGB:
        return
    is_photo = stream.get("/Filter") == Name.DCTDecode
    picture = PdfImage(stream).as_pil_image(apply_mask=False).convert("RGB")
    if _is_grey(picture):
        _write(stream, picture.convert("L"), Name.DeviceGray, is_photo=is_photo)
    else:
        inks = ImageCms.applyTransform(picture, transform)
        assert inks is not None
        inks = limit_picture(picture, inks, transform, most, profile)
        _write(stream, inks, Name.DeviceCMYK, is_photo=is_photo)


def _is_grey(picture: Image.Image) -> bool:
    red, green, blue = picture.split()
    spread = (
        ImageChops.difference(red, green).getextrema()[1],
        ImageChops.difference(green, blue).getextrema()[1],
    )
    return all(isinstance(most, int | float) and most <= 6 for most in spread)


def _lay_on_white(stream: pikepdf.Stream) -> None:
    """Merge an image's soft mask into it, for PDF/X-1a and X-3, which know no transparency."""
    mask_stream = stream.SMask
    assert isinstance(mask_stream, pikepdf.Stream)
    mask = PdfImage(mask_stream).as_pil_image().convert("L")
    del stream["/SMask"]
    picture = PdfImage(stream).as_pil_image().convert("RGB")
    ground = Image.new("RGB", picture.size, (255, 255, 255))
    ground.paste(picture, mask=mask.resize(picture.size))
    _write(stream, ground, Name.DeviceRGB, is_photo=False)


def _write(stream: pikepdf.Stream, picture: Image.Image, space: Name, *, is_photo: bool) -> None:
    for name in ("/Decode", "/DecodeParms"):
        if name in stream:
            del stream[name]
    stream.ColorSpace = space
    stream.BitsPerComponent = 8
    if is_photo:
        out = BytesIO()
        picture.save(out, "JPEG", quality=QUALITY, subsampling=0)
        stream.write(out.getvalue(), filter=Name.DCTDecode)
        if space == Name.DeviceCMYK:
            stream.Decode = Array([1, 0] * 4)
    else:
        stream.write(picture.tobytes())
