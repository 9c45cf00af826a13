"""What PyPI shows of the README: it knows no folder, so links into the repository need its address.

They lead there where `[project.urls]` has a `Source`; without one their words stay, and what only
pictures fill is left out.
"""

from __future__ import annotations

import re
from pathlib import Path

from hatchling.metadata.plugin.interface import MetadataHookInterface

INTO_REPOSITORY = re.compile(r"(!?)\[([^\]]*)\]\((?!https?://|#|mailto:)([^)]*)\)")


class CustomMetadataHook(MetadataHookInterface):
    """Sets `readme`."""

    def update(self, metadata: dict) -> None:
        """Put the README in, with links that lead somewhere."""
        text = (Path(self.root) / "README.md").read_text("utf-8")
        text = for_index(text, metadata.get("urls", {}).get("Source", ""))
        metadata["readme"] = {"content-type": "text/markdown", "text": text}


def for_index(readme: str, source: str) -> str:
    """Return the README with absolute links, or without those that cannot be made so."""
    if source:
        return INTO_REPOSITORY.sub(lambda link: _absolute(link, source.rstrip("/")), readme)
    blocks = readme.split("\n\n")
    kept = [block for block in blocks if not any(link[1] for link in _links(block))]
    return INTO_REPOSITORY.sub(r"\2", "\n\n".join(kept))


def _links(block: str) -> list[re.Match[str]]:
    return list(INTO_REPOSITORY.finditer(block))


def _absolute(link: re.Match[str], source: str) -> str:
    picture, words, path = link.groups()
    return f"{picture}[{words}]({source}/{'raw' if picture else 'blob'}/HEAD/{path})"
