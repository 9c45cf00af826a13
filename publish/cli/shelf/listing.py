"""`publish shelf list`: what the ledger knows, as JSON or CSV."""

from __future__ import annotations

from pathlib import Path

import click

from publish.cli.session import Session, reported
from publish.cli.shelf.options import ledger_option
from publish.shelf.ledger import QUESTIONS, Ledger, as_csv, ask


@click.command("list")
@click.argument("question", type=click.Choice(list(QUESTIONS)), default="books")
@ledger_option
@reported
def list_(session: Session, question: str, path: Path) -> None:
    """Print what the ledger knows, as CSV, or as JSON with --json.

    books: all of each; failed: those without an output, and why; codes: how often each finding
    stands in how many books; elements: those without a rule; and outputs, findings, contributors,
    subjects, stages, runs as they are.
    """
    with Ledger.read(path) as ledger:
        if session.as_json:
            session.extra[question] = list(ask(ledger, question))
        else:
            session.text += as_csv(ask(ledger, question)).split("\r\n")[:-1]  # which end each row
