"""House typography: what each stage changes, what it leaves, and that a second run changes none."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree
from msgspec import structs

from publish.model.document import Document
from publish.model.edition import Edition, Style
from publish.style import bind_spaces, curl_quotes, set_dashes, set_ellipses

STAGES = {
    "quotes": curl_quotes,
    "dashes": set_dashes,
    "ellipses": set_ellipses,
    "spaces": bind_spaces,
}


def cases() -> list[tuple[str, str, str, str, str]]:
    """Read cases.txt: `title | stage | language`, the input line, the expected line."""
    text = (Path(__file__).parent / "cases.txt").read_text("utf-8")
    blocks = [block.split("\n") for block in re.split(r"\n{2,}", text.strip())]
    return [(*map(str.strip, head.split("|")), given, wanted) for head, given, wanted in blocks]  # type: ignore[misc]


@pytest.mark.parametrize(("title", "stage", "lang", "given", "wanted"), cases())
def test_case(
    tei_document: Callable[..., Document],
    title: str,
    stage: str,
    lang: str,
    given: str,
    wanted: str,
) -> None:
    name, _, choice = stage.partition("=")
    edition = Edition(style=structs.replace(Style(), **({name: choice} if choice else {})))
    document = tei_document(f"<p>{visible_to_real(given)}</p>", lang)
    STAGES[name](document, edition)
    once = etree.tostring(document.root.find(".//{*}p"), encoding="unicode")
    STAGES[name](document, edition)
    again = etree.tostring(document.root.find(".//{*}p"), encoding="unicode")
    inside = re.sub(r"^<p[^>]*>|</p>$", "", once)
    assert inside.replace("\u00a0", "␣").replace("\u202f", "⎵") == wanted
    assert again == once, "a second run must change nothing"


def visible_to_real(text: str) -> str:
    return text.replace("␣", "\u00a0").replace("⎵", "\u202f")
