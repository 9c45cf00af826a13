"""Rules for figures and images (TEI chapter 15.4): captions, alternative text, missing images.

An image's alternative text is its figure's `figDesc` or its own `desc`. An image that cannot be
shown leaves a frame with its description, so that a reader knows what is missing.
"""

from __future__ import annotations

from pathlib import Path

from lxml import etree
from msgspec import structs

from publish.model.document import local_name, tei
from publish.model.finding import Place, say_path
from publish.model.publication import Image
from publish.typeset.ledger import Reason
from publish.typeset.long_descriptions import (
    describe_at_length,
    is_long,
    short_description,
    whole_description,
)
from publish.typeset.note_shapes import words_outside_notes
from publish.typeset.picture_sizes import style_of_size
from publish.typeset.pictures import Trouble, decode_picture, find_picture
from publish.typeset.rend import plate_of
from publish.typeset.render import Typesetter
from publish.typeset.rules.prose import IN_LINE
from publish.typeset.svg import LEFT_OUT
from publish.typeset.tally import TOGETHER

_PICTURES = frozenset("graphic media binaryObject".split())
_SHOWN_FIRST = _PICTURES | frozenset(
    "figure formula table list lg l sp eg egXML floatingText notatedMusic svg".split()
)
"""What a figure is made of; the rest of it is its caption."""


def set_figure(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a figure: its images, then its caption; in the line where it is a sign in a text."""
    if _is_in_line(element, typesetter):
        _set_in_line(
            element, typesetter.open(into, "span", element, "figure inline-figure"), typesetter
        )
        return
    foremost = [child for child in element if local_name(child) in _SHOWN_FIRST]
    caption = [
        child
        for child in element
        if local_name(child) not in _SHOWN_FIRST | {"", "figDesc"} and not _is_milestone(child)
    ]
    if not (caption or foremost or "".join(map(str, element.itertext())).strip()):
        typesetter.children(element, into)
        return
    made = typesetter.open(into, "figure", element)
    _mark_plate(made, [element, *(e for e in foremost if local_name(e) in _PICTURES)])
    for child in element:
        if child in foremost or _is_milestone(child):
            typesetter.one(child, made)
    _describe(element, foremost, made, typesetter)
    _set_caption(element, caption, made, typesetter)


def _set_in_line(figure: etree._Element, made: etree._Element, typesetter: Typesetter) -> None:
    """Set a picture in the line; the description of one that is not there stands in brackets."""
    has_picture = figure.find(tei("graphic")) is not None
    for child in figure:
        if local_name(child) != "figDesc":
            typesetter.one(child, made)
            if len(made) and made[-1].get("alt") and is_long(figure):
                made[-1].set("alt", whole_description(figure))
        elif has_picture or not words_outside_notes(child):
            typesetter.leave_out(child, Reason.DESCRIBED)
        else:
            typesetter.say(made, "[")
            typesetter.children(child, typesetter.open(made, "span", child, "described"))
            typesetter.say(made, "]")


def _mark_plate(made: etree._Element, asking: list[etree._Element]) -> None:
    """Give a figure the classes `plate` and `bleed` where it or a picture of it asks for them."""
    asked = {plate_of(element) for element in asking} - {""}
    if asked:
        words = [made.get("class") or "", "plate", *(asked & {"bleed"})]
        made.set("class", " ".join(filter(None, words)))


def _is_milestone(element: etree._Element) -> bool:
    return local_name(element) in {"pb", "lb", "cb", "anchor", "milestone", "fw", "index"}


def _is_in_line(figure: etree._Element, typesetter: Typesetter) -> bool:
    """Return whether a figure without a caption stands in a run of words."""
    parent = figure.getparent()
    if parent is None or local_name(parent) not in IN_LINE or plate_of(figure):
        return False
    names = {local_name(child) for child in figure} - {"", "figDesc", "graphic"}
    if names or (figure.text or "").strip():
        return False
    return typesetter.book.has_words(parent)


def _describe(
    figure: etree._Element,
    foremost: list[etree._Element],
    made: etree._Element,
    typesetter: Typesetter,
) -> None:
    """Show the description in a frame where there is nothing else to see.

    One that no picture has as its alternative text is the figure's name (WAI-ARIA 1.2).
    """
    if foremost:
        is_taken = any(
            local_name(e) in _PICTURES | {"svg"} and e.find(tei("desc")) is None for e in foremost
        )
        if is_taken and is_long(figure):
            describe_at_length(figure, made, typesetter)
            return
        words = " ".join(
            words_outside_notes(e) for e in figure.iterchildren(tei("figDesc"))
        ).strip()
        for described in figure.iterchildren(tei("figDesc")):
            typesetter.leave_out(described, Reason.DESCRIBED)
        if words and not is_taken:
            made.set("aria-label", words)
        return
    for described in figure.iterchildren(tei("figDesc")):
        if words_outside_notes(described):
            frame = typesetter.open(made, "div", described, "figure-described")
            typesetter.children(described, frame)


def _set_caption(
    figure: etree._Element,
    caption: list[etree._Element],
    made: etree._Element,
    typesetter: Typesetter,
) -> None:
    """Set what a figure says of itself; a single heading needs no paragraph of its own."""
    has_words = (figure.text or "").strip() or any((child.tail or "").strip() for child in figure)
    if not caption and not has_words:
        return
    figcaption = typesetter.open(made, "figcaption")
    if len(caption) == 1 and not has_words and local_name(caption[0]) == "head":
        typesetter.carry(caption[0], figcaption)
        typesetter.children(caption[0], figcaption)
        return
    typesetter.say_text(figure, figcaption)
    for child in figure:
        if child in caption:
            typesetter.one(child, figcaption)
        typesetter.say_tail(child, figcaption)


def set_graphic(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set an image; one that stands between blocks without a figure gets one."""
    parent = element.getparent()
    name = local_name(parent) if parent is not None else ""
    if name != "figure" and name not in IN_LINE and name not in {"", "formula", "signatures"}:
        into = typesetter.open(into, "figure")
        _mark_plate(into, [element])
    _set_picture(element, into, typesetter)
    for each in element.iterchildren(tei("desc"), tei("figDesc")):
        typesetter.leave_out(each, Reason.DESCRIBED)
    if local_name(element) == "binaryObject":
        typesetter.leave_out(element, Reason.OTHER_FORM)
    else:
        typesetter.rest(element, into, "desc", "figDesc")


def _set_picture(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    found = _find(element, typesetter)
    if isinstance(found, Trouble):
        name, kind = element.get("url") or "?", "" if found.code in TOGETHER else found.message
        typesetter.out.count(
            found.code, found.message, element, found.hint, name=repr(name), kind=kind
        )
        _set_frame(element, into, typesetter)
        return
    for line, words in found.lost:
        place = Place(say_path(found.source), line)
        message = f"the drawing holds what no book may: {words}; it is left out"
        typesetter.out.tell_at("WRI-174", message, place, LEFT_OUT)
    described = alternative_text(element)
    _keep_place(
        found, typesetter.book.document.place(element), typesetter, is_described=described != ""
    )
    made = typesetter.open(into, "img", element)
    made.set("src", f"images/{found.name}")
    made.set("alt", described)
    size = style_of_size(element, found, typesetter)
    if size:
        made.set("style", size)


def _keep_place(image: Image, place: Place, typesetter: Typesetter, *, is_described: bool) -> None:
    """Note where an image is shown, for what may be said of it later."""
    undescribed = image.undescribed if is_described else (*image.undescribed, place)
    typesetter.out.images[image.name] = structs.replace(
        image, place=image.place or place, undescribed=undescribed
    )


def _find(element: etree._Element, typesetter: Typesetter) -> Image | Trouble:
    if local_name(element) == "binaryObject":
        media_type = element.get("mimeType") or "binaryObject"
        return decode_picture(
            "".join(map(str, element.itertext())), media_type, typesetter.out.images
        )
    url = (element.get("url") or "").strip()
    if not url:
        message = "a graphic names no file in @url"
        return Trouble("TYP-007", message, "name the image's file in @url")
    return find_picture(url, _folders(typesetter), typesetter.out.images)


def _folders(typesetter: Typesetter) -> list[Path]:
    """List the folders whose files a manuscript may name: its own, and that of its edition."""
    found = [typesetter.book.document.path.parent, typesetter.book.edition.folder]
    return list(dict.fromkeys(found))


def alternative_text(graphic: etree._Element) -> str:
    """Describe an image for those who do not see it: empty where nothing describes it."""
    holders = [graphic]
    parent = graphic.getparent()
    if parent is not None and local_name(parent) in {"figure", "notatedMusic"}:
        holders.append(parent)
    for holder in holders:
        if holder is not graphic and is_long(holder):
            return short_description(holder)
        for name in ("desc", "figDesc"):
            words = " ".join(words_outside_notes(e) for e in holder.iterchildren(tei(name)))
            if words.strip():
                return words.strip()
    head = holders[-1].find(tei("head"))
    return words_outside_notes(head) if head is not None else ""


def _set_frame(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a frame in the place of an image; its file's name where its caption says the rest."""
    figure = element.getparent()
    is_at_length = figure is not None and element.find(tei("desc")) is None and is_long(figure)
    whole = whole_description(figure) if figure is not None and is_at_length else ""
    described = whole or alternative_text(element) or Path(element.get("url") or "image").name
    frame = typesetter.open(into, "span", element, "missing-image")
    frame.set("role", "img")
    frame.set("aria-label", described)
    head = figure.find(tei("head")) if figure is not None else None
    is_said = head is not None and words_outside_notes(head) == described
    frame.text = f"[{Path(element.get('url') or 'image').name if is_said else described}]"


def set_description(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a description that stands in no figure as words: no picture can have it."""
    typesetter.children(element, typesetter.open(into, "span", element, "figure-described"))


RULES = {
    "figure": set_figure,
    **dict.fromkeys(sorted(_PICTURES), set_graphic),
    "figDesc": set_description,
}
