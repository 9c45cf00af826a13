"""Rules for lists (TEI chapter 3.8): numbered, bulleted, plain, glossaries, and lists in the line.

A list without a type is set plain, without bullets: those of the source, if there were any, are
part of its text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from publish.model.document import local_name, tei
from publish.model.lazy_pattern import lazy_pattern
from publish.model.publication import XHTML
from publish.typeset.entry_parts import ENTRY_PARTS
from publish.typeset.render import Typesetter
from publish.typeset.rules.prose import IN_LINE

_ORDERED = frozenset(
    "ordered numbered number numeric arabic decimal alphabetical alpha alphabetic roman "
    "upper-roman lower-roman upper-alpha lower-alpha enumerated ol".split()
)
_BULLETED = frozenset("bulleted bullet bullets unordered itemized disc ul dashed".split())
_IN_LINE = frozenset("inline runon run-on run-in runin run_in".split())
_GLOSSARY = frozenset("gloss glossary definitions labelled labeled dl deflist".split())

_STYLES = {
    "roman": "lower-roman",
    "upper-roman": "upper-roman",
    "lower-roman": "lower-roman",
    "alpha": "lower-alpha",
    "alphabetic": "lower-alpha",
    "alphabetical": "lower-alpha",
    "upper-alpha": "upper-alpha",
    "lower-alpha": "lower-alpha",
}
"""Kinds of numbering, as classes."""

_OWN_NUMBER = lazy_pattern(r"\s*[\[(]?(?:\d{1,4}|[ivxlcIVXLC]{1,6}|[a-zA-Z])[\])]?[.):]\s")
_SIGN = lazy_pattern(r"[\W_]*\w{0,4}[\W_]*")
_WHOLE = lazy_pattern(r"[1-9]\d{0,5}")
_MILESTONES = frozenset("pb lb cb gb milestone anchor fw index".split())


def set_list(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a list by its kind; what stands between the items stands between lists."""
    words = _words(element)
    if words & _IN_LINE:
        _set_in_line(element, into, typesetter)
        return
    tag, cls = _form(element, words)
    children = [child for child in element if local_name(child) not in _MILESTONES | {""}]
    if all(local_name(child) in {"item", "label"} for child in children):
        _set_items(element, typesetter.open(into, tag, element, cls), typesetter)
        return
    made = typesetter.open(into, "div", element, "list")
    _set_mixed(element, made, tag, cls, typesetter)


def _words(element: etree._Element) -> set[str]:
    written = f"{element.get('type') or ''} {element.get('rend') or ''}"
    return set(re.split(r"[\s;,()]+", written.lower().replace("simple:", "")))


def _form(element: etree._Element, words: set[str]) -> tuple[str, str]:
    """Choose the XHTML element and the class of a list."""
    labels = [_plain(label) for label in element.iterchildren(tei("label"))]
    if words & _GLOSSARY or any(not _SIGN.fullmatch(label) for label in labels):
        return "dl", "glossary"
    if labels:
        return "ul", "labelled"
    if words & _ORDERED:
        if _has_own_numbers(element):
            return "ol", "simple"
        if any(not _WHOLE.fullmatch(item.get("n") or "1") for item in element.iter(tei("item"))):
            return "ul", "labelled"
        style = next((_STYLES[word] for word in sorted(words) if word in _STYLES), "")
        return "ol", style
    return ("ul", "") if words & _BULLETED else ("ul", "simple")


def _plain(element: etree._Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())


def _has_own_numbers(element: etree._Element) -> bool:
    """Return whether the items' text brings the numbers, so that none are to be made."""
    items = element.findall(tei("item"))
    return bool(items) and all(_OWN_NUMBER.match(f"{_plain(item)[:12]} ") for item in items[:3])


def _set_items(element: etree._Element, made: etree._Element, typesetter: Typesetter) -> None:
    typesetter.say_text(element, made)
    for child in element:
        _set_one(child, made, typesetter)
        typesetter.say_tail(child, made)


def _set_mixed(
    element: etree._Element, made: etree._Element, tag: str, cls: str, typesetter: Typesetter
) -> None:
    """Set headings and other blocks of a list between runs of its items."""
    items: etree._Element | None = None
    typesetter.say_text(element, made)
    for child in element:
        name = local_name(child)
        if name in {"item", "label"}:
            if items is None:
                items = typesetter.open(made, tag, None, cls)
            _set_one(child, items, typesetter)
            typesetter.say_tail(child, items)
        elif name in _MILESTONES and items is not None:
            typesetter.one(child, items)
            typesetter.say_tail(child, items)
        elif name:
            items = None
            typesetter.one(child, made)
            typesetter.say_tail(child, made)
        else:
            typesetter.say_tail(child, made if items is None else items)


def _set_one(child: etree._Element, made: etree._Element, typesetter: Typesetter) -> None:
    """Set an item or a label of a list of this form."""
    name, form = local_name(child), local_name(made)
    if name not in {"item", "label"}:
        typesetter.one(child, made)
    elif form == "dl":
        typesetter.children(child, typesetter.open(made, "dt" if name == "label" else "dd", child))
    elif name == "item":
        _set_item(child, made, typesetter)
    elif next(child.itersiblings(tei("item")), None) is None:
        typesetter.children(child, typesetter.open(made, "li", child, "loose"))


def _set_item(item: etree._Element, made: etree._Element, typesetter: Typesetter) -> None:
    """Set an item with the label before it, or the number that it brings."""
    entry = typesetter.open(made, "li", item)
    labels = _labels_before(item)
    for label in reversed(labels):
        typesetter.children(label, typesetter.open(entry, "span", label, "item-label"))
        typesetter.say(entry, " ")
    number = " ".join((item.get("n") or "").split())
    classes = (made.get("class") or "").split()
    if local_name(made) == "ol" and _WHOLE.fullmatch(number) and "simple" not in classes:
        entry.set("value", number)
    elif number and not labels and "labelled" in classes:
        typesetter.open(entry, "span", cls="item-label").text = number
        typesetter.say(entry, " ")
    typesetter.children(item, entry)


def _labels_before(item: etree._Element) -> list[etree._Element]:
    found = []
    for before in item.itersiblings(preceding=True):
        if local_name(before) == "label":
            found.append(before)
        elif local_name(before) == "item":
            break
    return found


def _set_in_line(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a list whose items run on in the text, each parted from the next by a space."""
    made = typesetter.open(into, "span", element, "list-inline")
    typesetter.say_text(element, made)
    for child in element:
        name = local_name(child)
        if name in {"item", "label", "head"}:
            span = typesetter.open(made, "span", child, name)
            typesetter.children(child, span)
            is_end = child is element[-1] and not _runs_on(element)
            typesetter.say_tail(child, made, _without_layout if is_end else str)
            if not child.tail and not is_end:
                typesetter.say(made, " ")
        else:
            typesetter.one(child, made)
            typesetter.say_tail(child, made)


def _runs_on(element: etree._Element) -> bool:
    """Return whether a word follows without a space, which the list's own end must bring."""
    follows = element.tail or ""
    return follows[:1].isalnum() or (not follows and element.getnext() is not None)


def _without_layout(tail: str) -> str:
    return "" if tail.isspace() else tail


def set_stray_item(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set an item that stands in no list."""
    typesetter.children(element, typesetter.open(into, "div", element, "item"))


def set_label(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a label outside lists: in the line where it stands in one, else as a line."""
    parent = element.getparent()
    is_in_line = parent is not None and local_name(parent) in IN_LINE | ENTRY_PARTS
    tag = "span" if is_in_line else "p"
    opens = parent is not None and not _has_words(into)
    if _is_of_labelled_heading(element) and not opens:
        typesetter.trim(into)
        typesetter.open(into, "br")
    typesetter.children(element, typesetter.open(into, tag, element, "label"))
    if is_in_line and opens and _words_behind(element)[:1].isupper():
        typesetter.say(into, " ")


def _has_words(block: etree._Element) -> bool:
    """Return whether a block has begun with words; the number of a line is none."""
    said = [block.text, *(word for e in block for word in (e.tail, *_words_in(e)))]
    return any((words or "").strip() for words in said)


def _words_in(made: etree._Element) -> Iterator[str]:
    if made.get("class") not in {"line-number", "part-number"}:
        yield from map(str, made.itertext())


def _words_behind(label: etree._Element) -> str:
    following = label.getnext()
    if label.tail or following is None:
        return label.tail or ""
    chosen = following.find(tei("lem")) if local_name(following) == "app" else following
    return "" if chosen is None else "".join(map(str, chosen.itertext())).lstrip()


def _is_of_labelled_heading(label: etree._Element) -> bool:
    """Return whether a label is one of several in a heading, each before its own words."""
    parent = label.getparent()
    if parent is None or local_name(parent) != "head":
        return False
    return len(parent.findall(tei("label"))) > 1 and not (parent.text or "").strip()


def set_column_heads(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set the heading over the terms or over the definitions of a glossary."""
    after = element.getprevious()
    is_second = after is not None and local_name(after) == "headLabel"
    last = into[-1] if is_second and len(into) else None
    if last is not None and last.tag == f"{{{XHTML}}}p" and last.get("class") == "head":
        typesetter.say(last, ": ")
        typesetter.children(element, last)
    else:
        typesetter.children(element, typesetter.open(into, "p", element, "head"))


RULES = {
    "list": set_list,
    "item": set_stray_item,
    "label": set_label,
    "headLabel": set_column_heads,
    "headItem": set_column_heads,
}
