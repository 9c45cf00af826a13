"""The rule for `notatedMusic` (TEI chapter 15.2): music engraved, or what describes it.

MEI stands in it, or in a file beside the manuscript that a `ptr` or `ref` names; MusicXML in such
a file. A picture of the music is shown where the notes themselves are not there.
"""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from publish.house.language.words import word
from publish.house.page.geometry import read_geometry
from publish.house.words_kept import lost_words, quoted
from publish.model.document import local_name, tei
from publish.model.finding import Severity
from publish.model.lazy_pattern import lazy_pattern
from publish.run.inputs import read_input
from publish.typeset.engraving import NotMusicError, System, as_mei, can_engrave, engrave
from publish.typeset.ledger import Reason
from publish.typeset.pictures import Trouble, locate
from publish.typeset.render import Typesetter
from publish.typeset.rules.inline import set_as_surroundings
from publish.typeset.staff_definitions import MEI

POINTS_A_MM = 72 / 25.4
_MOST_BYTES = 20 * 1024 * 1024
_INSTALL = 'pip install "publish-tei[music]"'
_SIGNS = lazy_pattern("[♭♮♯\U0001d100-\U0001d1ff]")
_DYNAMICS = lazy_pattern(r"p+|f+|m[pf]|s?fz?p?|fp|r?fz|sfz+|n")
"""What is drawn as a sign of music and not in letters (SMuFL, Dynamics)."""

_CAPTION = frozenset("head label p ab".split())


def set_notated_music(
    element: etree._Element, into: etree._Element, typesetter: Typesetter
) -> None:
    """Set music as systems under one another, each an image with the words that describe it.

    Codes: TYP-111 there is no Verovio, TYP-112 the music cannot be engraved, TYP-113 a clef is
    taken, TYP-114 the drawing lacks words.
    """
    source = _source(element, typesetter)
    systems = _engraved(element, source, typesetter) if source is not None else []
    if not systems:
        _set_without(element, into, typesetter)
        return
    parent = element.getparent()
    is_inside = parent is not None and local_name(parent) == "figure"
    runs_on = is_inside or len(systems) > 1
    made = typesetter.open(into, "div" if runs_on else "figure", element, "music")
    typesetter.say_text(element, made, str.strip)
    for head in element.iterchildren(tei("head")):
        typesetter.children(head, typesetter.open(made, "p", head, "head"))
    _set_systems(systems, made, element, typesetter)
    if source is not None:
        typesetter.leave_out(source, Reason.OTHER_FORM)
        _check_words(source, systems, typesetter)
    _set_rest(element, made, source, typesetter)


def _set_systems(
    systems: list[System], made: etree._Element, element: etree._Element, typesetter: Typesetter
) -> None:
    language = typesetter.book.edition.book.language
    described = _description(element) or word("music", language)
    for number, system in enumerate(systems, start=1):
        line = typesetter.open(made, "div", cls="music-system")
        if system.width < 1:
            line.set("style", f"width: {system.width:.1%}")
        place = f" ({number}/{len(systems)})" if len(systems) > 1 else ""
        system.drawing.set("role", "img")
        system.drawing.set("aria-label", f"{described}{place}")
        typesetter.walk.ledger.spoken += map(str, system.drawing.itertext(etree.Element))
        line.append(system.drawing)


def _check_words(source: etree._Element, systems: list[System], typesetter: Typesetter) -> None:
    """Tell of words of the music that its drawings do not have."""
    written = [
        text
        for element in source.iter(etree.Element)
        if (text := _SIGNS.sub("", element.text or ""))
        and not (local_name(element) == "dynam" and _DYNAMICS.fullmatch(text.strip()))
        and not _is_aside(element, source)
    ]
    drawn = "".join(str(words) for one in systems for words in one.drawing.itertext())
    missing = lost_words(["".join(written)], drawn, lambda: written)
    if missing:
        message = f"words of the music are not in its drawing: {quoted(missing)}"
        hint = "put what is to be read beside the music"
        typesetter.out.tell("TYP-114", message, source, hint)


def _is_aside(element: etree._Element, source: etree._Element) -> bool:
    """Return whether words are about the music: a header, an annotation, another reading."""
    inside = [element, *element.iterancestors()]
    inside = inside[: inside.index(source)] if source in inside else inside
    return any(local_name(each) in {"meiHead", "annot", "rdg"} for each in inside)


def _set_rest(
    element: etree._Element,
    made: etree._Element,
    source: etree._Element | None,
    typesetter: Typesetter,
) -> None:
    """Set the caption; what describes the music, or pictures it again, is left out for it."""
    caption = [child for child in element if local_name(child) in _CAPTION - {"head"}]
    holder = typesetter.open(made, "div", cls="caption") if caption else made
    for child in element:
        if child in caption:
            typesetter.children(child, typesetter.open(holder, "p", child))
        elif local_name(child) not in {"", "head"} and child is not source:
            typesetter.leave_out(child, Reason.DESCRIBED)
        typesetter.say_tail(child, made, str.strip)


def _source(element: etree._Element, typesetter: Typesetter) -> etree._Element | None:
    """Find the music itself: MEI inside, or what points at a file of it."""
    for child in element:
        if str(child.tag).startswith(f"{{{MEI}}}"):
            return child
    for child in element.iterchildren(tei("ptr"), tei("ref")):
        if child.get("target"):
            return child
    return None


def _engraved(
    element: etree._Element, source: etree._Element, typesetter: Typesetter
) -> list[System]:
    if not can_engrave():
        message = "music is not engraved: there is no Verovio"
        typesetter.out.tell("TYP-111", message, element, _INSTALL)
        return []
    prefix = typesetter.out.ids.fresh(f"{typesetter.part.name}-music")
    edition = typesetter.book.edition
    measure = read_geometry(edition.print, edition.book.language).measure / POINTS_A_MM
    try:
        return engrave(_data(source, typesetter), measure, prefix)
    except NotMusicError as problem:
        message = str(problem) or "this is no MEI or MusicXML that Verovio can engrave"
        hint = "look at it in an editor of music; it is shown as it is described"
        typesetter.out.tell("TYP-112", f"music cannot be engraved: {message}", element, hint)
        return []


def _data(source: etree._Element, typesetter: Typesetter) -> bytes:
    if not source.get("target"):
        data, has_no_clef = as_mei(source)
        if has_no_clef:
            message = "this music has no <staffDef>; its staves have five lines and a G clef"
            hint = "give the <score> a <scoreDef> with a <staffGrp> and its <staffDef>"
            typesetter.out.tell("TYP-113", message, source, hint, Severity.NOTICE)
        return data
    book = typesetter.book
    folders = list(dict.fromkeys([book.document.path.parent, book.edition.folder]))
    found = locate(source.get("target") or "", folders)
    if isinstance(found, Trouble):
        raise NotMusicError(found.message.replace("the image", "the file"))
    return _read(found)


def _read(path: Path) -> bytes:
    try:
        return read_input(path, most=_MOST_BYTES)
    except OSError as problem:
        raise NotMusicError(f"{path.name}: {problem.strerror or problem}") from None


def _set_without(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set what there is besides the notes: a picture, the words sung, what describes the music."""
    if element.find(tei("graphic")) is not None:
        made = typesetter.open(into, "figure", element, "music")
        for child in element:
            if local_name(child) == "graphic":
                typesetter.one(child, made)
            elif local_name(child) in _CAPTION:
                typesetter.children(child, typesetter.open(made, "figcaption", child))
            elif local_name(child):
                typesetter.leave_out(child, Reason.DESCRIBED)
            typesetter.say_tail(child, made, str.strip)
        return
    if not "".join(map(str, element.itertext(etree.Element))).strip():
        name = word("music", typesetter.book.edition.book.language)
        typesetter.open(into, "span", None, "missing-image").text = f"[{name}]"
    set_as_surroundings(element, into, typesetter)


def _description(element: etree._Element) -> str:
    for name in ("desc", "figDesc", "label", "head"):
        for child in element.iterchildren(tei(name)):
            words = " ".join("".join(map(str, child.itertext())).split())
            if words:
                return words
    return ""


RULES = {"notatedMusic": set_notated_music}
