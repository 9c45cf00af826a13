"""The catalogue as a plain page: for any browser, also the slow ones of e-readers, no scripts."""

from __future__ import annotations

from html import escape

from publish.load.catalogue.listing import (
    FacetGroup,
    Leaf,
    TermsLeaf,
    TitlesLeaf,
)
from publish.load.catalogue.routes import cover_address, file_address
from publish.model.title import Title

HEAD = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{name}</title>
<link rel="stylesheet" href="/style.css">
<link rel="alternate" type="application/atom+xml;profile=opds-catalog" title="OPDS" href="/opds">
</head>
<body>
<h1><a href="/">{name}</a></h1>
"""
SEARCH = """<form action="/" method="get" role="search">
<label>Search <input type="search" name="q" value="{query}"></label>{kept} <button>Find</button>
</form>
"""
FOOT = """<p class="apps">For reading apps: the catalogue is at <code>{base}opds</code>.</p>
</body>
</html>
"""
ENTER = """<form action="{path}" method="get">
<p>{words}</p>
<label>Code <input name="code" autocomplete="off" autocapitalize="characters" autofocus></label>
<button>Open</button>
</form>
</body>
</html>
"""


def list_page(name: str, base: str, leaf: TitlesLeaf, *, has_terms: bool) -> bytes:
    """Show one page of titles; `base` is the address that the browser came by."""
    books = "".join(_book(title) for title in leaf.titles)
    listing = f"<ul>\n{books}</ul>\n" if books else "<p>Nothing was found.</p>\n"
    kept = "".join(
        f'<input type="hidden" name="{kind}" value="{escape(chosen)}">'
        for kind, chosen in leaf.wanted.facets
    )
    search = SEARCH.format(query=escape(leaf.wanted.query), kept=kept)
    facets = "".join(_facets(group) for group in leaf.groups)
    if has_terms:
        count = f"{leaf.total:,} {'book' if leaf.total == 1 else 'books'}"
        facets = f'<p class="count">{count}</p>\n<div class="facets">\n{facets}</div>\n'
    head, foot = HEAD.format(name=escape(name)), FOOT.format(base=escape(base))
    return (head + search + facets + listing + _more(leaf) + foot).encode()


def terms_page(name: str, leaf: TermsLeaf) -> bytes:
    """Show one page of all authors, subjects and the like."""
    terms = "".join(
        f'<li><a href="{escape(address)}"><bdi>{escape(term.name)}</bdi></a>'
        f" <small>{term.count}</small></li>\n"
        for term, address in leaf.entries("/")
    )
    listing = f'<h2>By {leaf.kind}</h2>\n<ul class="terms">\n{terms}</ul>\n'
    return f"{HEAD.format(name=escape(name))}{listing}{_more(leaf)}</body>\n</html>\n".encode()


def _more(leaf: Leaf) -> str:
    ways = "".join(
        f'<a rel="{rel}" href="{escape(address)}">{rel.capitalize()}</a> '
        for rel, address in leaf.others()
    )
    return f"<nav>{ways}</nav>\n" if ways else ""


def _facets(group: FacetGroup) -> str:
    """Show the facets of a kind folded up, but for those of which one is chosen."""
    chosen = next((facet.name for facet in group.facets if facet.is_active), "")
    if chosen:
        back = escape(group.facets[0].address)
        return (
            f'<p class="chosen">{group.head}: {escape(chosen)}'
            f' <a href="{back}" aria-label="all: not only {escape(chosen)}">×</a></p>\n'
        )
    links = "".join(
        f'<li><a href="{escape(facet.address)}"><bdi>{escape(facet.name)}</bdi></a>'
        f" <small>{facet.count}</small></li>\n"
        for facet in group.facets
    )
    every = f'<li><a href="/by/{group.kind}">All …</a></li>\n'
    return f"<details><summary>{group.head}</summary>\n<ul>\n{links}{every}</ul></details>\n"


def code_page(name: str, path: str, *, wrong: bool) -> bytes:
    """Ask for the code of this run."""
    words = "This code is not right." if wrong else "Type the code that stands on the terminal."
    return (HEAD.format(name=escape(name)) + ENTER.format(path=escape(path), words=words)).encode()


def _book(title: Title) -> str:
    lang = f' lang="{escape(title.language)}"' if title.language else ""
    authors = escape(", ".join(title.authors))
    summary = f'<p class="about">{escape(title.summary)}</p>' if title.summary else ""
    files = " ".join(
        f'<a href="{file_address(title, offer)}" download>{offer.label}</a>'
        f" <small>{_size(offer.size)}</small>"
        for offer in title.offers
    )
    return (
        f'<li><img src="{cover_address(title, small=True)}" alt="">'
        f"<div><h2{lang}>{escape(title.title)}</h2><p>{authors}</p>{summary}"
        f'<p class="files">{files}</p></div></li>\n'
    )


def _size(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 100_000 else f"{max(1, round(size / 1e3))} kB"
