"""What a book claims of its accessibility falls with its evidence, in EPUB, PDF and ONIX alike."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Callable

import pikepdf
import pytest
from click.testing import CliRunner
from lxml import etree
from msgspec import structs

import publish.write.epub
import publish.write.pdf
from publish.check.epub import check_epub
from publish.cli import main
from publish.house.access import criteria
from publish.model.access import Exemption, Level
from publish.model.edition import Access
from publish.model.progress import Progress
from publish.model.purpose import Purpose
from publish.pipeline import Build, build_output, prepare
from publish.write.pdf import Printed
from tests.check.access.broken import ASKED, BOOK, BREAKS, OPF, Break
from tests.write.onix.test_onix_message import schema

AA = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"
EVERYWHERE = (AA, "WCAG 2.2 Level AA", {"04", "82", "85"})
NOWHERE = ("", "", set[str]())
FIRST = {each.criterion: each for each in reversed(BREAKS)}
"""One way to break each criterion."""

Make = Callable[..., dict[Purpose, bytes]]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The book with an answer to all that is asked."""
    book = shutil.copytree(BOOK, tmp_path_factory.mktemp("claims") / "book")
    answers = [part for name in ASKED for part in ("--answer", name, "yes")]
    signed = ["--by", "Ada Vale", "--date", "2026-11-28"]
    assert CliRunner().invoke(main, ["access", str(book), *answers, *signed]).exit_code == 0
    return prepare(book)


@pytest.fixture(scope="module")
def printed(prepared: Build) -> Printed:
    """Its pages, which are laid out once."""
    publication = prepared.publication
    assert publication is not None
    return publish.write.pdf.write_pdf(publication, prepared.edition, Purpose.SCREEN)


@pytest.fixture
def make(prepared: Build, printed: Printed, monkeypatch: pytest.MonkeyPatch) -> Make:
    """Make EPUB, PDF and record, of an EPUB or a PDF that something was done to."""
    write = publish.write.epub.write_epub

    def made(
        broken: Break | None = None,
        pdf: Callable[[pikepdf.Pdf], object] | None = None,
        access: Access | None = None,
    ) -> dict[Purpose, bytes]:
        def write_broken(*args: object, **options: object) -> tuple[bytes, list[object]]:
            data, findings = write(*args, **options)  # type: ignore[arg-type]
            return (broken.done_to(data) if broken else data), list(findings)

        pages = structs.replace(printed, data=changed(printed.data, pdf))
        monkeypatch.setattr(publish.write.epub, "write_epub", write_broken)
        monkeypatch.setattr(publish.write.pdf, "write_pdf", lambda *_, **__: pages)
        edition = prepared.edition
        book = structs.replace(edition.book, access=access or edition.book.access)
        edition = structs.replace(edition, book=book)
        build = structs.replace(prepared, edition=edition, outputs=[], findings=[])
        for purpose in (Purpose.SCREEN, Purpose.EPUB, Purpose.ONIX):
            build_output(build, Progress(), purpose, check=False)
        made.findings = [str(each) for each in build.findings]  # type: ignore[attr-defined]
        return {output.purpose: output.data for output in build.outputs}

    return made


def changed(data: bytes, change: Callable[[pikepdf.Pdf], object] | None) -> bytes:
    if change is None:
        return data
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(pdf)
        pdf.save(out)
    return out.getvalue()


def package(files: dict[Purpose, bytes]) -> str:
    with zipfile.ZipFile(io.BytesIO(files[Purpose.EPUB])) as box:
        return box.read(OPF).decode()


def record(files: dict[Purpose, bytes]) -> dict[str, str]:
    """The codes of list 196 in the shop's record, with their words."""
    text = files.get(Purpose.ONIX, b"").decode()
    feature = (
        r"<ProductFormFeatureType>09</ProductFormFeatureType>\s*"
        r"<ProductFormFeatureValue>(\d\d)</ProductFormFeatureValue>"
        r"(?:\s*<ProductFormFeatureDescription>([^<]*)<)?"
    )
    return dict(re.findall(feature, text))


def claims(files: dict[Purpose, bytes]) -> tuple[str, str, set[str]]:
    """What EPUB, PDF and ONIX claim; what is not made claims nothing."""
    told = re.search(r'"dcterms:conformsTo"[^>]*>([^<]+)<', package(files))
    xmp = ""
    if Purpose.SCREEN in files:
        with pikepdf.open(io.BytesIO(files[Purpose.SCREEN])) as pdf:
            xmp = pdf.Root.Metadata.read_bytes().decode()
    in_pdf = re.search("<dcterms:conformsTo>([^<]+)<", xmp)
    codes = {"04", "82", "84", "85"} & set(record(files))
    return told[1] if told else "", in_pdf[1] if in_pdf else "", codes


def test_what_is_proved_is_claimed_in_the_same_words_everywhere(make: Make) -> None:
    files = make()
    assert claims(files) == EVERYWHERE
    assert make.findings == []  # type: ignore[attr-defined]
    said = package(files)
    for words in (
        '"a11y:certifiedBy" refines="#conformance" id="certifier">Small Press<',
        '"a11y:certifierCredential" refines="#certifier">Reader of braille<',
        '"dcterms:date" refines="#certifier">2026-11-28<',
        '<link rel="a11y:certifierReport" refines="#certifier" href="https://example.org/report"/>',
        ':contactEmail">access@example.org<',
    ):
        assert words in said
    assert check_epub(files[Purpose.EPUB], "sea.epub") == []
    told = record(files)
    assert told["91"] == "20261128"
    assert told["99"] == "access@example.org"
    assert told["96"] == "https://example.org/report"
    assert {"13", "22", "25", "26", "40"} <= set(told)
    assert not {"08", "09", "90", "94"} & set(told)


@pytest.mark.parametrize("criterion", FIRST)
def test_a_claim_falls_with_its_evidence_in_all_three(make: Make, criterion: str) -> None:
    """Of level AA level A is left, where the criterion is one of AA."""
    files = make(FIRST[criterion])
    is_aa = criteria()[criterion].level is Level.AA
    left = claims(files)
    if is_aa and left != NOWHERE:
        assert left == (AA[:-1], "WCAG 2.2 Level A", {"04", "82", "84"})
    else:
        assert left == NOWHERE
        assert {"08", "09"} & set(record(files))
        assert "a11y:certifiedBy" not in package(files)
    heard = " ".join(make.findings)  # type: ignore[attr-defined]
    assert "WRI-251" in heard
    assert f"{criterion} {criteria()[criterion].name}" in heard or " more; publish access" in heard


def test_there_are_more_than_25_of_them() -> None:
    assert len(FIRST) >= 25


def first(kind: str) -> Callable[[pikepdf.Pdf], pikepdf.Object]:
    def find(pdf: pikepdf.Pdf) -> pikepdf.Object:
        objects = (each for each in pdf.objects if isinstance(each, pikepdf.Dictionary))
        return next(each for each in objects if each.get("/S") == kind)

    return find


PDF_BREAKS: dict[str, Callable[[pikepdf.Pdf], object]] = {
    "1.1.1": lambda pdf: first("/Figure")(pdf).__delitem__("/Alt"),
    "1.3.1 headings": lambda pdf: setattr(first("/H2")(pdf), "S", pikepdf.Name.H5),
    "1.3.1 tables": lambda pdf: first("/TH")(pdf).__delitem__("/A"),
    "1.3.2": lambda pdf: pdf.Root.MarkInfo.__delitem__("/Marked"),
    "2.4.2": lambda pdf: pdf.Root.ViewerPreferences.__delitem__("/DisplayDocTitle"),
    "3.1.1": lambda pdf: pdf.Root.__delitem__("/Lang"),
}


@pytest.mark.parametrize("name", PDF_BREAKS)
def test_a_pdf_claims_nothing_that_its_own_checks_deny(make: Make, name: str) -> None:
    files = make(pdf=PDF_BREAKS[name])
    assert claims(files)[:2] == (AA, "")
    heard = " ".join(make.findings)  # type: ignore[attr-defined]
    said = f"nothing is claimed of the PDF's accessibility: {name.split()[0]} "
    assert said in heard or Purpose.SCREEN not in files, "or else there is no such PDF"


def test_a_third_party_is_named_and_its_report_is_no_publisher_s(make: Make) -> None:
    access = Access(certifier="Foo’s Testing", report="https://example.org/report")
    told = record(make(access=access))
    assert (told["90"], told["94"]) == ("Foo’s Testing", "https://example.org/report")
    assert "96" not in told


@pytest.mark.parametrize(
    ("exemption", "code"),
    [
        ("microenterprise", "75"),
        ("disproportionate-burden", "76"),
        ("fundamental-alteration", "77"),
    ],
)
def test_an_exemption_is_the_publisher_s_to_state(make: Make, exemption: str, code: str) -> None:
    access = Access(exemption=Exemption(exemption))
    files = make(FIRST["1.1.1"], access=access)
    assert f'<meta property="a11y:exemption">eaa-{exemption}</meta>' in package(files)
    assert claims(files)[0] == "none"
    assert {code, "09"} <= set(record(files))
    assert "1.1.1 Non-text Content" in record(files)["09"]
    assert claims(make(access=access)) == EVERYWHERE
    assert code in record(make(access=access))


@pytest.mark.parametrize("broken", [None, FIRST["1.1.1"]], ids=["sound", "broken"])
def test_the_trade_s_own_schema_takes_every_code(make: Make, broken: Break | None) -> None:
    access = Access(
        certifier="Foo’s Testing",
        report="https://example.org/report",
        email="access@example.org",
        exemption=Exemption.MICROENTERPRISE,
    )
    trade = schema("rng", "3.0")
    trade.validate(etree.fromstring(make(broken, access=access)[Purpose.ONIX]))
    assert [str(error) for error in trade.error_log] == []


def test_a_book_that_nobody_has_looked_at_is_unknown(make: Make, prepared: Build) -> None:
    answers, edition = prepared.edition.answers, prepared.edition
    try:
        prepared.edition = structs.replace(edition, answers=())
        files = make()
    finally:
        prepared.edition = edition
    assert len(answers) == len(ASKED)
    assert claims(files) == NOWHERE
    assert "08" in record(files)
    assert make.findings == []  # type: ignore[attr-defined]


def test_without_a_certifier_nothing_is_claimed(make: Make, prepared: Build) -> None:
    edition = prepared.edition
    book = structs.replace(edition.book, publisher="", access=Access())
    try:
        prepared.edition = structs.replace(edition, book=book)
        files = make()
    finally:
        prepared.edition = edition
    assert claims(files) == NOWHERE
    assert "WRI-252" in " ".join(make.findings)  # type: ignore[attr-defined]


def test_the_key_chooses_the_edition_of_the_standard(make: Make, prepared: Build) -> None:
    edition = prepared.edition
    try:
        choices = structs.replace(edition.epub, accessibility="1.2")
        prepared.edition = structs.replace(edition, epub=choices)
        files = make()
    finally:
        prepared.edition = edition
    assert claims(files)[0] == "EPUB Accessibility 1.2 - WCAG 2.2 Level AA"
