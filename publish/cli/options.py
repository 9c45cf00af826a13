"""Options that several commands on a book take alike."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from publish.model.edition import View
from publish.model.request import TRUST, Overrides, with_reading

F = TypeVar("F", bound=Callable[..., object])


def view_option(function: F) -> F:
    """Add --text."""
    return click.option(
        "--text",
        "view",
        type=click.Choice([str(view) for view in View]),
        help="Which readings to show; the edition decides where not given.",
    )(function)


def keep_going_option(function: F) -> F:
    """Add --keep-going."""
    return click.option(
        "--keep-going",
        is_flag=True,
        help="Build without included files that are not there; a notice stands in their place.",
    )(function)


def trust_option(function: F) -> F:
    """Add --trust, which `overrides_of` finds again."""

    def note(context: click.Context, _option: click.Parameter, is_given: bool) -> None:
        context.meta[TRUST] = is_given

    return click.option(
        "--trust",
        is_flag=True,
        expose_value=False,
        callback=note,
        help="Run the book's own stages, now and later, until they or its other code change.",
    )(function)


def book_options(function: F) -> F:
    """Add what every command that takes a book through the stages takes: BOOK and its options."""
    keep = click.option(
        "--keep-stages",
        type=click.Path(file_okay=False, path_type=Path),
        metavar="DIR",
        help="Write the manuscript's tree after each stage into DIR.",
    )
    book = click.argument("book", type=click.Path(path_type=Path), default=".")
    return book(view_option(keep_going_option(trust_option(keep(function)))))


def output_option(function: F) -> F:
    """Add -o."""
    return click.option(
        "-o",
        "--output",
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="FILE",
        help="Where to write; default dist/SLUG, or beside you for a bare TEI file.",
    )(function)


def overrides_of(view: str | None, *, keep_going: bool = False) -> Overrides:
    """Put the view that the command line asks for over the edition's, and how it is to read."""
    asked: dict[str, dict[str, object]] = {"text": {"view": View(view)}} if view else {}
    context = click.get_current_context(silent=True)
    trust = context is not None and bool(context.meta.get(TRUST))
    return with_reading(asked, keep_going=keep_going, trust=trust)
