"""Publisher, dates, identifier, licence and series of the file, from the teiHeader.

Authority: TEI P5 chapters 2.2.2 to 2.2.5.
"""

from __future__ import annotations

import re

from lxml import etree

from publish.house.header_text import find, find_all, words_of
from publish.house.language.words import language_of_word, word
from publish.model.document import local_name, tei
from publish.model.edition import Series, Subject
from publish.model.lazy_pattern import lazy_pattern
from publish.read.attributes import text_of

ISO_DATE = lazy_pattern(r"(?<!\d)(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?!\d)")
CREATIVE_COMMONS = lazy_pattern(
    r"creativecommons\.org/(?:licenses/([a-z-]+)/(\d\.\d)|publicdomain/(zero|mark)/(\d\.\d))"
)
PERMANENT = lazy_pattern(
    r"https?://([^/]*\b(hdl\.handle|purl|w3id|n2t|doi|nbn-resolving)\.|[^/]+/ark:/)"
)
CONDITIONS = {"by": "Attribution", "sa": "ShareAlike", "nc": "NonCommercial", "nd": "NoDerivatives"}
SUBJECT = lazy_pattern("subj|topic|theme|keyword|genre|schlagwort|sujet|lcsh|heading", re.I)
"""Types of term that tell what a book is about; others are a project's own categories."""
SCHEMES = {"lcsh": "LCSH", "bisac": "BISAC", "thema": "Thema", "bic": "BIC", "ddc": "DDC"}


def read_publisher(header: etree._Element | None) -> tuple[str, str]:
    """Return the publisher and its place; a distributor or authority stands in."""
    statement = find(header, "fileDesc/publicationStmt")
    names = (
        _body(element)
        for kind in ("publisher", "distributor", "authority")
        for element in (statement.iter(tei(kind)) if statement is not None else ())
    )
    place = re.sub(r"(?<=\w{3})\.$", "", _bare(words_of(find(statement, "pubPlace"))))
    return next(filter(None, names), ""), "" if "://" in place else place


def _body(element: etree._Element) -> str:
    """Name a body by its first name, where it gives several, an address and more."""
    parts = (
        find_all(element, "orgName") or find_all(element, "name") or find_all(element, "persName")
    )
    has_more = any(local_name(each) in {"ref", "ptr", "email", "address"} for each in element)
    return _bare(words_of(parts[0] if parts and (len(parts) > 1 or has_more) else element))


def _bare(words: str) -> str:
    """Drop the punctuation by which catalogues divide their fields."""
    return re.sub(r"[\s,:;/]+$", "", words)


def read_date(header: etree._Element | None) -> str:
    """Return the date of publication, else of the edition, as YYYY[-MM[-DD]]."""
    for path in (
        "fileDesc/publicationStmt/date",
        "fileDesc/publicationStmt/publisher/date",
        "fileDesc/editionStmt/edition/date",
        "fileDesc/editionStmt/date",
    ):
        for date in find_all(header, path):
            found = date_of(date)
            if found:
                return found
    return ""


def date_of(element: etree._Element) -> str:
    """Read a `date`: its attributes, else the year in its words."""
    for key in ("when", "when-iso", "notBefore", "from", "value"):
        found = ISO_DATE.match(element.get(key, ""))
        if found and _is_date(found):
            return found[0]
    words = words_of(element)
    found = ISO_DATE.search(words)
    return found[0] if found and _is_date(found) else ""


def _is_date(found: re.Match[str]) -> bool:
    return (
        int(found[1]) > 0
        and int(found[2] or 1) in range(1, 13)
        and int(found[3] or 1) in range(1, 32)
    )


def read_modified(header: etree._Element | None) -> str:
    """Return the date of the last recorded change, YYYY-MM-DD; empty where none is that exact."""
    changes = find(header, "revisionDesc")
    if changes is None:
        return ""
    dates = [date_of(element) for element in changes.iter(tei("change"), tei("date"))]
    return max((date for date in dates if len(date) == 10), default="")


def read_identifier(header: etree._Element | None) -> str:
    """Return a URN, DOI or address that names this file alone; empty where there is none."""
    statement = find(header, "fileDesc/publicationStmt")
    numbers = list(statement.iter(tei("idno"))) if statement is not None else []
    found = [_as_uri(words_of(number)) for number in numbers]
    return min(filter(None, found), key=_preference, default="")


def _as_uri(value: str) -> str:
    """Return what is meant to be permanent; a project's or catalogue's page names no one file."""
    if re.fullmatch(r"urn:[a-z0-9-]{2,}:\S+", value, re.I):
        return value
    if re.fullmatch(r"(doi:)?10\.\d{4,}/\S+", value, re.I):
        return "https://doi.org/" + value.removeprefix("doi:")
    return value if PERMANENT.match(value) else ""


def _preference(uri: str) -> int:
    """Rank: a UUID, then any URN or DOI, then an address."""
    order = ("urn:uuid:", "urn:", "https://doi.org/")
    return next((rank for rank, start in enumerate(order) if uri.startswith(start)), len(order))


def read_licence(header: etree._Element | None, language: str) -> tuple[str, str]:
    """Return the terms as a sentence, and the licence's address."""
    availability = find(header, "fileDesc/publicationStmt/availability")
    if availability is None:
        return "", ""
    uri = _licence_uri(availability)
    blocks = [
        part
        for part in availability.iter(tei("p"), tei("ab"), tei("licence"))
        if not _holds_blocks(part)
    ]
    words = " ".join(filter(None, map(words_of, blocks))) or words_of(availability)
    return words or name_licence(uri, language), uri


def _holds_blocks(part: etree._Element) -> bool:
    return any(local_name(child) in {"p", "ab"} for child in part)


def _licence_uri(availability: etree._Element) -> str:
    for element in availability.iter(tei("licence"), tei("ref"), tei("ptr")):
        target = element.get("target", "").split()
        is_licence = local_name(element) == "licence" or (
            target
            and re.search(r"licen[sc]e|creativecommons|opendatacommons|gnu\.org|rights", target[0])
        )
        if target and is_licence and target[0].startswith("http"):
            return target[0]
    found = re.search(r"https?://creativecommons\.org/[^\s,;)>]+", text_of(availability))
    return found[0].rstrip(".") if found else ""


def name_licence(uri: str, language: str) -> str:
    """Name a Creative Commons licence by its address; empty for any other.

    Its long name is English; other languages call it by its short one.
    """
    found = CREATIVE_COMMONS.search(uri)
    if not found:
        return ""
    if found[3]:
        free = word("public_domain", language)
        return f"{free} (CC0 1.0)" if found[3] == "zero" else free
    short = f"CC {found[1].upper()} {found[2]}"
    if language_of_word("public_domain", language).split("-")[0] != "en":
        return f"Creative Commons {short}"
    terms = "-".join(CONDITIONS[part] for part in found[1].split("-") if part in CONDITIONS)
    return f"Creative Commons {terms} {found[2]} International ({short})"


def read_series(header: etree._Element | None) -> Series:
    """Return the series and the number in it."""
    statement = find(header, "fileDesc/seriesStmt")
    title = _bare(words_of(find(statement, "title"))).rstrip(".")
    numbers = [*find_all(statement, "biblScope"), *find_all(statement, "idno")]
    position = next((words_of(n) or n.get("n", "") for n in numbers if _counts(n)), "")
    return Series(name=title, position=position if title else "")


def _counts(number: etree._Element) -> bool:
    kind = number.get("unit", number.get("type", "")).lower()
    return kind in {"", "vol", "volume", "issue", "number", "no", "part", "band"} and bool(
        re.search(r"\d|^[ivxlc]+$", words_of(number) or number.get("n", ""), re.I)
    )


def read_subjects(header: etree._Element | None) -> tuple[Subject, ...]:
    """List the keywords, with their scheme where it is a known one."""
    subjects: list[Subject] = []
    for keywords in find_all(header, "profileDesc/textClass/keywords"):
        scheme = keywords.get("scheme", "").rsplit("/", 1)[-1].lstrip("#").lower()
        terms = [
            words_of(term)
            for term in keywords.iter(tei("term"), tei("item"))
            if not len(term) and SUBJECT.search(term.get("type", "subject"))
        ]
        subjects += [Subject(term=term, scheme=SCHEMES.get(scheme, "")) for term in terms if term]
    return tuple(dict.fromkeys(subjects))


def read_edition_notice(header: etree._Element | None) -> str:
    """Return the words of `editionStmt`; a mere date says nothing that the date does not."""
    words = words_of(find(header, "fileDesc/editionStmt/edition"))
    return words if re.search(r"[^\W\d_]{4}", words) else ""
