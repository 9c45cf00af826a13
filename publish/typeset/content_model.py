"""Make any tree of XHTML elements legal: what TEI may nest and HTML may not is taken apart.

A TEI paragraph holds lists, tables and quotations; HTML's holds words only. Rules append what
reads well; this pass mends the finished tree, in one walk, children before parents:

- a block in a paragraph: `p` becomes `div.p`, the words between blocks become paragraphs of
  their own, `p.p-continued` from the second on;
- a block inside inline markup: the markup is cut in two around it; the block keeps its look in
  a `div` with the markup's class, or takes the markup inside itself;
- a block in a heading: plain blocks become lines, others make the heading a `div` with
  `role="heading"`;
- what is astray in a list, table or ruby is moved into a lawful child (`structured.py`);
- a link inside a link is cut out of it (`nesting.py`).
"""

from __future__ import annotations

from enum import IntEnum
from functools import partial

from lxml import etree

from publish.model.tree import take_out, unwrap
from publish.typeset.nesting import part_nested
from publish.typeset.structured import DROPPED_EMPTY, MENDERS
from publish.typeset.xhtml import (
    BLOCKS,
    HEADINGS,
    INLINE,
    H,
    add_class,
    attributes_of,
    drop_keeping_anchors,
    has_content,
    make,
    name_of,
    rename,
    says_something,
    split_around,
)


class Model(IntEnum):
    """What an element may hold."""

    FLOW = 0
    PHRASING = 1
    """A block that holds words: `p`, `pre`, headings."""
    INLINE = 2
    STRUCTURED = 3
    EMPTY = 4
    RUBY = 5


_PIECE_CLASSES = frozenset("noindent no-indent indent first".split())
"""Classes that concern a paragraph's first line and so its pieces; others stay on the whole."""

_SIMPLE = frozenset("p div blockquote header address section aside".split()) | HEADINGS
"""Blocks that a heading can show as lines of its own."""

_PUSHED = frozenset("a abbr b code del em i ins kbd mark s samp small strong sub sup u var".split())
"""Inline markup whose look comes from its name: a block takes it inside itself."""

_PARENTS = {
    "li": {"ul", "ol"},
    "dt": {"dl"},
    "dd": {"dl"},
    "tr": {"table", "thead", "tbody", "tfoot"},
    "td": {"tr"},
    "th": {"tr"},
    "thead": {"table"},
    "tbody": {"table"},
    "tfoot": {"table"},
    "caption": {"table"},
    "colgroup": {"table"},
    "col": {"colgroup", "table"},
    "figcaption": {"figure"},
    "rt": {"ruby", "rtc"},
    "rp": {"ruby", "rtc"},
    "rb": {"ruby"},
    "rtc": {"ruby"},
}
"""Elements that stand in certain others only."""


def _models() -> dict[str, Model]:
    models = {H + name: Model.FLOW for name in BLOCKS}
    models |= {H + name: Model.INLINE for name in INLINE}
    models |= {H + name: Model.PHRASING for name in HEADINGS | {"p", "pre"}}
    models |= {H + name: Model.STRUCTURED for name in MENDERS}
    models |= {H + name: Model.EMPTY for name in ("img", "br", "wbr", "hr", "col")}
    models[H + "ruby"] = Model.RUBY
    return models


_MODELS = _models()
_BLOCK_TAGS = frozenset(H + name for name in BLOCKS)
_BOUND = {
    H + name: frozenset(H + parent for parent in parents) for name, parents in _PARENTS.items()
}
_DROPPED_EMPTY = frozenset(H + name for name in DROPPED_EMPTY)
_WRAPPING = frozenset(H + name for name in ("section", "article", "aside", "blockquote"))


def legalize(root: etree._Element, *, wrap: bool = False) -> None:
    """Mend the whole tree below `root`, a block that may hold blocks.

    `wrap` puts all words that stand directly in the root into paragraphs.
    """
    _mend(root)
    if wrap:
        _wrap_loose_words(root)
    part_nested(root)


def _mend(element: etree._Element) -> bool:
    """Mend an element's inside; tell whether it is inline and now holds blocks directly."""
    own = element.tag
    model = _MODELS.get(str(own))
    if model is None or model is Model.EMPTY:
        return False
    has_block = False
    troubled: list[etree._Element] = []
    for child in element:
        tag = child.tag
        if tag in _BLOCK_TAGS:
            has_block = True
            _mend(child)
            if tag in _DROPPED_EMPTY or _is_stray(tag, element):
                troubled.append(child)
        elif _mend(child) or not isinstance(tag, str) or _is_stray(tag, element):
            troubled.append(child)
    if troubled:
        has_block = _settle(troubled, element) or has_block
    return _mend_own(element, model, has_block)


def _is_stray(tag: str, parent: etree._Element) -> bool:
    """Return whether an element that stands in certain others only stands elsewhere."""
    if tag not in _BOUND or parent.tag in _BOUND[tag]:
        return False
    is_group = parent.tag == H + "div" and tag in (H + "dt", H + "dd")
    group = parent.getparent() if is_group else None
    return group is None or group.tag not in _BOUND[tag]


def _settle(troubled: list[etree._Element], parent: etree._Element) -> bool:
    """Mend children that do not fit their parent; tell whether one of them is now a block."""
    for child in troubled:
        tag = child.tag
        if not isinstance(tag, str):
            take_out(child)
        elif tag in _DROPPED_EMPTY:
            if not has_content(child):
                drop_keeping_anchors(child)
        elif _is_stray(tag, parent):
            _settle_stray(child)
        else:
            split_around(child, _is_block, partial(_shell, child))
    return any(_is_block(child) for child in parent)


def _settle_stray(child: etree._Element) -> None:
    """Turn a list item without a list, a cell without a row, into a plain block."""
    name = name_of(child)
    if name in {"colgroup", "col"}:
        take_out(child)
    elif name in {"rt", "rp", "rb", "rtc"}:
        rename(child, "span", name)
    else:
        rename(child, "div", name)
    for inner in list(child):
        if inner.tag in _BOUND and _is_stray(inner.tag, child):
            _settle_stray(inner)


def _is_block(element: etree._Element) -> bool:
    return element.tag in _BLOCK_TAGS


def _shell(inline: etree._Element, block: etree._Element) -> etree._Element:
    """Return a block that is cut out of inline markup the look it had there."""
    name = name_of(inline)
    if name in _PUSHED:
        _push_down(inline, block)
        return block
    attributes = attributes_of(inline)
    if not attributes:
        return block
    shell = etree.Element(inline.tag, attributes)
    rename(shell, "div", *([] if name == "span" else [name]))
    shell.append(block)
    return shell


def _push_down(inline: etree._Element, block: etree._Element) -> None:
    """Put inline markup around the words inside a block."""
    attributes = attributes_of(inline)
    for holder in list(block.iter(*_BLOCK_TAGS)):
        model = _MODELS[str(holder.tag)]
        if model not in {Model.FLOW, Model.PHRASING} or any(_is_block(c) for c in holder):
            continue
        if not has_content(holder):
            continue
        copy = etree.Element(inline.tag, attributes)
        copy.text, holder.text = holder.text, None
        copy.extend(list(holder))
        holder.append(copy)


def _mend_own(element: etree._Element, model: Model, has_block: bool) -> bool:
    if model is Model.INLINE:
        return has_block
    if model is Model.FLOW:
        if has_block and element.tag in _WRAPPING:
            _wrap_loose_words(element)
    elif model is Model.PHRASING:
        if has_block:
            _open_up(element)
    else:
        if has_block and model is Model.RUBY:
            _flatten(element)
        MENDERS[name_of(element)](element)
    return False


def _open_up(element: etree._Element) -> None:
    """Make room for blocks in a block of words."""
    name = name_of(element)
    if name == "p":
        _open_paragraph(element)
    elif name == "pre" or all(name_of(e) in _SIMPLE for e in element.iter(*_BLOCK_TAGS)):
        _flatten(element)
    else:
        rename(element, "div", name)
        element.set("role", "heading")
        element.set("aria-level", name[1])


def _open_paragraph(paragraph: etree._Element) -> None:
    classes = (paragraph.get("class") or "").split()
    rename(paragraph, "div", "p")
    cls = " ".join(c for c in classes if c in _PIECE_CLASSES)
    _wrap_loose_words(paragraph, cls, f"p-continued {cls}".strip())


def _wrap_loose_words(block: etree._Element, cls: str = "", later_cls: str = "") -> None:
    """Put the words that stand between blocks into paragraphs."""
    children = list(block)
    runs: list[etree._Element] = []
    run: etree._Element | None = None
    text, block.text = block.text, None
    if says_something(text):
        run = make("p", cls)
        run.text = text
        block.insert(0, run)
    for child in children:
        if _is_block(child):
            run, cls = None, later_cls
            tail, child.tail = child.tail, None
            if says_something(tail):
                run = make("p", cls)
                run.text = tail
                child.addnext(run)
        else:
            if run is None:
                run = make("p", cls)
                child.addprevious(run)
                runs.append(run)
            run.append(child)
    for run in runs:
        if not has_content(run):
            unwrap(run)
        elif _is_marks(run):
            _join_to_paragraph_before(run)


def _is_marks(run: etree._Element) -> bool:
    """Return whether a run of loose words is the marks of notes and nothing else."""
    texts = [run.text, *(child.tail for child in run)]
    is_mark = all("noteref" in (child.get("class") or "").split() for child in run)
    return is_mark and not any(map(says_something, texts))


def _join_to_paragraph_before(run: etree._Element) -> None:
    """Put the marks of notes that stand between blocks behind the words that they are on."""
    before = run.getprevious()
    while before is not None and name_of(before) == "div" and len(before):
        before = before[-1] if not says_something(before[-1].tail) else None
    if before is not None and name_of(before) == "p":
        before.extend(list(run))
        unwrap(run)


def _flatten(element: etree._Element) -> None:
    """Turn the blocks inside a block of words into lines of it."""
    for block in list(element.iter(*_BLOCK_TAGS)):
        if block is element:
            continue
        if block.tag == H + "hr":
            rename(block, "br")
            continue
        if has_content(block):
            _break_lines(block, element)
        rename(block, "span", "line", *_old_name(block))


def _old_name(block: etree._Element) -> list[str]:
    name = name_of(block)
    return [] if name in {"p", "div"} else [name]


def _break_lines(block: etree._Element, root: etree._Element) -> None:
    """Put a line break between a block that becomes a line and the words beside it."""
    before = block.getprevious()
    parent = block.getparent()
    if parent is None:
        return
    spoken = before.tail if before is not None else parent.text
    if says_something(spoken) or (before is not None and has_content(before)):
        block.addprevious(make("br"))
    if says_something(block.tail):
        tail, block.tail = block.tail, None
        line_end = make("br")
        block.addnext(line_end)
        line_end.tail = tail
    add_class(block, "line")


__all__ = ["legalize"]
