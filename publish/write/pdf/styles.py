"""The styles of a PDF: the files of styles/, the page's geometry, the manuscript's own."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from publish.write.pdf.geometry import Geometry


def styles_folder() -> Path:
    """Find styles/: beside the package in a checkout, inside it where it is installed."""
    package = Path(str(files("publish")))
    installed = package / "_data" / "styles"
    return installed if installed.is_dir() else package.parent / "styles"


def read_styles(*names: str) -> list[str]:
    """Read style sheets by name; one that does not exist is left out."""
    folder = styles_folder()
    return [(folder / name).read_text("utf-8") for name in names if (folder / name).is_file()]


def page_rules(geometry: Geometry, direction: str) -> str:
    """Write the page's measures as CSS Paged Media; every page is laid out as a recto."""
    g = geometry
    left, right = (g.outer, g.inner) if direction == "rtl" else (g.inner, g.outer)
    return (
        f"@page {{ size: {g.trim.width:.3f}pt {g.trim.height:.3f}pt;"
        f" margin: {g.top:.3f}pt {right:.3f}pt {g.foot:.3f}pt {left:.3f}pt; }}\n"
        f"@page {{ @footnote {{ max-height: {0.8 * g.depth:.3f}pt; }} }}\n"
        f"html {{ font-size: {g.font_size:.3f}pt; line-height: {g.leading:.3f}pt; }}\n"
    )
