"""Words that stand in the features of a token: `<w><fs><f name="wordform">day</f> ...`.

A token's own words are what a reader meets, what is said of them in `fs` is data (TEI chapters 18.1
and 18.3); corpora of dialects (VICAV) put the words themselves among the features.
"""

from __future__ import annotations

from lxml import etree

from publish.model.document import local_name, tei

_TOKENS = (tei("w"), tei("pc"))
_JOINED = dict.fromkeys("- – ‐ ‑".split(), "both") | dict.fromkeys(". , ; : ! ? …".split(), "left")
"""Signs, and the sides on which they touch words."""
_FORMS = frozenset("wordform word-form word_form token surface".split())


def say_word_forms(text: etree._Element) -> None:
    """Give tokens without words those that their features call their form.

    Where some of these end with a space, the words of the text are parted by these alone.
    """
    taken = []
    for token in text.iter(*_TOKENS):
        feature = None if _says(token) else _feature_of(token)
        if feature is not None:
            form = "".join(map(str, feature.itertext(etree.Element)))
            taken.append((token, form))
            feature[:], feature.text = [], None
    has_spaces = any(form[-1:].isspace() for _, form in taken)
    if has_spaces:
        for parent in dict.fromkeys(token.getparent() for token, _ in taken):
            _take_layout_out(parent)
    for token, form in taken:
        token.text = form.strip()
        for child in token:
            child.tail = None
        if has_spaces and form[-1:].isspace():
            token.tail = " " + (token.tail or "")
    if taken:
        _join_at_signs(text)


def _says(token: etree._Element) -> bool:
    texts = [token.text, *(child.tail for child in token)]
    inner = [child for child in token if local_name(child) not in {"", "fs"}]
    return bool(inner) or any((text or "").strip() for text in texts)


def _feature_of(token: etree._Element) -> etree._Element | None:
    for feature in token.iterfind(f"{tei('fs')}/{tei('f')}"):
        is_form = (feature.get("name") or "").lower() in _FORMS
        if is_form and "".join(map(str, feature.itertext(etree.Element))).strip():
            return feature
    return None


def _take_layout_out(parent: etree._Element | None) -> None:
    for child in parent if parent is not None else ():
        if "\n" in (child.tail or "") and not (child.tail or "").strip():
            child.tail = None


def _join_at_signs(text: etree._Element) -> None:
    """Make a `c` between words a point in markup: a hyphen joins both, a point the one before."""
    for sign in list(text.iter(tei("c"))):
        beside = (sign.getprevious(), sign.getnext())
        written = (sign.text or "").strip()
        if written in _JOINED and any(e is not None and e.tag in _TOKENS for e in beside):
            sign.tag = tei("pc")
            sign.set("join", _JOINED[written])
