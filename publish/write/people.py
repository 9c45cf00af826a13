"""The people of a book as shops and readers list them: each once, with all that they did."""

from __future__ import annotations

from collections.abc import Iterable

from publish.model.edition import Contributor


def by_person(people: Iterable[Contributor]) -> list[list[Contributor]]:
    """Gather the roles of each person, in the order of the title page."""
    gathered: dict[str, list[Contributor]] = {}
    for person in people:
        gathered.setdefault(person.name, []).append(person)
    return list(gathered.values())
