"""Revise the author's words: the errata, applied as recorded, auditable data."""

from publish.revise.choice import diplomatic, resolve, responsible
from publish.revise.errata import apply_errata

__all__ = ["apply_errata", "diplomatic", "resolve", "responsible"]
