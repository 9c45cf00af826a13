"""Who writes and who checks each form of output; `model/purpose.py` is the table of outputs.

Writers and checkers are imported when they are needed: a run makes few of the outputs, and what
makes PDFs takes long to import.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct, field, structs

from publish.claims import declared_pdf, standing_of
from publish.model.access import Claim, Standing
from publish.model.annotation import Annotation
from publish.model.document import Document
from publish.model.edition import Edition
from publish.model.finding import Finding, has_errors
from publish.model.printing import Printing
from publish.model.progress import Progress
from publish.model.publication import Publication
from publish.model.purpose import Form, Purpose, in_order
from publish.model.request import BuildResult, Output
from publish.run.cache import Cache

if TYPE_CHECKING:
    from publish.write.pdf import Printed


class Draft(Struct, frozen=True):
    """An EPUB that claims nothing of its accessibility; judged where the edition has answers."""

    data: bytes
    findings: list[Finding]
    standing: Standing | None


class Build(Struct):
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
    standing: Standing | None = None
    """What is proved of the EPUB's accessibility, once something has asked for it."""
    draft: Draft | None = None
    """The EPUB before it claims anything, where a PDF has asked for its evidence."""
    suggested: list[Annotation] | None = None
    """What may be wrong in the text, once an EPUB that is a proof has asked for it."""
    sold: Build | None = None
    """The same with all that is sold, once a record has asked for it."""

    def result(self, sources: list[Path]) -> BuildResult:
        """Return what the run has come to without the trees it was made from."""
        slug, manuscript = self.edition.slug, self.document.path
        return BuildResult(self.findings, self.outputs, slug, manuscript, self.printing, sources)

    def file(self, purpose: Purpose) -> bytes:
        """Return an output's bytes; none where it was not made."""
        return next((made.data for made in self.outputs if made.purpose is purpose), b"")

    def file_name(self, purpose: Purpose) -> str:
        """Name an output as checkers call it."""
        return f"{self.edition.slug}{purpose.ending}"


class Maker(Protocol):
    """Writes one output and has it checked; without bytes there is no output."""

    def __call__(
        self,
        build: Build,
        publication: Publication,
        purpose: Purpose,
        progress: Progress,
        *,
        check: bool,
    ) -> tuple[bytes, list[Finding]]:
        """Return the bytes and what the author should hear of them."""
        ...


def build_output(build: Build, progress: Progress, purpose: str, *, check: bool = True) -> None:
    """Write an output of a prepared build, check it, and add it to the outputs.

    `check` is whether EPUBCheck is to see an EPUB. A build that was not typeset makes nothing. What
    is found of two outputs alike is told once.
    """
    if build.publication is None:
        return
    wanted = Purpose(purpose)
    make = MAKERS[wanted.form]
    data, findings = make(build, build.publication, wanted, progress, check=check)
    build.findings += [finding for finding in findings if finding not in build.findings]
    if data and not has_errors(findings):
        build.outputs.append(Output(wanted, data))


def make_epub(
    build: Build, publication: Publication, purpose: Purpose, progress: Progress, *, check: bool
) -> tuple[bytes, list[Finding]]:
    """Write an EPUB, have it claim what is proved of it, and have EPUBCheck read it."""
    from publish.check.epub import check_epub
    from publish.write.epub import at_home

    progress.step("writing the EPUB")
    draft = _drafted(build, publication, purpose, progress)
    if has_errors(draft.findings):
        return b"", draft.findings
    data, findings = draft.data, [*check_pictures(build), *draft.findings]
    if draft.standing is not None:
        data, standing = _claiming(build, publication, purpose, draft.data, draft.standing)
        findings += standing.findings
        if purpose is Purpose.EPUB:
            build.standing = standing
    if check:
        progress.step("checking the EPUB with EPUBCheck")
        found = check_epub(data, build.file_name(Purpose.EPUB), build.cache)
        findings += at_home(found, publication, build.edition)
    return data, findings


def _drafted(build: Build, publication: Publication, purpose: Purpose, progress: Progress) -> Draft:
    """Write an EPUB that claims nothing and judge it, or take the one that a PDF has asked for."""
    if build.draft is not None and purpose is Purpose.EPUB:
        return build.draft
    data, findings = _written(build, publication, purpose, None)
    if not data or not build.edition.answers:
        return Draft(data, findings, None)
    progress.step("judging accessibility")
    return Draft(data, findings, standing_of(data, build.edition))


def _claiming(
    build: Build, publication: Publication, purpose: Purpose, data: bytes, standing: Standing
) -> tuple[bytes, Standing]:
    """Have an EPUB claim what is proved of it, if the very bytes that claim it bear that out."""
    if standing.claim is None:
        return data, standing
    claiming, _ = _written(build, publication, purpose, standing.claim)
    again = standing_of(claiming, build.edition)
    return (claiming if again.claim == standing.claim else data), again


def _written(
    build: Build, publication: Publication, purpose: Purpose, claim: Claim | None
) -> tuple[bytes, list[Finding]]:
    from publish.write.epub import write_epub

    return write_epub(
        publication,
        build.edition,
        printing=build.printing,
        for_kobo=purpose is Purpose.KOBO,
        cache=build.cache,
        claim=claim,
        annotations=_suggested(build),
    )


def _suggested(build: Build) -> list[Annotation]:
    """Note in a proof what may be wrong in its text, the likeliest first; what it may be to read.

    A note is written as readers write it, so that `publish errata import` understands it.
    """
    limit = build.edition.epub.suggestions
    if limit and build.suggested is None:
        from publish.revise.suggest import suggest_errata

        build.suggested = [
            Annotation(
                each.find, each.lead, each.trail, f"→ {each.replace or '—'}", ("typo", each.kind)
            )
            for each in suggest_errata(build.document, build.edition.book.language, limit=limit)
        ]
    return build.suggested or []


def make_pdf(
    build: Build, publication: Publication, purpose: Purpose, progress: Progress, *, check: bool
) -> tuple[bytes, list[Finding]]:
    """Write a PDF and check what its purpose promises, always.

    One that is not found to be PDF/UA does not claim to be.
    """
    printed = print_pages(build, publication, purpose, progress)
    from publish.check.pdf import breaks_access  # with pikepdf, which binding has read by now
    from publish.write.pdf.declaration import withdraw_claim

    checked = check_pages(build, publication, purpose, progress, printed)
    data, findings = printed.data, printed.findings + checked
    if purpose.is_tagged and breaks_access(checked):
        data = withdraw_claim(data)
    if purpose is Purpose.SCREEN and build.edition.answers and not has_errors(findings):
        build.draft = _drafted(build, publication, Purpose.EPUB, progress)
        standing = build.draft.standing
        if standing is not None:
            data, more = declared_pdf(data, standing, build.edition, publication.images)
            findings += more
    return data, findings


def print_pages(
    build: Build, publication: Publication, purpose: Purpose, progress: Progress
) -> Printed:
    """Write a PDF, not checked yet: `publish look` shows it before that."""
    from publish.write.pdf import write_pdf

    progress.step("laying out pages")
    printed = write_pdf(publication, build.edition, purpose, progress.step, cache=build.cache)
    build.printing = build.printing or printed.printing
    return printed


def check_pages(
    build: Build, publication: Publication, purpose: Purpose, progress: Progress, printed: Printed
) -> list[Finding]:
    """Check what the purpose of a PDF promises."""
    from publish.check.pdf import check_pdf

    progress.step("checking the PDF")
    pages, document = printed.printing.pages, build.document
    pictures = publication.images
    return check_pdf(printed.data, purpose, build.edition, pictures, pages, document, build.cache)


def make_onix(
    build: Build, publication: Publication, purpose: Purpose, progress: Progress, *, check: bool
) -> tuple[bytes, list[Finding]]:
    """Describe for the shop what the edition sells, as this very run makes it."""
    from publish.check.onix import check_onix
    from publish.write.onix import write_onix

    made, findings = _as_sold(build, progress)
    if has_errors(made.findings):
        return b"", findings
    progress.step("writing the shop's record")
    epub = made.file(Purpose.EPUB)
    if epub and made.standing is None:
        made.standing = standing_of(epub, build.edition)
    data = write_onix(publication, build.edition, epub, made.printing, made.standing)
    return data, findings + check_onix(data, build.file_name(purpose))


def make_marc(
    build: Build, publication: Publication, purpose: Purpose, progress: Progress, *, check: bool
) -> tuple[bytes, list[Finding]]:
    """Describe for libraries what the edition sells, as this very run makes it."""
    from publish.write.records import write_marc, write_marcxml

    made, findings = _as_sold(build, progress)
    if has_errors(made.findings):
        return b"", findings
    progress.step("writing the libraries' records")
    write = write_marc if purpose is Purpose.MARC else write_marcxml
    return write(publication, build.edition, made.file(Purpose.EPUB), made.printing), findings


def make_record(
    build: Build, publication: Publication, purpose: Purpose, progress: Progress, *, check: bool
) -> tuple[bytes, list[Finding]]:
    """Write a record that needs nothing but the edition."""
    from publish.write import records

    write = {
        Purpose.CROSSREF: records.write_crossref,
        Purpose.DATACITE: records.write_datacite,
        Purpose.CSL: records.write_csl,
    }[purpose]
    return write(publication, build.edition), []


def _as_sold(build: Build, progress: Progress) -> tuple[Build, list[Finding]]:
    """Make what is sold and not among the outputs yet, once for all records; undelivered."""
    if build.sold is not None:
        return build.sold, []
    known = len(build.findings)
    made = structs.replace(build, outputs=list(build.outputs), findings=list(build.findings))
    sold = {Purpose.PRESS, Purpose.EPUB} & set(build.edition.outputs)
    for missing in in_order(sold - {output.purpose for output in made.outputs}):
        build_output(made, progress, missing, check=False)
    build.sold = made
    return made, made.findings[known:]


MAKERS: dict[Form, Maker] = {
    Form.EPUB: make_epub,
    Form.PDF: make_pdf,
    Form.ONIX: make_onix,
    Form.MARC: make_marc,
    Form.RECORD: make_record,
}


def check_wanted(edition: Edition, purposes: Iterable[str]) -> list[Finding]:
    """Check what records need to be told, before anything is made."""
    from publish.check.deposits import check_records
    from publish.check.trade import check_trade

    trade = check_trade(edition) if Purpose.ONIX in purposes else []
    return [*trade, *check_records(edition, set(purposes))]


def check_pictures(build: Build) -> list[Finding]:
    """Name the pictures without alternative text, once in a run."""
    from publish.check.undescribed import check_descriptions

    is_reported = any(finding.code == "WRI-071" for finding in build.findings)
    if build.publication is None or is_reported:
        return []
    publication = build.publication
    return check_descriptions(publication.images.values(), publication.undescribed)
