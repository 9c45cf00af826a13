"""Small files that would take all memory are refused, at the line that does it (REA-118)."""

from __future__ import annotations

import re
import resource
from pathlib import Path

import pytest

from publish.model.finding import Place, PublishError
from publish.read import read_manuscript

HEAD = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text><body>\n<p>x</p>'
TEI_P = '<p xmlns="http://www.tei-c.org/ns/1.0">'
TAIL = "</body></text></TEI>"
X = "x" * 50_000
BREAKS = f"{HEAD}<p>{'<lb/>' * 40_000}</p>{TAIL}"
PARAGRAPHS = f"{HEAD}{'<p>x</p>' * 30_000}{TAIL}"


def listed(count: int, text: str) -> str:
    return "".join(text.format(number) for number in range(count))


PREFIXED = re.sub("<(/?)(?=[a-zA-Z])", r"<\1t:", BREAKS).replace("xmlns=", "xmlns:t=")
MANY = listed(6000, "a{} CDATA 'x' ")
UNSET, SET = listed(60, "<!ATTLIST p a{} CDATA #IMPLIED>"), listed(60, "<!ATTLIST p b{} CDATA 'x'>")
NESTED = f"<!ENTITY a '{X}'><!ENTITY b '{'&a;' * 50}'>"

BOMBS = {
    "many": f"<!DOCTYPE TEI [\n<!ATTLIST lb {MANY}>]>{BREAKS}",
    "on one": f"<!DOCTYPE TEI [\n<!ATTLIST TEI {MANY}>]>{HEAD}{TAIL}",
    "long": f"<!DOCTYPE TEI [\n<!ATTLIST lb a CDATA '{X}'>]>{BREAKS}",
    "apart": f"<!DOCTYPE TEI [{UNSET}\n{SET}]>{PARAGRAPHS}",
    "entities": f"<!DOCTYPE TEI [{NESTED}\n<!ATTLIST lb a CDATA '&b;'>]>{BREAKS}",
    "prefixed": f"<!DOCTYPE t:TEI [\n<!ATTLIST lb a CDATA '{X}'>]>{PREFIXED}",
    "declared": "<!DOCTYPE TEI [\n" + listed(100_001, "<!ENTITY e{} ''>") + f"]>{HEAD}{TAIL}",
    "attributes": HEAD + "<p " + listed(1001, "a{}='' ") + f"/>{TAIL}",
    "namespaces": HEAD + "<p " + listed(1001, "xmlns:a{}='u' ") + f"/>{TAIL}",
}


@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS)
def test_a_bomb_is_refused_at_its_line(text: str, tmp_path: Path) -> None:
    path = tmp_path / "in.xml"
    path.write_text(text, "utf-8")
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(PublishError, match="REA-118") as stop:
        read_manuscript(path)
    place = stop.value.findings[0].place
    assert isinstance(place, Place)
    assert place.line == 2
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - most < 200_000  # kB


def test_what_is_declared_in_earnest_is_there(tmp_path: Path) -> None:
    path = tmp_path / "in.xml"
    subset = "<!DOCTYPE TEI [<!ATTLIST p n CDATA 'one' type CDATA #IMPLIED xmlns:b CDATA 'c'>]>"
    path.write_text(f"{subset}{HEAD}<p n='two'/>{TAIL}", "utf-8")
    document, _ = read_manuscript(path)
    assert [p.get("n") for p in document.root.iter("{*}p")] == ["one", "two"]


@pytest.mark.parametrize(
    "part",
    [
        f'<!DOCTYPE p [<!ENTITY a "{X}"><!ENTITY b "{"&a;" * 100}">]><p>&b;</p>',
        f"<!DOCTYPE p [<!ATTLIST lb a CDATA '{X}'>]><p>{'<lb/>' * 100}</p>",
        f"<p>{'<lb/>' * 15_000}</p>",
    ],
    ids=["entities", "defaults", "elements"],
)
def test_parts_are_bounded_together(
    part: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("publish.read.include.LARGEST", 20_000_000)
    monkeypatch.setattr("publish.read.include.MOST_NODES", 50_000)
    (tmp_path / "part.xml").write_text(part, "utf-8")
    include = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="part.xml"/>'
    (tmp_path / "in.xml").write_text(f"{HEAD}{include * 30}{TAIL}", "utf-8")
    with pytest.raises(PublishError, match=r"REA-118|REA-032"):
        read_manuscript(tmp_path / "in.xml")


def test_many_passages_may_be_taken_from_a_large_file(tmp_path: Path) -> None:
    (tmp_path / "part.xml").write_text(
        f"{TEI_P}<hi xml:id='a'>a</hi>{'<lb/>' * 30_000}</p>", "utf-8"
    )
    include = (
        '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="part.xml" xpointer="a"/>'
    )
    (tmp_path / "in.xml").write_text(f"{HEAD}<p>{include * 40}</p>{TAIL}", "utf-8")
    document, findings = read_manuscript(tmp_path / "in.xml")  # 1,200,000 elements, were each read
    assert [hi.text for hi in document.root.iter("{*}hi")] == ["a"] * 40
    assert not findings
