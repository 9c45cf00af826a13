"""E-readers to load onto: real FAT images mounted in user space, folders where none may be."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

LAYOUTS = {
    "kobo": [".kobo/version"],
    "kindle": ["documents/My Clippings.txt", "system/version.txt"],
    "pocketbook": ["system/config/global.cfg", "system/explorer-3/explorer-3.db", "Books/old.epub"],
    "tolino": [".tolino/tolino.cfg", "Books/readme.txt"],
    "nook": ["NOOK/settings", "my files/readme.txt"],
    "boox": ["Books/readme.txt", "noteTemplate/a.png", "Android/data/com.onyx/a"],
    "android": ["Android/data/a", "Books/readme.txt"],
}

Plug = Callable[..., Path]


@pytest.fixture
def plug(tmp_path: Path) -> Iterator[Plug]:
    """Plug in a reader of a kind: a FAT volume of so many MiB with that kind's files on it."""
    mounted: list[Path] = []

    def make(kind: str, mebibytes: int = 8, *, read_only: bool = False) -> Path:
        image, mount = tmp_path / f"{kind}.img", tmp_path / kind
        mount.mkdir()
        if _format(image, mebibytes) and _mount(image, mount, "rw+"):
            mounted.append(mount)
        for name in LAYOUTS[kind]:
            path = mount / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("the reader's own")
        if read_only:
            if mount not in mounted:
                pytest.skip("no FAT image can be mounted here (fusefat, dosfstools)")
            subprocess.run(["fusermount", "-u", mount], check=True)
            mounted.remove(mount)
            assert _mount(image, mount, "ro")
            mounted.append(mount)
        return mount

    yield make
    for mount in mounted:
        subprocess.run(["fusermount", "-u", mount], check=False, capture_output=True)


def _format(image: Path, mebibytes: int) -> bool:
    if not (shutil.which("mkfs.vfat") and shutil.which("fusefat")):
        return False
    with image.open("wb") as file:
        file.truncate(mebibytes << 20)
    return subprocess.run(["mkfs.vfat", image], check=False, capture_output=True).returncode == 0


def _mount(image: Path, mount: Path, how: str) -> bool:
    done = subprocess.run(["fusefat", "-o", how, image, mount], check=False, capture_output=True)
    return done.returncode == 0 and mount.is_mount()


@pytest.fixture
def make_epub(tmp_path: Path) -> Callable[..., Path]:
    """Make a small EPUB with an identifier of its own."""

    def make(name: str, identifier: str, words: str = "") -> Path:
        path = tmp_path / name
        with zipfile.ZipFile(path, "w") as book:
            book.writestr(
                "META-INF/container.xml",
                '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
                '<rootfile full-path="a.opf"/></rootfiles></container>',
            )
            book.writestr(
                "a.opf",
                '<package xmlns="http://www.idpf.org/2007/opf" unique-identifier="i">'
                '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
                f'<dc:identifier id="i">{identifier}</dc:identifier><dc:title>T</dc:title>'
                f"<dc:description>{words}</dc:description></metadata></package>",
            )
        return path

    return make
