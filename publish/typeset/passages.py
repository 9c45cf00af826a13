"""The list of passages: the places by which a text is cited, each below the one that it is in."""

from __future__ import annotations

from publish.model.document import XML_ID, local_name
from publish.model.publication import Entry
from publish.typeset.citations import Path
from publish.typeset.render import Typesetter


def passages_of(typesetter: Typesetter) -> list[Entry]:
    """List the places that the output has; of verses those whose numbers are shown."""
    top: list[Entry] = []
    inside: dict[Path, Entry] = {}
    citations = typesetter.book.citations
    every = typesetter.book.edition.text.line_number_every
    for place, path in citations.paths.items():
        if local_name(place) == "l" and not _is_listed(path[-1], every):
            continue
        identifier = place.get(XML_ID) or citations.names.get(place, "")
        name = typesetter.out.ids.of(identifier)
        if name not in typesetter.out.ids.taken:
            continue
        entry = Entry(path[-1], name)
        depths = range(len(path) - 1, 0, -1)
        around = next((inside[path[:n]] for n in depths if path[:n] in inside), None)
        entry.title = ".".join(path) if around is None else path[-1]
        (top if around is None else around.children).append(entry)
        inside[path] = entry
    return top


def _is_listed(number: str, every: int) -> bool:
    return not number.isdecimal() or (every > 0 and int(number) % every == 0)
