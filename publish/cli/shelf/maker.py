"""How a worker of a shelf makes one book: the pipeline, with what the ledger wants to know."""

from __future__ import annotations

import hashlib
from pathlib import Path

from lxml import etree
from msgspec.structs import replace

from publish import pipeline
from publish.check.epub import start_epubcheck
from publish.cli.session import internal_error, shortage_of
from publish.house.words_kept import text_of
from publish.load.catalogue.cover import cover_inside, shrink
from publish.load.identity import UNREADABLE
from publish.makers import Build
from publish.model.document import Document
from publish.model.finding import Finding, PublishError
from publish.model.lazy_pattern import lazy_pattern
from publish.model.progress import Progress
from publish.model.publication import Publication
from publish.model.purpose import Form, Purpose
from publish.model.request import DEFAULTS, READING, Overrides, with_reading
from publish.run.cache import Cache
from publish.shelf.job import Job, Outcome
from publish.shelf.ledger import About
from publish.shelf.parcel import unpack
from publish.write.identifier import identifier_of

DEFAULTS_FILE = ".collection.toml"
"""Where a worker puts the collection's edition.toml; hidden files of a book are not packed."""

_CJK = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_WORD = lazy_pattern(f"[{_CJK}]|[^\\W{_CJK}]+")
"""Chinese and Japanese are counted by characters, as their publishers do."""


class _Digests(Progress):
    """Hashes the tree that each stage leaves: where two toolchains part is found by that."""

    def __init__(self) -> None:
        self.stages: list[tuple[str, str]] = []

    def after_stage(self, number: int, name: str, document: Document) -> None:
        self.stages.append((name, _hash(etree.tostring(document.root))))


def make_book(job: Job, folder: Path) -> Outcome:
    """Make a book from its files in a folder; whatever goes wrong is a finding of the outcome."""
    try:
        outcome = _make(job, folder)
    except PublishError as stop:
        outcome = Outcome(findings=tuple(_for_a_shelf(each) for each in stop.findings))
    except Exception as bug:  # noqa: BLE001  the other books are to be made all the same
        outcome = Outcome(findings=(shortage_of(bug) or internal_error(bug, verbose=True),))
    return outcome.without_files_on_error(strict=job.order.strict)


def _for_a_shelf(finding: Finding) -> Finding:
    """Name the command that lets stages run, where they are asked about."""
    hint = "read it first; if you trust the books run publish shelf build --trust"
    return replace(finding, hint=hint) if finding.code == "REA-115" else finding


def _make(job: Job, folder: Path) -> Outcome:
    unpack(job.files, folder)
    digests = _Digests()
    build = pipeline.prepare(Path(job.manuscript), _overrides(job, folder), digests)
    if job.order.check and any(Purpose(each).form is Form.EPUB for each in job.order.purposes):
        start_epubcheck(Cache.of_user())
    pipeline.build_all(build, digests, job.order.purposes, check=job.order.check)
    files = {str(output.purpose): output.data for output in build.outputs}
    publication = build.publication
    stages = [*digests.stages]
    if publication is not None:
        stages.append(("typeset", _typeset_hash(publication)))
    stages += [(purpose, _hash(data)) for purpose, data in files.items()]
    return Outcome(
        findings=tuple(build.findings),
        files=files,
        about=_about(build),
        thumbnail=_thumbnail(build),
        pages=len(build.printing.pages) if build.printing else 0,
        elements=tuple(publication.without_rules.items()) if publication else (),
        stages=tuple(stages),
    )


def _overrides(job: Job, folder: Path) -> Overrides:
    asked = with_reading({}, trust=job.order.trust)
    if not job.order.defaults:
        return asked
    path = folder / DEFAULTS_FILE
    path.write_text(job.order.defaults, "utf-8")
    return {READING: {**asked.get(READING, {}), DEFAULTS: Path(DEFAULTS_FILE)}}


def _about(build: Build) -> About:
    publication, kind = build.publication, str(pipeline.kind_of_text(build).kind)
    if publication is None:
        return About.of(build.edition, kind=kind)
    texts = (text_of(tree) for part in publication.parts for tree in part.trees())
    words = sum(1 for text in texts for _ in _WORD.finditer(text))
    about = About.of(build.edition, kind=kind, words=words)
    identifier = identifier_of(publication, build.edition)
    return replace(about, title=publication.title, identifier=identifier)


def _thumbnail(build: Build) -> bytes:
    """Shrink the cover that the EPUB has."""
    epub = next((each.data for each in build.outputs if each.purpose.form is Form.EPUB), b"")
    try:
        return shrink(cover_inside(epub)[0])
    except UNREADABLE:
        return b""


def _typeset_hash(publication: Publication) -> str:
    digest = hashlib.sha256(publication.author_styles.encode())
    for part in publication.parts:
        for tree in part.trees():
            digest.update(etree.tostring(tree))
    return digest.hexdigest()


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
