"""The source of the text as one readable sentence, from `sourceDesc` (TEI P5 chapter 2.2.7)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from publish.house.header_text import find, find_all, fold, words_of
from publish.house.person_names import read_name
from publish.model.document import local_name, tei
from publish.read.header_titles import clean_title

FIRST = ("printsource", "copytext", "originalsource", "firstedition", "source", "")
"""Types of source, from the print that was transcribed to the file it came from."""
PARTS = frozenset({"author", "editor", "title", "pubPlace", "publisher", "date"})
LAST = frozenset({"digitalsource", "digital", "electronic"})


def read_source(header: etree._Element | None) -> str:
    """Describe the edition the text was taken from; empty where the header does not tell."""
    source = find(header, "fileDesc/sourceDesc")
    if source is None:
        return ""
    sentences = [_describe(entry) for entry in sorted(_entries(source), key=_rank)]
    return next(filter(None, sentences), "")


def _entries(source: etree._Element) -> Iterator[etree._Element]:
    """List what the source is described by; a nested `bibl` is an entry of its own."""
    names = ("biblFull", "biblStruct", "bibl", "recording", "msDesc", "p", "ab")
    for entry in source.iter(*(tei(name) for name in names)):
        around = {local_name(outer) for outer in entry.iterancestors()}
        if not around & {
            "biblFull",
            "biblStruct",
            "note",
            "p",
            "relatedItem",
            "surrogates",
            "msDesc",
        } and words_of(entry):
            yield entry


def _rank(entry: etree._Element) -> tuple[bool, bool, bool, int]:
    kind = entry.get("type", "").lower()
    place = FIRST.index(kind) if kind in FIRST else len(FIRST)
    cites = local_name(entry) in {"biblFull", "biblStruct", "bibl"}
    written = local_name(entry) == "bibl" and _is_prose(entry)
    ready = written and re.search(r"\d{4}", words_of(entry)) is not None
    return kind in LAST, not cites, not ready, place


def _describe(entry: etree._Element) -> str:
    name = local_name(entry)
    if name == "msDesc":
        return _manuscript(entry)
    is_citation = name in {"biblFull", "biblStruct"} or (name == "bibl" and not _is_prose(entry))
    if is_citation:
        return _sentence(_citation(entry)) or _sentence(words_of(entry))
    return _sentence(_with_addresses(entry))


def _with_addresses(entry: etree._Element) -> str:
    """Return the words of a source, and the addresses of its pointers, which have no words."""
    words = words_of(entry)
    pointers = [(pointer.get("target") or "").strip() for pointer in entry.iter(tei("ptr"))]
    addresses = [each for each in pointers if "://" in each and each not in words]
    return " ".join([words, *dict.fromkeys(addresses)]) if words else ""


def _is_prose(entry: etree._Element) -> bool:
    """Return whether the author wrote the punctuation between the parts himself."""
    loose = "".join(filter(None, [entry.text, *(child.tail for child in entry)]))
    parts = [child for child in entry if local_name(child) in PARTS]
    if not parts:
        return bool(loose.strip())
    return 2 * len(re.findall(r"[,.:;]", loose)) >= len(parts) > 0


def _citation(entry: etree._Element) -> str:
    """Cite as Chicago 14.100 does: author, title, place, publisher, year."""
    who = _author(entry)
    what = _title(entry)
    place, publisher = (_first(entry, kind) for kind in ("pubPlace", "publisher"))
    imprint = ": ".join(filter(None, (place, publisher)))
    when = _first(entry, "date")
    made = ", ".join(filter(None, (imprint, when)))
    return ". ".join(part.rstrip(" .,;:") for part in (who, what, made) if part)


def _author(entry: etree._Element) -> str:
    names = [
        read_name(author).displayed for author in entry.iter(tei("author")) if words_of(author)
    ]
    return ", ".join(dict.fromkeys(names))


def _title(entry: etree._Element) -> str:
    titles = [title for title in entry.iter(tei("title")) if title.get("level") not in {"s"}]
    chosen = [words for words in map(words_of, titles) if words][:3]
    typed = [title for title in titles if title.get("type") in {"main", "sub", "volume"}]
    words = chosen if typed else chosen[:1]
    return ". ".join(clean_title(part, []) for part in dict.fromkeys(words))


def _first(entry: etree._Element, kind: str) -> str:
    found = (words_of(element) or _machine_date(element) for element in entry.iter(tei(kind)))
    return re.sub(r"[\s,:;.]+$", "", next(filter(None, found), ""))


def _machine_date(element: etree._Element) -> str:
    return element.get("when", "") if local_name(element) == "date" else ""


def _manuscript(entry: etree._Element) -> str:
    identifier = find(entry, "msIdentifier")
    kinds = ("settlement", "repository", "collection", "idno")
    parts = [words_of(part) for kind in kinds for part in find_all(identifier, kind)]
    shelf = ", ".join(filter(None, parts))
    title = next((words_of(title) for title in entry.iter(tei("title")) if words_of(title)), "")
    return _sentence(". ".join(filter(None, (title, shelf))))


def _sentence(words: str) -> str:
    """End with a full stop, and write a catalogue's ` : ` as a colon."""
    words = re.sub(r"(?<=\w)[.,]?\s*:\s+|\s+:\s+", ": ", fold(words))
    return words if not words or words[-1] in ".!?。)" else f"{words}."
