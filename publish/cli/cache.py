"""`publish cache`: what earlier runs made and left for the next ones."""

from __future__ import annotations

import click

from publish.cli.session import Session, reported
from publish.run.cache import FOLDER, LIMIT_MB, Cache


@click.command()
@click.option("--clear", is_flag=True, help="Delete all of it; the next build takes longer.")
@reported
def cache(session: Session, *, clear: bool) -> None:
    """Show or clear what earlier runs made."""
    of_user = Cache.of_user()
    if of_user.folder is None:
        session.text.append(f"nothing is kept: {FOLDER} is set and empty")
        return
    count, size = of_user.measure()
    if clear:
        left, _ = of_user.clear()
        session.text.append(f"entries deleted: {count - left}, {size / 1e6:.1f} MB")
    else:
        session.text.append(str(of_user.folder))
        session.text.append(f"entries: {count}, {size / 1e6:.1f} MB of {LIMIT_MB} MB")
    session.extra |= {"folder": str(of_user.folder), "entries": count, "bytes": size}
