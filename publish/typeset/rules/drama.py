"""Rules for performance texts (TEI chapter 7): speeches, stage directions, cast lists."""

from __future__ import annotations

from lxml import etree

from publish.model.document import local_name
from publish.typeset.render import EPUB_TYPE, Typesetter
from publish.typeset.rules.prose import IN_LINE
from publish.typeset.xhtml import end_with, ending


def set_speech(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set one speech; its speaker and words are blocks inside it."""
    typesetter.children(element, typesetter.open(into, "div", element, "sp"))


def set_speaker(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set the name of who speaks, and in its line a direction that begins with a comma."""
    made = typesetter.open(into, "p", element, "speaker")
    typesetter.children(element, made)
    stage = _led_stage(element)
    if stage is not None:
        end_with(made, ending(made).rstrip())
        holder = typesetter.open(made, "span", stage, _class_of(stage))
        typesetter.children(stage, holder)


def _led_stage(speaker: etree._Element) -> etree._Element | None:
    """Find the direction that goes on with a speaker's name: `, to the farmer`.

    It stands behind the name, or begins the speech.
    """
    following = next(speaker.itersiblings(etree.Element), None)
    if following is None or _words_before(following).strip():
        return None
    if local_name(following) in {"p", "l", "ab"}:
        inside = next(following.iterchildren(etree.Element), following)
        following = following if _words_before(inside).strip() else inside
    words = "".join(map(str, following.itertext())).lstrip()
    return following if local_name(following) == "stage" and words[:1] in {",", ";"} else None


def _words_before(element: etree._Element) -> str:
    """Return the words right before an element, those behind comments too."""
    before = element.getprevious()
    parent = element.getparent()
    words = ""
    while before is not None and not isinstance(before.tag, str):
        words = (before.tail or "") + words
        before = before.getprevious()
    if before is not None:
        return (before.tail or "") + words
    return ((parent.text or "") if parent is not None else "") + words


def _is_led(stage: etree._Element) -> bool:
    before = next(stage.itersiblings(etree.Element, preceding=True), None)
    parent = stage.getparent()
    if before is None and parent is not None and local_name(parent) in {"p", "l", "ab"}:
        before = next(parent.itersiblings(etree.Element, preceding=True), None)
    return before is not None and local_name(before) == "speaker" and _led_stage(before) is stage


def set_stage(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a stage direction: in the line where it interrupts one, else as a line of its own."""
    if _is_led(element):
        return
    cls = _class_of(element)
    if is_in_line(element, typesetter):
        made = typesetter.open(into, "span", element, cls)
    else:
        made = typesetter.open(into, "p", element, cls)
    typesetter.children(element, made)


def _class_of(element: etree._Element) -> str:
    name = local_name(element)
    cls = "stage" if name == "stage" else f"stage {name}"
    kind = (element.get("type") or "").split()
    return f"{cls} stage-{kind[0].lower()}" if kind and kind[0].isalpha() else cls


def is_in_line(element: etree._Element, typesetter: Typesetter) -> bool:
    """Return whether an element stands in a run of words."""
    parent = element.getparent()
    if parent is None:
        return False
    if local_name(parent) in IN_LINE:
        return True
    return typesetter.book.has_words(parent)


def set_cast_list(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set the persons of a play; their groups are lists with a line that describes them."""
    made = typesetter.open(into, "div", element, "cast-list")
    _set_items(element, made, typesetter)


def set_cast_group(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set persons that are described together."""
    made = typesetter.open(into, "div", element, "cast-group")
    _set_items(element, made, typesetter)


def _set_items(element: etree._Element, made: etree._Element, typesetter: Typesetter) -> None:
    """Put consecutive persons into one list, and everything else between the lists."""
    persons: etree._Element | None = None
    typesetter.say_text(element, made)
    for child in element:
        name = local_name(child)
        if name in {"castItem", "castGroup"}:
            if persons is None:
                persons = typesetter.open(made, "ul", cls="cast")
            item = typesetter.open(persons, "li")
            typesetter.one(child, item)
            typesetter.say_tail(child, item)
        elif name in {"pb", "lb", "cb", "milestone", "anchor"} and persons is not None:
            typesetter.one(child, persons)
        elif name:
            persons = None
            typesetter.one(child, made)
            typesetter.say_tail(child, made)
        elif (child.tail or "").strip():
            persons = None
            typesetter.say_tail(child, made)


def set_cast_item(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set one person: the list item is there already."""
    typesetter.carry(element, into)
    typesetter.children(element, into)


def set_role(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a person's name, description or actor in the line of the cast list."""
    name = {"role": "role", "roleDesc": "role-desc", "actor": "actor"}[local_name(element)]
    parent = element.getparent()
    if parent is not None and local_name(parent) in {"castGroup", "castList"}:
        typesetter.children(element, typesetter.open(into, "p", element, name))
    else:
        typesetter.children(element, typesetter.open(into, "span", element, name))


def set_block(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a prologue, epilogue, setting or the like as a block with headings of its own."""
    made = typesetter.open(into, "section", element, local_name(element))
    if local_name(element) in {"prologue", "epilogue"}:
        made.set(EPUB_TYPE, local_name(element))
        made.set("role", f"doc-{local_name(element)}")
    with typesetter.deeper():
        typesetter.children(element, made)


RULES = {
    "sp": set_speech,
    "spGrp": set_block,
    "speaker": set_speaker,
    **dict.fromkeys("stage move camera sound tech caption view".split(), set_stage),
    "castList": set_cast_list,
    "castGroup": set_cast_group,
    "castItem": set_cast_item,
    **dict.fromkeys("role roleDesc actor".split(), set_role),
    **dict.fromkeys("prologue epilogue set performance".split(), set_block),
}
