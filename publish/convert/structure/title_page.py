"""The title page of the source: what it says goes to the header, or stays as a `titlePage`.

An edition makes its own title page from title and authors. Lines that say no more than that are
left out; where others stand beside them, all of it stays in the front matter.
"""

from __future__ import annotations

import re

from lxml import etree

from publish.convert.look import changed, look_of
from publish.convert.manuscript import Manuscript
from publish.convert.meta import Person, people_of
from publish.convert.structure.heading_words import is_number, matter_kind, named_kind
from publish.convert.structure.verse import is_broken, lines_of
from publish.convert.style_roles import role_of
from publish.convert.tei import make, move_into, put, whole_text, words_of
from publish.house.division_types import NONE
from publish.model.document import local_name
from publish.model.finding import Severity
from publish.model.lazy_pattern import lazy_pattern

LONGEST_LINE = 120
MOST_LINES = 14
MOST_STYLED = 60
MOST_BEFORE, MOST_BEFORE_TITLE = 400, 3000
"""Characters before the heading that is the whole book's, and before one that is its title."""
FEWEST_VERSES, FEWEST_FILES = 4, 2

_BY = lazy_pattern(
    r"(?:written |edited |translated |illustrated )?(by|von|par|por|de|di|av|af)[\s:]+(.{3,80})",
    re.IGNORECASE,
)


def find_title_page(manuscript: Manuscript) -> None:
    """Find the book's title, and the lines around it at the beginning of the text."""
    _take_styled(manuscript)
    _take_repeated(manuscript)
    head = _title_head(manuscript)
    page = _lines_at_beginning(manuscript, head)
    if head is not None and not manuscript.meta.title:
        manuscript.meta.title = words_of(head)
    if page:
        _take_author(manuscript, page)
        _settle(manuscript, page)
    _raise_levels(manuscript, head)


def _take_styled(manuscript: Manuscript) -> None:
    """Take title and author where a style near the beginning says which they are."""
    for block in list(manuscript.body)[:MOST_STYLED]:
        role, words = role_of(look_of(block).style), words_of(block)
        if role == "title" and words and not manuscript.meta.title:
            manuscript.meta.title = words
        elif role == "author" and words:
            found = _BY.fullmatch(words)
            names = re.sub(r",?\s+with\s.*", "", found[2] if found else words)
            parts = re.split(r",\s*(?:and\s+)?", names)
            # the properties of a Word file name who wrote in it last
            people = [Person(each) for part in parts for each in people_of(part)]
            others = [each for each in manuscript.meta.people if each.role != "aut"]
            manuscript.meta.people = people + others
            break


def _take_repeated(manuscript: Manuscript) -> None:
    """Take the heading that each of several files begins with for the title of the book."""
    firsts = [
        block
        for number, block in enumerate(manuscript.body)
        if not number or look_of(block).opens == "file"
    ]
    words = {words_of(block) if local_name(block) == "head" else "" for block in firsts}
    if len(firsts) < FEWEST_FILES or len(words) > 1 or "" in words:
        return
    manuscript.meta.title = manuscript.meta.title or words.pop()
    for block in firsts:
        after = block.getnext()
        if after is not None:
            changed(after, opens="file")
        manuscript.log.drop("the title that each file begins with", whole_text(block))
        manuscript.body.remove(block)


def _title_head(manuscript: Manuscript) -> etree._Element | None:
    """Find the heading that is the whole book's: first, alone of its rank, others below it."""
    heads = list(manuscript.body.iterchildren("{*}head"))
    if not heads:
        return None
    first, level = heads[0], look_of(heads[0]).level
    words = words_of(first)
    is_title = _plain(words) == _plain(manuscript.meta.title) and bool(words)
    alone = len(heads) > 2 and all(look_of(each).level > level for each in heads[1:])
    is_numbered = named_kind(words) is not NONE or matter_kind(words) is not NONE
    if not is_title and (not alone or is_numbered):
        return None
    before = list(first.itersiblings(preceding=True))
    most = MOST_BEFORE_TITLE if is_title else MOST_BEFORE
    return first if sum(len(words_of(each)) for each in before) < most else None


def _lines_at_beginning(
    manuscript: Manuscript, head: etree._Element | None
) -> list[etree._Element]:
    """List the blocks of a title page: short ones before the first chapter, round the title."""
    page: list[etree._Element] = []
    has_title = False
    blocks = list(manuscript.body)
    start = 0 if head is None else blocks.index(head)
    for block in blocks[start:] if any(map(_is_prose, blocks[:start])) else blocks:
        name = local_name(block)
        if block is head:
            has_title = True
        elif name == "head" and _stands_alone(block) and len(page) <= MOST_LINES:
            pass
        elif name == "head" or _is_prose(block) or _is_verse(block) or len(page) > MOST_LINES:
            break
        elif name == "milestone" and has_title:
            page.append(block)
            break
        elif name not in {"p", "milestone", "figure"} or (
            name == "p" and has_title and not _is_line_of_title(manuscript, block)
        ):
            break
        has_title |= any(
            _says_title(manuscript, [*page[first:], block]) for first in range(len(page) + 1)
        )
        page.append(block)
    while page and local_name(page[-1]) in {"figure", "milestone"}:
        page.pop()
    return page if has_title else []


def _says_title(manuscript: Manuscript, blocks: list[etree._Element]) -> bool:
    """Return whether blocks are the title, alone or with the subtitle, in however many lines."""
    title, subtitle = _plain(manuscript.meta.title), _plain(manuscript.meta.subtitle)
    return bool(title) and "".join(_plain(words_of(block)) for block in blocks) in {
        title,
        title + subtitle,
    }


def _stands_alone(head: etree._Element) -> bool:
    """Return whether a heading has no text of its own below it, and is no chapter's."""
    words, look = words_of(head), look_of(head)
    if look.at and not _BY.fullmatch(words):
        return False  # in a plain text headings are found with care, and lines of titles are not
    is_named = named_kind(words) is not NONE or matter_kind(words) is not NONE
    if is_named or is_number(words) or look.kind:
        return False
    if _BY.fullmatch(words):
        return True
    texts = {"head", "p", "lg", "sp", "stage"}
    following = next((each for each in head.itersiblings() if local_name(each) in texts), None)
    if following is None or local_name(following) == "head":
        return following is not None
    is_line = local_name(following) in {"p", "lg"} and not _is_prose(following)
    return is_line and _is_centred(following)


def _is_prose(block: etree._Element) -> bool:
    return max(map(len, lines_of(block))) > LONGEST_LINE


def _is_verse(block: etree._Element) -> bool:
    """Return whether a block is a stanza; lines of a title stand in the middle, or are few."""
    lines = lines_of(block)
    return len(lines) >= FEWEST_VERSES and is_broken(block) and look_of(block).align != "center"


def _is_line_of_title(manuscript: Manuscript, block: etree._Element) -> bool:
    """Return whether a line may stand on a title page; of a plain text every short one may."""
    return _is_centred(block) or _by(manuscript, words_of(block)) or bool(look_of(block).at)


def _by(manuscript: Manuscript, words: str) -> bool:
    names = {_plain(person.name) for person in manuscript.meta.people}
    return _BY.fullmatch(words) is not None or _plain(words) in names


def _is_centred(block: etree._Element) -> bool:
    look = look_of(block)
    return look.align == "center" or look.size > 1.12 or "title" in look.style


def _take_author(manuscript: Manuscript, page: list[etree._Element]) -> None:
    if manuscript.meta.people:
        return
    for block in page:
        found = _BY.fullmatch(words_of(block))
        if found and not re.match("edited|translated|illustrated", found[0], re.IGNORECASE):
            name = found[2].strip(" .")
            manuscript.meta.people.append(Person(name.title() if name.isupper() else name))


def _settle(manuscript: Manuscript, page: list[etree._Element]) -> None:
    """Leave the lines out that the header says, or keep all as a title page."""
    said = {manuscript.meta.title, manuscript.meta.subtitle, manuscript.meta.publisher, "by"}
    for person in manuscript.meta.people:
        said |= {person.name, f"by {person.name}", f"von {person.name}", f"par {person.name}"}
    known = {_plain(each) for each in said} | {_plain(manuscript.meta.date)}
    known.add(_plain(manuscript.meta.title + manuscript.meta.subtitle))
    full = "".join(sorted(_plain(words_of(block)) for block in page))
    rest = [block for block in page if _plain(words_of(block)) not in known]
    if not full or not rest or all(not words_of(block) for block in rest):
        for block in page:
            manuscript.log.drop("a line of the title page", whole_text(block))
            manuscript.body.remove(block)
        return
    title_page = make("titlePage")
    for block in page:
        _keep(manuscript, block, title_page)
    put(manuscript.front, title_page)
    message = "the lines before the first chapter are kept as a title page"
    hint = "take it out, and the edition makes its own"
    manuscript.log.tell("IMP-017", message, title_page, hint, Severity.NOTICE)


def _keep(manuscript: Manuscript, block: etree._Element, into: etree._Element) -> None:
    """Put a line of the title page into what TEI calls it (4.6)."""
    words = _plain(words_of(block))
    authors = {_plain(person.name) for person in manuscript.meta.people}
    if local_name(block) == "figure":
        put(into, block)
        return
    if local_name(block) == "milestone":
        manuscript.body.remove(block)
        return
    title = into.find("{*}docTitle")
    if words == _plain(manuscript.meta.title) and title is None:
        part = make("titlePart", type="main")
        put(into, make("docTitle", part))
    elif words in authors or any(words == "by" + author for author in authors):
        part = make("docAuthor")
        put(into, make("byline", part))
    elif into.find("{*}docTitle") is not None and into.find("{*}byline") is None and len(into) < 3:
        part = make("titlePart", type="sub")
        put(into, part)
    else:
        part = make("titlePart", type="desc")
        put(into, part)
    move_into(part, block)
    manuscript.body.remove(block)


def _raise_levels(manuscript: Manuscript, head: etree._Element | None) -> None:
    """Let chapters be of the first rank where the book's title alone was above them."""
    heads = list(manuscript.body.iterchildren("{*}head"))
    if head is None or not heads:
        return
    top = min(look_of(each).level for each in heads)
    for each in heads:
        changed(each, level=look_of(each).level - top + 1)


def _plain(words: str) -> str:
    return re.sub(r"[\W_]+", "", words.lower())
