"""Notes to words of the text, in the container as reading systems exchange them.

EPUB Annotations 1.0 (W3C Working Draft, September 2026): an `AnnotationSet` embedded in an EPUB is
`META-INF/annotations.json`. Each target has an exact selector and one that outlives changes.
"""

from __future__ import annotations

import json
import unicodedata
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from lxml import etree
from msgspec import Struct

from publish.model.annotation import Annotation
from publish.model.edition import Edition
from publish.model.publication import Publication
from publish.write.identifier import identifier_of

PLACE = "META-INF/annotations.json"
CONTEXT = "https://www.w3.org/ns/epub-anno.jsonld"
AROUND = 32
"""Characters of the text that are quoted before and behind the words."""
SURROUNDINGS = (40, 20, 10, 5)
"""Letters around the words by which they are looked for; each step must find them once."""
BLOCKS = frozenset(
    "p li td th dd dt div section blockquote figcaption h1 h2 h3 h4 h5 h6 aside body".split()
)


def annotation_set(
    annotations: Iterable[Annotation],
    texts: Mapping[str, etree._Element],
    publication: Publication,
    edition: Edition,
) -> bytes:
    """Write the notes whose words stand once in the finished documents, by path in the package.

    The time is the edition's, for a build reads no clock.
    """
    letters = {path: _Letters.of(html) for path, html in texts.items()}
    book, when = identifier_of(publication, edition), edition.modified_at().isoformat()
    targets = ((each, _target(each, letters)) for each in annotations)
    items = [_item(each, target, book, when) for each, target in targets if target is not None]
    about = {
        "dc:identifier": [book],
        "dc:format": "application/epub+zip",
        "dc:title": publication.title,
        "dc:creator": edition.authors(),
    }
    whole = {
        "@context": CONTEXT,
        "id": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{book} annotations')}",
        "type": "AnnotationSet",
        "generator": {"type": "Software", "name": "publish"},
        "generated": when,
        "about": {key: value for key, value in about.items() if value},
        "items": items,
    }
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def _item(each: Annotation, target: dict[str, Any], book: str, when: str) -> dict[str, Any]:
    seed = json.dumps([book, target], sort_keys=True)
    return {
        "id": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, seed)}",
        "type": "Annotation",
        "created": when,
        "creator": {"id": "urn:publish", "type": "Software", "name": "publish"},
        "target": target,
        "body": {
            "type": "TextualBody",
            "format": "text/plain",
            "value": each.note,
            "color": "yellow",
            "tags": list(each.tags),
        },
    }


def _target(each: Annotation, letters: Mapping[str, _Letters]) -> dict[str, Any] | None:
    words, lead, trail = _fold(each.words), _fold(each.lead), _fold(each.trail)
    for length in SURROUNDINGS if words else ():
        before, behind = lead[-length:], trail[:length]
        wanted = before + words + behind
        found = [(path, text.text.find(wanted)) for path, text in letters.items()]
        places = [(path, at) for path, at in found if at >= 0]
        if len(places) == 1 and letters[places[0][0]].text.count(wanted) == 1:
            path, at = places[0]
            first = at + len(before)
            return {"source": path, "selector": letters[path].select(first, first + len(words))}
    return None


def _fold(text: str) -> str:
    return "".join(letter for letter in map(_plain, text) if letter)


def _plain(character: str) -> str:
    """Reduce a character to its letters or digits, small and without marks."""
    parts = unicodedata.normalize("NFKD", character).lower()
    return "".join(part for part in parts if part.isalnum())


class _Letters(Struct):
    """The letters of a document, and of which text node each is, and where in it."""

    text: str
    places: list[tuple[etree._Element, bool, int]]
    """The element, whether the text stands behind it, the offset in that text."""

    @classmethod
    def of(cls, html: etree._Element) -> _Letters:
        letters: list[str] = []
        places = []
        body = next(child for child in html if str(child.tag).endswith("}body"))
        for element, is_tail, text in _texts(body):
            for offset, character in enumerate(text):
                plain = _plain(character)
                letters.append(plain)
                places += [(element, is_tail, offset)] * len(plain)
        return cls("".join(letters), places)

    def select(self, start: int, end: int) -> list[dict[str, Any]]:
        """Write the selectors of a stretch of letters."""
        first_ones, last_ones = (
            _blocks_around(element, is_tail=is_tail)
            for element, is_tail, _ in (self.places[start], self.places[end - 1])
        )
        block = next(each for each in first_ones if each in last_ones)
        text, offsets = "", {}
        for element, is_tail, words in _texts(block):
            offsets[element, is_tail] = len(text)
            text += words
        first, final = (
            offsets[element, is_tail] + offset
            for element, is_tail, offset in (self.places[start], self.places[end - 1])
        )
        final += 1
        return [
            {
                "type": "CssSelector",
                "value": _path_of(block),
                "refinedBy": {"type": "TextPositionSelector", "start": first, "end": final},
            },
            {
                "type": "TextQuoteSelector",
                "exact": text[first:final],
                "prefix": text[max(0, first - AROUND) : first],
                "suffix": text[final : final + AROUND],
            },
        ]


def _texts(root: etree._Element) -> Iterable[tuple[etree._Element, bool, str]]:
    """Yield the texts below an element in their order."""
    yield root, False, root.text or ""
    for child in root:
        if isinstance(child.tag, str):
            yield from _texts(child)
        yield child, True, child.tail or ""


def _blocks_around(element: etree._Element, *, is_tail: bool) -> list[etree._Element]:
    """List the blocks that hold a text, the smallest first; the last is body."""
    around = [*([] if is_tail else [element]), *element.iterancestors()]
    return [each for each in around if _name(each) in BLOCKS]


def _name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _path_of(element: etree._Element) -> str:
    """Write a CSS selector of an element: from the nearest id, or from body, by its number."""
    steps: list[str] = []
    at = element
    for parent in element.iterancestors():
        if at.get("id") is not None or _name(at) == "body":
            break
        number = [child for child in parent if isinstance(child.tag, str)].index(at) + 1
        steps.insert(0, f"{_name(at)}:nth-child({number})")
        at = parent
    name = at.get("id")
    return " > ".join([f'[id="{name}"]' if name else "body", *steps])
