"""What was found on a shelf, as parts of the report's page: failures, findings, elements."""

from __future__ import annotations

from html import escape
from urllib.parse import quote

from markdown_it import MarkdownIt

from publish.house.manual import finding_pages
from publish.model.lazy_pattern import lazy_pattern
from publish.shelf.report.facts import Facts
from publish.shelf.report.figures import number
from publish.shelf.report.tables import write_table

LINK = lazy_pattern(r"\[([^\]]+)\]\([^)]+\)")
"""A link of the manual leads to another of its pages, which are not here."""

BAR = (
    '<svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">'
    '<rect width="{width}" height="6"/></svg>'
)

FAILURES_SHOWN = 25
"""The others are found in the list of all books."""

LONGEST = 400
"""Characters of a message in an example."""


def failures(facts: Facts) -> str:
    """List the books that were not made, each with its first error."""
    if not facts["failures"]:
        return ""
    rows = [
        (
            _book(row["name"]),
            f"{_code(row['code'])} {escape(_short(row['message']))}{_hint(row['hint'])}",
            escape(_place(row)),
        )
        for row in facts["failures"][:FAILURES_SHOWN]
    ]
    count = len(facts["failures"])
    rest = f'<p><a href="#state=failed">All {number(count)} in the list of books</a></p>\n'
    columns = (("Book", ""), ("First error", ""), ("Place", "extra"))
    table = f'<div class="panel">{write_table(columns, rows)}</div>\n'
    return table + (rest if count > FAILURES_SHOWN else "")


def findings(facts: Facts) -> str:
    """List the findings by code, each with what the manual says and examples."""
    if not facts["findings"]:
        return ""
    return f'<div class="panel">\n{"".join(map(_finding, facts["findings"]))}</div>\n'


def _finding(row: Facts) -> str:
    books = f"{number(row['books'])} {'book' if row['books'] == 1 else 'books'}"
    times = f"{number(row['findings'])} {'time' if row['findings'] == 1 else 'times'}"
    examples = "".join(
        f'<li>{_book(each["book"])} <span class="soft">{escape(_place(each))}</span><br>'
        f"{escape(_short(each['message']))}{_hint(each['hint'])}</li>\n"
        for each in row["examples"]
    )
    return (
        f'<details class="finding" id="{row["code"]}-{row["severity"]}"><summary>'
        f'<span class="{row["severity"]}">{row["severity"]}</span>'
        f'<span class="code">{escape(row["code"])}</span>'
        f'<span class="what">{escape(row["title"] or row["examples"][0]["message"])}</span>'
        f'<span class="number">{books}</span><span class="number extra">{times}</span></summary>\n'
        f'<div><div class="manual"><h3>What it means</h3>{_manual(row["code"])}</div>'
        f"<div><h3>Examples</h3><ol>\n{examples}</ol></div></div></details>\n"
    )


def _manual(code: str) -> str:
    """Print the manual's page on a code."""
    pages = finding_pages()
    if code not in pages:
        return f'<p>EPUBCheck tells it; see <span class="code">{escape(code)}</span> there.</p>'
    text = LINK.sub(r"\1", pages[code].text)
    html: str = MarkdownIt("commonmark", {"html": False}).enable("table").render(text)
    return html


def elements(facts: Facts) -> str:
    """List the elements that no rule sets, with a bar for how often they stand."""
    if not facts["elements"]:
        return ""
    most = max(row["count"] for row in facts["elements"])
    rows = [
        (
            f'<span class="code">{escape(row["name"])}</span>',
            number(row["count"]),
            BAR.format(width=max(1, round(100 * row["count"] / most))),
            number(row["books"]),
            ", ".join(_book(each["book"]) for each in row["examples"][:3]),
        )
        for row in facts["elements"]
    ]
    columns = (
        ("Element", ""),
        ("Times", "number"),
        ("", "less"),
        ("Books", "number"),
        ("Most in", "extra"),
    )
    return f'<div class="panel">{write_table(columns, rows)}</div>\n'


def _book(name: str) -> str:
    """Link to a book's row in the list."""
    return f'<a href="#q={quote(name)}">{escape(name)}</a>'


def _code(code: str | None) -> str:
    return f'<span class="code error">{escape(code)}</span>' if code else ""


def _hint(hint: str | None) -> str:
    return f'<br><span class="soft">{escape(_short(hint))}</span>' if hint else ""


def _place(row: Facts) -> str:
    return ":".join(str(row[key]) for key in ("file", "line", "column") if row[key] is not None)


def _short(words: str) -> str:
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"
