"""Options that several commands on a shelf take alike."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

F = TypeVar("F", bound=Callable[..., object])

DIST = "dist"
"""Where a shelf is made, and looked for."""


def ledger_option(function: F) -> F:
    """Add --ledger, of a shelf that is there."""
    return click.option(
        "--ledger",
        "path",
        type=click.Path(path_type=Path),
        default=DIST,
        show_default=True,
        help="The ledger, or the folder it lies in.",
    )(function)


def crew_options(function: F) -> F:
    """Add what says who makes the books: --workers, --scheduler, --scheduler-file."""
    workers = click.option(
        "--workers", type=click.IntRange(1), help="Processes at work; default one a core."
    )
    scheduler = click.option(
        "--scheduler", default="", metavar="ADDRESS", help="A Dask cluster's scheduler."
    )
    file = click.option(
        "--scheduler-file",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="The file in which a scheduler has written its address.",
    )
    return workers(scheduler(file(function)))
