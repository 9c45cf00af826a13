"""For which press a book is printed: the version of PDF/X, and the profile of press and paper."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct

from publish.house.stylesheets import styles_folder
from publish.model.edition import Edition
from publish.model.finding import UsageError, error, say_path
from publish.run.inputs import is_input, lies_in, read_input

if TYPE_CHECKING:
    from PIL._imagingcms import CmsProfile

V = TypeVar("V")

HOUSE = "FOGRA39L_coated"
SHIPPED = "colour"
"""The folder of styles/ that holds the house profile."""

SYSTEM = (Path("/usr/share/color/icc"), Path("/usr/local/share/color/icc"))
"""Where a machine keeps the profiles of its packages, such as Debian's `libgs-common`."""

CONDITIONS = {
    HOUSE: "FOGRA39",
    "FOGRA27L_coated": "FOGRA27",
    "FOGRA28L_webcoated": "FOGRA28",
    "FOGRA29L_uncoated": "FOGRA29",
    "FOGRA30L_uncoated_yellowish": "FOGRA30",
    "FOGRA40L_SC_paper": "FOGRA40",
    "FOGRA45L_lwc": "FOGRA45",
    "FOGRA47L_uncoated": "FOGRA47",
    "GRACoL_TR006_coated": "CGATS TR 006",
    "IFRA26S_2004_newsprint": "IFRA26",
    "SNAP_TR002_newsprint": "CGATS TR 002",
    "SWOP_TR003_coated_3": "CGATS TR 003",
    "SWOP_TR005_coated_5": "CGATS TR 005",
}
"""The free profiles of the colord project, and their names in the ICC's registry of conditions."""


LARGEST = 32 * 1024 * 1024
"""Bytes of a profile; those of presses take 1 to 3 MB."""

LEAST_INK = 150
"""Percent: newsprint, which takes least, takes more."""


class Variant(Struct, frozen=True):
    """A version of PDF/X: what it claims, its PDF version, what it forbids."""

    claim: str
    pdf_version: str
    has_transparency: bool


VARIANTS = {
    "pdf/x-4": Variant("PDF/X-4", "1.6", True),
    "pdf/x-3": Variant("PDF/X-3:2003", "1.4", False),
    "pdf/x-1a": Variant("PDF/X-1a:2003", "1.4", False),
}
"""ISO 15930-7, -6 and -4."""


def read_variant(edition: Edition) -> Variant:
    """Find the PDF/X version that the edition asks for. Raises UsageError WRI-059."""
    return choose_variant(edition.print.variant, VARIANTS)


def choose_variant(named: str, variants: Mapping[str, V]) -> V:
    """Find the one of some versions of PDF that is named. Raises UsageError WRI-059."""
    variant = variants.get(named.strip().lower())
    if variant is None:
        message = f"variant {named!r} is unknown"
        raise UsageError(error("WRI-059", message, hint=f"name one of {', '.join(variants)}"))
    return variant


def read_profile(edition: Edition) -> Path:
    """Find the press's profile: a file, one that the machine has by that name, or the house's.

    Raises UsageError WRI-059 where there is none, or it is not that of a CMYK press.
    """
    named = edition.print.icc_profile.strip()
    path = _find(edition.folder, named) if named else _shipped(HOUSE)
    if path is None:
        message = f"there is no colour profile {named!r}"
        hint = f"give its path, {HOUSE}, or the name of one in {SYSTEM[0]}, such as default_cmyk"
        raise UsageError(error("WRI-059", message, hint=hint))
    if colour_space(path) != "CMYK":
        message = f"{say_path(path)} is not a CMYK profile that can be read"
        hint = "give print.icc_profile an ICC profile of the press, or leave it empty"
        raise UsageError(error("WRI-059", message, hint=hint))
    return path


def read_ink_limit(edition: Edition) -> float:
    """Return the most ink that the paper takes, as a sum over the four inks: 2.4 for 240%.

    Raises UsageError WRI-059 where no press could print by it.
    """
    percent = edition.print.ink_limit
    if not LEAST_INK <= percent <= 400:
        message = f"ink_limit may not be {percent}"
        hint = f"write the percentage that the printer names, {LEAST_INK} to 400; most take 240"
        raise UsageError(error("WRI-059", message, hint=hint))
    return percent / 100


def condition_of(path: Path) -> str:
    """Name the printing condition of a known profile as the ICC's registry does, else empty.

    A file of the author's own may have any name, so that its name tells nothing.
    """
    is_known = any(path.is_relative_to(root) for root in (*SYSTEM, styles_folder()))
    return CONDITIONS.get(path.stem, "") if is_known else ""


def colour_space(path: Path) -> str:
    """Return the colour space of a profile, such as `CMYK`; empty where it cannot be read."""
    from PIL import ImageCms

    try:
        return str(open_profile(path).xcolor_space).strip()
    except (OSError, ImageCms.PyCMSError):
        return ""


def open_profile(path: Path) -> CmsProfile:
    """Open an ICC profile for what it says of itself."""
    from PIL import ImageCms

    return ImageCms.getOpenProfile(io.BytesIO(read_input(path, most=LARGEST))).profile


def _find(folder: Path, named: str) -> Path | None:
    """Look in the book's folder, then among what ships and what the machine has by this name."""
    own = folder / Path(named).expanduser()
    if is_input(own):
        if any(lies_in(own, home) for home in (folder, styles_folder(), *SYSTEM)):
            return own
        message = f"the colour profile {say_path(own)} lies outside the book's folder"
        hint = "put a copy beside the book, and give print.icc_profile its path from there"
        raise UsageError(error("WRI-059", message, hint=hint))
    name = named.removesuffix(".icc").removesuffix(".icm")
    if name == HOUSE:
        return _shipped(HOUSE)
    if "/" in name or not name.strip("."):
        return None
    for root in SYSTEM:
        for found in sorted(root.rglob("*.ic[cm]")):
            if found.stem == name and is_input(found):
                return found
    return None


def _shipped(name: str) -> Path:
    return styles_folder() / SHIPPED / f"{name}.icc"
