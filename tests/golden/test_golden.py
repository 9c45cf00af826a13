"""A small book as a whole: its EPUB unzipped, its PDF as text and boxes. A person reads the diff.

`pytest tests/golden --accept` writes the expected files anew.
"""

from __future__ import annotations

import hashlib
import io
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

import publish

TINY = Path(__file__).parent / "tiny"
TEXT = frozenset([".xhtml", ".opf", ".ncx", ".css", ".xml", ".svg", ""])
"""Files of an EPUB that a person can read; of fonts the hash stands, of pictures the size."""


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    result = publish.build(TINY, check=False)
    assert [str(finding) for finding in result.findings] == []
    return {output.purpose: output.data for output in result.outputs}


def test_the_epub_is_the_expected_one(made: dict[str, bytes], accept: bool) -> None:
    compare(dict(members(made["epub"])), TINY / "epub", accept=accept)


def test_the_pages_are_the_expected_ones(made: dict[str, bytes], accept: bool) -> None:
    compare(dict(pages(made["screen"])), TINY / "pdf", accept=accept)


def members(data: bytes) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            if Path(name).suffix in TEXT:
                yield name, content.decode("utf-8")
            elif Path(name).suffix == ".jpg":
                width, height = Image.open(io.BytesIO(content)).size
                yield f"{name}.txt", f"{width} x {height}\n"
            else:
                yield f"{name}.sha256", f"{hashlib.sha256(content).hexdigest()}\n"


def pages(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield each page: its size, then each piece of text with where it stands, in points."""
    with pypdfium2.PdfDocument(data) as pdf:
        for number, page in enumerate(pdf, start=1):
            text = page.get_textpage()
            lines = ["page {:.1f} x {:.1f}".format(*page.get_size())]
            for place in range(text.count_rects()):
                box = text.get_rect(place)
                words = text.get_text_bounded(*box).strip()
                lines.append(" ".join(f"{side:7.1f}" for side in box) + f"  {words}")
            yield f"{number:02}.txt", "\n".join(lines) + "\n"


def compare(found: dict[str, str], folder: Path, *, accept: bool) -> None:
    """Hold files against those of a folder, or write that anew."""
    if accept:
        shutil.rmtree(folder, ignore_errors=True)
        for name, text in found.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, "utf-8", newline="")
    expected = {
        str(path.relative_to(folder)): path.read_bytes().decode("utf-8")
        for path in folder.rglob("*")
        if path.is_file()
    }
    assert sorted(found) == sorted(expected)
    for name, text in found.items():
        assert text == expected[name], name
