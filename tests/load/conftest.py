"""E-readers to load onto: real FAT images where they can be mounted, folders where none may be."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from .fat import NOT_HERE, Stick

LAYOUTS = {
    "kobo": [".kobo/version", ".kobo/KoboReader.sqlite"],
    "kindle": ["documents/My Clippings.txt", "system/version.txt"],
    "pocketbook": ["system/config/global.cfg", "system/explorer-3/explorer-3.db", "Books/old.epub"],
    "tolino": [".tolino/tolino.cfg", "Books/readme.txt"],
    "nook": ["NOOK/settings", "my files/readme.txt"],
    "boox": ["Books/readme.txt", "noteTemplate/a.png", "Android/data/com.onyx.kreader/a"],
    "android": ["Android/data/a", "Books/readme.txt"],
}

Plug = Callable[..., Stick]
MakeEpub = Callable[..., Path]

CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>'
    '<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>'
    "</rootfiles></container>"
)


@pytest.fixture
def plug(tmp_path: Path) -> Iterator[Plug]:
    """Plug in a reader of a kind: a FAT volume of so many MiB with that kind's files on it."""
    plugged: list[Stick] = []

    def make(
        kind: str, mebibytes: int = 4, *, read_only: bool = False, real: bool = False
    ) -> Stick:
        stick = Stick(tmp_path / f"{kind}.img", tmp_path / kind, mebibytes)
        plugged.append(stick)
        if not stick.plug() and (read_only or real):
            pytest.skip(NOT_HERE)
        for name in LAYOUTS[kind]:
            path = stick.mount / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("the reader's own")
        if read_only:
            stick.unplug()
            assert stick.plug(read_only=True)
        return stick

    yield make
    for stick in plugged:
        stick.unplug()


def write_epub(
    folder: Path,
    name: str,
    identifier: str,
    words: str = "",
    *,
    title: str = "T",
    more: str = "",
    cover: bytes = b"",
) -> Path:
    """Write a small EPUB with an identifier, metadata and a cover of its own."""
    path = folder / name
    picture = (
        '<item id="c" href="images/cover.png" media-type="image/png" properties="cover-image"/>'
        if cover
        else ""
    )
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("mimetype", "application/epub+zip")
        book.writestr("META-INF/container.xml", CONTAINER)
        book.writestr(
            "EPUB/package.opf",
            '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"'
            ' unique-identifier="i"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f'<dc:identifier id="i">{identifier}</dc:identifier><dc:title>{title}</dc:title>'
            f"<dc:description>{words}</dc:description>{more}</metadata>"
            f"<manifest>{picture}</manifest><spine/></package>",
        )
        if cover:
            book.writestr("EPUB/images/cover.png", cover)
    return path


@pytest.fixture
def make_epub(tmp_path: Path) -> MakeEpub:
    """Make small EPUBs in the test's own folder, or in another one."""

    def make(name: str, identifier: str, words: str = "", **more: Any) -> Path:
        return write_epub(more.pop("folder", tmp_path), name, identifier, words, **more)

    return make
