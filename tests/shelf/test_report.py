"""The report of a shelf tells what the ledger holds; what strangers wrote does nothing there."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from publish.model.edition import Contributor
from publish.model.finding import Place, error, notice, warning
from publish.shelf.ledger import About, Cost, Entry, Ledger, Made, Origin, State
from publish.shelf.report import gather, write_page

ORIGIN = Origin(signature="", content="", recipe="", toolchain="t0123456789abcdef")
EVIL = "</script><script>alert(1)</script>"


def entry(number: int) -> Entry:
    is_made = number != 3
    warnings = [
        warning("TYP-001", f"no form for <x{n}>", Place("a.xml", n, 1)) for n in range(number)
    ]
    told = [*warnings, notice("STY-002", "a mark is not closed")]
    if not is_made:
        told.insert(
            0, error("REA-010", f"mismatch {EVIL}\nsecond line", Place("b.xml", 7, 2), "mend")
        )
    return Entry(
        name=f"demo/{number}",
        collection="demo",
        source=f"{number}.xml",
        state=State.MADE if is_made else State.FAILED,
        origin=ORIGIN,
        about=About(
            title=f"Title {number} {EVIL}",
            contributors=(Contributor(name="Zoë"),),
            language="fr",
            words=1000 * number,
        ),
        outputs=(
            Made(purpose="epub", name=f"demo/{number}.epub", sha256="a", size_bytes=2_000_000),
        )
        if is_made
        else (),
        findings=tuple(told),
        elements=(("wind", number + 1), ("{http://example.org/}odd", 1)),
        cost=Cost(seconds=60.0 * number, memory_mb=100.0 + number),
    )


@pytest.fixture
def facts(tmp_path: Path) -> dict[str, Any]:
    with Ledger.open(tmp_path / "shelf.sqlite") as ledger:
        run = ledger.begin_run("2026-01-01T00:00:00Z", ORIGIN.toolchain, {})
        ledger.enter(run, [entry(number) for number in range(8)])
        ledger.end_run(run, "2026-01-01T01:00:00Z")
        return gather(ledger, f"Shelf {EVIL}")


def test_it_counts_what_the_ledger_holds(facts: dict[str, Any]) -> None:
    counts = facts["counts"]
    assert (counts["books"], counts["made"], counts["failed"]) == (8, 7, 1)
    assert counts["words"] == 28_000
    assert counts["outputs"] == [{"purpose": "epub", "files": 7, "size_bytes": 14_000_000}]
    assert counts["languages"] == [{"name": "fr", "books": 8}]
    codes = {row["code"]: (row["books"], row["findings"]) for row in facts["findings"]}
    assert codes == {"STY-002": (8, 8), "TYP-001": (7, 28), "REA-010": (1, 1)}
    assert [row["code"] for row in facts["findings"]] == ["STY-002", "TYP-001", "REA-010"]
    examples = facts["findings"][1]["examples"]
    assert [each["book"] for each in examples] == [f"demo/{n}" for n in range(1, 6)]  # a book once
    assert facts["elements"][0]["name"] == "wind"
    assert facts["elements"][0]["examples"][0] == {"book": "demo/7", "count": 8}
    assert [book["name"] for book in facts["slowest"]][:2] == ["demo/7", "demo/6"]
    (failure,) = facts["failures"]
    assert failure["message"] == f"mismatch {EVIL}"
    assert json.loads(json.dumps(facts)) == facts


def test_the_page_lets_only_its_own_script_run(facts: dict[str, Any]) -> None:
    page = write_page(facts, "../").decode()
    root = html.document_fromstring(page)
    assert EVIL not in page
    scripts = root.findall(".//script")
    assert [script.get("type") for script in scripts] == ["application/json", "module"]
    rows = json.loads(scripts[0].text)
    assert rows["base"] == "../"
    assert sorted(row[0] for row in rows["rows"]) == [f"demo/{n}" for n in range(8)]
    assert all(EVIL in row[1] for row in rows["rows"])
    (policy,) = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    for kind, text in (("script", scripts[1].text), ("style", root.find(".//style").text)):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert not re.search(
        r" (on\w+|style)=", re.sub(r"<(script|style).*?</\1>", "", page, flags=re.S)
    )


def test_every_finding_stands_with_its_page_of_the_manual(facts: dict[str, Any]) -> None:
    root = html.document_fromstring(write_page(facts).decode())
    (finding,) = root.xpath("//details[@id='TYP-001-warning']")
    assert "7 books" in finding.text_content()
    assert "28 times" in finding.text_content()
    assert finding.xpath(".//div[@class='manual']//strong[.='Repair:']")
    assert "a.xml:0:1" in finding.text_content()
    heads = root.xpath("//h2/text()")
    assert heads == [
        "Failures",
        "Findings",
        "Elements without a rule",
        "Slowest and largest",
        "Books",
    ]
    links = root.xpath("//nav//a/@href")
    assert all(root.get_element_by_id(link[1:]) is not None for link in links)


def test_an_empty_shelf_has_a_report(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "shelf.sqlite") as ledger:
        page = write_page(gather(ledger, "Nothing yet"))
    assert html.document_fromstring(page.decode()).xpath("//h2/text()") == ["Books"]
