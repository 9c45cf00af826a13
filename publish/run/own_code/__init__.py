"""The code that a book brings, run in a process of its own: nothing it does touches the run.

`process.py` is that process; it calls a Python function (`function.py`) or applies a stylesheet
(`xslt.py`: by libxslt or, from XSLT 2.0 on, by Saxon, `saxon.py`, behind the `fence.py`).
"""

from __future__ import annotations

from lxml import etree

REFUSED, FAILED, BEYOND = "REA-090", "REA-092", "REA-116"

XSLT = (".xsl", ".xslt")
"""File endings of stages that are stylesheets."""


class StoppedError(Exception):
    """Why a stage cannot do its work: the code, the reason, and the line of its own where it is."""

    def __init__(self, code: str, why: str, hint: str = "", place: tuple[str, int] | None = None):
        """Carry what the finding says; `place` is a file and a line of it."""
        super().__init__(why)
        self.code, self.why, self.hint, self.place = code, why, hint, place


def parser() -> etree.XMLParser:
    """Return a parser for a tree between two processes: nothing in it is lost, nothing fetched."""
    return etree.XMLParser(
        encoding="utf-8", collect_ids=False, huge_tree=True, resolve_entities=False, no_network=True
    )
