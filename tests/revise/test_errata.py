"""The errata stage: what a quotation finds, what it becomes, and that nothing else changes."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from lxml import etree

from publish.model.document import Document
from publish.model.edition import Edition
from publish.model.erratum import Erratum, Outcome, Status
from publish.revise import apply_errata, diplomatic

MakeDocument = Callable[..., Document]


def erratum(find: str, replace: str, **more: object) -> Erratum:
    return Erratum(id="E1", find=find, replace=replace, **{"status": Status.VERIFIED, **more})  # type: ignore[arg-type]


def revised(document: Document, *errata: Erratum) -> list[Outcome]:
    document.errata = errata
    apply_errata(document, Edition())
    return [resolution.outcome for resolution in document.resolutions]


def canonical(document: Document) -> bytes:
    return etree.tostring(document.root, method="c14n")


def reading(document: Document, view: str = "sic") -> str:
    """The text with one reading of each choice left out."""
    body = document.root.find(".//{*}body")
    assert body is not None
    kept = []
    for node in body.xpath(".//text()"):
        ancestors = {etree.QName(e).localname for e in node.getparent().iterancestors()}
        owner = etree.QName(node.getparent()).localname
        if not (node.is_text and owner == view) and view not in ancestors:
            kept.append(node)
    return " ".join("".join(kept).split())


CASES = [
    ("in one node", "<p>The governmetn.</p>", "governmetn", "government", "The government."),
    ("over a file's line end", "<p>old\n   regmie</p>", "old regmie", "old regime", "old regime"),
    ("around markup", "<p><hi>regmie</hi> b</p>", "regmie b", "regime b", "regime b"),
    ("begins in markup", "<p><hi>old reg</hi>mie</p>", "regmie", "regime", "old regime"),
    ("ends in markup", "<p>reg<hi>mie fell</hi></p>", "regmie", "regime", "regime fell"),
    ("over two elements", "<p><hi>re</hi>g<emph>mie</emph></p>", "regmie", "regime", "regime"),
    ("past a line break", "<p>the<lb/>regmie</p>", "the regmie", "the regime", "theregime"),
    ("in a broken word", "<p>reg-<lb break='no'/>mie</p>", "regmie", "regime", "reg-ime"),
    ("past a page break", "<p>old <pb n='3'/>regmie</p>", "old regmie", "old regime", "old regime"),
    ("to nothing", "<p>the the end</p>", "the the", "the", "the end"),
    ("of a point", "<p>evident .that all</p>", "evident .that", "evident that", "evident that all"),
    ("enclosing", "<p>a <hi>qi</hi>uck<hi>fx</hi>.</p>", "qiuckfx", "quick fox", "a quick fox."),
    ("a word cut by a page", "<p>gov<pb/>ernmetn</p>", "governmetn", "government", "government"),
    ("a word cut by a line", "<p>Regie-<lb/>ruung</p>", "Regieruung", "Regierung", "Regie-rung"),
    ("at its hyphen", "<p>reg-<lb break='no'/>mie</p>", "reg-mie", "reg-ime", "reg-ime"),
    ("past a bare break", "<p>the<lb/><hi>edn</hi></p>", "the edn", "the end", "theend"),
    ("behind one", "<p><hi>the<pb/></hi>regmie</p>", "the regmie", "the regime", "theregime"),
    ("with soft hyphens", "<p>go\xadvern\xadmetn</p>", "governmetn", "government", "government"),
    ("in decomposed letters", "<p>le cafe\u0301e</p>", "cafée", "café", "le café"),
    ("in Japanese", "<p>吾輩は描である。</p>", "描である", "猫である", "吾輩は猫である。"),
    ("in Hebrew", "<p>שלוום <hi>עולם</hi></p>", "שלוום עולם", "שלום עולם", "שלום עולם"),
    ("in a hidden reading's place", "<p><choice><orig>y</orig><reg>the</reg></choice> edn</p>",
     "the edn", "the end", "ythe end"),
    ("in another script", "<p>Він сказв це</p>", "сказв", "сказав", "Він сказав це"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "body", "find", "replace", "wanted"), CASES)
def test_a_correction(
    tei_document: MakeDocument, name: str, body: str, find: str, replace: str, wanted: str
) -> None:
    document = tei_document(body)
    before = canonical(document)
    assert revised(document, erratum(find, replace)) == [Outcome.APPLIED]
    assert reading(document) == wanted, name
    once = canonical(document)
    assert revised(document, erratum(find, replace)) == [Outcome.ALREADY_FIXED]
    assert canonical(document) == once, "a second run must change nothing"
    diplomatic(document.root)
    assert canonical(document) == before, "the diplomatic view must be the source"


def test_the_choice_says_who_why_and_how_sure(tei_document: MakeDocument) -> None:
    document = tei_document("<p>The governmetn fell.</p>")
    revised(document, erratum("governmetn", "government", by="A. Editor"))
    choice = document.root.find(".//{*}choice")
    assert choice is not None
    corr = choice.find("{*}corr")
    assert corr is not None
    assert choice.findtext("{*}sic") == "governmetn"
    assert corr.text == "government"
    assert corr.get("cert") == "high"
    assert corr.get("resp") == "#A.-Editor"
    assert corr.get("source") == "errata.toml#E1"
    assert document.resolutions[0].target == choice.get("{http://www.w3.org/XML/1998/namespace}id")


def test_notes_inside_a_quotation_stay_where_they_are(tei_document: MakeDocument) -> None:
    document = tei_document("<p>old gov<note>A note.</note>ernmetn fell</p>")
    assert revised(document, erratum("governmetn", "government")) == [Outcome.APPLIED]
    note = document.root.find(".//{*}p/{*}note")
    assert note is not None
    assert note.text == "A note."


def test_a_note_is_text_of_its_own(tei_document: MakeDocument) -> None:
    document = tei_document("<p>word<note>a mistkae</note> word</p>")
    assert revised(document, erratum("mistkae", "mistake")) == [Outcome.APPLIED]
    assert document.root.find(".//{*}note/{*}choice") is not None


def test_attributes_are_never_touched(tei_document: MakeDocument) -> None:
    document = tei_document("<p n='governmetn'>word</p>")
    assert revised(document, erratum("governmetn", "government")) == [Outcome.NOT_FOUND]


@pytest.mark.parametrize(
    ("more", "outcome"),
    [
        ({}, Outcome.AMBIGUOUS),
        ({"before": "second "}, Outcome.APPLIED),
        ({"before": "second"}, Outcome.APPLIED),
        ({"after": " one"}, Outcome.APPLIED),
        ({"at": "p2"}, Outcome.APPLIED),
        ({"at": "p9"}, Outcome.NOT_FOUND),
        ({"before": "third "}, Outcome.NOT_FOUND),
    ],
)
def test_context_and_element_make_a_quotation_unique(
    tei_document: MakeDocument, more: dict[str, str], outcome: Outcome
) -> None:
    document = tei_document("<p>first teh one</p><p xml:id='p2'>second teh two</p>")
    before = canonical(document)
    assert revised(document, erratum("teh", "the", **more)) == [outcome]
    if outcome is not Outcome.APPLIED:
        assert canonical(document) == before


def test_overlapping_errata_are_all_refused(tei_document: MakeDocument) -> None:
    document = tei_document("<p>The old governmetn fell.</p>")
    before = canonical(document)
    two = (erratum("old governmetn", "x"), erratum("governmetn fell", "y"))
    assert revised(document, *two) == [Outcome.OVERLAPPING] * 2
    assert canonical(document) == before


@pytest.mark.parametrize("status", [Status.HELD, Status.REJECTED, Status.REPORTED])
def test_what_is_not_verified_stays_on_the_record(
    tei_document: MakeDocument, status: Status
) -> None:
    document = tei_document("<p>The governmetn fell.</p>")
    before = canonical(document)
    assert revised(document, erratum("governmetn", "government", status=status)) == [
        Outcome(str(status))
    ]
    assert document.resolutions[0].places
    assert canonical(document) == before


def test_the_nearest_words_are_offered_and_never_applied(tei_document: MakeDocument) -> None:
    document = tei_document("<p>The governmetn fell.</p>")
    document.errata = (erratum("govermtne", "government"),)
    (finding,) = apply_errata(document, Edition())
    assert finding.code == "REV-002"
    assert "'governmetn'" in finding.hint


def test_a_corrected_text_is_fixed_already(tei_document: MakeDocument) -> None:
    document = tei_document("<p>The government fell.</p>")
    assert revised(document, erratum("governmetn", "government")) == [Outcome.ALREADY_FIXED]


def test_many_errata_in_one_paragraph_keep_to_their_places(tei_document: MakeDocument) -> None:
    dice = random.Random(7)
    words = [f"word{number}" for number in range(200)]
    document = tei_document(f"<p>{' '.join(words)}</p>")
    chosen = dice.sample(range(200), 60)
    errata = [
        Erratum(id=f"E{n}", find=f"word{n} ", replace=f"WORD{n} ", status=Status.VERIFIED)
        for n in chosen
        if n < 199
    ]
    assert set(revised(document, *errata)) == {Outcome.APPLIED}
    wanted = [w.upper() if n in chosen and n < 199 else w for n, w in enumerate(words)]
    assert reading(document).split() == wanted


@pytest.mark.parametrize(
    ("body", "find", "replace", "more"),
    [
        ("<p>the government, fell</p>", "government", "government,", {}),
        ("<p>for all that fell</p>", ".", "", {"before": "all", "after": " that"}),
        ("<p><choice><sic>teh</sic><corr>the</corr></choice> end</p>", "teh", "the", {}),
    ],
)
def test_what_the_source_has_corrected_is_not_corrected_twice(
    tei_document: MakeDocument, body: str, find: str, replace: str, more: dict[str, str]
) -> None:
    document = tei_document(body)
    before = canonical(document)
    assert revised(document, erratum(find, replace, **more)) == [Outcome.ALREADY_FIXED]
    assert canonical(document) == before


def test_elements_of_a_quotation_go_into_sic_and_corr_alike(tei_document: MakeDocument) -> None:
    document = tei_document("<p>a <hi rend='i'>qi</hi>uck<hi>fx</hi>.</p>")
    revised(document, erratum("qiuckfx", "quick fox"))
    (choice,) = document.root.findall(".//{*}choice")
    sic, corr = choice
    assert "".join(sic.itertext()) == "qiuckfx"
    assert "".join(corr.itertext()) == "quick fox"
    assert [part.get("rend") for part in sic] == [part.get("rend") for part in corr] == ["i", None]


def test_a_quotation_that_cuts_elements_is_marked_in_linked_pieces(
    tei_document: MakeDocument,
) -> None:
    document = tei_document("<p><hi>the gvo</hi>ern<emph>metn fell</emph></p>")
    revised(document, erratum("gvoernmetn", "government"))
    _, second = document.root.findall(".//{*}choice")
    assert second.get("corresp") == "#" + document.resolutions[0].target
    assert reading(document) == "the government fell"


def test_ids_and_notes_are_never_doubled(tei_document: MakeDocument) -> None:
    document = tei_document("<p>a <hi xml:id='x'>qi</hi>u<note xml:id='n'>N.</note>kc</p>")
    before = canonical(document)
    assert revised(document, erratum("qiukc", "quick")) == [Outcome.APPLIED]
    ids = [e.get("{http://www.w3.org/XML/1998/namespace}id") for e in document.root.iter()]
    assert sorted(filter(None, ids)) == ["erratum-E1", "n", "x"]
    diplomatic(document.root)
    assert canonical(document) == before


def test_all_places_are_counted_and_the_first_are_named(tei_document: MakeDocument) -> None:
    document = tei_document("<p>teh</p>" * 70)
    document.errata = (erratum("teh", "the"),)
    (finding,) = apply_errata(document, Edition())
    assert finding.code == "REV-003"
    assert "found 70 times" in finding.message
    assert document.resolutions[0].matches == 70
