"""Rules for tables (TEI chapter 15.1): captions, header rows and cells, spans, numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from publish.model.document import local_name, tei
from publish.model.lazy_pattern import lazy_pattern
from publish.typeset.note_shapes import words_outside_notes
from publish.typeset.render import Typesetter
from publish.typeset.statements import words_in
from publish.typeset.table_headers import TableHeaders, is_label_cell, read_headers, span_of

_BETWEEN = frozenset("pb lb cb gb milestone anchor fw index".split())
_NUMBER = lazy_pattern(
    r"\W{0,3}(?:[$£€¥]\s*)?[-–−+]?\d[\d\s.,'’:/–-]*(?:[½¼¾⅓⅔⅛]|%|\W{0,2})?|[-–—]|[½¼¾]"
)
_LINES = frozenset("span seg date ab p label hi emph s name term".split())
"""What is a row of its own between rows: the day of the entries below it, say."""

LONGEST_BOUND = 9
"""Characters of a number in two parts, `27 ½` or `1850–1866`, that stays in one line."""

_PARTED = lazy_pattern(r"\d\s*[–-]\s*\d|\S\s\S")

LONGEST_SUM = 28
"""Characters of a sum of money that stays in one line."""

LONGEST_GLOSS = 40
"""Characters of a word or two."""

MOST_GLOSSES = 6
"""Lines that stand below each other in one place of a line, which no page can break."""


def set_table(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a table: its heads as caption, rows, and what else it holds before or behind them."""
    rows = [child for child in element if local_name(child) in {"row", "cell"}]
    heads = [child for child in element if local_name(child) == "head"]
    lines = _lines_between(element)
    known = {"row", "cell", "head", ""} | _BETWEEN
    others = [c for c in element if local_name(c) not in known and c not in lines]
    if others:
        into = typesetter.open(into, "div", None, "table")
    first = rows[0] if rows else None
    before = [e for e in others if first is not None and element.index(e) < element.index(first)]
    _set_others(before, into, typesetter)
    made = typesetter.open(into, "table", element, "gloss" if _is_gloss(element, rows) else "")
    _set_caption(heads, made, typesetter)
    headers = read_headers(rows)
    for columns in headers.column_groups:
        typesetter.open(made, "colgroup").set("span", str(columns))
    _set_rows(element, made, headers, typesetter)
    _set_others([e for e in others if e not in before], into, typesetter)


def _lines_between(table: etree._Element) -> list[etree._Element]:
    """List what stands between rows and belongs there, though TEI has nothing but rows there."""
    rows = [n for n, child in enumerate(table) if local_name(child) in {"row", "cell"}]
    between = list(table)[rows[0] : rows[-1]] if rows else []
    return [e for e in between if local_name(e) in _LINES and words_outside_notes(e).strip()]


def _is_gloss(table: etree._Element, rows: list[etree._Element]) -> bool:
    """Tell a word with its translation below it, one of a line of such, from a table.

    Editions with a gloss between the lines write each word as a table in the paragraph.
    """
    parent = table.getparent()
    if parent is None or local_name(parent) not in {"p", "ab", "l", "seg"}:
        return False
    if not 2 <= len(rows) <= MOST_GLOSSES:
        return False
    cells = [len(row.findall(tei("cell"))) for row in rows]
    words = map(words_outside_notes, rows)
    return max(cells) == 1 and max(map(len, words)) < LONGEST_GLOSS


def _set_others(others: list[etree._Element], into: etree._Element, typesetter: Typesetter) -> None:
    for other in others:
        typesetter.one(other, into)
        typesetter.say_tail(other, into)


def _set_caption(heads: list[etree._Element], made: etree._Element, typesetter: Typesetter) -> None:
    if not heads:
        return
    caption = typesetter.open(made, "caption", heads[0])
    typesetter.children(heads[0], caption)
    for head in heads[1:]:
        typesetter.open(caption, "br")
        typesetter.children(head, typesetter.open(caption, "span", head, "subtitle"))


def _set_rows(
    element: etree._Element, made: etree._Element, headers: TableHeaders, typesetter: Typesetter
) -> None:
    """Set the rows; page breaks between them go along and find their cell afterwards."""
    holder, done, lines = made, 0, _lines_between(element)
    typesetter.say_text(element, made)
    for child in element:
        name = local_name(child)
        if child in lines:
            _set_line(child, holder, _columns(element), typesetter)
            continue
        if name not in {"row", "cell"} | _BETWEEN:
            continue
        is_head = done < headers.header_rows
        if name in {"row", "cell"} and done in headers.group_starts:
            holder = typesetter.open(made, "tbody")
        elif done in {0, headers.header_rows} and (holder is made or local_name(holder) == "thead"):
            holder = typesetter.open(made, "thead" if is_head else "tbody")
        if name == "row":
            _set_row(child, holder, typesetter, headers.scopes)
        else:
            typesetter.one(child, holder)
        done += name in {"row", "cell"}
        if (child.tail or "").strip():
            typesetter.say_tail(child, holder)


def _columns(table: etree._Element) -> int:
    rows = table.iterchildren(tei("row"))
    return max(
        (sum(span_of(c, "cols") for c in row.findall(tei("cell"))) for row in rows), default=1
    )


def _set_line(
    line: etree._Element, holder: etree._Element, columns: int, typesetter: Typesetter
) -> None:
    """Set what stands between rows as a row that is one cell."""
    row = typesetter.open(holder, "tr", None, "with-next")
    cell = typesetter.open(row, "td", None, "between")
    if columns > 1:
        cell.set("colspan", str(columns))
    typesetter.one(line, cell)
    typesetter.say_tail(line, cell)


def _set_row(
    row: etree._Element,
    section: etree._Element,
    typesetter: Typesetter,
    scopes: Mapping[etree._Element, str],
) -> None:
    role = re.sub(r"[^a-z]+", "", (row.get("role") or "").lower())
    made = typesetter.open(section, "tr", row, "" if role in {"", "data"} else role)
    typesetter.say_text(row, made)
    for child in row:
        if local_name(child) == "cell":
            _set_cell(child, made, typesetter, scopes.get(child, ""))
        else:
            typesetter.one(child, made)
        typesetter.say_tail(child, made)


def set_cell(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a cell that stands in no row; the finished table is mended afterwards."""
    _set_cell(element, into, typesetter, "row" if is_label_cell(element) else "")


def _set_cell(
    cell: etree._Element, into: etree._Element, typesetter: Typesetter, scope: str
) -> None:
    scope = scope if _says_something(cell) else ""
    made = typesetter.open(into, "th" if scope else "td", cell)
    if scope:
        made.set("scope", scope)
    else:
        number = "".join(_words_of_number(cell)).strip()
        if _is_sum(cell):
            made.set("class", f"{made.get('class') or ''} number bound".strip())
        elif _NUMBER.fullmatch(number):
            is_bound = len(number) <= LONGEST_BOUND and _PARTED.search(number) is not None
            cls = "number bound" if is_bound else "number"
            made.set("class", f"{made.get('class') or ''} {cls}".strip())
    for attribute, written in (("colspan", "cols"), ("rowspan", "rows")):
        span = span_of(cell, written)
        if span > 1:
            made.set(attribute, str(span))
    typesetter.children(cell, made)


def _is_sum(cell: etree._Element) -> bool:
    """Return whether a cell holds a sum of money and nothing else: *xvj lb iij s*, in one line."""
    if (cell.text or "").strip() or any((each.tail or "").strip() for each in cell):
        return False
    measures = [each for each in cell if local_name(each)]
    said = [f"{e.get('type') or ''} {e.get('ana') or ''}".lower() for e in measures]
    is_money = all(re.search(r"money|currency|\bsum\b", each) for each in said)
    are_measures = all(local_name(each) == "measure" for each in measures)
    return bool(measures) and is_money and are_measures and len(words_in(cell)) <= LONGEST_SUM


def _says_something(cell: etree._Element) -> bool:
    """Return whether a cell can head others: one that shows nothing would be a header in vain."""
    shown = cell.iter(tei("graphic"), tei("formula"), tei("ptr"), tei("g"))
    return bool(words_in(cell)) or next(shown, None) is not None


def _words_of_number(element: etree._Element) -> Iterator[str]:
    """Yield a cell's words without the marks of its notes, which leave a number a number."""
    yield element.text or ""
    for child in element:
        name = local_name(child)
        if name and name not in {"note", "ref", "ptr", "anchor"} and not _is_raised(child):
            yield from _words_of_number(child)
        yield child.tail or ""


def _is_raised(element: etree._Element) -> bool:
    """Tell a sign that is raised behind a number, and no more than a sign."""
    rend = f"{element.get('rend') or ''} {element.get('rendition') or ''}".lower()
    words = "".join(map(str, element.itertext())).strip()
    return bool(re.search(r"\bsup", rend)) and re.fullmatch(r"[a-z*†‡§\d]{1,2}", words) is not None


def set_row(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a row that stands in no table."""
    _set_row(element, into, typesetter, read_headers([element]).scopes)


RULES = {"table": set_table, "row": set_row, "cell": set_cell}
