"""Looks that pandoc does not hand on, carried through it as styles of our own.

A paragraph set apart by hand (centred, in capitals, larger) has no style that says so. Each look
that occurs becomes a style `publish N`, based on the paragraph's own, and pandoc names the style
with what it makes of the paragraph. The same is done for runs in another language or in capitals.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from lxml import etree
from msgspec import Struct, field

from publish.convert.style_roles import role_of
from publish.convert.word.package import TEXTS, Package, w
from publish.convert.word.styles import (
    Properties,
    Style,
    StyleTable,
    read_properties,
    read_styles,
)
from publish.model.lazy_pattern import lazy_pattern

NAME = "publish "

_BY_PANDOC = ("title", "subtitle", "author", "date", "abstract")
"""Styles of paragraphs at the beginning that pandoc takes for what the document says of itself."""

_MONOSPACED = lazy_pattern(r"mono|courier|consolas|menlo|typewriter|terminal|andale", re.IGNORECASE)

LARGER, SMALLER = 1.12, 0.88
"""From which size of type on, against the text's, a paragraph is set apart by it."""


class Carried(Struct, frozen=True):
    """What a style of ours stands for."""

    style: str
    """The name of the style that the writer gave."""
    css: str
    """The look as CSS, which the rest of the road understands."""
    level: int = 0
    language: str = ""


class Looks(Struct):
    """All looks of a document by the names of the styles that carry them."""

    carried: dict[str, Carried] = field(default_factory=dict)
    characters: dict[str, str] = field(default_factory=dict)
    """The looks of character styles as CSS, by the names that pandoc gives them."""
    language: str = ""
    """The language that most of the text is in."""


def carry_looks(package: Package) -> Looks:
    """Give every paragraph and run that looks of its own a style that carries it."""
    looks = Looks()
    root = package.tree("word/styles.xml")
    table = read_styles(root)
    texts = [tree for name in TEXTS if (tree := package.tree(name)) is not None]
    if root is None or not texts:
        return looks
    size = _body_size(texts, table)
    looks.language = _main_language(texts, table)
    looks.characters = _characters(root, table)
    carrier = _Carrier(root, table, looks, size)
    for name, tree in zip(TEXTS, texts, strict=False):
        for paragraph in tree.iter(w("p")):
            carrier.paragraph(paragraph, is_end_note="endnotes" in name)
            for run in paragraph.iter(w("r")):
                carrier.run(run)
    return looks


def _characters(root: etree._Element, table: StyleTable) -> dict[str, str]:
    """Write the looks of character styles as CSS: pandoc names the style alone."""
    found = {}
    for style in root.iterchildren(w("style")):
        name = style.find(w("name"))
        if style.get(w("type")) == "character" and name is not None:
            css = css_of_run(table.properties(style.get(w("styleId")) or ""))
            found[name.get(w("val")) or ""] = css
    return found


def css_of_run(run: Properties) -> str:
    """Write how words look as CSS."""
    said = [
        "font-style:italic" if run.i else "",
        "font-weight:bold" if run.b else "",
        "font-variant:small-caps" if run.smallCaps else "",
        "text-transform:uppercase" if run.caps else "",
        "font-family:monospace" if _MONOSPACED.search(run.face or "") else "",
        {"superscript": "vertical-align:super", "subscript": "vertical-align:sub"}.get(
            run.raised or "", ""
        ),
    ]
    return ";".join(filter(None, said))


def _style_id(paragraph: etree._Element, table: StyleTable) -> str:
    named = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
    return (named.get(w("val")) or "") if named is not None else table.default


def _words(run: etree._Element) -> str:
    return "".join(text.text or "" for text in run.iter(w("t")))


def _of_run(run: etree._Element, around: Properties, table: StyleTable) -> Properties:
    holder = run.find(w("rPr"))
    own = read_properties(holder)
    named = holder.find(w("rStyle")) if holder is not None else None
    if named is not None:
        own = own.over(table.properties(named.get(w("val")) or ""))
    return own.over(around)


def _body_size(texts: Iterable[etree._Element], table: StyleTable) -> int:
    """Find the size in which most of the text is set, in half points."""
    sizes: Counter[int] = Counter()
    for tree in texts:
        for paragraph in tree.iter(w("p")):
            around = table.properties(_style_id(paragraph, table)).over(table.everywhere)
            for run in paragraph.iter(w("r")):
                sizes[_of_run(run, around, table).size or 20] += len(_words(run))
    return sizes.most_common(1)[0][0] if sizes else 20


def _main_language(texts: Iterable[etree._Element], table: StyleTable) -> str:
    languages: Counter[str] = Counter()
    for tree in texts:
        for paragraph in tree.iter(w("p")):
            around = table.properties(_style_id(paragraph, table)).over(table.everywhere)
            for run in paragraph.iter(w("r")):
                languages[_of_run(run, around, table).language or ""] += len(_words(run))
    found = languages.most_common(1)
    return found[0][0] if found else ""


class _Carrier(Struct):
    root: etree._Element
    table: StyleTable
    looks: Looks
    size: int
    names: dict[tuple[str, str, Carried], str] = field(default_factory=dict)

    def paragraph(self, paragraph: etree._Element, *, is_end_note: bool) -> None:
        """Look at a paragraph as a whole."""
        identifier = _style_id(paragraph, self.table)
        chain = self.table.chain(identifier)
        if any(style.is_numbered for style in chain):
            return
        if any(style.name.lower() in _BY_PANDOC for style in chain):
            return
        own = read_properties(paragraph.find(w("pPr")))
        around = own.over(self.table.properties(identifier)).over(self.table.everywhere)
        runs = [_of_run(run, around, self.table) for run in paragraph.iter(w("r")) if _words(run)]
        opens = _opens_page(paragraph) or bool(around.opens_page)
        css = _css(around, runs, self.size, opens=opens)
        level = around.level or 0
        name = self.table.name(identifier) if identifier != self.table.default else ""
        is_code = role_of(name.lower()) == "code" and not _has_changes(paragraph)
        if not css and not level and not is_end_note and not is_code:
            return
        name = f"{name} endnote".strip() if is_end_note else name
        holder = paragraph.find(w("pPr"))
        if holder is None:
            holder = etree.Element(w("pPr"))
            paragraph.insert(0, holder)
        base = self._source_code() if is_code else identifier
        self._name(holder, "pStyle", base, Carried(name, css, level), "paragraph")

    def _source_code(self) -> str:
        """Return the style by which pandoc knows code, and keeps its spaces; made where lacking."""
        for identifier, style in self.table.styles.items():
            if style.name.lower() == "source code":
                return identifier
        made = etree.SubElement(self.root, w("style"))
        made.set(w("type"), "paragraph")
        made.set(w("styleId"), "SourceCode")
        etree.SubElement(made, w("name")).set(w("val"), "Source Code")
        self.table.styles["SourceCode"] = Style("Source Code", "", Properties(), False)
        return "SourceCode"

    def run(self, run: etree._Element) -> None:
        """Look at a run: its language and its capitals."""
        holder = run.find(w("rPr"))
        if holder is None or not _words(run):
            return
        own = read_properties(holder)
        language = own.language or ""
        is_foreign = bool(language) and language[:2] != self.looks.language[:2]
        css = "text-transform:uppercase" if own.caps else ""
        css = "font-family:monospace" if _MONOSPACED.search(own.face or "") else css
        if not is_foreign and not css:
            return
        named = holder.find(w("rStyle"))
        identifier = (named.get(w("val")) or "") if named is not None else ""
        name = self.table.name(identifier) if identifier else ""
        carried = Carried(name, css, 0, language if is_foreign else "")
        self._name(holder, "rStyle", identifier, carried, "character")

    def _name(
        self, holder: etree._Element, tag: str, identifier: str, carried: Carried, kind: str
    ) -> None:
        """Put a style of ours in the place of the one that was named."""
        key = (kind, identifier, carried)
        if key not in self.names:
            number = len(self.names) + 1
            self.names[key] = f"publish{number}"
            self.looks.carried[f"{NAME}{number}"] = carried
            style = etree.SubElement(self.root, w("style"))
            style.set(w("type"), kind)
            style.set(w("styleId"), self.names[key])
            etree.SubElement(style, w("name")).set(w("val"), f"{NAME}{number}")
            if identifier:
                etree.SubElement(style, w("basedOn")).set(w("val"), identifier)
        named = holder.find(w(tag))
        if named is None:
            named = etree.Element(w(tag))
            holder.insert(0, named)
        named.set(w("val"), self.names[key])


def _has_changes(paragraph: etree._Element) -> bool:
    """Return whether words of a paragraph were put in or taken out; in code pandoc mixes both."""
    return any(True for _ in paragraph.iter(w("ins"), w("del"), w("footnoteReference")))


def _opens_page(paragraph: etree._Element) -> bool:
    """Return whether a page was broken in a paragraph before its words."""
    for each in paragraph.iter(w("br"), w("t")):
        if each.tag == w("br"):
            return each.get(w("type")) == "page"
        if (each.text or "").strip():
            return False
    return False


def _css(around: Properties, runs: list[Properties], size: int, *, opens: bool) -> str:
    """Write what is seen of a paragraph as CSS; its words' own slant and weight are pandoc's."""
    said = []
    if around.align in {"center", "right"}:
        said.append(f"text-align:{around.align}")
    if runs and all(run.caps or run.smallCaps for run in runs):
        said.append("font-variant:small-caps")
    sizes = {run.size or 20 for run in runs}
    if sizes and (min(sizes) > size * LARGER or max(sizes) < size * SMALLER):
        said.append(f"font-size:{min(sizes) / size:.2f}em")
    if around.indent and around.indent > 0:
        said.append(f"margin-left:{around.indent / 240:.1f}em")  # of 12 pt
    if opens:
        said.append("page-break-before:always")
    return ";".join(said)
