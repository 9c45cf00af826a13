"""The book's title and subtitle from the teiHeader, as a title page would have them.

Catalogues write more into a title than a title: that the file is electronic, who is responsible,
what it was made from. TEI P5 chapter 2.2.1 asks for such words to set the file apart from its
source; a book of our own is set apart by its colophon.
"""

from __future__ import annotations

import re

from lxml import etree
from msgspec import Struct

from publish.house.header_text import find, find_all, words_of
from publish.model.document import XML_LANG, local_name, tei
from publish.model.lazy_pattern import lazy_pattern
from publish.read.responsibility import part_statement, without_author

SUBORDINATE = frozenset("sub subtitle subordinate section volume vol part num number desc".split())
SET_ASIDE = frozenset(
    "alt alternative alternate variant parallel translated gmd filing uniform short running sort "
    "marc245a marc245b marc245c marc245n marc245p series".split()
)
"""Types of title that are not the one on the title page."""
PREFERRED = ("main", "full", "statement", "marc245a", "uniform", "marc245", "")

EDITION = (
    r"edition|edición|edicion|edição|edicao|édition|edizione|ediție|ausgabe|edycja|wydanie|izdaja|"
    r"izdanje|издање|издание|видання|kiadás|uitgave|utgave|utgåva|udgave|έκδοση|vydání|"
    r"transcri\w+|transkri\w+|version|versión|versão|versione|fassung|text|texte|file|"
    r"publication|representation|reproduction|encoding|resource|copy"
)
DIGITAL = (
    r"eltec|tei|xml|p5|html|digital\w*|digitali\w+|num[ée]ri\w+|electronic|[ée]lectroni\w+|elektroni\w+|"
    r"elettronic\w+|machine[- ]readable|machine[- ]encoded|online|computer|e-?text|e-?book|"
    r"hypertext|encoded|web|dracor|gutenberg|wikisource|електронн\w+|электронн\w+"
)
SAYS_DIGITAL = lazy_pattern(rf"\b({DIGITAL})\b", re.I)
SAYS_EDITION = lazy_pattern(rf"\b({EDITION})\b", re.I)
GMD = lazy_pattern(r"\s*\[(electronic resource|microform|online)\]\s*", re.I)
"""A general material designation (AACR2 1.1C)."""
TAIL = lazy_pattern(
    r"^(?P<title>.+?)(?:\s*[:/;,—–]\s+|\s+[-—–]\s+|\.\s+|\s*(?=[\[(])|:(?=[A-Z]))"
    r"(?P<tail>[^:/;,]{3,70})$",
    re.S,
)
LONG = 80
"""A title of more characters is divided at a full stop or semicolon, where it has one."""


class Titles(Struct, frozen=True):
    """What the title page and the running heads say."""

    title: str = ""
    subtitle: str = ""
    short: str = ""


def read_titles(header: etree._Element | None, root: etree._Element, language: str) -> Titles:
    """Find the titles: in `titleStmt`, else of the source, else on the text's own title page."""
    own = find_all(header, "fileDesc/titleStmt/title")
    source = _source_titles(header)
    known = [words_of(title) for title in source]
    statement = "fileDesc/titleStmt"
    authors = [words_of(author) for author in find_all(header, f"{statement}/author")]
    others = find_all(header, f"{statement}/editor") + find_all(
        header, f"{statement}/respStmt/name"
    )
    people = [*authors, *map(words_of, others)]
    for candidates in (own, source):
        titles = _from_statement(candidates, language, known, authors, people)
        if titles.title:
            return titles
    return Titles(_from_text(root))


def _from_statement(
    elements: list[etree._Element],
    language: str,
    known: list[str],
    authors: list[str],
    people: list[str],
) -> Titles:
    elements = _innermost(elements)
    main = _choose_main(elements, language)
    if main is None:
        return Titles()
    level = main.get(XML_LANG)
    below = [
        clean_title(words_of(title), known)
        for title in elements
        if _type(title) in SUBORDINATE and title.get(XML_LANG) in {level, None}
    ]
    short = next((words_of(title) for title in elements if _type(title) == "short"), "")
    title, said = part_statement(GMD.sub(" ", words_of(main)), people)
    title = clean_title(without_author(title, authors), known)
    subtitle = ". ".join(_end(words) for words in below if words and not _says_digital(words))
    if not subtitle:
        title, subtitle = _divide(title)
    if said and not people:
        subtitle = f"{subtitle}, {said}" if subtitle else said  # or nobody would be named
    return Titles(title, subtitle, short)


def _innermost(elements: list[etree._Element]) -> list[etree._Element]:
    """Take the parts of a title that is divided into titles (`title/title[@type]`).

    A title that names another in its own words, `A Reading of <title>Emma</title>`, is one.
    """
    found = []
    for element in elements:
        parts = find_all(element, "title")
        between = [element.text, *(child.tail for child in element)]
        is_divided = not any(words and any(map(str.isalnum, words)) for words in between)
        found += parts if parts and is_divided else [element]
    return found


def _type(title: etree._Element) -> str:
    return title.get("type", "").lower()


def _choose_main(elements: list[etree._Element], language: str) -> etree._Element | None:
    """Choose a title page's type, then the book's language, then none, then the first."""
    usable = [
        title
        for title in elements
        if words_of(title) and _type(title) not in SUBORDINATE and title.get("level") != "s"
    ]

    def rank(title: etree._Element) -> tuple[bool, int, int]:
        kind, own = _type(title), title.get(XML_LANG, "")
        place = PREFERRED.index(kind) if kind in PREFERRED else len(PREFERRED)
        other = (language, "").index(own) if own in {language, ""} else 2
        return kind in SET_ASIDE, other, place

    return min(usable, key=rank, default=None)


def clean_title(words: str, known: list[str]) -> str:
    """Take from a title what says only that the file is electronic, and a catalogue's signs.

    `known` are the titles of the sources: where what is left agrees with one of them, any tail
    that calls itself an edition goes.
    """
    words = re.sub(r"(\s+(\.\.\.|…))?[\s:;/,=]+$|\s+\.\.\.$", "", words)
    found = TAIL.match(words)
    while found and _is_about_file(found["tail"], found["title"], known):
        words = found["title"].rstrip(" :;/,")
        found = TAIL.match(words)
    if re.fullmatch(r"\[[^\[\]]*\]", words):
        words = words[1:-1]
    if re.search(r"\w{4}\.$", words) and not re.search(r"\betc\.$", words, re.I):
        words = words[:-1]
    return words.strip()


def _is_about_file(tail: str, title: str, known: list[str]) -> bool:
    if _says_digital(tail):
        return True
    agrees = any(_plain(title) and _plain(source).startswith(_plain(title)) for source in known)
    return agrees and SAYS_EDITION.search(tail) is not None and len(tail.split()) < 6


def _says_digital(words: str) -> bool:
    """Return whether the words say no more than that this is an electronic text."""
    found = SAYS_DIGITAL.search(words)
    if not found or len(words.split()) > 8:
        return False
    return SAYS_EDITION.search(words) is not None or len(words.split()) < 4


def _plain(words: str) -> str:
    return re.sub(r"[\W_]+", "", words).casefold()


def _divide(title: str) -> tuple[str, str]:
    """Divide `title : subtitle` (ISBD 1.4), and a long one where a sentence or clause ends."""
    head, colon, tail = title.partition(" : ")
    if colon:
        return head.strip(), tail.strip().replace(" : ", ", ")
    if len(title) > LONG:
        found = re.search(r"\s+;\s+|(?<=\w{4})\.\s+(?=[^\W\d_])", title)
        if found and found.start() > 8:
            return _without_statement(title[: found.start()]), title[found.end() :].strip()
    return title, ""


def _without_statement(title: str) -> str:
    """Drop a statement of responsibility that a catalogue cut short: `... by John Graunt ...`."""
    return re.sub(r"\s+(by|von|par|door|di|por)\s+[^,;]{3,40}\.\.\.$", "", title).strip()


def _end(words: str) -> str:
    return words.rstrip(" .;:,")


def _source_titles(header: etree._Element | None) -> list[etree._Element]:
    source = find(header, "fileDesc/sourceDesc")
    if source is None:
        return []
    titles = source.iter(tei("title"))
    return [
        title for title in titles if title.get("level", "m") in {"m", "u"} or not title.get("level")
    ]


def _from_text(root: etree._Element) -> str:
    """Take the title from the text: its title page, else its first head."""
    parts = [part for part in root.iter(tei("titlePart")) if part.get("type", "main") == "main"]
    for part in [*parts, *root.iter(tei("docTitle"))]:
        if words_of(part):
            return clean_title(words_of(part), [])
    for body in root.iter(tei("body")):
        for head in body.iter(tei("head")):
            parent = head.getparent()
            if (
                words_of(head)
                and parent is not None
                and local_name(parent) in {"body", "div", "div1"}
            ):
                return clean_title(words_of(head), [])
    return ""
