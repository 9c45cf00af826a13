"""The catalogue as a plain page: for any browser, also the slow ones of e-readers, no scripts."""

from __future__ import annotations

from html import escape

from publish.load.catalogue.routes import Leaf, cover_address, file_address
from publish.load.catalogue.title import Title

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
<label>Search <input type="search" name="q" value="{query}"></label> <button>Find</button>
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


def list_page(name: str, base: str, leaf: Leaf) -> bytes:
    """Show one page of titles; `base` is the address that the browser came by."""
    books = "".join(_book(title) for title in leaf.titles)
    listing = f"<ul>\n{books}</ul>\n" if books else "<p>Nothing was found.</p>\n"
    ways = "".join(
        f'<a rel="{rel}" href="{escape(address)}">{rel.capitalize()}</a> '
        for rel, address in leaf.others()
    )
    more = f"<nav>{ways}</nav>\n" if ways else ""
    search = SEARCH.format(query=escape(leaf.query))
    head, foot = HEAD.format(name=escape(name)), FOOT.format(base=escape(base))
    return (head + search + listing + more + foot).encode()


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
