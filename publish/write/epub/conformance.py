"""What the package claims of its accessibility (EPUB Accessibility 1.1 section 4).

A claim comes from the evidence alone; whom to write to, and which exemption of the law the
publisher states, are the edition's to say.
"""

from __future__ import annotations

from ebooklib import epub

from publish.model.access import Claim, Exemption
from publish.model.edition import Edition
from publish.write.epub.metadata import meta

CONFORMANCE, CERTIFIER = "conformance", "certifier"
"""Ids in the package, for what refines a claim and who makes it."""

CONTACT = "access"
CONTACT_PREFIX = f"{CONTACT}: http://idpf.org/epub/vocab/package/a11y/#"
"""A name of our own for the vocabulary of EPUB Accessibility 1.2: EPUBCheck 5.3 knows its
`contactEmail` not yet under the reserved `a11y:`, and refuses it there."""

NOTHING = "none"
"""What a publication conforms to for which an exemption is stated and nothing is proved
(The EPUB Accessibility exemption property, W3C Group Note, section 2)."""


def tell_conformance(package: epub.EpubBook, claim: Claim | None, edition: Edition) -> None:
    """Write a claim with who makes it; the contact and the exemption in any case."""
    access = edition.book.access
    if claim is not None:
        _claim(package, claim)
    if access.email:
        package.prefixes = [*package.prefixes, CONTACT_PREFIX]
        meta(package, f"{CONTACT}:contactEmail", access.email)
    if access.exemption is not Exemption.NONE:
        if claim is None:
            meta(package, "dcterms:conformsTo", NOTHING)
        meta(package, "a11y:exemption", f"eaa-{access.exemption}")


def _claim(package: epub.EpubBook, claim: Claim) -> None:
    meta(package, "dcterms:conformsTo", claim.standard, identifier=CONFORMANCE)
    meta(package, "a11y:certifiedBy", claim.certifier, refines=CONFORMANCE, identifier=CERTIFIER)
    for name, text in (
        ("a11y:certifierCredential", claim.credential),
        ("dcterms:date", claim.date),
    ):
        if text:
            meta(package, name, text, refines=CERTIFIER)
    if claim.report:
        link = {"rel": "a11y:certifierReport", "refines": f"#{CERTIFIER}", "href": claim.report}
        package.add_metadata("OPF", "link", "", link)
