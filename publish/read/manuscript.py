"""A TEI file into a Document: decode, parse, find the TEI, include its parts, mend what can be.

Whatever the file was (P4, an envelope, windows-1252, chapters in files of their own), the stages
see one tree in TEI P5 with unique ids, BCP 47 languages and the places of the author's files.
"""

from __future__ import annotations

import re
from functools import partial
from html import escape
from pathlib import Path
from urllib.parse import quote

from lxml import etree

from publish.model.document import TEI, Document
from publish.model.finding import Finding, Place, PublishError, has_errors, say_path
from publish.read.beta_code import tell_beta_code
from publish.read.disguises import undisguise
from publish.read.encoding import decode
from publish.read.entity_sets import EntitySets
from publish.read.foreign_files import refuse_other_bytes, refuse_other_text
from publish.read.ids import repair_ids
from publish.read.include import include_parts
from publish.read.languages import normalize_languages
from publish.read.parse import Parsed, parse
from publish.read.records_elsewhere import bring_records
from publish.read.rich_titles import open_rich_titles
from publish.read.root import find_tei, in_tei_namespace
from publish.read.source import read_bytes
from publish.read.stand_in import stand_in_for_text
from publish.run.inputs import list_inputs

XINCLUDE = "http://www.w3.org/2001/XInclude"


def read_manuscript(
    path: Path, home: Path | None = None, *, keep_going: bool = False
) -> tuple[Document, list[Finding]]:
    """Read a TEI document from a file, that of a book from its folder `home`, and its parts.

    Gives the document and the findings that did not prevent reading. Raises UsageError where
    there is no such file, PublishError where what is there cannot be read as TEI. `keep_going`
    lets includes that bring nothing stay in the tree.
    """
    findings: list[Finding] = []
    file_name = say_path(path)
    if is_pattern(path.name):
        parsed = parse(_corpus_of(path), file_name, EntitySets(path.parent, path.parent))
    else:
        parsed = _parse_file(path, path.parent, findings, places_name="", home=home)
    root = find_tei(parsed, Place(file_name, 1, 1), findings)
    files = {file_name: path}
    reread = partial(_read_again, files)
    document = Document(root, path, file_name, read_source=reread, files=files)
    read_part = partial(_read_part, path.parent, files)
    findings += include_parts(document, read_part, keep_going=keep_going)
    findings += undisguise(document)
    findings += stand_in_for_text(document)
    findings += bring_records(document, read_part, home or path.parent)
    findings += normalize_languages(document)
    findings += tell_beta_code(document)
    findings += open_rich_titles(document)
    findings += repair_ids(document)
    if has_errors(findings):
        raise PublishError(*findings)
    return document, findings


def is_pattern(name: str) -> bool:
    """Return whether a manuscript is all files of its folder whose names match: `MS_*.xml`."""
    return "*" in name and "/" not in name and "\\" not in name


def _corpus_of(pattern: Path) -> str:
    """Write a corpus of the files that match, in the order of their names and of numbers in them.

    TEI chapter 15.1: a `teiCorpus` holds a header and complete documents.
    """
    names = sorted(list_inputs(pattern.parent, pattern.name), key=_by_numbers)
    includes = "".join(f'<xi:include href="{escape(quote(name))}"/>' for name in names)
    return f'<teiCorpus xmlns="{TEI}" xmlns:xi="{XINCLUDE}"><teiHeader/>{includes}</teiCorpus>'


def _by_numbers(name: str) -> list[tuple[bool, int, str]]:
    """Order `MS 9` before `MS 10`."""
    parts = re.split(r"(\d+)", name)
    return [(part.isdigit(), int(part) if part.isdigit() else 0, part) for part in parts]


def _parse_file(
    path: Path,
    folder: Path,
    findings: list[Finding],
    *,
    places_name: str,
    home: Path | None = None,
) -> Parsed:
    """Parse one file; `folder` is the manuscript's, where sets of entities may lie."""
    file_name = say_path(path)
    data = read_bytes(path, home)
    refuse_other_bytes(data, file_name)
    decoded = decode(data, file_name)
    findings += decoded.findings
    refuse_other_text(decoded.text, file_name)
    sets = EntitySets(path.parent, folder)
    parsed = parse(decoded.text, file_name, sets, places_name=places_name)
    findings += parsed.findings
    return parsed


def _read_part(
    home: Path, files: dict[str, Path], path: Path, findings: list[Finding]
) -> etree._Element:
    """Read an included file, whose places name it."""
    file_name = say_path(path)
    files[file_name] = path
    parsed = _parse_file(path, home, findings, places_name=file_name)
    return in_tei_namespace(parsed.root, parsed, Place(file_name, 1, 1), findings)


def _read_again(files: dict[str, Path], file_name: str) -> str:
    """Read the text of one of a document's files anew; empty where it can no longer be read."""
    try:
        return decode(read_bytes(files[file_name]), file_name).text if file_name in files else ""
    except PublishError:
        return ""
