"""The road of an import: read, find the structure, write, count the words. Read this first."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from lxml import etree

from publish.convert.across import lead_across, mend_targets, wanted_of
from publish.convert.changes import Changes
from publish.convert.converted import Converted
from publish.convert.look import changed, without_looks
from publish.convert.manuscript import Manuscript
from publish.convert.meta import Meta, may_be_several
from publish.convert.sources import open_source
from publish.convert.spaces import tidy_spaces
from publish.convert.structure.passes import find_structure
from publish.convert.tei import drop_empty, make, put, whole_text, words_of
from publish.convert.tracked import Extract, mark_changes, take_errata
from publish.convert.writing.edition_file import write_edition
from publish.convert.writing.header import make_header
from publish.convert.writing.lines import write_tei
from publish.convert.writing.places import places_of
from publish.house.language.guess import guess_language
from publish.house.words_kept import lost_words, quoted
from publish.model.document import XML_LANG
from publish.model.edition import slug_of
from publish.model.finding import Finding, Place, PublishError, Severity, error


def convert(
    paths: Sequence[Path],
    extract: Extract,
    changes: Changes = Changes.ERRATA,
    *,
    keep_going: bool = False,
    defaults: Mapping[str, str] | None = None,
) -> Converted:
    """Convert files, one behind the other, to one manuscript.

    `defaults` are keys of edition.toml that are the same in all books of a press.
    `extract` makes errata of the corrections that are marked in a tree. Words that were lost are an
    error, and a warning for those who want to `keep_going`.
    Raises UsageError or PublishError where one cannot be read (REA-001, REA-004, IMP-001, IMP-003),
    MachineError CLI-003 where pandoc is needed and not there.
    """
    manuscript, kinds = _read(paths, changes)
    marked = mark_changes(manuscript) | manuscript.doubtful
    find_structure(manuscript)
    _name(manuscript, paths)
    slug = _slug(manuscript.meta.title, paths[0])
    root = _assemble(manuscript, paths[0].name, kinds)
    errata = take_errata(root, marked, extract, manuscript.log)
    severity = Severity.WARNING if keep_going else Severity.ERROR
    _account(manuscript, root, [each.replace for each in errata], severity)
    data = write_tei(root)
    _check_form(data)

    def findings(file_name: str) -> list[Finding]:
        return manuscript.log.findings(places_of(data, root, file_name), Place(file_name))

    edition = write_edition(manuscript.meta, f"{slug}.xml", slug, defaults or {})
    pictures, scans = manuscript.pictures.files, manuscript.scans
    return Converted(slug, data, edition, tuple(errata), pictures, scans, findings)


def _read(paths: Sequence[Path], changes: Changes) -> tuple[Manuscript, str]:
    """Read all files; each that is not the first begins on a page of its own."""
    manuscript, kinds = Manuscript(), []
    opened = [open_source(path, changes) for path in paths]
    manuscript.wanted = wanted_of(paths, [source.data for source, _, _ in opened])
    for path, (source, kind, read) in zip(paths, opened, strict=True):
        first, manuscript.file = len(manuscript.body), path.resolve()
        earlier, manuscript.meta = manuscript.meta, Meta()
        read(source, manuscript)
        if first:
            manuscript.meta = _of_both(earlier, manuscript.meta, manuscript.beside)
        kinds.append(kind)
        if len(manuscript.body) > first:
            manuscript.starts[manuscript.file] = manuscript.body[first]
        if first and len(manuscript.body) > first:
            changed(manuscript.body[first], opens="file")
    lead_across(manuscript)
    showing = manuscript.body.iter("{*}graphic", "{*}formula")
    if not any(words_of(block) for block in manuscript.body) and not any(True for _ in showing):
        message = f"{paths[0].name} holds no words"
        raise PublishError(error("IMP-003", message, Place(str(paths[0])), "see what it holds"))
    return manuscript, ", ".join(dict.fromkeys(kinds))


def _of_both(earlier: Meta, later: Meta, beside: list[str]) -> Meta:
    """Say of a book what its files say: all their people, and a title where they agree."""
    known = {(person.name, person.role) for person in earlier.people}
    earlier.people += [each for each in later.people if (each.name, each.role) not in known]
    earlier.notices += later.notices
    if later.title != earlier.title:
        beside += [earlier.title, earlier.subtitle, later.title, later.subtitle]
        earlier.title = earlier.subtitle = later.title = later.subtitle = ""
    earlier.over(later)
    return earlier


def _name(manuscript: Manuscript, paths: Sequence[Path]) -> None:
    """Settle title and language, where the source told none."""
    meta, log = manuscript.meta, manuscript.log
    if not meta.title:
        meta.title = _only_heading(manuscript)
    if not meta.title:
        meta.title = _title_of_files(paths)
        hint = "write it under [book] in edition.toml"
        log.tell("IMP-013", f"the source tells no title; it is called {meta.title!r}", None, hint)
    if not meta.people:
        hint = "write [[book.contributors]] with a name in edition.toml"
        log.tell("IMP-013", "the source tells no author", None, hint, Severity.NOTICE)
    for person in meta.people:
        if may_be_several(person.name):
            hint = "write a [[book.contributors]] for each in edition.toml, if they are"
            log.tell("IMP-013", f"the author {person.name!r} may be several", None, hint)
    if not meta.language:
        meta.language = guess_language(make("TEI", make("text", *_copies(manuscript)))) or "und"
        hint = "write what it is under [book] in edition.toml, if not that"
        severity = Severity.WARNING if meta.language == "und" else Severity.NOTICE
        message = f"the source tells no language; it is taken for {meta.language!r}"
        log.tell("IMP-012", message, None, hint, severity)


def _title_of_files(paths: Sequence[Path]) -> str:
    """Make a title of a file's name, of several of their folder's, without the number before it."""
    named = paths[0].stem if len(paths) == 1 else paths[0].resolve().parent.name
    plain = re.sub(r"^\d{1,4}[\s._-]+(?=\D)", "", named)
    return re.sub(r"[\s_-]+", " ", plain).strip().capitalize() or "Book"


def _only_heading(manuscript: Manuscript) -> str:
    """Return the heading of the one division that a text has, which is its title then."""
    parts = [*manuscript.front, *manuscript.body, *manuscript.back]
    heads = [each.find("{*}head") for each in parts]
    found = [words_of(head) for head in heads if head is not None]
    return found[0] if len(parts) == len(found) == 1 else ""


def _copies(manuscript: Manuscript) -> list[etree._Element]:
    return [make("p", whole_text(block)) for block in manuscript.body]


def _slug(title: str, path: Path) -> str:
    slug = slug_of(title)
    return slug_of(path.stem) if slug == slug_of("") else slug


def _assemble(manuscript: Manuscript, file_name: str, kinds: str) -> etree._Element:
    """Put header, front, body and back together."""
    text = make("text", xml_lang=manuscript.meta.language)
    for part in (manuscript.front, manuscript.body, manuscript.back):
        if len(part):
            put(text, part)
    if not len(manuscript.body):
        text.insert(len(manuscript.front) and 1, make("body", make("p")))
    root = make("TEI", make_header(manuscript.meta, file_name, kinds), text)
    root.set(XML_LANG, manuscript.meta.language)
    without_looks(root)
    mend_targets(root)
    drop_empty(text)
    tidy_spaces(text)
    return root


def _account(
    manuscript: Manuscript, root: etree._Element, errata: list[str], severity: Severity
) -> None:
    """Compare all words of the source with those that came through (IMP-004)."""
    comments = [str(each.text) for each in root.iter(etree.Comment)]
    attributes = [str(value) for each in root.iter(etree.Element) for value in each.attrib.values()]
    after = " ".join([whole_text(root), *comments, *errata, *manuscript.beside, *attributes])
    for words in manuscript.words:
        lost = lost_words([words], after, words.splitlines, manuscript.log.taken)
        if lost:
            message = f"words of the source did not come through: {quoted(lost)}"
            hint = "report this; --keep-going writes the rest, for you to add them"
            manuscript.log.tell("IMP-004", message, hint=hint, severity=severity)


def _check_form(data: bytes) -> None:
    """See that what was written can be read; a file of ours that cannot is a bug."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    etree.fromstring(data, parser)
