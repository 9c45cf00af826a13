"""The size that a graphic asks for, as a width that keeps the picture's own proportions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image as Pillow

from publish.model.document import Document
from publish.model.edition import Edition
from publish.model.publication import XHTML
from publish.typeset import typeset

MakeDocument = Callable[..., Document]


def shown(made: Document, folder: Path) -> tuple[str, list[str]]:
    """Typeset a picture of 1200 x 800 pixels; give its style and the codes of what is told."""
    Pillow.new("RGB", (1200, 800)).save(folder / "a.png")
    publication, findings = typeset(made, Edition(folder=folder))
    (image,) = [i for part in publication.parts for i in part.body.iter(f"{{{XHTML}}}img")]
    return image.get("style") or "", [f.code for f in findings if f.code.startswith("TYP-07")]


@pytest.mark.parametrize(
    ("size", "style", "codes"),
    [
        ("", "", []),
        ('width="5cm"', "width: 5cm", []),
        ('width="300"', "width: 300px", []),
        ('width="5,5 CM"', "width: 5.5cm", []),
        ('width="50%"', "width: 50%", []),
        ('height="40mm"', "width: 60mm", []),
        ('height="10em"', "width: 15em", []),
        ('height="50%"', "height: 50vh; width: auto", []),
        ('width="60mm" height="4cm"', "width: 60mm", []),
        ('width="80mm" height="4cm"', "width: 60mm", ["TYP-074"]),
        ('width="50%" height="4cm"', "width: 50%", ["TYP-074"]),
        ('scale="0.5"', "width: 50%; max-width: 600px", []),
        ('scale="50%"', "width: 50%; max-width: 600px", []),
        ('scale="50"', "width: 50%; max-width: 600px", []),
        ('scale="1.5"', "width: 1800px", []),
        ('width="wide"', "", ["TYP-073"]),
        ('width="0" height="-3cm"', "", ["TYP-073", "TYP-073"]),
    ],
)
def test_a_graphic_has_the_size_it_asks_for(
    tei_document: MakeDocument, tmp_path: Path, size: str, style: str, codes: list[str]
) -> None:
    made = tei_document(f'<p>A.</p><figure><graphic url="a.png" {size}/></figure>')
    assert shown(made, tmp_path) == (style, codes)


def test_a_picture_in_a_line_is_scaled_from_its_own_size(
    tei_document: MakeDocument, tmp_path: Path
) -> None:
    made = tei_document('<p>A <graphic url="a.png" scale=".1"/> b.</p>')
    assert shown(made, tmp_path) == ("width: 120px", [])


@pytest.mark.parametrize(
    ("figure", "kind"),
    [
        ('<figure rend="full-page"><graphic url="a.png"/></figure>', "plate"),
        ('<figure type="plate"><graphic url="a.png"/></figure>', "plate"),
        ('<figure rend="full page bold"><graphic url="a.png"/></figure>', ""),
        ('<figure><graphic rend="Tafel" url="a.png"/></figure>', "plate"),
        ('<figure type="plate" rend="bleed"><graphic url="a.png"/></figure>', "plate bleed"),
        ('<p>A <figure place="fullbleed"><graphic url="a.png"/></figure> b.</p>', "plate bleed"),
        ('<graphic url="a.png" rend="bleed"/>', "plate bleed"),
    ],
)
def test_a_plate_is_known_by_the_words_of_its_figure_or_picture(
    tei_document: MakeDocument, tmp_path: Path, figure: str, kind: str
) -> None:
    Pillow.new("RGB", (12, 8)).save(tmp_path / "a.png")
    publication, _ = typeset(tei_document(f"<p>A.</p>{figure}<p>B.</p>"), Edition(folder=tmp_path))
    found = [f for part in publication.parts for f in part.body.iter(f"{{{XHTML}}}figure")]
    kinds = [" ".join(f.get("class", "").replace("rend-bold", "").split()) for f in found]
    assert kinds == [kind]
