"""Entries of bibliographies by the CSL style that an edition names, made once for the book."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from publish.house.person_names import PersonName, read_name
from publish.house.words_kept import quoted
from publish.model.finding import Severity
from publish.model.lazy_pattern import lazy_pattern
from publish.run.inputs import read_input
from publish.typeset.csl import (
    MarkedWords,
    StyleError,
    as_xhtml,
    can_cite,
    item_of,
    lines_of,
)
from publish.typeset.ledger import Reason
from publish.typeset.records import Part
from publish.typeset.render import Typesetter

Records = Callable[[etree._Element], list[Part] | None]
"""Lists the parts of an element that is an entry made of fields; None for any other."""

Shell = Callable[[etree._Element, Typesetter], etree._Element | None]
"""Makes the element, without words, of what is marked within a field; None for what is not."""

_MOST_BYTES = 2_000_000
_INSTALL = 'pip install "publish-tei[citations]"'
_WORD = lazy_pattern(r"[^\W_]{3,}")


def is_csl(typesetter: Typesetter) -> bool:
    """Return whether references are set by a style file."""
    return typesetter.book.edition.text.references.endswith(".csl")


def set_styled(
    element: etree._Element, parts: list[Part], holder: etree._Element, typesetter: Typesetter,
    records: Records, shell: Shell,
) -> bool:  # fmt: skip
    """Set an entry by the style; return False where there is no style for it.

    Codes: TYP-116 the style cannot be used, TYP-117 it has no place for some words.
    """
    lines = typesetter.walk.styled
    if lines is None:
        lines = typesetter.walk.styled = _all_lines(typesetter, records, shell)
    if element not in lines:
        return False
    made = lines[element]
    notes = [part for part in parts if part.kind == "note"]
    _tell_left_out([part for part in parts if part not in notes], made, typesetter)
    for part in parts:
        if part not in notes:
            typesetter.leave_out(part.element, Reason.OTHER_FORM)
    typesetter.walk.ledger.spoken += map(str, made.itertext())
    holder.append(made)
    for part in notes:
        typesetter.say(holder, " ")
        typesetter.children(part.element, typesetter.open(holder, "span", part.element))
    return True


def _all_lines(
    typesetter: Typesetter, records: Records, shell: Shell
) -> dict[etree._Element, etree._Element]:
    """Have the style make the lines of all entries, in their order, so that numbers run on."""
    edition, texts = typesetter.book.edition, typesetter.book.survey.texts
    style = edition.folder / edition.text.references
    found = [
        (element, parts)
        for text in texts
        for element in text.iter("{*}biblStruct", "{*}biblFull", "{*}bibl")
        if (parts := records(element))
    ]
    language = edition.book.language
    items, marked = [], MarkedWords(lambda element: shell(element, typesetter))
    for number, (_, parts) in enumerate(found, start=1):
        people = (part for part in parts if part.kind in {"author", "editor", "translator"})
        names = {part: _name_in(part.element, language) for part in people}
        items.append(item_of(f"r{number}", parts, names, marked))
    try:
        if not can_cite():
            raise StyleError("there is no citeproc-py")
        lines = lines_of(items, style, read_input(style, most=_MOST_BYTES), language)
    except (StyleError, OSError) as problem:
        words = problem.strerror if isinstance(problem, OSError) else str(problem)
        message = f"references cannot be set by {edition.text.references}: {words}"
        hint = "put a CSL style into the book's folder; Chicago's style of notes stands for it"
        typesetter.out.tell("TYP-116", message, None, hint if can_cite() else _INSTALL)
        return {}
    return {
        element: as_xhtml(line, marked) for (element, _), line in zip(found, lines, strict=True)
    }


def _name_in(element: etree._Element, language: str) -> PersonName:
    """Read a name; one without marked parts and without a comma may be that of a body."""
    name = read_name(element, language)
    is_turned = element.find(".//{*}surname") is not None or "," in "".join(
        map(str, element.itertext())
    )
    return name if is_turned else PersonName(name.displayed)


def _tell_left_out(parts: list[Part], made: etree._Element, typesetter: Typesetter) -> None:
    said = set(_WORD.findall("".join(map(str, made.itertext())).casefold()))
    for part in parts:
        if part.is_of_attributes:
            continue
        texts = [str(text) for text in part.element.itertext()]
        is_name = part.kind in {"author", "editor", "translator"}
        words = _WORD.findall((" " if is_name else "").join(texts))
        missing = [word for word in words if word.casefold() not in said]
        if missing:
            message = f"the style of references has no place for {quoted(' '.join(missing))}"
            hint = "put what is to be read into a <note> of the reference"
            typesetter.out.count(
                "TYP-117", message, part.element, hint, kind=part.kind, severity=Severity.WARNING
            )
