"""Whatever a file's bytes are, an import ends in a book or in findings, never in a bug of ours."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from click.testing import CliRunner

from publish.cli import main

from .test_valid import SOURCES

PIECES = [
    b"<p>",
    b"</div>",
    b"<table><td>",
    b'<a href="#n1" id="n1">',
    b"\x00",
    b"\xff",
    b"[1]",
    b"_",
]


def damaged(data: bytes, seed: int) -> bytes:
    """Cut, double and change a few places, the same in each run."""
    chance, changed = random.Random(seed), bytearray(data)
    for _ in range(8):
        at = chance.randrange(len(changed))
        if chance.random() < 0.5:
            changed[at:at] = chance.choice(PIECES)
        else:
            del changed[at : at + chance.randrange(40)]
    return bytes(changed)


@pytest.mark.parametrize("name", sorted(SOURCES))
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_a_damaged_file_is_imported_or_refused(name: str, seed: int, tmp_path: Path) -> None:
    source = SOURCES[name]
    data = source if isinstance(source, bytes) else source.encode()
    path = tmp_path / name
    path.write_bytes(damaged(data, seed) if seed else data[: len(data) // 2])
    out = tmp_path / "out"
    result = CliRunner().invoke(main, ["import", str(path), "-o", str(out)])
    assert result.exit_code in {0, 1}, result.output
    assert "CLI-001" not in result.stderr
    assert out.exists() == (result.exit_code == 0)


def test_an_archive_that_unpacks_without_end_is_refused(tmp_path: Path) -> None:
    import zipfile

    path = tmp_path / "bomb.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 140_000_000)
    result = CliRunner().invoke(main, ["import", str(path), "-o", str(tmp_path / "out")])
    assert result.exit_code == 1
    assert "IMP-003" in result.stderr


def test_entities_that_grow_are_not_resolved(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    rows = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    path.write_text(f'<!DOCTYPE alto [<!ENTITY e0 "x">{rows}]><alto>&e11;</alto>', "utf-8")
    result = CliRunner().invoke(main, ["import", str(path), "-o", str(tmp_path / "out")])
    assert result.exit_code == 1
