"""Law 7: any bytes as input end in a document or in findings, and no word is lost on the way."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from publish.model.document import serialize
from publish.read.element_check import check_schema
from publish.read.elements import elements
from publish.read.relax_ng import relax_ng
from tests.searches import search

from .reading import HEADER, TEI, Outcome, outcome, tei

TOKENS = """
< > & " ' <!-- --> <![CDATA[ ]]> <?pi ?> &#x80; &#0; &foo; &eacute; <TEI> </TEI> <p> </p> <x:y>
xml:id="a" xml:id="1&#32;" xml:lang="??" xmlns="" xmlns:x="u" <text> <teiHeader> </teiHeader>
encoding="utf-16" <xi:include/> <xi:include&#32;href="in.xml"/> <title/> %p; <!ELEMENT&#32;p>
<!DOCTYPE&#32;TEI&#32;[ <!ENTITY&#32;a&#32;"&a;">
""".replace("&#32;", "\x20").split("\n")
PIECES = [token.encode() for line in TOKENS for token in line.split(" ") if token] + [
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\x80", b"\r", b"\xed\xa0\x80",
]  # fmt: skip
WHOLE = tei("<div xml:id='a'><head>H</head><p>a &eacute; <hi>b</hi><note>c</note></p></div>",
            doctype="<!DOCTYPE TEI [<!ENTITY a 'b'>]>").encode()  # fmt: skip


@pytest.fixture(scope="module")
def read_bytes(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Callable[[bytes], Outcome]]:
    def read(data: bytes) -> Outcome:
        Path("in.xml").write_bytes(data)
        result = outcome(Path("in.xml"))
        assert all(str(finding) and finding.code.startswith("REA-") for finding in result.findings)
        if result.document is not None:
            check_schema(result.document)
            etree.fromstring(serialize(result.root))
        return result

    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("any"))
        yield read


@search(60)
@given(data=st.binary(max_size=200) | st.lists(st.sampled_from(PIECES)).map(b"".join))
def test_any_bytes_end_in_findings(read_bytes: Callable[[bytes], Outcome], data: bytes) -> None:
    read_bytes(data)


@search(100)
@given(
    cuts=st.lists(
        st.tuples(st.integers(0, len(WHOLE)), st.integers(0, 30), st.sampled_from([b"", *PIECES])),
        min_size=1,
        max_size=4,
    )
)
def test_a_document_damaged_anywhere_ends_in_findings(
    read_bytes: Callable[[bytes], Outcome], cuts: list[tuple[int, int, bytes]]
) -> None:
    data = WHOLE
    for start, length, piece in cuts:
        data = data[:start] + piece + data[start + length :]
    result = read_bytes(data)
    assert result.document is not None or result.findings


def test_a_document_cut_off_anywhere_says_where_it_ends(
    read_bytes: Callable[[bytes], Outcome],
) -> None:
    for length in range(1, len(WHOLE)):
        (finding,) = read_bytes(WHOLE[:length]).findings
        assert finding.place is not None
        assert finding.hint


@pytest.mark.parametrize("places", [6, pytest.param(50, marks=pytest.mark.slow)])
def test_every_corpus_document_damaged_in_many_places(
    read_bytes: Callable[[bytes], Outcome], corpora: Path, places: int
) -> None:
    chance = random.Random(7)
    for path in sorted(corpora.rglob("*.xml")):
        data = path.read_bytes()[:60_000]
        for _ in range(places):
            start = chance.randrange(len(data))
            piece = chance.choice(PIECES)
            read_bytes(data[:start] + piece + data[start + chance.randrange(20) :])


NAMES = [*sorted(elements().keys() - {"TEI", "teiCorpus", "text"}), "made-up", "x:y", "msDesc"]
IDS = st.sampled_from(["", "", "", " xml:id='a'", " xml:id='1 2'", " xml:lang='eng'", " n='#a'"])
TEXT = st.sampled_from(
    ["", " ", "word ", "&eacute;", "<!-- c -->", "<?p i?>", "<![CDATA[<]]>", "שלום"]
)


def _wrap(name: str, more: str, inside: list[str]) -> str:
    return f"<{name}{more}>{''.join(inside)}</{name}>"


TREES = st.recursive(
    TEXT,
    lambda inner: st.builds(_wrap, st.sampled_from(NAMES), IDS, st.lists(inner, max_size=5)),
    max_leaves=25,
)


@search(80)
@given(tree=TREES)
def test_any_tree_keeps_its_words_in_their_order(
    read_bytes: Callable[[bytes], Outcome], tree: str
) -> None:
    text = tei(f"<p>{tree}</p>").replace("<TEI", "<TEI xmlns:x='urn:x'", 1)
    result = read_bytes(text.encode())
    source = etree.fromstring(
        text.replace("&eacute;", "é").encode(), etree.XMLParser(collect_ids=False)
    )
    wanted = source.find("{*}text")
    assert wanted is not None
    expected = "".join(map(str, wanted.itertext(etree.Element))).split()
    assert result.words.split() == expected


@search(60)
@given(tree=TREES)
def test_the_check_and_the_relax_ng_agree(
    read_bytes: Callable[[bytes], Outcome], tree: str, validator: etree.RelaxNG
) -> None:
    text = f"{TEI}{HEADER}<text><body>{tree}</body></text></TEI>"
    result = read_bytes(text.replace("<TEI", "<TEI xmlns:x='urn:x'", 1).encode())
    assert result.document is not None
    if "made-up" not in text:
        assert validator.validate(result.root) == (check_schema(result.document) == [])


@pytest.fixture(scope="module")
def validator() -> etree.RelaxNG:
    return etree.RelaxNG(relax_ng())
