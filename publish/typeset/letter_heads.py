"""Head letters that have no heading, put a series in the order of its dates, tie replies to them.

It is done to the tree before anything is planned, so that contents, running heads and links find
what letters are called where they find it of chapters.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from publish.house.language.words import named
from publish.model.document import XML_ID, Document, local_name, tei
from publish.model.edition import Edition
from publish.model.finding import Finding, notice
from publish.model.lazy_pattern import lazy_pattern
from publish.typeset.correspondence import MADE_LINE, Letter, letters_of, same_document
from publish.typeset.divisions import IDLE
from publish.typeset.headings import fold, header_title, is_headed
from publish.typeset.pointing import split_pointers

_BACKWARD = ("prev", "reply", "answer", "inreply", "vorher", "préc", "prec")
_DAY = lazy_pattern(r"(?<!\d)(\d{1,2}\.?) (?=[^\W\d])")
"""A day before its month, from which no line's end parts it (Chicago 7.39)."""
_FORWARD = ("next", "following", "nachfolg", "folge", "suiv")


def head_letters(
    document: Document, edition: Edition
) -> tuple[Document, list[Letter], list[Finding]]:
    """Return the document with its letters headed and in order; the same one where it has none.

    Code: TYP-110, letters were put in the order of their dates.
    """
    language = edition.book.language
    if next(document.root.iter(tei("correspDesc")), None) is None:
        return document, [], []
    document = document.copy()
    findings = _sort(document, edition)
    letters = letters_of(document.root, language)
    known = {e.get(XML_ID) or "" for e in document.root.iter(etree.Element) if e.get(XML_ID)}
    for number, letter in enumerate(letters, start=1):
        _head(letter, language)
        letter.target = _target(letter, number, known)
    _tie(letters, language)
    return document, letters, findings


def _sort(document: Document, edition: Edition) -> list[Finding]:
    """Put the documents of a corpus of letters in the order of their dates."""
    corpus = document.root
    if local_name(corpus) != "teiCorpus" or edition.text.letter_order != "date":
        return []
    texts = [child for child in corpus if local_name(child) == "TEI"]
    letters = letters_of(corpus, edition.book.language)
    days = {letter.element.getparent(): letter.day for letter in letters}
    if len(days) < len(texts) or len(texts) < 2:
        return []
    last, keys = "", {}
    for number, text in enumerate(texts):
        last = days[text] or last
        keys[text] = (last, number)
    ordered = sorted(texts, key=lambda text: keys[text])
    if ordered == texts:
        return []
    slots = [corpus.index(text) for text in texts]
    for text in texts:
        text.tail = None
        corpus.remove(text)
    for slot, text in zip(slots, ordered, strict=True):
        corpus.insert(slot, text)
    message = f"{len(texts)} letters are set in the order of their dates, not of their files"
    hint = 'letter_order = "source" under [text] leaves them as they are'
    return [notice("TYP-110", message, document.place(corpus), hint)]


def _head(letter: Letter, language: str) -> None:
    """Give a letter without a heading one from its description, and below it from where to where.

    A text of several sessions of writing is put in one division, so that it stays one letter.
    """
    is_said = any(map(is_headed, _outer(letter.element)))
    letter.title = _title(letter)
    holder, heading = _holder(letter.element), letter.heading(language)
    if holder is None or not heading or is_said:
        return
    head = etree.Element(tei("head"), {"type": "main"})
    head.text = _DAY.sub("\\1\N{NO-BREAK SPACE}", heading)
    place = letter.way(language)
    made = [head]
    if place and not letter.title:
        made.append(etree.Element(MADE_LINE, {"class": "letter-way"}))
        made[1].text = place
    first, holder.text = holder.text, None
    for number, element in enumerate(made):
        holder.insert(number, element)
    made[-1].tail = first


def _title(letter: Letter) -> str:
    """Take the editors' own title where the description does not say who received the letter."""
    title = header_title(letter.element) if local_name(letter.element) == "text" else ""
    names = [person.name.split()[-1] for person in letter.senders]
    return title if not letter.recipients and any(name in title for name in names) else ""


def _outer(letter: etree._Element) -> Iterator[etree._Element]:
    """Yield what may bear the heading of a letter: itself, its body, the divisions in that.

    A division of one division, *transcription* around *letter*, is headed by it.
    """
    yield letter
    for body in letter.iterchildren(tei("body"), tei("div")):
        yield body
        for division in body.iterchildren(tei("div")):
            yield division
            inner = division.findall(tei("div"))
            yield from inner if len(inner) == 1 else ()


def _holder(letter: etree._Element) -> etree._Element | None:
    """Find what bears a letter's heading: its division, or the body in a corpus of letters.

    The only text of a book has its parts in divisions; one is made around what is in none.
    """
    if local_name(letter) != "text":
        return letter
    body, document = letter.find(tei("body")), letter.getparent()
    if body is None or (document is not None and document.getparent() is not None):
        letter.set("type", letter.get("type") or "letter")
        front = letter.find(tei("front"))
        if front is None or front.find(f".//{tei('titlePage')}") is not None:
            return body
        return front if "".join(map(str, front.itertext())).strip() else body
    said = [e for e in body if local_name(e) and local_name(e) not in IDLE]
    if len(said) == 1 and local_name(said[0]) == "div" and not _says(body):
        return said[0]
    made = etree.Element(tei("div"), {"type": "letter"})
    made.text, body.text = body.text, None
    made.extend(list(body))
    body.append(made)
    return made


def _says(body: etree._Element) -> bool:
    texts = (body.text, *(child.tail for child in body))
    return any(text and not text.isspace() for text in texts)


def _target(letter: Letter, number: int, known: set[str]) -> str:
    """Name the heading of a letter, or what it begins with."""
    element = next((e for e in letter.element.iter(tei("head"))), None)
    if element is None:
        element = next((e for e in letter.element.iter(tei("div"), tei("p"))), letter.element)
    identifier = element.get(XML_ID)
    if not identifier:
        identifier = f"letter-{number}"
        while identifier in known:
            identifier += "-"
        known.add(identifier)
        element.set(XML_ID, identifier)
    return identifier


def _tie(letters: list[Letter], language: str) -> None:
    """Name below a letter those of the book that it answers and that answer it."""
    by_name = {same_document(letter): letter for letter in letters if same_document(letter)}
    for letter in letters:
        by_name.setdefault(letter.element.get(XML_ID) or letter.target, letter)
    for letter in letters:
        holder, said = _last(letter.element), set[tuple[str, str]]()
        for pointer in letter.description.iter(tei("ref"), tei("ptr")):
            other = next((by_name[n] for n in _named(pointer) if n in by_name), None)
            label = _label(pointer)
            if other is None or other is letter or not label or holder is None:
                continue
            if (label, other.target) not in said:
                said.add((label, other.target))
                holder.append(_line(label, pointer, other, language))


def _last(letter: etree._Element) -> etree._Element | None:
    """Find the division or body at whose end a letter ends."""
    body = letter.find(tei("body")) if local_name(letter) == "text" else letter
    divisions = [] if body is None else list(body.iterchildren(tei("div")))
    return divisions[-1] if divisions and body is not letter else body


def _named(pointer: etree._Element) -> Iterator[str]:
    for target in split_pointers(pointer.get("target")):
        path, _, fragment = target.rpartition("#")
        yield fragment or path
        yield target.rpartition("/")[2].removesuffix(".xml")


def _label(pointer: etree._Element) -> str:
    kind = f"{pointer.get('subtype') or ''} {pointer.get('type') or ''}".lower()
    if any(word in kind for word in _BACKWARD):
        return "letter_previous"
    return "letter_next" if any(word in kind for word in _FORWARD) else ""


def _line(label: str, pointer: etree._Element, other: Letter, language: str) -> etree._Element:
    words = fold("".join(map(str, pointer.itertext(etree.Element)))) or other.heading(language)
    before, _, after = named(label, language, "\0").partition("\0")
    line = etree.Element(MADE_LINE, {"class": "letter-context"})
    line.text = before
    link = etree.SubElement(line, tei("ref"), {"target": f"#{other.target}"})
    link.text, link.tail = words, after
    return line
