"""Rules for paragraphs and quotations (TEI chapters 3.1 and 3.3)."""

from __future__ import annotations

import re

from lxml import etree

from publish.house.language.typography import typography_of
from publish.model.document import INLINE, XML_LANG, local_name, tei
from publish.model.lazy_pattern import lazy_pattern
from publish.model.publication import XHTML
from publish.typeset.closing_marks import close_marks
from publish.typeset.entry_parts import ENTRY_PARTS, fill_part
from publish.typeset.foreign_phrases import language_of_marks, phrase_around
from publish.typeset.render import Typesetter
from publish.typeset.statements import words_in
from publish.typeset.textparts import UNIT
from publish.typeset.xhtml import ending

MARKS = frozenset("«»‹›„“”‟‘’‚‛\"'「」『』—–―״׳‐-")
"""Characters with which a speech or quotation begins in some tradition of printing."""

BLOCKS = frozenset(
    """
    p ab lg l sp list table figure div div1 div2 div3 div4 div5 div6 div7 quote floatingText
    head opener closer salute signed dateline postscript epigraph eg egXML castList stage_
    """.split()
)
"""Elements that make a quotation a block."""

_PIECE_TYPES = lazy_pattern(r"num|page|line|lem|rdg|sigl|^n$|^no$|folio", re.IGNORECASE)
_CAPTION = lazy_pattern(
    r"(?:fig(?:ure|\.)?|table?|tableau|tab\.?|abb(?:ildung|\.)?|figura|tabella|tabla|graph|map|plate|image|"
    r"chart|diagram|illustration|рис(?:унок|\.)?|табл(?:ица|\.)?)\s*[\dIVX]+[a-z]?\s*[.:–—-]",
    re.IGNORECASE,
)
_QUOTATIONS = frozenset("quote q said cit".split())
_GOING_ON = tuple(",;:.!?)")
_LONGEST_NUMBER = 60
"""Characters of an `ab` that may stand in a line of words."""

_DISPLAYED = lazy_pattern(r"block|\bdisplay(ed)?\b(?!\s*:)", re.IGNORECASE)
_IS_WORD_END = lazy_pattern(r"[\w.,;:!?)\]]$")

_LADDER_MARKS = lazy_pattern(r"\b(pre|post)\(([^()\w]{1,3})\)")

IN_LINE = frozenset(
    """
    p ab l head q quote said s seg hi emph item cell note speaker stage salute signed dateline
    byline opener_ closer_ foreign title ref add del corr sic orig reg unclear supplied
    titlePart docAuthor docImprint bibl trailer label figDesc cit_ rdg lem choice w c cl phr
    persName placeName name rs term gloss mentioned soCalled distinct surplus abbr expan
    """.split()
)
"""Elements inside which a quotation or stage direction is part of the line."""


def set_paragraph(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a paragraph; an empty one beside others is none, and parts nothing from its speaker."""
    is_empty = not len(element) and not (element.text or "").strip() and not element.attrib
    around = element.getparent()
    if not is_empty or around is None or len(around) == 1:
        joins = typesetter.book.edition.text.sections == "run-on"
        cls = UNIT if joins and element in typesetter.book.citations.paths else ""
        typesetter.children(element, typesetter.open(into, "p", element, cls or _caption(element)))


def _caption(paragraph: etree._Element) -> str:
    """Class a paragraph that is the caption of a figure or table beside it, as Word writes them."""
    if _lacks_caption(paragraph.getprevious()):
        cls = "caption-line"
    elif _lacks_caption(paragraph.getnext()):
        cls = "caption-line with-next"
    else:
        return ""
    words = " ".join("".join(map(str, paragraph.itertext())).split())
    return cls if _CAPTION.match(words[:40]) else ""


def _lacks_caption(element: etree._Element | None) -> bool:
    """Return whether an element is a figure or table without words of its own about it."""
    if element is None:
        return False
    if local_name(element) == "p":
        picture = next(element.iterchildren(tei("figure"), tei("graphic")), None)
        return picture is not None and not words_in(element)
    is_shown = local_name(element) in {"figure", "table"}
    return is_shown and not any(map(words_in, element.iterchildren(tei("head"), tei("p"))))


def set_anonymous_block(
    element: etree._Element, into: etree._Element, typesetter: Typesetter
) -> None:
    """Set an `ab` as a paragraph of no certain kind, or in the line whose words go on around it.

    Transcriptions write the line and page numbers of the source so, and the parts of a note.
    """
    if _is_in_words(element, typesetter):
        kind = "ab line-number" if _is_line_number(element) else "ab"
        typesetter.children(element, typesetter.open(into, "span", element, kind))
    else:
        cls = f"ab {UNIT}" if element in typesetter.book.citations.paths else "ab"
        typesetter.children(element, typesetter.open(into, "p", element, cls))


def _is_in_words(element: etree._Element, typesetter: Typesetter) -> bool:
    parent = element.getparent()
    if parent is None or local_name(parent) not in IN_LINE | {"quote", "q", "said"}:
        return False
    words = " ".join("".join(map(str, element.itertext())).split())
    if len(words) > _LONGEST_NUMBER or any(local_name(e) in BLOCKS for e in element):
        return False
    return typesetter.book.has_words(parent) or bool(_PIECE_TYPES.search(element.get("type") or ""))


def _is_line_number(element: etree._Element) -> bool:
    return bool(re.search("line|ln", element.get("type") or "", re.IGNORECASE))


def set_quotation(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a quotation as a block where it is one, else in the line."""
    if _is_of_entry(element):
        _set_in_entry(element, into, typesetter)
    elif is_block(element, typesetter):
        made = typesetter.open(into, "blockquote", element)
        typesetter.children(element, made)
    else:
        set_in_line(element, into, typesetter)


def _is_of_entry(element: etree._Element) -> bool:
    """Return whether a quotation or `cit` is part of a dictionary's entry (TEI chapter 10.3.5)."""
    around = element.getparent()
    while around is not None and local_name(around) == "cit":
        around = around.getparent()
    return around is not None and local_name(around) in ENTRY_PARTS


def _set_in_entry(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a translation or an example in its entry's line, as dictionaries do, without marks."""
    said = ending(into)
    if said and not said[-1].isspace() and not said.endswith(("(", "[", "-")):
        typesetter.say(into, " ")
    around = element.getparent()
    is_example = around is not None and (around.get("type") or "").startswith("ex")
    is_styled = {"rend", "rendition", "style"} & set(element.attrib)
    tag = "i" if is_example and not is_styled and local_name(element) in {"quote", "q"} else "span"
    fill_part(element, typesetter.open(into, tag, element, local_name(element)), typesetter)


def set_speech(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set direct speech, `said` or `q`: blocks inside it stay what they are."""
    parent = element.getparent()
    if _is_of_entry(element):
        _set_in_entry(element, into, typesetter)
    elif is_block(element, typesetter) and parent is not None and local_name(parent) not in IN_LINE:
        looks_quoted = local_name(element) == "q" and not any(
            local_name(child) in {"p", "sp", "said"} for child in element
        )
        needs_marks = not looks_quoted and not has_marks(element, into)
        made = typesetter.open(into, "blockquote" if looks_quoted else "div", element, "speech")
        typesetter.children(element, made)
        if needs_marks:
            _mark_paragraphs(element, made, typesetter)
    else:
        set_in_line(element, into, typesetter)


def is_block(element: etree._Element, typesetter: Typesetter) -> bool:
    """Return whether a quotation stands by itself between blocks, or holds blocks."""
    parent = element.getparent()
    if holds_blocks(element) and not _runs_on(element, parent):
        return True
    if parent is None:
        return False
    name = local_name(parent)
    if name == "cit":
        return is_block(parent, typesetter)
    if name in IN_LINE:
        return _DISPLAYED.search(element.get("rend") or "") is not None
    return not typesetter.book.has_words(parent)


def holds_blocks(element: etree._Element) -> bool:
    """Return whether a quotation holds blocks, itself or in the quotation that it cites."""
    for child in element:
        name = local_name(child)
        if name in _QUOTATIONS:
            if holds_blocks(child):
                return True
        elif name in BLOCKS:
            return True
    return False


def _runs_on(element: etree._Element, parent: etree._Element | None) -> bool:
    """Return whether a sentence goes on behind a quotation that holds one paragraph and no more."""
    if parent is not None and local_name(parent) == "cit":
        return _runs_on(parent, parent.getparent())
    if parent is None or local_name(parent) not in IN_LINE:
        return False
    if "block" in (element.get("rend") or "").lower():
        return False
    blocks = [e for e in element.iter(etree.Element) if local_name(e) in BLOCKS - _QUOTATIONS]
    if len(blocks) != 1 or local_name(blocks[0]) not in {"p", "ab"}:
        return False
    return (element.tail or "").lstrip()[:1] in _GOING_ON


def set_in_line(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a quotation within the line, with quotation marks where the text has none.

    An element with a look of its own (`@rend`) shows by that what it is; so does verse.
    """
    is_marked = has_marks(element, into)
    made = typesetter.open(into, "span", element, local_name(element))
    runs_in = _runs_on(element, element.getparent())
    is_plain = not holds_blocks(element) or runs_in
    needs_marks = not is_marked and _needs_marks(made)
    closing = open_marks(element, into, made, typesetter) if is_plain and needs_marks else None
    if runs_in:
        _set_run_in(element, made, typesetter)
    else:
        typesetter.children(element, made)
    if closing is not None:
        close_marks(*closing, element, typesetter)
    elif needs_marks and local_name(element) != "quote":
        _mark_paragraphs(element, made, typesetter)


def open_marks(
    element: etree._Element, into: etree._Element, made: etree._Element, typesetter: Typesetter
) -> tuple[etree._Element, str]:
    """Set the opening mark of a quotation; give the closing one with where to say it.

    Marks are the surrounding text's, not the quoted words', and around words in a language of
    their own they stand outside, where that language's direction does not turn them.
    """
    outside = made if element.get(XML_LANG) else phrase_around(element, into)
    is_outside = outside is not None
    marks = _written_marks(element) or marks_for(element, typesetter, is_outside=is_outside)
    opening, closing = marks
    holder = None if outside is None else outside.getparent()
    begins_apart = bool(opening) and (element.text or "")[:1].isspace()
    if begins_apart:
        _say_space_before(made if holder is None or outside is None else outside, typesetter)
    if outside is None or holder is None:
        made.text = opening or None
    else:
        holder.remove(outside)
        typesetter.say(holder, opening)
        holder.append(outside)
    typesetter.walk.is_joining |= begins_apart
    return (made if holder is None else holder), closing


def _say_space_before(made: etree._Element, typesetter: Typesetter) -> None:
    """Set the white space that a quotation begins with before it, where its mark will follow."""
    around = made.getparent()
    if around is None:
        return
    around.remove(made)
    if _IS_WORD_END.search(ending(around)):
        typesetter.say(around, " ")
    around.append(made)


def _mark_paragraphs(element: etree._Element, made: etree._Element, typesetter: Typesetter) -> None:
    """Set a mark before each paragraph of a speech, and one behind the last (Chicago 13.32)."""
    inside = [child for child in element if local_name(child) not in {"", "pb", "lb", "note"}]
    paragraphs = list(made.iterchildren(f"{{{XHTML}}}p"))
    if not paragraphs or any(local_name(child) not in {"p", "ab"} for child in inside):
        return
    opening, closing = marks_for(element, typesetter)
    for paragraph in paragraphs:
        paragraph.text = opening + (paragraph.text or "").lstrip()
    typesetter.say(paragraphs[-1], closing)


def _set_run_in(element: etree._Element, made: etree._Element, typesetter: Typesetter) -> None:
    """Set a quotation's only paragraph without its block."""
    typesetter.say_text(element, made, str.lstrip)
    for child in element:
        if local_name(child) in {"p", "ab"}:
            typesetter.children(child, made)
        else:
            typesetter.one(child, made)
        typesetter.say_tail(child, made, str.rstrip)


def _needs_marks(made: etree._Element) -> bool:
    """Return whether nothing in the look of a quotation says that it is one."""
    return set((made.get("class") or "").split()[1:]) <= {"rend-quoted"}


def _written_marks(element: etree._Element) -> tuple[str, str] | None:
    """Read the marks that a rendition ladder takes out of the text: `pre(“)post(”)`."""
    found = dict(_LADDER_MARKS.findall(element.get("rend") or ""))
    return (found.get("pre", ""), found.get("post", "")) if found else None


def marks_for(
    element: etree._Element, typesetter: Typesetter, *, is_outside: bool = False
) -> tuple[str, str]:
    """Return the quotation marks of the text around an element, the inner ones inside another's.

    `is_outside` says that they stand outside a phrase in another language.
    """
    block = element.getparent()
    while block is not None and local_name(block) in INLINE:
        if local_name(block) in _QUOTATIONS and is_block(block, typesetter):
            break
        block = block.getparent()
    otherwise = typesetter.book.edition.book.language
    language = language_of_marks(element, block, otherwise, is_outside=is_outside)
    habits = typography_of(language)
    quotes = habits.quotes or habits.quotation_marks or "“”‘’"
    depth = sum(1 for e in element.iterancestors() if _shows_marks(e, typesetter))
    pair = quotes[2:4] if depth % 2 and len(quotes) >= 4 else quotes[:2]
    if habits.guillemets and pair[0] == "«":
        return "«\u00a0", "\u00a0»"
    return pair[0], pair[1]


def _shows_marks(element: etree._Element, typesetter: Typesetter) -> bool:
    """Return whether a quotation has marks of its own; one set as a block has none."""
    if local_name(element) not in {"q", "said", "quote"}:
        return False
    is_speech = local_name(element) != "quote" and element.find(tei("p")) is not None
    return is_speech or not is_block(element, typesetter)


def has_marks(element: etree._Element, into: etree._Element) -> bool:
    """Return whether the text itself has a quotation mark or dash at the quotation's edge."""
    inside = "".join(map(str, element.itertext())).strip()
    if not inside or inside[0] in MARKS or inside[-1] in MARKS:
        return True
    last = next(into.iterchildren(reversed=True), None)
    before = (last.tail if last is not None else into.text) or ""
    after = (element.tail or "").lstrip()
    return before.rstrip()[-1:] in MARKS or after[:1] in MARKS - {"-", "—", "–"}


def set_citation(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a quotation together with its source (`cit`)."""
    if _is_of_entry(element):
        _set_in_entry(element, into, typesetter)
        return
    if not is_block(element, typesetter):
        typesetter.children(element, typesetter.open(into, "span", element, "cit"))
        return
    made = typesetter.open(into, "div", element, "cit")
    typesetter.children(element, made)


def set_paragraph_like(
    element: etree._Element, into: etree._Element, typesetter: Typesetter
) -> None:
    """Set an argument or epigraph: a block with a look of its own."""
    tag = "blockquote" if local_name(element) == "epigraph" else "div"
    made = typesetter.open(into, tag, element, local_name(element))
    typesetter.children(element, made)


RULES = {
    "p": set_paragraph,
    "ab": set_anonymous_block,
    "quote": set_quotation,
    "q": set_speech,
    "said": set_speech,
    "cit": set_citation,
    "argument": set_paragraph_like,
    "epigraph": set_paragraph_like,
}
