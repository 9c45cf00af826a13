"""Pictures that pandoc passes over: those of old Word files and embedded objects, and charts.

VML (ECMA-376 part 4, 19.1) becomes DrawingML, which pandoc reads: an equation of an old editor or a
sheet of Excel is shown by its picture. What is drawn by a program alone has none, and is told.
"""

from __future__ import annotations

from lxml import etree

from publish.convert.word.package import TEXTS, Package, W, w
from publish.convert.word.passed_over import MC

_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_V = "urn:schemas-microsoft-com:vml"

_PREFIXES = {"w": W, "a": _A, "pic": _PIC, "wp": _WP, "r": _R}
"""pandoc finds names by these prefixes and no others."""

_DRAWN = {"chart": "chart", "chartex": "chart", "diagram": "diagram"}
"""What a program draws anew from data, by the end of its kind's address."""


def show_pictures(package: Package) -> list[str]:
    """Make pictures of VML readable; return what has none, with its name, such as `chart Sales`."""
    missing: list[str] = []
    for name in TEXTS:
        root = package.tree(name)
        if root is None:
            continue
        for holder in list(root.iter(w("pict"), w("object"))):
            if not _is_second(holder):
                _draw(holder)
        for data in root.iter(f"{{{_A}}}graphicData"):
            kind = _DRAWN.get((data.get("uri") or "").rpartition("/")[2])
            if kind is not None:
                around = next(data.iterancestors(w("drawing")), data)
                said = next(around.iter(f"{{{_WP}}}docPr"), None)
                missing.append(f"{kind} {'' if said is None else said.get('name') or ''}".strip())
    return missing


def _is_second(holder: etree._Element) -> bool:
    """Return whether a picture is only for programs that cannot read the one before it."""
    fallback = next(holder.iterancestors(f"{MC}Fallback"), None)
    around = fallback.getparent() if fallback is not None else None
    return around is not None and around.find(f"{MC}Choice") is not None


def _draw(holder: etree._Element) -> None:
    """Put drawings of pictures behind the VML that holds them, in runs of their own."""
    run = next(holder.iterancestors(w("r")), holder)
    for shown in reversed(list(holder.iter(f"{{{_V}}}imagedata"))):
        key = shown.get(f"{{{_R}}}id") or shown.get(f"{{{_R}}}pict")
        if not key:
            continue
        shape = shown.getparent()
        said = (shape.get("alt") if shape is not None else None) or ""
        behind = etree.Element(w("r"), nsmap=_PREFIXES)
        drawing = etree.SubElement(behind, w("drawing"))
        inline = etree.SubElement(drawing, f"{{{_WP}}}inline")
        etree.SubElement(inline, f"{{{_WP}}}docPr", id="0", name="", descr=said)
        graphic = etree.SubElement(inline, f"{{{_A}}}graphic")
        data = etree.SubElement(graphic, f"{{{_A}}}graphicData", uri=_PIC)
        fill = etree.SubElement(etree.SubElement(data, f"{{{_PIC}}}pic"), f"{{{_PIC}}}blipFill")
        etree.SubElement(fill, f"{{{_A}}}blip").set(f"{{{_R}}}embed", key)
        run.addnext(behind)
        if shape is not None:
            shape.remove(shown)
