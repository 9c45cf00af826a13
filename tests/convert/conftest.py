"""A file of others, imported by the command itself, and what came of it."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from lxml import etree

from publish.cli import main
from publish.model.document import TEI

Imports = Callable[..., "Imported"]


@dataclass(slots=True)
class Imported:
    """A book's folder and what the command said."""

    folder: Path
    said: str

    @property
    def root(self) -> etree._Element:
        return etree.parse(next((self.folder / "manuscript").glob("*.xml"))).getroot()

    @property
    def edition(self) -> dict[str, Any]:
        return tomllib.loads((self.folder / "manuscript" / "edition.toml").read_text("utf-8"))

    @property
    def errata(self) -> list[dict[str, Any]]:
        path = self.folder / "manuscript" / "errata.toml"
        return tomllib.loads(path.read_text("utf-8"))["erratum"] if path.is_file() else []

    def find(self, path: str) -> list[etree._Element]:
        """Find elements by an XPath whose names are TEI's."""
        named = re.sub(r"(?<![\w@:])([a-zA-Z]+)(?=[\[/\s)]|$)", r"t:\1", path)
        return self.root.xpath(named, namespaces={"t": TEI})

    def body(self) -> str:
        """The body as XML without namespaces, lines joined."""
        (body,) = self.find("//text/body")
        text = etree.tostring(body, encoding="unicode", with_tail=False)
        text = re.sub(r">\n\s*<", "><", text.replace(f' xmlns="{TEI}"', ""))
        return re.sub(r"\s+", " ", text)

    def words(self) -> Counter[str]:
        """All words of the file, those of comments and attributes too."""
        data = next((self.folder / "manuscript").glob("*.xml")).read_text("utf-8")
        texts = " ".join(map(str, etree.fromstring(data.encode()).itertext()))
        return words_of(texts)


def words_of(text: str) -> Counter[str]:
    """Count words, without their punctuation."""
    return Counter(re.findall(r"[^\W_]+", text))


@pytest.fixture
def imports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Imports:
    """Write a file, import it, and see that our own schema has nothing to say."""

    def run(
        name: str, data: str | bytes, *options: str, code: int = 0, **beside: bytes
    ) -> Imported:
        monkeypatch.chdir(tmp_path)
        Path(name).write_bytes(data.encode() if isinstance(data, str) else data)
        for other, content in beside.items():
            Path(other.replace("__", ".")).write_bytes(content)
        result = CliRunner().invoke(main, ["import", name, "-o", "out", "--verbose", *options])
        assert result.exit_code == code, result.output
        assert "REA-08" not in result.stderr, "our own schema"
        made = Imported(tmp_path / "out", result.stderr)
        return made

    return run
