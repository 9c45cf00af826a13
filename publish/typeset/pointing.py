"""What a TEI pointer names (TEI chapter 17.2): `#id`, `file.xml#id`, a pointer scheme, a bare id.

Fragments are percent-encoded in an address (RFC 3986 section 2.1), ids are not.
"""

from __future__ import annotations

import re
from collections.abc import Container
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from publish.house.header_text import words_of
from publish.model.document import tei
from publish.model.lazy_pattern import lazy_pattern

_SCHEMES = "range|string-range|string-index|left|right|match|xpath|xpointer|element|id"
_TOKEN = lazy_pattern(
    rf"[^\s#]*#(?:{_SCHEMES})\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)|\S+", re.IGNORECASE
)
_SCHEME = lazy_pattern(rf"({_SCHEMES})\((.*)\)", re.IGNORECASE | re.DOTALL)
_FILE = lazy_pattern(r"\.[a-z]{2,5}$", re.IGNORECASE)
_ADDRESS = lazy_pattern(r"[a-z][a-z0-9+.-]*:|www\.|doi:|//", re.IGNORECASE)
_NAME = lazy_pattern(r"[^\W\d][\w.\-\u00b7]*")


def split_pointers(value: str | None) -> list[str]:
    """Part the pointers of an attribute; a scheme such as `#range(a, b)` may hold spaces."""
    return _TOKEN.findall(value or "")


def ids_in(target: str, known: Container[str], file_name: str) -> list[str]:
    """List the ids inside this manuscript that one pointer names, in the order of their places.

    An id that no element has is named too, where the pointer cannot mean anything else.
    """
    path, hash_mark, fragment = target.partition("#")
    if not hash_mark:
        return [name for name in dict.fromkeys([target, unquote(target)]) if name in known][:1]
    if path and (":" in path or Path(path).suffix not in {".xml", ".tei"}):
        return []
    scheme = _SCHEME.fullmatch(unquote(fragment))
    if scheme:
        return _ids_in_scheme(scheme[1].lower(), scheme[2], known)
    if fragment not in known and unquote(fragment) in known:
        fragment = unquote(fragment)
    is_ours = fragment in known or path in {"", file_name}
    return [fragment] if fragment and is_ours else []


def _ids_in_scheme(name: str, inside: str, known: Container[str]) -> list[str]:
    """Read the two ends of a `range`, and the place that any other scheme begins with."""
    found = [token for token in _NAME.findall(inside) if token in known]
    return list(dict.fromkeys(found)) if name == "range" else found[:1]


def is_bare(target: str, known: Container[str]) -> bool:
    """Return whether a pointer is an id without the `#` that makes it a pointer."""
    return "#" not in target and (target in known or unquote(target) in known)


def looks_bare(target: str) -> bool:
    """Return whether a pointer has the form of an id, and of no file or address."""
    return _NAME.fullmatch(target) is not None and not _FILE.search(target)


def file_in(target: str, known: Container[str], file_name: str) -> str:
    """Return the file that a pointer names and that is no part of the book; empty for any other."""
    path, _, fragment = target.partition("#")
    is_ours = fragment in known or unquote(fragment) in known or path in {"", file_name}
    is_id = looks_bare(target) or is_bare(target, known)
    return "" if is_ours or is_id or _ADDRESS.match(target) else path


def author_and_year(work: etree._Element) -> str:
    """Call a work of the document's own bibliography: `Mommsen 1883`."""
    author = next(work.iter(tei("surname"), tei("author"), tei("editor")), None)
    date = next(work.iter(tei("date")), None)
    return " ".join(filter(None, (words_of(e) for e in (author, date))))


def name_of_id(target: str) -> str:
    """Read an id as the author and year that it is made of: `bib:Hultzsch1895_01`.

    `Reed+Hill1901_02` is the second work of Reed and Hill in that year, `Reed+al1901` of several.
    """
    bare = re.split(r"[#/:]", target)[-1].removesuffix(".xml")
    bare = re.sub(r"_0?1$", "", bare)
    bare = re.sub(r"(?<=\d{4})_0?([2-9])$", lambda match: chr(ord("a") - 1 + int(match[1])), bare)
    bare = re.sub(r"\+al(?=[\W\d]|$)", " et al. ", bare).replace("+", " & ")
    bare = re.sub(r"(?<=\d{4})(?=[^\W\d_]{3})", " ", bare)
    words = re.sub(r"(?<=[^\W\d_])(?=\d)", " ", bare).replace("_", " ").strip()
    words = re.sub(r"(?<=\d)-(?=\d)", "–", " ".join(words.split()))
    return words[:1].upper() + words[1:]
