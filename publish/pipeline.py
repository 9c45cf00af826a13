"""How a book is made: read -> revise -> style -> typeset -> write. Read this first.

A stage edits the document it is given and returns what the author should hear. The order of the
stages stands here and nowhere else; that of the outputs in `model/purpose.py`, and who writes and
checks each of them in `makers.py`. The outputs of one run share everything up to typeset.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from msgspec import structs

from publish.claims import assess_pdf, standing_of
from publish.house.page.measure import check_trim_unit
from publish.house.page.printer import with_defaults
from publish.house.print_theme import with_theme
from publish.makers import Build, build_output, check_pictures, check_wanted
from publish.model.document import Document
from publish.model.edition import Edition, View
from publish.model.finding import Finding, has_errors
from publish.model.progress import Progress
from publish.model.purpose import in_order
from publish.model.request import (
    DEFAULTS,
    READING,
    TRUST,
    BuildRequest,
    BuildResult,
    Output,
    Overrides,
)
from publish.read import check_schema, load_own_stages, read_book
from publish.revise import apply_errata
from publish.run.cache import Cache
from publish.run.cache.unchanged import keep_result
from publish.run.inputs import recorded
from publish.run.leaving import leave
from publish.run.roomy import roomy
from publish.style import bind_spaces, curl_quotes, set_dashes, set_ellipses, style_titles
from publish.typeset import Taken, taken_for, typeset

__all__ = [
    "Build",
    "BuildRequest",
    "BuildResult",
    "Output",
    "Overrides",
    "Progress",
    "assess_pdf",
    "build_all",
    "build_output",
    "check_manuscript",
    "kind_of_text",
    "make",
    "prepare",
    "stages_of",
    "standing_of",
]


class Stage(Protocol):
    """Edit the document it is given and return what the author should hear."""

    __name__: str

    def __call__(self, document: Document, edition: Edition, /) -> list[Finding]:
        """Do it in place."""
        ...


REVISE: tuple[Stage, ...] = (apply_errata,)
STYLE: tuple[Stage, ...] = (curl_quotes, set_dashes, set_ellipses, bind_spaces)


@roomy
def make(request: BuildRequest, progress: Progress, cache: Cache) -> BuildResult:
    """Make what is ordered, and keep it for as long as the author's files stay as they are.

    A stage of the author's own may look at anything, so that what it leads to is not kept.
    """
    with recorded() as record:
        build = prepare(request.book, request.overrides, progress, cache)
        build_all(build, progress, request.purposes, check=request.check)
    result = build.result(record.files())
    if not has_errors(build.findings) and not build.edition.text.stages:
        keep_result(cache, request, record, result)
    leave("build", build)
    return result


def prepare(
    source: Path,
    overrides: Overrides | None = None,
    progress: Progress | None = None,
    cache: Cache | None = None,
) -> Build:
    """Read a book and take it through every stage up to a typeset Publication.

    `source` is a book's folder or one TEI file. Stops before typesetting where a finding is an
    error. Raises PublishError where the input cannot be read at all.
    """
    progress = progress or Progress()
    progress.step("reading")
    reading = (overrides or {}).get(READING, {})
    keep_going, defaults = bool(reading.get("keep_going")), reading.get(DEFAULTS)
    assert defaults is None or isinstance(defaults, Path)
    document, edition, findings = read_book(source, keep_going=keep_going, defaults=defaults)
    asked = (overrides or {}).get("print", {})
    edition = override(edition, overrides or {})
    place = None if "trim" in asked else edition.place("print", "trim")
    findings += check_trim_unit(edition.print.trim, place)
    progress.has_read(edition)
    progress.after_stage(0, "read", document)
    stages, untold = stages_of(edition, trust=bool(reading.get(TRUST)))
    document, more = run(stages, document, edition, progress)
    if edition.text.view is not View.DIPLOMATIC:
        edition = style_titles(edition)
    build = Build(document, edition, findings + untold + more, cache=cache or Cache())
    if not has_errors(build.findings):
        progress.step("typesetting")
        publication, more = typeset(build.document, edition)
        build.findings += more
        build.publication = None if has_errors(more) else publication
    return build


def build_all(
    build: Build, progress: Progress, purposes: Sequence[str] = (), *, check: bool = True
) -> None:
    """Make outputs, all that the edition asks for where none is named.

    What the shop's record lacks is told first; without what it needs nothing is made.
    """
    wanted = purposes or build.edition.outputs
    lacking = check_wanted(build.edition, wanted)
    build.findings += lacking
    if has_errors(lacking):
        return
    for purpose in in_order(wanted):
        build_output(build, progress, purpose, check=check)


def stages_of(edition: Edition, *, trust: bool = False) -> tuple[tuple[Stage, ...], list[Finding]]:
    """List the stages in their order; the diplomatic view leaves the source's typography alone.

    The book's own run where the user trusts them, or says so now. Raises PublishError REA-115.
    """
    stages = REVISE if edition.text.view is View.DIPLOMATIC else REVISE + STYLE
    own, findings = load_own_stages(edition, stages, trust=trust)
    return tuple(own), findings


def run(
    stages: Sequence[Stage], document: Document, edition: Edition, progress: Progress | None = None
) -> tuple[Document, list[Finding]]:
    """Run stages in order on a copy of the document; the caller's stays as it was."""
    document, findings = document.copy(), []
    for number, stage in enumerate(stages, start=1):
        findings += stage(document, edition)
        if progress:
            progress.after_stage(number, stage.__name__, document)
    return document, findings


def override(edition: Edition, overrides: Overrides) -> Edition:
    """Put the command line's decisions over the edition's, table by table.

    What another printer or theme chooses goes before what edition.toml does not state.
    """
    tables = {
        name: structs.replace(getattr(edition, name), **values)
        for name, values in overrides.items()
        if values and name != READING
    }
    asked = overrides.get("print", {})
    if {"printer", "paper"} & asked.keys():
        tables["print"] = with_defaults(tables["print"], {*edition.stated("print"), *asked})
    edition = structs.replace(edition, **tables) if tables else edition
    return with_theme(edition, {*edition.stated("print"), *asked}) if "theme" in asked else edition


def check_manuscript(build: Build) -> None:
    """Add what is advice only: what stands where TEI has it not, pictures without a description."""
    build.findings += check_schema(build.document)
    build.findings += check_pictures(build)


def kind_of_text(build: Build) -> Taken:
    """Tell which kind of text a book is taken for, and why."""
    return taken_for(build.document.root, build.edition.text.kind)
