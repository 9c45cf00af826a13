"""Pages of a catalogue: titles or terms, with the ways to other pages, to fewer titles, to more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import urlencode

from msgspec import Struct
from msgspec.structs import replace

from publish.house.language.tag import language_name
from publish.model.title import Title
from publish.model.titles import KINDS, PAGE, Term, Titles, Wanted


class Facet(Struct, frozen=True):
    """One way to fewer titles, or back to more."""

    name: str
    address: str
    count: int = 0
    """Titles that are left; 0 where that is not known."""
    is_active: bool = False


class FacetGroup(Struct, frozen=True):
    """The facets of one kind."""

    kind: str
    facets: tuple[Facet, ...]

    @property
    def head(self) -> str:
        """What stands over them."""
        return KINDS[self.kind]


class Leaf(Struct, frozen=True):
    """One page of a list, with the addresses of those before and after."""

    address: str
    wanted: Wanted
    total: int

    @property
    def number(self) -> int:
        """Which page it is, counted from 1."""
        return self.wanted.number

    @property
    def here(self) -> str:
        """The address of this page."""
        return self._page(self.number)

    def others(self) -> Iterator[tuple[str, str]]:
        """Yield relation and address of the first, the last and the neighbouring pages."""
        last = max(1, -(-self.total // PAGE))
        if last > 1:
            yield "first", self._page(1)
            yield "last", self._page(last)
        if self.number > 1:
            yield "previous", self._page(self.number - 1)
        if self.number < last:
            yield "next", self._page(self.number + 1)

    def _page(self, number: int) -> str:
        return address_of(self.address, replace(self.wanted, number=number))


class TitlesLeaf(Leaf, frozen=True):
    """One page of a list of titles."""

    titles: Sequence[Title]
    groups: Sequence[FacetGroup]


class TermsLeaf(Leaf, frozen=True):
    """One page of all authors, languages, subjects or series."""

    kind: str
    terms: Sequence[Term]

    def entries(self, lists: str) -> Iterator[tuple[Term, str]]:
        """Yield each as it is shown, with the address of its titles in one of the lists."""
        for term in self.terms:
            shown = replace(term, name=shown_name(self.kind, term.name))
            yield shown, address_of(lists, Wanted(facets=((self.kind, term.name),)))


def take_leaf(titles: Titles, address: str, wanted: Wanted) -> TitlesLeaf:
    """Take one page of a list, with its facets."""
    total, found = titles.listed(wanted)
    groups = tuple(
        group
        for kind, terms in titles.facets(wanted).items()
        if (group := _group(kind, terms, address, wanted)).facets
    )
    return TitlesLeaf(address, wanted, total, found, groups)


def _group(kind: str, terms: Sequence[Term], address: str, wanted: Wanted) -> FacetGroup:
    """Make the facets of a kind: the chosen one and the way back, else the frequent ones."""
    if chosen := wanted.chosen(kind):
        back = Facet("All", address_of(address, wanted.choosing(kind, "")))
        itself = Facet(
            shown_name(kind, chosen), address_of(address, replace(wanted, number=1)), is_active=True
        )
        return FacetGroup(kind, (back, itself))
    if len(terms) < 2:  # OPDS 2.0 section 2.4: a group should have two links at least
        return FacetGroup(kind, ())
    return FacetGroup(
        kind,
        tuple(
            Facet(
                shown_name(kind, term.name),
                address_of(address, wanted.choosing(kind, term.name)),
                term.count,
            )
            for term in terms
        ),
    )


def shown_name(kind: str, name: str) -> str:
    """Return what a reader calls it: a language goes by its tag elsewhere."""
    return language_name(name) if kind == "language" else name


def address_of(address: str, wanted: Wanted) -> str:
    """Write the address of a list, out of which the catalogue reads the same again."""
    terms = {"query" if address.startswith("/opds2") else "q": wanted.query} if wanted.query else {}
    terms.update(wanted.facets)
    if wanted.number > 1:
        terms["page"] = str(wanted.number)
    return f"{address}?{urlencode(terms)}" if terms else address
