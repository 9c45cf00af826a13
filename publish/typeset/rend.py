"""Read `@rend`, `@rendition` and `@style` into classes of our style sheets (TEI chapter 1.3.1.1.3).

`@rend` is read through the table of synonyms in rend.toml. `@rendition` points at the CSS of a
`rendition` in the header, or is a known name; `@style` is CSS. Declarations that one of our
classes shows become that class; harmless others go into the book's own style sheet.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import cache
from pathlib import Path

import tomli
from lxml import etree
from msgspec import Struct

from publish.model.document import XML_ID, local_name
from publish.model.finding import Fix
from publish.model.lazy_pattern import lazy_pattern
from publish.typeset.author_css import Declarations, read_declarations
from publish.typeset.output import Output
from publish.typeset.survey import Survey

_ITEMS = lazy_pattern(r"[\w-]+\([^)]*\)|[^\s;,]+")
_CALL = lazy_pattern(r"([\w-]+)\(([^)]*)\)")
_CENTRED_AT = lazy_pattern(r"indent-?cent(?:er|re)-?\d+")
"""Centred around a place in the line: `indent-center-60`."""

_INDENT = lazy_pattern(r"(?:indent|in|ti|li|pl|et|tab|einzug)[-_( ]*(\d+)(?:em|pt|\.\d+em)?\)?")
_STEP = lazy_pattern(r"(-?\d+(?:\.\d+)?)")
_MOST_INDENTED = 8
_TEXT = etree.XPath("string()")

SHORTEST_MISSPELT = 5
"""Letters of a word that may be taken for another one misspelt; `sc` is near to half the table."""

LONGEST_INITIAL = 4
"""Characters, a quotation mark included."""


class _Table(Struct, frozen=True):
    words: dict[str, str]
    css: dict[str, str]
    on_blocks: dict[str, str]
    plates: dict[str, str]


@cache
def _table() -> _Table:
    raw = tomli.loads(Path(__file__).with_name("rend.toml").read_text("utf-8"))
    words = {_plain(word): "" for word in raw["ignored"]["words"].split()}
    plates = {_plain(word): name for name, row in raw["plates"].items() for word in row.split()}
    words |= dict.fromkeys(plates, "")
    for name, synonyms in raw["words"].items():
        words |= {_plain(word): name for word in synonyms.split()}
        words[_plain(name.removeprefix("rend-"))] = name
    return _Table(words, raw["css"], raw["on_blocks"], plates)


def _plain(word: str) -> str:
    """Fold what does not count in a word: case, hyphens, a prefix."""
    word = word.strip().lower().removeprefix("simple:").removeprefix("rend:").removeprefix("#")
    return re.sub(r"[-_.]+", "", word)


def looks(element: etree._Element, survey: Survey, out: Output) -> list[str]:
    """List the classes that an element's own look asks for.

    Code TYP-005: a word of `@rend` or a `@rendition` that nothing explains, once for each.
    """
    classes = [
        *_rend(element, out),
        *_rendition(element, survey, out),
        *_style(element, out),
    ]
    return list(dict.fromkeys(name for name in classes if name))


def looks_of_block(classes: list[str]) -> list[str]:
    """Say as looks of a whole block what is meant for letters in a line."""
    return [_table().on_blocks.get(name, name) for name in classes]


def looks_of_run(classes: list[str], element: etree._Element) -> list[str]:
    """Say as a matter of size what is meant for an initial, where more than a word has it."""
    if "rend-initial" not in classes or len(str(_TEXT(element)).strip()) <= LONGEST_INITIAL:
        return classes
    return ["rend-larger" if name == "rend-initial" else name for name in classes]


def plate_of(element: etree._Element) -> str:
    """Return `plate` or `bleed` where a figure or its picture asks for a page of its own."""
    found = set()
    for name in ("rend", "rendition", "type", "subtype", "place"):
        written = element.get(name) or ""
        for word in (*_ITEMS.findall(written), re.sub(r"\s+", "", written)):
            found.add(_table().plates.get(_plain(word), ""))
    return "bleed" if "bleed" in found else "plate" if "plate" in found else ""


def _rend(element: etree._Element, out: Output) -> list[str]:
    rend = (element.get("rend") or "").strip()
    if not rend:
        return []
    whole = _table().words.get(_plain(re.sub(r"\s+", "", rend)))
    if whole is not None:
        return [whole]
    if re.search(r"[\w-]+\s*:\s*[^:/]", rend) and not rend.lower().startswith(("simple:", "rend:")):
        return _of_css(read_declarations(rend), element, out)
    classes = []
    for item in _ITEMS.findall(rend):
        found = class_of_word(item)
        if found is None:
            _report(item, element, out, is_rend=True)
        else:
            classes.append(found)
    return classes


def class_of_word(word: str) -> str | None:
    """Look up one word of `@rend`; an empty class is for what reading text does not keep."""
    plain = _plain(word)
    found = _table().words.get(plain)
    if found is not None:
        return found
    if plain.startswith("zeno"):
        return ""
    step = _INDENT.fullmatch(plain)
    if step:
        steps = min(_MOST_INDENTED, _steps_of(int(step[1])))
        return f"rend-indent-{steps}" if steps else ""
    if _CENTRED_AT.fullmatch(plain):
        return "rend-center"
    call = _CALL.fullmatch(word.lower())
    return _class_of_call(call[1], call[2].strip()) if call else None


def _steps_of(number: int) -> int:
    """Read an indent as steps; from 10 on it is hundredths of the line (Faustedition)."""
    return number if number < 10 else round(number / 10)


def _class_of_call(name: str, value: str) -> str | None:
    """Read a step of a rendition ladder: `align(center)`, `color(red)`, `indent(2)` (tei2html)."""
    if name == "class":
        return _table().words.get(_plain(value), "")
    if name in {"indent", "text-indent", "margin-left"}:
        step = _STEP.match(value)
        return f"rend-indent-{max(0, min(_MOST_INDENTED, round(float(step[1]))))}" if step else ""
    for declaration in (f"{name}: {value}", f"text-{name}: {value}"):
        if declaration in _table().css:
            return _table().css[declaration]
    known = _table().words.get(_plain(value)) if name in _SPEAKING else None
    if known is not None:
        return known
    return "" if "-" in name or name in _LADDER else None


_SPEAKING = frozenset("align color font slant case weight face style".split())
"""Names of ladder steps whose values are words of the table."""

_LADDER = _SPEAKING | frozenset(
    "background break bestow columns display height image link margin place post pre rows size "
    "start stylesheet table width".split()
)
"""Names of ladder steps whose unknown values concern a layout that we do not keep."""


def _rendition(element: etree._Element, survey: Survey, out: Output) -> list[str]:
    classes: list[str] = []
    for pointer in (element.get("rendition") or "").split():
        defined = survey.described(pointer.removeprefix("#"), "rendition")
        known = class_of_word(pointer)
        if known:
            classes.append(known)
        elif defined is not None:
            classes += _of_definition(defined, element, out)
        elif known is None:
            _report(pointer, element, out)
    return classes


def _of_definition(defined: etree._Element, element: etree._Element, out: Output) -> list[str]:
    if (defined.get("scheme") or "css") != "css":
        found = (class_of_word(word) for word in "".join(map(str, defined.itertext())).split())
        return [name for name in found if name]
    scope = defined.get("scope") or ""
    pseudo = f"::{scope}" if scope in {"first-letter", "first-line", "before", "after"} else ""
    declarations = read_declarations("".join(map(str, defined.itertext())))
    if pseudo:
        return [out.styles.class_for(declarations, defined.get(XML_ID) or "", pseudo)]
    return _of_css(declarations, element, out, defined.get(XML_ID) or "")


def _style(element: etree._Element, out: Output) -> list[str]:
    style = element.get("style")
    return _of_css(read_declarations(style), element, out) if style else []


def _of_css(
    declarations: Declarations, element: etree._Element, out: Output, name: str = ""
) -> list[str]:
    """Choose our classes for declarations, and make one of the book's own for the rest."""
    classes, rest = [], []
    for prop, value in declarations:
        if (prop, value) == ("display", "block") and local_name(element) == "hi":
            classes.append("rend-block")
        else:
            known = _table().css.get(f"{prop}: {value}") or _table().css.get(prop)
            if known and value not in {"normal", "0", "none"}:
                classes.append(known)
            else:
                rest.append((prop, value))
    own = [out.styles.class_for(tuple(rest), name)] if rest else []
    return [*classes, *own]


def _report(word: str, element: etree._Element, out: Output, *, is_rend: bool = False) -> None:
    message = f"nothing explains the look {word!r}; the book does not show it"
    near = get_close_matches(
        _plain(word), [name for name in _table().words if name], n=1, cutoff=0.75
    )
    hint = (
        f"did you mean {near[0]!r}? Otherwise " if near else "use a known word such as italic, or "
    )
    hint += "define it with a <rendition> in the header"
    out.tell("TYP-005", message, element, hint, fix=lambda: _slip(word, out) if is_rend else None)


def _slip(word: str, out: Output) -> Fix | None:
    """Offer the one known word that is a slip of the finger away; None of short words, or several.

    All places are named in which `@rend` has it.
    """
    from rapidfuzz.distance import OSA  # which only a mistake has use for

    if len(word) < SHORTEST_MISSPELT:
        return None
    near = [
        known
        for known in _table().words
        if len(known) >= SHORTEST_MISSPELT - 1
        and OSA.distance(word.lower(), known, score_cutoff=1) <= 1
    ]
    if len(near) != 1:
        return None
    places = tuple(
        out.document.place(each)
        for each in out.document.root.iter(etree.Element)
        if word in _ITEMS.findall(each.get("rend") or "")
    )
    return Fix(word, near[0], "rend", places)
