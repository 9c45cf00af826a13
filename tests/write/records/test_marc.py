"""MARC records as a library's system reads them, and as a cataloguer's lint does."""

from __future__ import annotations

import io
from functools import cache

import pytest
from lxml import etree
from marc_lint import MarcLint
from pymarc import MARCReader, Record, parse_xml_to_array

from publish.model.edition import Contributor, Edition, Series, Subject
from publish.model.finding import PublishError
from publish.write.epub import write_epub
from publish.write.records import write_marc, write_marcxml
from tests.write.epub.books import small_book
from tests.write.onix.records import OUT, PRINTING, edition

CATALOGUED = edition(
    OUT,
    book={
        "title": "The Storm and the Calm",
        "language": "en",
        "doi": "10.5555/storm",
        "url": "https://press.example/storm",
        "edition_statement": "Second edition",
        "source": "London, 1811",
        "series": Series(name="The Seas", position="2", issn="2049-3630"),
        "subjects": (
            Subject(term="Sea stories", scheme="BISAC", code="FIC047000"),
            Subject(term="Seefahrt", scheme="Thema", code="FJM"),
            Subject(term="Great Britain—History—Regency, 1811-1820", scheme="LCSH"),
            Subject(term="Sturm"),
        ),
    },
)
BODIES = edition(
    CATALOGUED,
    book={
        "contributors": (
            Contributor(name="Society of Mariners", role="aut"),
            Contributor(name="Plato", role="ctb"),
        ),
        "publisher": "",
        "publisher_place": "",
        "date": "",
        "language": "",
        "series": Series(name="Tales"),
        "subjects": (),
    },
)


@cache
def marc(about: Edition = CATALOGUED) -> bytes:
    epub, _ = write_epub(small_book(), about, printing=None)
    return write_marc(small_book(), about, epub, PRINTING)


def read(about: Edition = CATALOGUED) -> list[Record]:
    """The records, the one of the files first."""
    records = list(MARCReader(io.BytesIO(marc(about))))
    assert all(records)
    return [record for record in records if record is not None]


def says(record: Record, tag: str) -> list[str]:
    """The fields of a tag as a cataloguer writes them."""
    return [str(field).removeprefix(f"={tag}  ") for field in record.get_fields(tag)]


@pytest.mark.parametrize("about", [CATALOGUED, BODIES], ids=["full", "bare"])
def test_a_cataloguers_lint_finds_nothing(about: Edition) -> None:
    for record in read(about):
        assert [str(each) for each in MarcLint().check_record(record)] == []


def test_the_files_and_the_printed_book_have_a_record_each_that_names_the_other() -> None:
    online, printed = read()
    assert says(online, "020") == [r"\\$a9783161484100$qEPUB"]
    assert says(printed, "020") == [r"\\$a9780306406157$qprint"]
    assert says(online, "776") == [
        "08$iPrint version:$tThe Storm and the Calm$z9780306406157",
    ]
    assert says(printed, "776") == ["08$iOnline version:$tThe Storm and the Calm$z9783161484100"]
    assert says(online, "024") == [r"7\$a10.5555/storm$2doi"]
    assert says(printed, "024") == []


def test_title_names_and_imprint_by_rda_and_isbd() -> None:
    online, _ = read()
    assert says(online, "100") == [
        r"1\$aVale, Ada,$eauthor,$eillustrator.$4aut$4ill"
        "$1https://orcid.org/0000-0002-1825-0097$0https://d-nb.info/gnd/118540238"
    ]
    assert says(online, "700") == [r"1\$aLang, Otto,$etranslator.$4trl"]
    assert says(online, "245") == [
        "14$aThe Storm and the Calm :$bA Tale of the Sea /"
        "$cAda Vale ; translated by Otto Lang ; illustrated by Ada Vale."
    ]
    assert says(online, "250") == [r"\\$aSecond edition."]
    assert says(online, "264") == [r"\1$aBremen :$bSmall Press,$c2026."]
    assert says(online, "490") == [r"1\$aThe Seas,$x2049-3630 ;$v2"]
    assert says(online, "830") == [r"\4$aThe Seas ;$v2."]


def test_extent_and_carriers_are_those_of_the_form() -> None:
    online, printed = read()
    assert says(online, "300") == [r"\\$a1 online resource (ii, 4 pages) :$billustrations"]
    assert says(printed, "300") == [r"\\$aii, 4 pages :$billustrations ;$c22 cm"]
    assert says(online, "336") == [
        r"\\$atext$btxt$2rdacontent",
        r"\\$astill image$bsti$2rdacontent",
    ]
    assert says(online, "338") == [r"\\$aonline resource$bcr$2rdacarrier"]
    assert says(printed, "337") == [r"\\$aunmediated$bn$2rdamedia"]
    assert says(online, "347")[-1] == r"\\$bEPUB"


def test_coded_fields_say_language_year_and_form() -> None:
    online, printed = read()
    for record, form in ((online, "o"), (printed, " ")):
        (coded,) = (field.data for field in record.get_fields("008"))
        assert len(coded) == 40
        assert (coded[7:11], coded[23], coded[35:38]) == ("2026", form, "eng")
    assert says(online, "041") == [r"1\$aeng"], "it is a translation"


def test_a_language_without_a_code_in_marc_has_that_of_iso() -> None:
    rare = edition(CATALOGUED, book={"language": "brx"})
    online, _ = read(rare)
    (coded,) = (field.data for field in online.get_fields("008"))
    assert coded[35:38] == "mis"
    assert r"17$abrx$2iso639-3" in says(online, "041")


def test_initials_stand_together() -> None:
    people = (Contributor(name="J. D. B. Anderson", file_as="Anderson, J. D. B."),)
    online, _ = read(edition(CATALOGUED, book={"contributors": people}))
    assert says(online, "245")[0].endswith("$cJ.D.B. Anderson.")
    assert says(online, "100")[0].startswith(r"1\$aAnderson, J. D. B.,")


def test_subjects_go_by_their_schemes() -> None:
    online, _ = read()
    assert says(online, "072") == [r"\7$aFIC047000$2bisacsh", r"\7$aFJM$2thema"]
    assert r"\0$aGreat Britain$xHistory$yRegency, 1811-1820." in says(online, "650")
    assert says(online, "653") == [r"\\$aSturm"]


def test_notes_have_contents_source_terms_and_what_the_epub_claims_of_access() -> None:
    online, printed = read()
    assert says(online, "505") == [r"0\$aThe Storm -- The Calm."]
    assert says(online, "500") == [r"\\$aSource: London, 1811."]
    assert says(online, "520") == [r"\\$aTwo chapters at sea."]
    assert "tableOfContents" in says(online, "341")[0]
    assert says(online, "341")[0].endswith("$2sapdv")
    assert says(online, "532")
    assert not says(printed, "341")


def test_a_body_is_a_body_and_what_nobody_knows_is_said() -> None:
    online, _ = read(BODIES)
    assert says(online, "110") == [r"2\$aSociety of Mariners,$eauthor.$4aut"]
    assert says(online, "700") == [r"0\$aPlato,$econtributor.$4ctb"]
    assert says(online, "264") == [
        r"\1$a[Place of publication not identified] :$b[publisher not identified],"
        "$c[date of publication not identified]"
    ]


def test_a_long_description_is_divided_and_whole() -> None:
    words = " ".join(f"word{number}" for number in range(3000))
    online, _ = read(edition(CATALOGUED, book={"description": words}))
    pieces = [field["a"] for field in online.get_fields("520")]
    assert len(pieces) > 1
    assert " ".join(pieces) == words


def test_long_terms_are_whole_with_their_licence() -> None:
    words = " ".join(f"word{number}" for number in range(3000))
    online, _ = read(edition(CATALOGUED, book={"rights": words}))
    terms = [field for field in online.get_fields("540") if not str(field["a"]).startswith("Text")]
    assert " ".join(str(field["a"]) for field in terms) == words
    assert [field.get("u") for field in terms][-1] == OUT.book.licence


def test_what_is_too_long_for_marc_is_told_and_goes_into_marcxml() -> None:
    words = "word " * 30_000
    about = edition(CATALOGUED, book={"description": words})
    with pytest.raises(PublishError, match="WRI-085"):
        write_marc(small_book(), about, b"", None)
    data = write_marcxml(small_book(), about, b"", None)
    assert (
        sum(
            str(f["a"]).count("word")
            for f in parse_xml_to_array(io.BytesIO(data))[0].get_fields("520")
        )
        == 30_000
    )


def test_marcxml_says_the_same() -> None:
    epub, _ = write_epub(small_book(), CATALOGUED, printing=None)
    data = write_marcxml(small_book(), CATALOGUED, epub, PRINTING)
    assert etree.fromstring(data).tag == "{http://www.loc.gov/MARC21/slim}collection"
    told = [[str(field) for field in record] for record in parse_xml_to_array(io.BytesIO(data))]
    assert told == [[str(field) for field in record] for record in read()]
