"""The list of corrections: where a reader finds each, on a page, under a heading, in a note."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from publish import pipeline

BODY = """\
<div><head>One</head>{pb}<p>The grey watter.<note n="1">Said Jhon.</note></p></div>
<div><head>Two</head><p>A secnod day.</p></div>"""
ERRATA = "".join(
    f'[[erratum]]\nid = "E{n}"\nfind = "{was}"\nreplace = "{now}"\nkind = "printer"\n'
    'status = "verified"\nby = "B"\n'
    for n, (was, now) in enumerate([("secnod", "second"), ("Jhon", "John"), ("watter", "water")])
)


def places(folder: Path, lang: str, pb: str) -> list[str]:
    book = folder / "book.xml"
    book.write_text(
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>T</title>'
        "</titleStmt><publicationStmt><p/></publicationStmt><sourceDesc><p/></sourceDesc>"
        f'</fileDesc></teiHeader><text xml:lang="{lang}"><body>{BODY.format(pb=pb)}</body></text>'
        "</TEI>",
        "utf-8",
    )
    (folder / "book.errata.toml").write_text(ERRATA, "utf-8")
    publication = pipeline.prepare(book).publication
    assert publication is not None
    (part,) = [part for part in publication.parts if part.name == "corrections"]
    cells = part.body.iterfind(".//{*}td[@class='correction-place']")
    ids = {e.get("id") for p in publication.parts for t in p.trees() for e in t.iter(etree.Element)}
    assert all((link.get("href") or "")[1:] in ids for link in part.body.iter("{*}a"))
    return ["".join(map(str, cell.itertext())) for cell in cells]


@pytest.mark.parametrize(
    ("lang", "pb", "wanted"),
    [
        ("en", '<pb n="23"/>', ["One, p. 23", "One, p. 23, note 1", "Two, p. 23"]),
        ("de", '<pb n="xi"/>', ["One, S. xi", "One, S. xi, Anm. 1", "Two, S. xi"]),
        ("en", "", ["One", "One, note 1", "Two"]),
    ],
)
def test_a_correction_says_where_it_is(
    tmp_path: Path, lang: str, pb: str, wanted: list[str]
) -> None:
    assert places(tmp_path, lang, pb) == wanted
