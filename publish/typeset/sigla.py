"""The signs by which an apparatus calls witnesses and scholars.

TEI chapter 13.1.4.
"""

from __future__ import annotations

from lxml import etree

from publish.model.document import XML_ID, local_name, tei
from publish.model.lazy_pattern import lazy_pattern
from publish.model.publication import XHTML
from publish.typeset.ledger import Reason
from publish.typeset.pointing import author_and_year, name_of_id
from publish.typeset.readings import named_behind, words_of
from publish.typeset.render import Typesetter
from publish.typeset.xhtml import append_text

MOST_SIGLA = 12
"""A reading of more witnesses than this names so many, and counts the rest."""

LONGEST_NAME = 30
"""Letters of a title that is the name of a work, as `Mommsen 1883` is; a longer one is a title."""

_DESCRIBED = ("witness", "bibl", "biblStruct", "biblFull", "person", "org", "handNote")
"""What a header or a list says of those who vouch for a reading."""

_OF_SIGLA = frozenset("siglum sigil sigla".split())

_PREFIXED = lazy_pattern(r"[A-Za-z]+:[^/\s]+")
"""A pointer into a bibliography elsewhere: `bib:Hultzsch1895_01`."""

_AUTHOR_YEAR = lazy_pattern(r"[^\W\d_]{3,}(?:1[5-9]|20)\d\d[a-z]?")
"""An id of such a bibliography that is an author and a year: `pacho1827`."""

_RAISED = {"sup": "sup", "superscript": "sup", "sub": "sub", "subscript": "sub"}


def set_sigla(readings: list[etree._Element], line: etree._Element, typesetter: Typesetter) -> None:
    """Name the witnesses of readings behind them."""
    names = [name for reading in readings for name in sigla_of(reading, typesetter)]
    names = list(dict.fromkeys(names))
    if not names:
        return
    if len(names) > MOST_SIGLA + 1:
        names = [*names[:MOST_SIGLA], f"… (+{len(names) - MOST_SIGLA})"]
    typesetter.say(line, " ")
    typesetter.open(line, "span", None, "sigla").text = " ".join(names)


def set_sigla_closed_up(
    readings: list[etree._Element], line: etree._Element, typesetter: Typesetter
) -> None:
    """Name the witnesses of readings as printed editions do: `MUSTV Castiglioni`.

    Letters that stand for manuscripts are closed up, in the type of sigla, be they with a raised
    figure; `m74` stands by itself. Scholars are words.
    """
    keys = dict.fromkeys(key for one in readings for key in _keys(one, "wit"))
    by_whom = dict.fromkeys(
        key for one in readings for name in ("source", "resp") for key in _keys(one, name)
    )
    loose = [words for one in readings for words in _said_behind(one, typesetter)]
    run: etree._Element | None = None
    for key in keys:
        sign = _described(key, typesetter)
        called = (sign.text or "").strip() if sign is not None else _called(key, typesetter)
        is_letter = len(called) <= 1
        if run is None or not is_letter:
            typesetter.say(line, " ")
            run = typesetter.open(line, "span", None, "sigla")
        _put(sign, _called(key, typesetter), run)
        run = run if is_letter else None
    for words in loose:
        typesetter.say(line, " ")
        typesetter.open(line, "span", None, "sigla").text = words
    for key in by_whom:
        typesetter.say(line, " ")
        scholar = typesetter.open(line, "span", None, "scholar")
        _put(_described(key, typesetter), _called(key, typesetter), scholar)


def _keys(reading: etree._Element, attribute: str) -> list[str]:
    pointers = (reading.get(attribute) or "").split()
    return [key for key in (pointer.rpartition("#")[2] for pointer in pointers) if key]


def _said_behind(reading: etree._Element, typesetter: Typesetter) -> list[str]:
    named = list(named_behind(reading))
    for witnesses in named:
        typesetter.leave_out(witnesses, Reason.OTHER_FORM)
    return [] if reading.get("wit") else [words_of(witnesses) for witnesses in named]


def _put(sign: etree._Element | None, key: str, into: etree._Element) -> None:
    """Write a siglum as its list has it, raised and lowered letters kept.

    It is no word of the running text, so no rule says it.
    """
    if sign is None:
        append_text(into, key)
        return
    append_text(into, " ".join((sign.text or "").split()))
    for child in sign.iterchildren(etree.Element):
        raised = _RAISED.get((child.get("rend") or "").split(" ")[0].lower(), "")
        if raised:
            etree.SubElement(into, f"{{{XHTML}}}{raised}").text = words_of(child)
        else:
            append_text(into, words_of(child))
        append_text(into, " ".join((child.tail or "").split()))


def sign_markup(key: str, typesetter: Typesetter) -> str:
    """Return a witness's siglum, raised and lowered letters in `<sup>` and `<sub>`."""
    made = etree.Element("span")
    sign = _described(key, typesetter)
    _put(sign, _called(key, typesetter) if sign is None else "", made)
    pieces = [made.text or ""]
    for child in made:
        name = local_name(child)
        pieces.append(f"<{name}>{child.text or ''}</{name}>{child.tail or ''}")
    return "".join(pieces)


def sigla_of(reading: etree._Element, typesetter: Typesetter) -> list[str]:
    """Read `@wit`, or else a `wit` that follows, or else `@source` and `@resp`."""
    named = list(named_behind(reading))
    pointers = reading.get("wit")
    for witnesses in named:
        typesetter.leave_out(witnesses, Reason.OTHER_FORM)
    if named and not pointers:
        return " ".join(map(words_of, named)).split()
    attribute = next((name for name in ("wit", "source", "resp") if reading.get(name)), "wit")
    return [_sign_of(key, typesetter) for key in _keys(reading, attribute)]


def _sign_of(key: str, typesetter: Typesetter) -> str:
    sign = _described(key, typesetter)
    if sign is not None:
        return words_of(sign)
    witness = typesetter.book.survey.described(key, "witness")
    return (siglum_of(witness) if witness is not None else "") or _called(key, typesetter)


def _called(key: str, typesetter: Typesetter) -> str:
    """Call what no list gives a siglum: a work by its author and year, its short title, or its id.

    A bibliography elsewhere has abbreviations (`bib:Hultzsch1895_01`).
    """
    witness = typesetter.book.survey.described(key, "witness")
    if witness is not None:
        return siglum_of(witness) or key
    work = typesetter.book.survey.described(key, "bibl", "biblStruct", "biblFull")
    if work is not None and not _PREFIXED.fullmatch(key):
        return _name_of_work(work, typesetter) or key
    if _AUTHOR_YEAR.fullmatch(key):
        return name_of_id(key)
    if not _PREFIXED.fullmatch(key):
        return key
    return typesetter.book.survey.abbreviation_of(key) or name_of_id(key)


def _name_of_work(work: etree._Element, typesetter: Typesetter) -> str:
    """Call a work by its author and year; an edition of the text itself by its editor's."""
    author, date = (work.find(f".//{tei(name)}") for name in ("author", "date"))
    if author is not None and date is not None:
        editor = work.find(f".//{tei('editor')}")
        if editor is None or words_of(author).casefold() not in _authors(typesetter):
            return author_and_year(work)
        surname = editor.find(f".//{tei('surname')}")
        name = words_of(editor).split()[-1:] if surname is None else [words_of(surname)]
        return " ".join([*name, words_of(date)])
    titles = [words_of(title) for title in work.iter(tei("title"))]
    return titles[0] if len(titles) == 1 and len(titles[0]) <= LONGEST_NAME else ""


def _authors(typesetter: Typesetter) -> set[str]:
    """List the names that the header has for the author of the text."""
    header = typesetter.book.document.root.find(f".//{tei('titleStmt')}")
    authors = () if header is None else header.iterchildren(tei("author"))
    return {words_of(author).casefold() for author in authors}


def _described(key: str, typesetter: Typesetter) -> etree._Element | None:
    """Find the siglum that a list gives a witness, an edition or a scholar."""
    about = typesetter.book.survey.described(key, *_DESCRIBED)
    return None if about is None else sign_in(about)


def sign_in(about: etree._Element) -> etree._Element | None:
    """Find the siglum in what a list says of a witness, an edition or a scholar."""
    is_witness = local_name(about) == "witness"
    for child in about.iter(tei("abbr"), tei("idno"), tei("label")):
        kind = child.get("type") or ("siglum" if is_witness else "")
        if kind in _OF_SIGLA and words_of(child):
            return child
    return None


def is_siglum(element: etree._Element) -> bool:
    """Return whether an abbreviation is the sign by which an apparatus calls what it stands in."""
    return (element.get("type") or "") in _OF_SIGLA


def begins_behind(sign: etree._Element) -> bool:
    """Return whether a word begins right behind a siglum, with no space between."""
    following = sign.getnext()
    behind = sign.tail or ("" if following is None else words_of(following))
    return behind[:1].isalnum()


def siglum_of(witness: etree._Element) -> str:
    """Return the sign by which notes call a witness: its number or id, whichever is shorter."""
    sign = sign_in(witness)
    if sign is not None:
        return words_of(sign)
    names = [(witness.get(name) or "").strip() for name in ("n", XML_ID)]
    return min(filter(None, names), key=len, default="")
