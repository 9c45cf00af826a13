"""The blocks of a page, one behind the other, each with how it looked."""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree
from msgspec import structs

from publish.convert.look import changed, look_of, set_look
from publish.convert.markup import links, preformatted
from publish.convert.markup.figures import set_figure
from publish.convert.markup.inlines import is_page_break, page_break, set_content, set_inline
from publish.convert.markup.letters import holder_of, is_text_in_text, set_holder
from publish.convert.markup.lists import set_definitions, set_list
from publish.convert.markup.page import UNSEEN, Page, is_block, names_of
from publish.convert.markup.speeches import is_speech, is_stage, set_speech
from publish.convert.markup.tables import set_table
from publish.convert.markup.verse import is_verse, set_verse
from publish.convert.tei import is_empty, make, put, whole_text
from publish.model.document import XML_ID, local_name
from publish.model.lazy_pattern import lazy_pattern

Rule = Callable[[Page, etree._Element, etree._Element], None]

_KINDS = lazy_pattern(
    r"\b(dedication|epigraph|preface|foreword|introduction|prologue|epilogue|afterword|appendix|"
    r"colophon|conclusion|acknowledg(?:e)?ments|bibliography|glossary|index|titlepage|halftitlepage|"
    r"copyright-page|part|chapter|toc|letter|stage)\b"
)
"""Terms and classes of containers that say what a part of a book is."""


def set_flow(page: Page, source: etree._Element, out: etree._Element) -> None:
    """Set what an element holds: blocks, and loose words as paragraphs."""
    line = make("p")
    put(line, source.text or "")
    for child in source:
        if child in page.bodies:
            pass
        elif child.tag in UNSEEN or not is_block(child):
            if is_page_break(child) and is_empty(line):
                put(out, page_break(page, child))
            else:
                set_inline(page, child, line)
        else:
            line = _close(page, source, line, out)
            _set_block(page, child, out)
        put(line, child.tail or "")
    _close(page, source, line, out)


def _close(
    page: Page, source: etree._Element, line: etree._Element, out: etree._Element
) -> etree._Element:
    """Add a paragraph of loose words, if there are any."""
    if not is_empty(line):
        for piece in _pieces(line):
            _add_line(page, source, piece, out)
    return make("p")


def _set_block(page: Page, element: etree._Element, out: etree._Element) -> None:
    first = len(out)
    rule = BLOCK_RULES.get(element.tag)
    if is_verse(element):
        rule = _set_verse
    if is_speech(element):
        rule = _set_speech
    elif holder_of(element):
        rule = _set_letter_part
    elif is_text_in_text(element):
        rule = _set_text_in_text
    elif is_stage(element) and element.tag in {"p", "div"} and not any(map(is_block, element)):
        rule = _set_stage
    (rule or _set_container)(page, element, out)
    _note_kind(element, out, first)


def _note_kind(element: etree._Element, out: etree._Element, first: int) -> None:
    """Say to the first block of a container what the container is, if it says so."""
    if len(out) <= first or element.tag not in {"div", "section", "article", "aside", "blockquote"}:
        return
    found = _KINDS.search(names_of(element))
    look = look_of(out[first])
    opens = look.opens or ("section" if element.tag in {"section", "article"} else "")
    if "data-file" in element.attrib:
        opens = "file"
    set_look(
        out[first],
        structs.replace(look, kind=look.kind or (found[1] if found else ""), opens=opens),
    )


def add(page: Page, source: etree._Element, made: etree._Element, out: etree._Element) -> None:
    """Add a block with its look and id."""
    look = page.look(source)
    set_look(made, structs.replace(look, lines=page.lines))
    page.lines = 0
    links.set_id(page, source, made)
    put(out, made)


def _set_container(page: Page, element: etree._Element, out: etree._Element) -> None:
    first = len(out)
    set_flow(page, element, out)
    target = out[first] if len(out) > first else None
    if target is not None and not target.get(XML_ID):
        links.set_id(page, element, target)
    if target is not None and element.get("data-custom-style"):
        for block in list(out)[first:]:
            look = page.look(element)
            own = look_of(block)
            level = own.level or int(element.get("data-level") or 0)
            set_look(block, structs.replace(look, lines=own.lines, level=level))


def _set_heading(page: Page, element: etree._Element, out: etree._Element) -> None:
    made = make("head")
    set_content(page, element, made)
    if is_empty(made):
        _keep_empty(page, made, out)
        return
    add(page, element, made, out)
    set_look(made, structs.replace(look_of(made), level=int(element.tag[1])))


def _set_paragraph(page: Page, element: etree._Element, out: etree._Element) -> None:
    if any(is_block(child) for child in element):
        _set_container(page, element, out)
        return
    made = make("p")
    set_content(page, element, made)
    for piece in _pieces(made):
        _add_line(page, element, piece, out)


def _add_line(
    page: Page, source: etree._Element, line: etree._Element, out: etree._Element
) -> None:
    """Add a paragraph; pictures that stand alone in one are blocks of their own."""
    figures = [child for child in line if local_name(child) == "figure"]
    if is_empty(line) or _holds_marks(line):
        _keep_empty(page, line, out)
    elif len(figures) == len(line) and not words_of_line(line):
        for figure in figures:
            figure.tail = None
            add(page, source, figure, out)
    else:
        add(page, source, line, out)
        level = int(source.get("data-level") or 0)
        if level:
            changed(out[-1], level=level)


def _holds_marks(line: etree._Element) -> bool:
    """Return whether a line has no words, only places such as a printed page's beginning."""
    marks = all(local_name(each) in {"pb", "anchor", "index"} for each in line)
    return len(line) > 0 and marks and not words_of_line(line)


def words_of_line(element: etree._Element) -> str:
    """Read the words of a line without those of its pictures."""
    texts = [element.text or "", *(child.tail or "" for child in element)]
    return "".join(texts).strip()


def _keep_empty(page: Page, made: etree._Element, out: etree._Element) -> None:
    """Count an empty paragraph; what stands in it besides words is kept."""
    page.lines += 1
    for each in list(made.iter("{*}pb", "{*}anchor", "{*}index")):
        each.tail = None
        put(out, each)


def _pieces(made: etree._Element) -> list[etree._Element]:
    """Part a paragraph at two or more line breaks in a row, as old pages part paragraphs."""
    breaks = [child for child in made if local_name(child) == "lb"]
    doubled = [
        each
        for each in breaks
        if (after := each.getnext()) is not None
        and local_name(after) == "lb"
        and not (each.tail or "").strip()
    ]
    if not doubled:
        return [made]
    pieces = [make("p", made.text or "")]
    for child in list(made):
        follows, tail = child in doubled, child.tail or ""
        child.tail = None
        if local_name(child) == "lb" and (follows or is_empty(pieces[-1])):
            if not is_empty(pieces[-1]):
                pieces.append(make("p"))
        else:
            put(pieces[-1], child)
        put(pieces[-1], tail)
    return pieces


def _set_quotation(page: Page, element: etree._Element, out: etree._Element) -> None:
    made = make("quote")
    page_lines, page.lines = page.lines, 0
    set_flow(page, element, made)
    if len(made):
        page.lines = page_lines
        add(page, element, made, out)


def _set_rule(page: Page, element: etree._Element, out: etree._Element) -> None:
    is_starred = re.search(r"star|aster|ornament|fleuron", element.get("class", "").lower())
    made = make("milestone", unit="section", rend="stars" if is_starred else "rule")
    add(page, element, made, out)


def _set_preformatted(page: Page, element: etree._Element, out: etree._Element) -> None:
    if preformatted.is_text(element):
        content = make("p")
        set_content(page, element, content)
        for part in preformatted.parts_of(content):
            add(page, element, part, out)
        return
    made = make("eg", whole_text(element).strip("\n"))
    if made.text:
        add(page, element, made, out)


def _set_contents(page: Page, element: etree._Element, out: etree._Element) -> None:
    """Leave out what a page has for going about in it: the book's contents are made anew."""
    page.log.drop("the source's contents or navigation", whole_text(element))


def _set_verse(page: Page, element: etree._Element, out: etree._Element) -> None:
    for block in set_verse(page, element):
        add(page, element, block, out)


def _set_speech(page: Page, element: etree._Element, out: etree._Element) -> None:
    add(page, element, set_speech(page, element, set_content, _set_block), out)


def _set_letter_part(page: Page, element: etree._Element, out: etree._Element) -> None:
    add(page, element, set_holder(page, element, set_content), out)


def _set_text_in_text(page: Page, element: etree._Element, out: etree._Element) -> None:
    body = make("body")
    set_flow(page, element, body)
    if len(body):
        kind = "letter" if "letter" in names_of(element) else ""
        add(page, element, make("floatingText", body, type=kind), out)


def _set_stage(page: Page, element: etree._Element, out: etree._Element) -> None:
    made = make("stage")
    set_content(page, element, made)
    add(page, element, made, out)


def _set_table_block(page: Page, element: etree._Element, out: etree._Element) -> None:
    for made in set_table(page, element, set_flow):
        add(page, element, made, out)


def _set_list_block(page: Page, element: etree._Element, out: etree._Element) -> None:
    made = (set_definitions if element.tag == "dl" else set_list)(page, element, set_flow)
    if len(made):
        add(page, element, made, out)


def _set_figure_block(page: Page, element: etree._Element, out: etree._Element) -> None:
    holder = make("p")
    figure = set_figure(page, element, holder, set_flow)
    if len(figure) == 1 and local_name(figure[0]) == "table":
        figure = figure[0]
    add(page, element, figure, out)


def set_note(page: Page, body: etree._Element) -> etree._Element:
    """Set a note: its one paragraph is its words, of several each is a `p`."""
    lines, page.lines = page.lines, 0
    holder = make("note")
    set_flow(page, body, holder)
    page.lines = lines
    is_end = re.search(r"\bend-?note", " ".join(look_of(each).style for each in holder))
    note = make("note", place="end" if is_end else "foot")
    paragraphs = [each for each in holder if local_name(each) == "p"]
    if len(holder) == len(paragraphs) == 1 and not (holder.text or "").strip():
        put(note, paragraphs[0].text or "")
        note.extend(list(paragraphs[0]))
    else:
        put(note, holder.text or "")
        note.extend(list(holder))
    return note


BLOCK_RULES: dict[str, Rule] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _set_heading),
    **dict.fromkeys(("p", "summary", "dt", "dd", "li"), _set_paragraph),
    "blockquote": _set_quotation,
    "hr": _set_rule,
    "pre": _set_preformatted,
    "nav": _set_contents,
    "table": _set_table_block,
    "figure": _set_figure_block,
    **dict.fromkeys(("ul", "ol", "dl", "menu", "dir"), _set_list_block),
}
