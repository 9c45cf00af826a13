"""Free what the writer restored from the deletion around it.

A restoring mark takes back the stroke that its words are under, whether the `restore` holds the
`del` or the `del` the `restore` (TEI chapter 12.3.1.6), and none of the strokes within. In the
corrected view a `del` around a `restore` becomes several, a piece each for what is left struck out.
"""

from __future__ import annotations

from lxml import etree

from publish.model.document import XML_ID, Document, local_name, tei
from publish.model.edition import View
from publish.model.tree import unwrap

_SOURCE = frozenset("sourceDoc surface".split())
_ENDS = frozenset("del restore note".split())


def free_restored(document: Document, view: View) -> Document:
    """Return the document with restored words outside of `del`; the same one without such."""
    restored_words = document.root.iter(tei("restore"))
    if view is not View.CORRECTED or all(_around(words) is None for words in restored_words):
        return document
    document = document.copy()
    for restored in list(document.root.iter(tei("restore"))):
        struck = _around(restored)
        if struck is not None:
            _strike_around(struck, struck)
            _take_away(struck)
    return document


def is_restored(struck: etree._Element) -> bool:
    """Return whether a `restore` takes back this very deletion, not words that it is within."""
    for around in struck.iterancestors():
        name = local_name(around)
        if name == "restore" or name == "del":
            return name == "restore"
        if name == "subst" and not is_taken_back(around):
            return False
    return False


def is_taken_back(substitution: etree._Element) -> bool:
    """Return whether a substitution is all that a `restore` holds: the words before it stand."""
    around = substitution.getparent()
    if around is None or local_name(around) != "restore":
        return False
    beside = [around.text, *(child.tail for child in around)]
    return len(around) == 1 and not any((words or "").strip() for words in beside)


def _around(restored: etree._Element) -> etree._Element | None:
    """Find the deletion that a `restore` with words takes back from within."""
    if not "".join(map(str, restored.itertext())).strip():
        return None
    names = [(e, local_name(e)) for e in restored.iterancestors()]
    if any(name in _SOURCE for _, name in names):
        return None
    return next((e if name == "del" else None for e, name in names if name in _ENDS), None)


def _strike_around(element: etree._Element, struck: etree._Element) -> None:
    """Give all within an element, but for what is restored, a deletion of its own."""
    for child in list(element):
        name = local_name(child)
        is_open = name not in _ENDS and child.find(f".//{tei('restore')}") is not None
        if is_open:
            _strike_around(child, struck)
        if (is_open or name == "restore") and (child.tail or "").strip():
            made = _piece(struck)
            made.text, child.tail = child.tail, None
            child.addnext(made)
        elif not is_open and name != "restore" and isinstance(child.tag, str):
            made = _piece(struck)
            child.addprevious(made)
            made.append(child)
    if (element.text or "").strip():
        made = _piece(struck)
        made.text, element.text = element.text, None
        element.insert(0, made)


def _piece(struck: etree._Element) -> etree._Element:
    made = etree.Element(tei("del"))
    for name, value in struck.attrib.items():
        if name != XML_ID:
            made.set(name, value)
    made.sourceline = struck.sourceline
    return made


def _take_away(struck: etree._Element) -> None:
    """Take a deletion away from around its words; what points to it finds these."""
    name = struck.get(XML_ID)
    if name is None:
        unwrap(struck)
        return
    struck.tag = tei("seg")
    struck.attrib.clear()
    struck.set(XML_ID, name)
