"""Files made on the spot and read as a user's would be."""

from __future__ import annotations

from pathlib import Path

import pytest

from .reading import Outcome, Read, outcome


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Read:
    """Write `in.xml` (and other files by name) into an empty folder and read it there."""
    monkeypatch.chdir(tmp_path)

    def read_content(content: str | bytes, **others: str) -> Outcome:
        data = content.encode("utf-8") if isinstance(content, str) else content
        Path("in.xml").write_bytes(data)
        for name, text in others.items():
            path = Path(name.replace("__", "/") + ".xml")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        return outcome(Path("in.xml"))

    return read_content
