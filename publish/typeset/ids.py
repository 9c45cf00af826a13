"""The ids of the output: unique over the whole book, the manuscript's own where they can be kept.

An id of XHTML inside an EPUB is an NCName (XML Namespaces 1.0); manuscripts hold others, and
the same one twice. The first element in reading order keeps an id, later ones go without.
"""

from __future__ import annotations

from msgspec import Struct, field

from publish.model.lazy_pattern import lazy_pattern

_NCNAME = lazy_pattern(r"[^\W\d][\w.\-\u00b7]*")
_BAD = lazy_pattern(r"[^\w.\-]+")


class IdRegistry(Struct):
    """Gives out ids, each one once."""

    reserved: set[str] = field(default_factory=set)
    """Names made from the manuscript's own ids; no made id may be one of them."""
    wanted: set[str] = field(default_factory=set)
    """The manuscript's ids, as written there, that something links to."""
    taken: set[str] = field(default_factory=set)
    """Ids that the output has."""
    _name_of: dict[str, str] = field(default_factory=dict)
    _last: dict[str, int] = field(default_factory=dict)
    """The highest number given out for each base."""

    def reserve(self, identifier: str) -> None:
        """Keep a name for one of the manuscript's ids."""
        if identifier in self._name_of:
            return
        name = self._free(as_ncname(identifier), self.reserved)
        self.reserved.add(name)
        self._name_of[identifier] = name

    def of(self, identifier: str) -> str:
        """Tell the name that one of the manuscript's ids has in the output."""
        if identifier not in self._name_of:
            self.reserve(identifier)
        return self._name_of[identifier]

    def take(self, identifier: str) -> str:
        """Return the name to the first who asks; to all others nothing."""
        name = self.of(identifier)
        if name in self.taken:
            return ""
        self.taken.add(name)
        return name

    def is_missing(self, identifier: str) -> bool:
        """Return whether something links to this id and no element has it yet."""
        return identifier in self.wanted and self.of(identifier) not in self.taken

    def fresh(self, base: str) -> str:
        """Make a new id: `base`, or `base-2`, `base-3` ... where that is gone."""
        name = self._free(base, self.taken, self.reserved)
        self.taken.add(name)
        return name

    def _free(self, base: str, *gone: set[str]) -> str:
        name = base
        while any(name in names for names in gone):
            self._last[base] = self._last.get(base, 1) + 1
            name = f"{base}-{self._last[base]}"
        return name


def as_ncname(identifier: str) -> str:
    """Turn any text into an NCName, leaving one that is valid as it is."""
    if _NCNAME.fullmatch(identifier):
        return identifier
    name = _BAD.sub("-", identifier.strip()) or "id"
    return name if _NCNAME.fullmatch(name) else f"id-{name}"
