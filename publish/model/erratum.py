"""An erratum as the errata file records it, and what became of it (docs/errata.md)."""

from __future__ import annotations

import datetime
from enum import StrEnum
from pathlib import Path

from msgspec import Struct

from publish.model.finding import Place


class Kind(StrEnum):
    """Who made the error: the source's printer, its transcriber, or neither (an emendation)."""

    PRINTER = "printer"
    TRANSCRIPTION = "transcription"
    EDITORIAL = "editorial"


class Status(StrEnum):
    """How far the editors have come; only verified errata are applied."""

    REPORTED = "reported"
    VERIFIED = "verified"
    HELD = "held"
    REJECTED = "rejected"


class Certainty(StrEnum):
    """How sure the editors are; becomes `corr/@cert` (TEI P5 chapter 12.3.1.1)."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Outcome(StrEnum):
    """What the errata stage did with an erratum."""

    APPLIED = "applied"
    ALREADY_FIXED = "already fixed"
    NOT_FOUND = "not found"
    AMBIGUOUS = "ambiguous"
    OVERLAPPING = "overlapping"
    REPORTED = "reported"
    HELD = "held"
    REJECTED = "rejected"


class Erratum(Struct, frozen=True, kw_only=True):
    """One correction: `find` stands once between `before` and `after` and is to read `replace`."""

    id: str
    find: str
    replace: str
    at: str = ""
    before: str = ""
    after: str = ""
    kind: Kind = Kind.TRANSCRIPTION
    status: Status = Status.REPORTED
    by: str = ""
    date: datetime.date | None = None
    source: str = ""
    certainty: Certainty = Certainty.HIGH
    since: str = ""
    found_in: str = ""
    note: str = ""
    reason: str = ""
    """Why it was verified, held or rejected."""
    place: Place | None = None
    """Where the entry stands in the errata file."""


class Resolution(Struct, frozen=True):
    """What became of one erratum, and where in the manuscript its quotation stands."""

    erratum: Erratum
    outcome: Outcome
    places: tuple[Place, ...] = ()
    target: str = ""
    """The xml:id of the `choice` that an applied erratum became; empty otherwise."""
    near: str = ""
    """For a quotation that was not found: the nearest words in the text."""
    near_place: Place | None = None
    matches: int = 0
    """How many times the quotation stands in its context; `places` names the first of them."""


class ErrataFile(Struct, frozen=True):
    """An errata file as read: its path and its entries in order."""

    path: Path
    errata: tuple[Erratum, ...]
