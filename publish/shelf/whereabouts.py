"""Where the books of a ledger are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from publish.shelf.ledger import Ledger, ask
from publish.shelf.store import Store, open_store


def options_of(ledger: Ledger, run: int | None = None) -> dict[str, Any]:
    """Return what the command line said for a run, or for the last one; empty for none."""
    which = "ORDER BY id DESC LIMIT 1" if run is None else "WHERE id = ?"
    given = () if run is None else (run,)
    row = next(ask(ledger, f"SELECT options FROM run {which}", given), None)
    return dict(json.loads(str(row["options"]))) if row else {}


def address_of(ledger: Ledger) -> str:
    """Name the folder or address: the ledger's own folder, unless it was told to lie elsewhere."""
    options = options_of(ledger)
    out = str(options.get("out") or "")
    if "://" in out or (out and options.get("ledger_path")):
        return out
    return str(ledger.path.parent)


def open_shelf(ledger: Ledger) -> Store:
    """Open the place of a ledger's books. Raises MachineError SHE-002, UsageError SHE-003."""
    return open_store(address_of(ledger))


def folder_of(ledger: Ledger) -> Path | None:
    """Return the folder of a ledger's books; None where they are not on this disk."""
    address = address_of(ledger)
    return None if "://" in address else Path(address)
