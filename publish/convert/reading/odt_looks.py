"""What an OpenDocument text says besides what pandoc's tree has of it: looks and fields.

Each paragraph that looks of its own gets a mark of private characters before its words, which
pandoc hands on; what it stands for is put in its place afterwards. Fields that pandoc passes over
(OpenDocument 1.3 part 3, 7) lose their element and keep their words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree
from msgspec import Struct, field

from publish.convert.markup.page import BLOCKS
from publish.convert.word.styles import readable
from publish.model.document import local_name
from publish.model.lazy_pattern import lazy_pattern
from publish.model.tree import take_out

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"

_MARK = lazy_pattern("\ue010(\\d+)\ue011")
_READ = frozenset(
    """
    p h span a s tab line-break soft-page-break note note-citation note-body list list-item
    list-header bookmark bookmark-start bookmark-end bookmark-ref reference-ref reference-mark-start
    reference-mark-end change change-start change-end alphabetical-index-mark
    alphabetical-index-mark-start alphabetical-index-mark-end toc-mark-start toc-mark-end
    user-index-mark-start user-index-mark-end numbered-paragraph section
    """.split()
)
"""What pandoc reads inside a paragraph; all others are fields, of which it takes no words."""
_MADE_ANEW = tuple(
    f"{TEXT}{name}"
    for name in """table-of-content illustration-index table-index object-index
    user-index""".split()
)
"""The contents that a program has made."""
_PROPERTIES = (
    "text-align", "margin-left", "font-size", "font-style", "font-weight", "font-variant",
    "text-transform", "break-before",
)  # fmt: skip
DEEPEST = 30


class Looks(Struct):
    """The looks of a document's paragraphs by the number of their mark."""

    rows: list[tuple[str, str, int]] = field(default_factory=list)
    """The style's name, the look as CSS, and the rank in the outline."""
    words: str = ""
    """All words of the text, for the count."""


class _Style(Struct):
    name: str
    parent: str
    is_automatic: bool
    level: int
    own: dict[str, str]


def carry_looks(content: etree._Element, styles: etree._Element | None) -> Looks:
    """Mark paragraphs by their looks, in place, and take fields off their words."""
    table = _read_styles(content, is_automatic=True)
    if styles is not None:
        table = _read_styles(styles, is_automatic=False) | table
    _lift_boxes(content)
    _open_fields(content)
    for gone in list(content.iter(*_MADE_ANEW)):
        parent = gone.getparent()
        if parent is not None:
            parent.remove(gone)
    paragraphs = [each for each in content.iter(f"{TEXT}p", f"{TEXT}h")]
    looks = Looks(words="".join(_words(content)))
    body = _body_size(paragraphs, table)
    numbers: dict[tuple[str, str, int], int] = {}
    for paragraph in paragraphs:
        row = _row(paragraph, table, body)
        if any(row) and "".join(map(str, paragraph.itertext())).strip():
            number = numbers.setdefault(row, len(numbers))
            paragraph.text = f"\ue010{number}\ue011{paragraph.text or ''}"
    looks.rows = list(numbers)
    return looks


def _lift_boxes(content: etree._Element) -> None:
    """Let what stands in a text box stand behind the paragraph that the box hangs on.

    pandoc reads a box as a picture's caption, or not at all.
    """
    for box in reversed(list(content.iter(f"{DRAW}text-box"))):
        frame = box.getparent()
        anchor = next(box.iterancestors(f"{TEXT}p", f"{TEXT}h"), None)
        if frame is None or anchor is None:
            continue
        for block in reversed(list(box)):
            anchor.addnext(block)
        take_out(frame)


def _open_fields(content: etree._Element) -> None:
    """Take the fields off the words that they show."""
    inside = (each for block in content.iter(f"{TEXT}p", f"{TEXT}h") for each in block.iter())
    tags = {str(each.tag) for each in inside if str(each.tag).startswith(TEXT)}
    fields = sorted(tag for tag in tags if tag.removeprefix(TEXT) not in _READ)
    if fields:
        etree.strip_tags(content, *fields)


def _words(content: etree._Element) -> Iterator[str]:
    """Read all words of the text once, without the marks of notes."""
    body = next(content.iter(f"{OFFICE}body"), content)
    for event, element in etree.iterwalk(body, events=("start", "end")):
        is_label = element.tag == f"{TEXT}note-citation"
        if event == "start" and not is_label:
            yield element.text or ""
        elif event == "end":
            yield "\n" if element.tag in {f"{TEXT}p", f"{TEXT}h"} else ""
            yield (element.tail or "") if element is not body else ""


def unpack_looks(root: etree._Element, looks: Looks) -> None:
    """Put what the marks stand for in their place, as CSS and attributes of HTML."""
    for element in list(root.iter(etree.Element)):
        for text, is_tail in ((element.text, False), (element.tail, True)):
            found = _MARK.search(text or "")
            if not found:
                continue
            rest = _MARK.sub("", text or "")
            if is_tail:
                element.tail = rest
            else:
                element.text = rest
            holder = element.getparent() if is_tail else element
            while (
                holder is not None and holder.tag not in BLOCKS and holder.tag not in {"td", "th"}
            ):
                holder = holder.getparent()
            if holder is not None and int(found[1]) < len(looks.rows):
                _dress(holder, *looks.rows[int(found[1])])


def _dress(holder: etree._Element, name: str, css: str, level: int) -> None:
    if name:
        holder.set("data-custom-style", name)
    if css:
        holder.set("style", css)
    if level:
        holder.set("data-level", str(level))


def _read_styles(root: etree._Element, *, is_automatic: bool) -> dict[str, _Style]:
    table = {}
    for style in root.iter(f"{STYLE}style"):
        if style.get(f"{STYLE}family") != "paragraph":
            continue
        own = {
            name: value
            for properties in style
            for name in _PROPERTIES
            if (value := properties.get(f"{FO}{name}")) is not None
        }
        name = style.get(f"{STYLE}name") or ""
        shown = style.get(f"{STYLE}display-name") or name.replace("_20_", " ")
        level = style.get(f"{STYLE}default-outline-level") or "0"
        table[name] = _Style(
            readable(shown), style.get(f"{STYLE}parent-style-name") or "",
            is_automatic, int(level) if level.isdigit() else 0, own,
        )  # fmt: skip
    return table


def _chain(paragraph: etree._Element, table: dict[str, _Style]) -> list[_Style]:
    name = paragraph.get(f"{TEXT}style-name") or ""
    found: list[_Style] = []
    while name in table and len(found) < DEEPEST:
        found.append(table[name])
        name = found[-1].parent
    return found


def _properties(chain: list[_Style]) -> dict[str, str]:
    made: dict[str, str] = {}
    for style in reversed(chain):
        made |= style.own
    return made


def _points(said: str) -> float:
    found = re.fullmatch(r"([\d.]+)(pt|cm|mm|in)", said)
    units = {"pt": 1.0, "cm": 28.35, "mm": 2.835, "in": 72.0}
    return float(found[1]) * units[found[2]] if found else 0.0


def _body_size(paragraphs: list[etree._Element], table: dict[str, _Style]) -> float:
    """Find the size in which most of the text is set, in points."""
    sizes: Counter[float] = Counter()
    for paragraph in paragraphs:
        size = _points(_properties(_chain(paragraph, table)).get("font-size", ""))
        sizes[size or 12.0] += len("".join(map(str, paragraph.itertext())))
    return sizes.most_common(1)[0][0] if sizes else 12.0


def _row(paragraph: etree._Element, table: dict[str, _Style], body: float) -> tuple[str, str, int]:
    chain = _chain(paragraph, table)
    own = _properties(chain)
    named = next((style for style in chain if not style.is_automatic), None)
    css = [
        f"{key}:{own[key]}"
        for key in ("font-style", "font-weight", "font-variant", "text-transform")
        if own.get(key) not in {None, "normal", "none"}
    ]
    align = {"center": "center", "end": "right", "right": "right"}.get(own.get("text-align", ""))
    css += [f"text-align:{align}"] if align else []
    size = _points(own.get("font-size", "")) / body
    css += [f"font-size:{size:.2f}em"] if size > 1.12 or 0 < size < 0.88 else []
    css += ["page-break-before:always"] if own.get("break-before") == "page" else []
    inset = _points(own.get("margin-left", ""))
    css += [f"margin-left:{inset / 12:.1f}em"] if inset > 0 else []
    is_plain = named is None or named.name.lower() in {"standard", "text body", "default style"}
    level = named.level if named is not None and local_name(paragraph) == "p" else 0
    return ("" if is_plain or named is None else named.name, ";".join(css), level)
