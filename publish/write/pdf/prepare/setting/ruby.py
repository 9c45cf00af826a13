"""Ruby (readings above characters, JLREQ 3.3), which WeasyPrint does not know: set with boxes.

Each base becomes a box as wide as itself or its reading; the reading hangs above it. What the
reading hangs from is positioned, and so drawn after the page's text (CSS 2.1 appendix E); the
base is not, or who searches the page would find it behind the page's last line.
"""

from __future__ import annotations

import unicodedata
from xml.etree.ElementTree import Element

from publish.engine.tree import take_out

READING = 0.5
"""The size of a reading, of that of the base (JLREQ 3.3.3)."""


def set_readings(root: Element) -> None:
    """Give each reading one base, and each base the room that its reading needs."""
    for ruby in list(root.iter("ruby")):
        _drop_brackets(ruby)
        if sum(child.tag == "rt" for child in ruby) > 1:
            _part(ruby)
        else:
            _make_room(ruby)


def _drop_brackets(ruby: Element) -> None:
    """Take out `rp`, the brackets for readers that cannot set a reading above its base."""
    for child in ruby.findall("rp"):
        take_out(ruby, child)


def _part(ruby: Element) -> None:
    """Make a ruby of several bases and readings into one of each."""
    children = list(ruby)
    text, ruby.text, ruby.tag = ruby.text, None, "span"
    for child in children:
        ruby.remove(child)
    pair = Element("ruby")
    pair.text = text
    for child in children:
        pair.append(child)
        if child.tag == "rt":
            following, child.tail = child.tail, None
            ruby.append(pair)
            _make_room(pair)
            pair = Element("ruby")
            pair.text = following
    if len(pair) or (pair.text or "").strip():
        pair.tag = "span"
        ruby.append(pair)


def _make_room(ruby: Element) -> None:
    reading = READING * sum(_width("".join(rt.itertext())) for rt in ruby.iter("rt"))
    base = _width(_base_of(ruby))
    if reading > base:
        ruby.set("style", f"padding: 0 {(reading - base) / 2:.2f}em")
    for rt in ruby.findall("rt"):
        _hang(rt, ruby)


def _hang(rt: Element, ruby: Element) -> None:
    """Put a reading into a line of no height that it hangs from."""
    place = list(ruby).index(rt)
    above = Element("span", {"class": "above-base"})
    above.tail, rt.tail = rt.tail, None
    ruby.remove(rt)
    above.append(rt)
    ruby.insert(place, above)


def _base_of(ruby: Element) -> str:
    texts = [ruby.text or ""]
    for child in ruby:
        if child.tag not in {"rt", "rp", "rtc"}:
            texts.append("".join(child.itertext()))
        texts.append(child.tail or "")
    return "".join(texts)


def _width(text: str) -> float:
    return sum(1.0 if unicodedata.east_asian_width(c) in "WF" else 0.5 for c in text.strip())
