"""Notes with signs: kept as written, counted apart by who wrote them, anew on each page."""

from __future__ import annotations

import subprocess
from pathlib import Path

from publish import pipeline
from publish.house.note_signs import count_signs
from publish.read import read_book

FILLING = "<p>" + "Nobody in the town could say which of the two he trusted more. " * 40 + "</p>"


def written(folder: Path, body: str, series: str = "") -> Path:
    manuscript = folder / "manuscript"
    manuscript.mkdir(exist_ok=True)
    (manuscript / "edition.toml").write_text(f"[text]\nnote_series = [{series}]\n", "utf-8")
    head = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text xml:lang="en"><body><div>'
    text = f"{head}<head>One</head>{body}</div></body></text></TEI>"
    (manuscript / "book.xml").write_text(text, "utf-8")
    return folder


def said(folder: Path) -> str:
    build, output = pipeline.prepare(folder), folder / "book.pdf"
    pipeline.build_output(build, pipeline.Progress(), "screen")
    output.write_bytes(build.outputs[0].data)
    run = subprocess.run(["pdftotext", output, "-"], capture_output=True, check=True)
    return " ".join(run.stdout.decode().split())


def test_signs_are_kept_where_they_are_one_on_the_page(tmp_path: Path) -> None:
    body = (
        "<p>First<note n='*'>Star.</note> dagger<note n='†'>Dag.</note> plain<note>P.</note> "
        f"double<note n='§'>D.</note> again<note n='§'>E.</note>.</p>{FILLING}"
        "<p>Later<note n='*'>New.</note> number<note>N.</note>.</p>"
    )
    text = said(written(tmp_path, body))
    assert "First* dagger† plain1 double‡ again§." in text
    assert "* Star. † Dag. 1 P. ‡ D. § E." in text
    assert "Later* number2." in text
    assert "* New. 2 N." in text


def test_series_by_type_and_hand_count_apart(tmp_path: Path) -> None:
    body = (
        "<p>One<note type='authorial'>A.</note> two<note resp='#ed'>B.</note> three<note>C.</note> "
        f"four<note resp='#Ed'>D.</note> five<note type='authorial'>E.</note>.</p>{FILLING}"
        "<p>Six<note type='authorial'>F.</note> seven<note resp='#ed'>G.</note>.</p>"
    )
    text = said(written(tmp_path, body, '"authorial: symbols", "ed: letters"'))
    assert "One* twoa three1 fourb five†." in text
    assert "Six* sevenc." in text


def test_a_series_that_is_none_is_told_with_its_place(tmp_path: Path) -> None:
    findings = read_book(written(tmp_path, "<p>a</p>", '"authorial: stars"'))[2]
    (finding,) = [finding for finding in findings if finding.code == "REA-043"]
    assert finding.place is not None
    assert "numbers, letters, symbols" in finding.hint


def test_signs_go_on_doubled() -> None:
    assert count_signs([""] * 8, "symbols") == ["*", "†", "‡", "§", "‖", "¶", "**", "††"]
    assert count_signs(["†", "", "*", "*"], "symbols") == ["†", "*", "‡", "§"]
