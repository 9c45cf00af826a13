"""Plays: what stands between the names is speech, verse or prose, or a stage direction."""

from __future__ import annotations

from itertools import takewhile

from lxml import etree

from publish.convert.cues import Cast
from publish.convert.look import copy_look, look_of
from publish.convert.manuscript import Manuscript
from publish.convert.structure.cast_list import set_cast_lists
from publish.convert.structure.heading_words import named_kind
from publish.convert.structure.stage_directions import (
    is_direction,
    mark_directions,
    set_direction,
)
from publish.convert.structure.verse import is_broken, lines_of, part_lines, set_stanza
from publish.convert.tei import make, move_into, put, rename, words_of
from publish.model.document import local_name
from publish.model.lazy_pattern import lazy_pattern
from publish.model.tree import take_out, unwrap

FEWEST_ROUND = 3
"""Stage directions in round brackets that make other words in such brackets one."""
LONGEST_LINE = 90
"""Characters of one line of verse; a longer one is prose."""
SHARE_OF_VERSE, FEWEST_IN_PROSE = 0.15, 4
"""What short speeches of verse are against long ones of prose; fewer are chance, or songs, which
have this many lines."""
_BRACKETED = lazy_pattern(r"[\[(][^\[\]()]+[\])][.:]?")
SHARE_OF_CAPITALS = 0.8
"""Of the lines of a speech in verse, where its play has prose as well."""
LONGEST_SETTING = 800
"""Characters between the heading of a scene and its first speech."""
FAR_EM = 4.0
"""How far a block stands in that is no speech."""


def find_drama(manuscript: Manuscript) -> None:
    """Put what belongs to a speech into it, where a text is a play."""
    if manuscript.cast is None:
        return
    body = manuscript.body
    set_cast_lists(body)
    has_asides = _has_asides(body)
    for section in _sections(body):
        _fill(section, manuscript.cast, has_asides=has_asides)
    _set_verse(body, manuscript.cast)
    for stanza in [each for speech in body.iter("{*}sp") for each in speech.iterchildren("{*}lg")]:
        _put_lines(stanza)
    brackets = "[(" if _round(body) >= FEWEST_ROUND else "["
    for speech in body.iterchildren("{*}sp"):
        for each in list(speech.iter("{*}p", "{*}l")):
            mark_directions(each, brackets)


def _open_quote(quote: etree._Element) -> etree._Element:
    """Take an indented paragraph of plain text for what it is: a direction."""
    block = quote[0]
    unwrap(quote)
    return set_direction(block)


def _sections(body: etree._Element) -> list[list[etree._Element]]:
    """Part the text at its headings; the heading is the first of its section."""
    sections: list[list[etree._Element]] = [[]]
    for block in body:
        if local_name(block) == "head":
            sections.append([])
        sections[-1].append(block)
    return sections


def _has_asides(body: etree._Element) -> bool:
    """Return whether the text marks its stage directions, so that other paragraphs are speech."""
    blocks = list(body.iterchildren("{*}p", "{*}stage"))
    marked = sum(local_name(each) == "stage" or is_direction(each) for each in blocks)
    return marked > 0.03 * sum(1 for _ in body.iterchildren("{*}sp"))


def _fill(section: list[etree._Element], cast: Cast, *, has_asides: bool) -> None:
    """Put blocks into the speeches before them; directions at a speech's end stay between."""
    first = section[0] if section else None
    last = max((n for n, each in enumerate(section) if local_name(each) == "sp"), default=-1)
    if last < 0 and not _is_setting(section):
        return
    is_scene = first is not None and _is_scene(section, last)
    begin = next((n for n, each in enumerate(section) if local_name(each) == "sp"), len(section))
    speech: etree._Element | None = None
    waiting: list[etree._Element] = []
    for place, block in enumerate(section):
        name = local_name(block)
        if name == "sp":
            speech, waiting = block, []
        elif name == "quote" and look_of(block).at and words_of(block)[:1] not in "“\"'‘«„":
            waiting.append(_open_quote(block))
        elif name in {"stage", "p"} and (name == "stage" or _is_aside(block)):
            waiting.append(block if name == "stage" else set_direction(block))
        elif name in {"p", "lg", "quote"} and speech is not None:
            is_due = cast.is_alone and len(speech) == 1
            if name != "p" or is_due or has_asides or is_broken(block):
                put(speech, *waiting, block)
                waiting = []
            elif place < last:
                waiting.append(set_direction(block))
        elif name == "figure" and speech is not None:
            waiting.append(block)
        elif name == "p" and is_scene and place < begin and block.find("{*}lb") is None:
            set_direction(block, "setting")
        elif name not in {"pb", "anchor", "p", "lg"}:
            speech, waiting = None, []


def _is_scene(section: list[etree._Element], last: int) -> bool:
    """Return whether what stands below a heading, before the first speech, is a scene's setting."""
    if local_name(section[0]) != "head" or look_of(section[0]).kind == "cast_list":
        return False
    above = list(takewhile(lambda each: local_name(each) != "sp", section[1:]))
    is_named = named_kind(words_of(section[0])).name in {"act", "scene"}
    return is_named or (last > 0 and sum(len(words_of(each)) for each in above) < LONGEST_SETTING)


def _is_setting(section: list[etree._Element]) -> bool:
    """Return whether a section says what is seen of an act, whose first scene follows."""
    after = section[-1].getnext() if section else None
    return (
        after is not None
        and named_kind(words_of(section[0])).name == "act"
        and named_kind(words_of(after)).name == "scene"
    )


def _is_aside(block: etree._Element) -> bool:
    look = look_of(block)
    if look.kind == "stage" or is_direction(block):
        return True
    is_apart = look.align in {"center", "right"} or look.indent_em >= FAR_EM
    return is_apart and bool(look.at) and block.find("{*}lb") is None


def _set_verse(body: etree._Element, cast: Cast) -> None:
    """Make lines of broken paragraphs; one line alone is verse where its neighbours are."""
    speeches = list(body.iterchildren("{*}sp"))
    for speech in speeches:
        for block in list(speech.iterchildren("{*}p")):
            _part_at_directions(block)
    pieces = [block for speech in speeches for block in speech.iterchildren("{*}p")]
    broken, long = [_is_verse(piece, cast) for piece in pieces], list(map(_is_long, pieces))
    fewest = 2 if sum(broken) > SHARE_OF_VERSE * sum(long) else FEWEST_IN_PROSE
    told = [
        True if short and len(lines_of(piece)) >= fewest else False if prose else None
        for piece, short, prose in zip(pieces, broken, long, strict=True)
    ]
    for piece, is_verse in zip(pieces, _from_neighbours(told), strict=True):
        if _is_bracketed(piece):
            set_direction(piece)
        elif is_verse and piece.find("{*}lb") is not None:
            set_stanza(piece)
        elif is_verse:
            rename(piece, "l")
        elif look_of(piece).at:
            _join_lines(piece)


def _join_lines(piece: etree._Element) -> None:
    """Join what only the measure of a plain text has broken."""
    for each in list(piece.iterchildren("{*}lb")):
        each.tail = " " + (each.tail or "").lstrip("\u2003")
        unwrap(each)


def _is_verse(piece: etree._Element, cast: Cast) -> bool:
    """Return whether lines are verse; in a play in verse they begin with capitals."""
    if not is_broken(piece):
        return False
    lines = [line.lstrip("“\"‘'([—–- ") for line in lines_of(piece) if line]
    begins = sum(line[:1].isupper() for line in lines)
    return not cast.has_many or begins >= SHARE_OF_CAPITALS * len(lines)


def _put_lines(stanza: etree._Element) -> None:
    """Leave lines alone in a speech, unless several stanzas stand below each other there."""
    beside = (stanza.getprevious(), stanza.getnext())
    if not any(each is not None and local_name(each) in {"lg", "p"} for each in beside):
        unwrap(stanza)


def _part_at_directions(block: etree._Element) -> None:
    """Part a paragraph where a whole line of it is a direction."""
    if block.find("{*}lb") is None or not any(
        _BRACKETED.fullmatch(each) for each in lines_of(block)
    ):
        return
    pieces: list[etree._Element] = []
    for line in part_lines(block):
        is_direction_line = _BRACKETED.fullmatch(words_of(line)) is not None
        if is_direction_line or not pieces or local_name(pieces[-1]) == "stage":
            pieces.append(make("stage" if is_direction_line else "p"))
        else:
            put(pieces[-1], make("lb"))
        move_into(pieces[-1], line)
    for piece in pieces:
        copy_look(block, piece)
        block.addprevious(piece)
    take_out(block)


def _is_long(piece: etree._Element) -> bool:
    return len(words_of(piece)) > LONGEST_LINE


def _from_neighbours(told: list[bool | None]) -> list[bool]:
    """Take what is not told by itself for what stands nearest before it, or else behind it."""
    state = next((each for each in told if each is not None), False)
    found = []
    for each in told:
        state = state if each is None else each
        found.append(state)
    return found


def _is_bracketed(piece: etree._Element) -> bool:
    return is_direction(piece) and words_of(piece)[:1] in {"[", "("}


def _round(body: etree._Element) -> int:
    """Count speeches that begin with a direction in round brackets, and directions in them."""
    beginnings = [
        each
        for speech in body.iterchildren("{*}sp")
        for each in list(speech)[1:2]
        if words_of(each).startswith("(")
    ]
    stages = [each for each in body.iter("{*}stage") if words_of(each).startswith("(")]
    return len(beginnings) + len(stages)
