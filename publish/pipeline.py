"""How a book is made: read -> revise -> style -> typeset -> write. Read this first.

A stage edits the document it is given and returns what the author should hear. The order of the
stages stands here and nowhere else. The EPUB and the PDFs of one run share everything up to
typeset; the EPUB's page list is taken from the press PDF of the same run, and the shop's record
describes both.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from publish.model.document import Document
from publish.model.edition import Edition, View
from publish.model.finding import Finding, has_errors
from publish.model.printing import Printing
from publish.model.progress import Progress
from publish.model.publication import Publication
from publish.model.request import READING, TRUST, BuildRequest, BuildResult, Output, Overrides
from publish.read import check_schema, load_own_stages, read_book
from publish.revise import apply_errata
from publish.run.cache import Cache
from publish.run.cache.unchanged import keep_result
from publish.run.inputs import recorded
from publish.style import bind_spaces, curl_quotes, set_dashes, set_ellipses, style_titles
from publish.typeset import typeset

__all__ = [
    "Build",
    "BuildRequest",
    "BuildResult",
    "Output",
    "Overrides",
    "Progress",
    "build_all",
    "build_epub",
    "build_onix",
    "build_pdf",
    "check_manuscript",
    "make",
    "prepare",
    "stages_of",
]


class Stage(Protocol):
    """Edit the document it is given and return what the author should hear."""

    __name__: str

    def __call__(self, document: Document, edition: Edition, /) -> list[Finding]:
        """Do it in place."""
        ...


REVISE: tuple[Stage, ...] = (apply_errata,)
STYLE: tuple[Stage, ...] = (curl_quotes, set_dashes, set_ellipses, bind_spaces)
PURPOSES = ("press", "screen", "booklet", "cover", "epub", "kobo", "onix")
"""The order of the outputs: print comes first, for the EPUB's page list, and the shop last."""
EPUBS = frozenset(["epub", "kobo"])


@dataclass(slots=True)
class Build:
    """What a run has come to; `outputs` stays empty where the findings hold an error."""

    document: Document
    edition: Edition
    findings: list[Finding]
    publication: Publication | None = None
    printing: Printing | None = None
    """The pages of this run's press PDF, or else its screen PDF; the EPUB's page list is theirs."""
    outputs: list[Output] = field(default_factory=list)
    cache: Cache = field(default_factory=Cache)
    """What earlier runs made; without a folder it keeps nothing."""

    def result(self, sources: list[Path]) -> BuildResult:
        """Give what the run has come to without the trees it was made from."""
        slug, manuscript = self.edition.slug, self.document.path
        return BuildResult(self.findings, self.outputs, slug, manuscript, self.printing, sources)


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
    keep_going = bool((overrides or {}).get(READING, {}).get("keep_going"))
    document, edition, findings = read_book(source, keep_going=keep_going)
    edition = override(edition, overrides or {})
    progress.has_read(edition)
    progress.after_stage(0, "read", document)
    stages, untold = stages_of(edition, trust=bool((overrides or {}).get(READING, {}).get(TRUST)))
    document, heard = run(stages, document, edition, progress)
    if edition.text.view is not View.DIPLOMATIC:
        edition = style_titles(edition)
    build = Build(document, edition, findings + untold + heard, cache=cache or Cache())
    if not has_errors(build.findings):
        progress.step("typesetting")
        publication, heard = typeset(build.document, edition)
        build.findings += heard
        build.publication = None if has_errors(heard) else publication
    return build


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
    """Put the command line's decisions over the edition's, table by table."""
    tables = {
        name: dataclasses.replace(getattr(edition, name), **values)
        for name, values in overrides.items()
        if values and name != READING
    }
    return dataclasses.replace(edition, **tables) if tables else edition


def check_manuscript(build: Build) -> None:
    """Add what is advice only: what stands where TEI has it not, pictures without a description."""
    build.findings += check_schema(build.document)
    _tell_undescribed(build)


def build_epub(
    build: Build, progress: Progress, *, purpose: str = "epub", check: bool = True
) -> None:
    """Write the EPUB of a prepared build, check it, and add it to the outputs."""
    from publish.check.epub import check_epub
    from publish.write.epub import write_epub

    if build.publication is None:
        return
    progress.step("writing the EPUB")
    data, findings = write_epub(
        build.publication,
        build.edition,
        printing=build.printing,
        for_kobo=purpose == "kobo",
        cache=build.cache,
    )
    if has_errors(findings):
        build.findings += findings
        return
    _tell_undescribed(build)
    if check:
        progress.step("checking the EPUB with EPUBCheck")
        findings += check_epub(data, f"{build.edition.slug}.epub", build.cache)
    _finish(build, Output(purpose, data), findings)


def build_pdf(build: Build, progress: Progress, *, purpose: str = "screen") -> None:
    """Write a PDF of a prepared build, check it, and add it to the outputs."""
    from publish.check.pdf import check_pdf
    from publish.write.pdf import Purpose, write_pdf

    if build.publication is None:
        return
    progress.step("laying out pages")
    printed = write_pdf(
        build.publication, build.edition, Purpose(purpose), progress.step, cache=build.cache
    )
    build.printing = build.printing or printed.printing
    progress.step("checking the PDF")
    pictures = build.publication.images
    findings = check_pdf(printed.data, Purpose(purpose), build.edition, pictures)
    findings = printed.findings + findings
    _finish(build, Output(purpose, printed.data), findings)


def build_onix(build: Build, progress: Progress) -> None:
    """Describe for the shop what the edition sells, as this very run makes it.

    What is sold and not among the outputs yet is made, and not delivered.
    """
    from publish.check.onix import check_onix
    from publish.write.onix import write_onix

    if build.publication is None:
        return
    made = dataclasses.replace(build, outputs=list(build.outputs))
    missing = {"press", "epub"} & set(build.edition.outputs) - {o.purpose for o in made.outputs}
    if missing:
        build_all(made, progress, tuple(missing), check=False)
    if has_errors(build.findings):
        return
    files = {output.purpose: output.data for output in made.outputs}
    progress.step("writing the shop's record")
    data = write_onix(build.publication, build.edition, files.get("epub", b""), made.printing)
    _finish(build, Output("onix", data), check_onix(data, f"{build.edition.slug}-onix.xml"))


def build_all(
    build: Build, progress: Progress, purposes: Sequence[str] = (), *, check: bool = True
) -> None:
    """Make outputs, all that the edition asks for where none is named.

    What the shop's record lacks is told first; without what it needs nothing is made.
    """
    wanted = purposes or build.edition.outputs
    if "onix" in wanted:
        from publish.check.trade import check_trade

        build.findings += check_trade(build.edition)
        if has_errors(build.findings):
            return
    for purpose in PURPOSES:
        if purpose not in wanted:
            continue
        if purpose in EPUBS:
            build_epub(build, progress, purpose=purpose, check=check)
        elif purpose == "onix":
            build_onix(build, progress)
        else:
            build_pdf(build, progress, purpose=purpose)


def _tell_undescribed(build: Build) -> None:
    """Name the pictures without alternative text, once in a run."""
    from publish.check.undescribed import check_descriptions

    told = any(finding.code == "WRI-071" for finding in build.findings)
    if build.publication is not None and not told:
        build.findings += check_descriptions(build.publication.images.values())


def _finish(build: Build, output: Output, findings: list[Finding]) -> None:
    build.findings += findings
    if not has_errors(findings):
        build.outputs.append(output)
