"""Books that stand in the ledger and are no more where they were read: they are told, or removed.

Only what lay below a folder or an address that this run has looked through as a whole can be missed
there; of a file or a pattern nobody knows what else there should be.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from publish.model.finding import say_path
from publish.shelf.ledger import Ledger, ask
from publish.shelf.sources import WILD, Group, Wanted
from publish.shelf.store import Store


def books_gone(ledger: Ledger, groups: Iterable[Group], books: Sequence[Wanted]) -> list[str]:
    """Name the books of the ledger that a run should have found, and has not."""
    places = tuple(f"{place.rstrip('/')}/" for group in groups for place in _whole(group))
    found = {each.title.name for each in books}
    return [
        str(row["name"])
        for row in ask(ledger, "SELECT name, source FROM book ORDER BY name")
        if row["name"] not in found and f"{row['source']}/".startswith(places)
    ]


def take_away(ledger: Ledger, store: Store, names: Sequence[str]) -> None:
    """Strike books out of the ledger, and their files off the shelf."""
    for name in names:
        for file in sorted(ledger.files_of(name)):
            store.remove(file)
    ledger.remove(names)


def _whole(group: Group) -> list[str]:
    """Name the sources of a group that were looked through as a whole."""
    whole = []
    for source in group.sources:
        if "://" in source and not WILD & set(source):
            whole.append(source)
        elif (group.home / source).is_dir():
            whole.append(say_path(group.home / source))
    return whole
