"""SVG drawings in print: their lettering, their gradients, and what PDF/X-1a makes of them."""

from __future__ import annotations

import base64
import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from publish import pipeline

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="80">{inside}</svg>'
TEI = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en"><teiHeader/><text><body><div>
<head>Drawing</head><figure><graphic url="images/a.svg"/><figDesc>A</figDesc></figure></div>
</body></text></TEI>"""


def book_of(tmp_path: Path, inside: str, edition: str = "") -> pipeline.Build:
    images = tmp_path / "manuscript" / "images"
    images.mkdir(parents=True)
    (images / "a.svg").write_text(SVG.format(inside=inside), "utf-8")
    (tmp_path / "manuscript" / "book.xml").write_text(TEI, "utf-8")
    (tmp_path / "manuscript" / "edition.toml").write_text(edition, "utf-8")
    return pipeline.prepare(tmp_path)


def press(tmp_path: Path, inside: str, edition: str = "") -> tuple[bytes, dict[str, str]]:
    build = book_of(tmp_path, inside, edition)
    pipeline.build_output(build, pipeline.Progress(), "press")
    told = {finding.code: finding.message for finding in build.findings}
    return (build.outputs[0].data if build.outputs else b""), told


def fonts(data: bytes) -> str:
    path = subprocess.run(["pdffonts", "-"], input=data, capture_output=True, check=True)
    return path.stdout.decode()


def colours(data: bytes) -> set[tuple[int, ...]]:
    """Draw the pages with Poppler; give their colours, in steps of 16."""
    command = ["pdftoppm", "-r", "40", "-png", "-"]
    drawn = subprocess.run(command, input=data, capture_output=True, check=True).stdout
    found: set[tuple[int, ...]] = set()
    for page in drawn.split(b"\x89PNG")[1:]:
        picture = Image.open(BytesIO(b"\x89PNG" + page)).convert("RGB")
        for _, colour in picture.getcolors(picture.width * picture.height) or []:
            assert isinstance(colour, tuple)
            found.add(tuple(part // 16 for part in colour))
    return found


@pytest.mark.parametrize(
    ("asked", "font", "code"),
    [
        ('font-family="Arial, sans-serif"', "Source-Sans", ""),
        ('font-family="Times New Roman, serif"', "EB-Garamond", ""),
        ('style="font-family: Courier New, monospace"', "Source-Code-Pro", ""),
        ('font-family="Helvetica"', "Source-Sans", "WRI-162"),
        ('font-family="Gyre Bonum"', "EB-Garamond", "WRI-162"),
        ("font-family=\"'Gyre Bonum', sans-serif\"", "Source-Sans", ""),
    ],
)
def test_lettering_is_set_in_a_face_that_ships(
    tmp_path: Path, asked: str, font: str, code: str
) -> None:
    data, told = press(tmp_path, f'<text x="5" y="40" {asked}>Lettering ffi</text>')
    assert font in fonts(data)
    assert ("Source-Code" in fonts(data)) == (font == "Source-Code-Pro")
    assert ("WRI-162" in told) == bool(code)
    assert not code or "a.svg" in told["WRI-162"]


GRADIENTS = {
    "plain": '<linearGradient id="g">{stops}</linearGradient>',
    "turned": '<linearGradient id="g" gradientTransform="rotate(90)">{stops}</linearGradient>',
    "across": '<linearGradient id="g" x1="0" y1="0" x2="1" y2="1">{stops}</linearGradient>',
    "round": '<radialGradient id="g" cx=".5" cy="50%" r="0.7">{stops}</radialGradient>',
}
STOPS = '<stop offset="0" stop-color="#f00"/><stop offset="1" stop-color="#00f"{more}/>'
FILLED = '<defs>{gradient}</defs><rect width="300" height="80" fill="url(#g)"/>'
X1A = '[print]\nvariant = "pdf/x-1a"\n'


@pytest.mark.parametrize(("kind", "edition"), [(kind, X1A) for kind in GRADIENTS] + [("plain", "")])
def test_gradients_are_seen_in_every_reader(tmp_path: Path, kind: str, edition: str) -> None:
    gradient = GRADIENTS[kind].format(stops=STOPS.format(more=""))
    data, told = press(tmp_path, FILLED.format(gradient=gradient), edition)
    assert len({colour for colour in colours(data) if colour[0] > colour[1] + 2}) >= 3
    assert not {"WRI-069", "WRI-163"} & told.keys()


@pytest.mark.parametrize(
    "inside",
    [
        FILLED.format(
            gradient=GRADIENTS["plain"].format(stops=STOPS.format(more=' stop-opacity=".3"'))
        ),
        '<rect width="300" height="80" fill="#c00" opacity=".5"/>',
        '<mask id="m"><rect width="150" height="80" fill="#fff"/></mask>'
        '<rect width="300" height="80" fill="#c00" mask="url(#m)"/>',
    ],
)
def test_a_transparent_drawing_is_flattened_for_x1a(tmp_path: Path, inside: str) -> None:
    data, told = press(tmp_path, inside, X1A)
    assert "a.svg" in told["WRI-163"] and "WRI-069" not in told
    assert any(red > green + 2 for red, green, _ in colours(data))


def test_a_picture_inside_a_drawing_is_printed(tmp_path: Path) -> None:
    out = BytesIO()
    Image.new("RGB", (300, 80), (200, 0, 0)).save(out, "PNG")
    address = f"data:image/png;base64,{base64.b64encode(out.getvalue()).decode()}"
    data, _ = press(tmp_path, f'<image width="300" height="80" href="{address}"/>')
    assert any(red > green + 6 for red, green, _ in colours(data))


def test_styles_of_ones_own_find_their_generic_families(tmp_path: Path) -> None:
    (tmp_path / "styles").mkdir()
    css = "p { font-family: Verdana, sans-serif } h1 { font-family: 'Courier New' }"
    (tmp_path / "styles" / "own.css").write_text(css, "utf-8")
    tei = TEI.replace("<figure>", "<p>Words of a paragraph.</p><figure>")
    build = book_of(tmp_path, "<path d='M0 0'/>")
    (tmp_path / "manuscript" / "book.xml").write_text(tei, "utf-8")
    build = pipeline.prepare(tmp_path)
    pipeline.build_output(build, pipeline.Progress(), "screen")
    found = fonts(build.outputs[0].data)
    assert "Source-Sans" in found and "Source-Code" in found
