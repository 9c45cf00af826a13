"""From evidence to claims: finished files are judged, and say of themselves what is proved.

`check/access` judges, the writers write; neither knows the other. A claim is the same in EPUB, PDF
and the shop's record, since all of them are given the one that the evidence carries.
"""

from __future__ import annotations

from collections.abc import Mapping

from publish.model.access import Assessment, Standing
from publish.model.edition import Edition
from publish.model.finding import Finding
from publish.model.publication import Image
from publish.model.purpose import Purpose


def standing_of(data: bytes, edition: Edition) -> Standing:
    """Judge a finished EPUB by its checks and by the editor's answers.

    A book without answers claims nothing, and hears nothing of it.
    """
    from publish.check.access.assess import assess
    from publish.check.access.claims import check_claim, claim_of

    assessment = assess(data, edition.answers, has_own_cover=bool(edition.cover.image))
    if not edition.answers:
        return Standing(assessment, None)
    findings = tuple(check_claim(assessment, edition))
    return Standing(assessment, claim_of(assessment, edition), findings)


def assess_pdf(
    data: bytes, book: Assessment, edition: Edition, pictures: Mapping[str, Image]
) -> Assessment:
    """Judge a tagged PDF by its own checks, and by what is judged of the book."""
    from publish.check.access.assess import with_pdf
    from publish.check.pdf import faults_of_access

    return with_pdf(book, faults_of_access(data, Purpose.SCREEN, edition, pictures))


def declared_pdf(
    data: bytes, book: Standing, edition: Edition, pictures: Mapping[str, Image]
) -> tuple[bytes, list[Finding]]:
    """Have a tagged PDF claim what the book claims, where its own checks bear it out as well."""
    from publish.check.access.claims import check_claim, claim_of
    from publish.write.pdf.declaration import declare_conformance

    if book.claim is None:
        return data, list(book.findings)
    assessment = assess_pdf(data, book.assessment, edition, pictures)
    claim = claim_of(assessment, edition)
    is_same = claim == book.claim
    findings = book.findings if is_same else check_claim(assessment, edition, "the PDF")
    return (declare_conformance(data, claim) if claim else data), list(findings)
