"""The report as one page: everything is in it but the covers and the books, to which it links.

Counts, findings and the longest lists are plain HTML; the list of all books is drawn by `books.js`,
a part at a time. The page lets nothing else run (Content Security Policy Level 3, by hashes).
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

from publish.run.shipped import shipped_folder
from publish.shelf.report.facts import Facts
from publish.shelf.report.figures import amount, duration, megabytes, number
from publish.shelf.report.found import elements, failures, findings
from publish.shelf.report.tables import write_table

PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<header>
<h1>{title}</h1>
<p class="soft">{about}</p>
{figures}</header>
<nav aria-label="Parts of the report"><ul>
{parts}</ul></nav>
<main>
{sections}</main>
<script type="application/json" id="rows">{rows}</script>
<script type="module">{script}</script>
</body>
</html>
"""

BOOKS = """<form role="search">
<label class="wide">Title, author or file <input type="search" name="q" autocomplete="off"></label>
<label>Language <select name="language"><option value="">All</option></select></label>
<label>State <select name="state">
<option value="">All</option><option value="made">Made</option>
<option value="failed">Failed</option>
<option value="found">With errors or warnings</option></select></label>
<label>Order <select name="order">
<option value="title">Title</option><option value="author">Author</option>
<option value="words">Longest</option><option value="size">Largest</option>
<option value="seconds">Slowest</option><option value="memory">Most memory</option>
<option value="found">Most findings</option></select></label>
<fieldset><legend>Shown as</legend>
<label><input type="radio" name="view" value="list" checked><span>List</span></label>
<label><input type="radio" name="view" value="covers"><span>Covers</span></label></fieldset>
</form>
<noscript><p>The list of all books is drawn by a script; without it see report.json.</p></noscript>
<div class="panel" id="list">
<table><thead><tr><th scope="col">Book</th><th scope="col" class="less">Language</th>
<th scope="col" class="number extra">Words</th><th scope="col" class="number extra">Pages</th>
<th scope="col" class="number extra">Size</th><th scope="col" class="number extra">Time</th>
<th scope="col" class="number">Findings</th><th scope="col">State</th></tr></thead>
<tbody></tbody></table></div>
<ul id="wall" hidden></ul>
<div class="pager"><button type="button" value="-1">Previous</button>
<p role="status"></p><button type="button" value="1">Next</button></div>
"""

COLUMNS = ("name", "title", "author", "language", "words", "pages", "size_bytes", "seconds",
           "memory_mb", "thumbnail")  # fmt: skip
"""Of a row of `books.js`; after them state, findings by severity, files."""


def write_page(facts: Facts, base: str = "") -> bytes:
    """Write the page; `base` is where the shelf's files are as seen from it."""
    style = (shipped_folder("styles") / "shelf-report.css").read_text("utf-8")
    script = Path(__file__).with_name("books.js").read_text("utf-8")
    parts = {
        "failures": ("Failures", failures(facts)),
        "findings": ("Findings", findings(facts)),
        "elements": ("Elements without a rule", elements(facts)),
        "costs": ("Slowest and largest", _costs(facts)),
        "books": ("Books", BOOKS),
    }
    shown = {key: part for key, part in parts.items() if part[1]}
    return PAGE.format(
        title=escape(facts["title"]),
        policy=_policy(style, script),
        style=style,
        script=script,
        about=_about(facts),
        figures=_figures(facts["counts"]),
        parts="".join(
            f'<li><a href="#{key}">{head}</a></li>\n' for key, (head, _) in shown.items()
        ),
        sections="".join(
            f'<section id="{key}" aria-labelledby="{key}-head">'
            f'<h2 id="{key}-head">{head}</h2>\n{body}</section>\n'
            for key, (head, body) in shown.items()
        ),
        rows=_rows(facts["books"], base),
    ).encode()


def _policy(style: str, script: str) -> str:
    return (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}';"
        " img-src 'self' file: http: https:; base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _about(facts: Facts) -> str:
    run, collections = facts["run"], facts["counts"]["collections"]
    if not run:
        return "No run has been made."
    names = ", ".join(each["name"] for each in collections[:6])
    more = f" and {len(collections) - 6} more" if len(collections) > 6 else ""
    when = str(run["started"]).partition("T")[0]
    ended = "" if run["ended"] else "; it has not come to its end"
    of = f"{escape(names)}{more}. " if names else ""
    made_with = f'<span class="code">{escape(run["toolchain"][:12])}</span>'
    return f"{of}Last run {escape(when)}{ended}, toolchain {made_with}."


def _figures(counts: Facts) -> str:
    shown: list[tuple[str, str, str]] = [
        ("books made", number(counts["made"]), ""),
        ("failed", number(counts["failed"]), "bad" if counts["failed"] else ""),
        ("words", amount(counts["words"]), ""),
        ("pages", amount(counts["pages"]), ""),
        ("languages", number(len(counts["languages"])), ""),
        ("in all", megabytes(counts["size_bytes"]), ""),
        ("of work", duration(counts["seconds"]), ""),
    ]
    inner = "".join(
        f'<div class="{kind}"><dt>{name}</dt><dd>{value}</dd></div>'
        for name, value, kind in shown
        if value != "0" or name == "failed"
    )
    return f'<dl class="figures">{inner}</dl>\n'


LISTS: tuple[tuple[str, str, str, Callable[[Facts], str]], ...] = (
    ("slowest", "Slowest", "Time", lambda book: duration(book["seconds"])),
    ("largest", "Largest files", "Size", lambda book: megabytes(book["size_bytes"])),
    ("longest", "Longest texts", "Words", lambda book: number(book["words"])),
    ("hungriest", "Most memory", "Memory", lambda book: f"{number(book['memory_mb'])} MB"),
)


def _costs(facts: Facts) -> str:
    panels = "".join(
        f'<div class="panel"><h3>{head}</h3>\n{_top(column, facts[key], tell)}</div>\n'
        for key, head, column, tell in LISTS
        if facts[key]
    )
    return f'<div class="beside">\n{panels}</div>\n' if panels else ""


def _top(column: str, books: list[Facts], tell: Callable[[Facts], str]) -> str:
    rows = [
        (
            f'<a class="title" href="#q={quote(book["name"])}">'
            f"{escape(book['title'] or book['name'])}</a>"
            f'<br><span class="soft">{escape(book["author"])}</span>',
            tell(book),
        )
        for book in books
    ]
    return write_table((("Book", ""), (column, "number")), rows)


def _rows(books: list[Facts], base: str) -> str:
    """Write the rows for the script; nothing in them can end the element that they stand in."""
    rows: list[list[Any]] = [
        [
            *(book[column] for column in COLUMNS),
            int(book["state"] == "made"),
            list(book["findings"].values()),
            [[file["purpose"], file["name"]] for file in book["files"]],
        ]
        for book in books
    ]
    told = json.dumps({"base": base, "rows": rows}, ensure_ascii=False, separators=(",", ":"))
    return told.replace("<", "\\u003c")
