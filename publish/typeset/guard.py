"""Draw up the account of the first law: what was neither said nor left out for a reason is lost.

The walk has entered in the ledger which text nodes it has said (`render.py`). One pass over the
manuscript finds those that it has not: a rule forgot a tail, a note went nowhere, a division was
planned into no part. A count of letters finds what was said and has not come through the mending
of the finished trees. Each is an error that names place and words, and no book is made.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree
from msgspec import Struct, field

from publish.house.words_kept import lost_words, quoted, text_of
from publish.model.document import local_name
from publish.model.finding import Severity, error
from publish.model.publication import Part
from publish.typeset.ledger import TOLD, Ledger, Reason
from publish.typeset.render import Typesetter

HINT = "this is a fault of publish: please report it; until it is mended, use another element"
_WITHOUT_NOTES = frozenset({Reason.DESCRIBED, Reason.SOURCE_PAGE})
"""Reasons that are none for what an editor notes on the words."""

MOST = 20
"""Places that are told one by one."""


def check_rules(typesetter: Typesetter) -> None:
    """Tell of text nodes that no rule has said, and of those that were said more than once.

    Codes: TYP-040 words are lost, TYP-041 words are set twice; TYP-003 for data that was left out,
    TYP-065 for notes that were left out with what they stand in.
    """
    account, lost = _Account(typesetter), []
    for root in _roots(typesetter):
        for element, words in _unsaid(root, typesetter.walk.ledger):
            declared = account.declared(element)
            if declared is None:
                lost.append((element, words))
            elif typesetter.walk.ledger.left_out[declared] in TOLD:
                typesetter.out.tell_left_out(declared)
            elif typesetter.walk.ledger.left_out[declared] in _WITHOUT_NOTES:
                _tell_note(element, declared, typesetter)
    for element, words in lost[:MOST]:
        _tell_lost(words, element, typesetter)
    if len(lost) > MOST:
        message = f"words would be lost in {len(lost) - MOST} further places"
        typesetter.out.tell("TYP-040", message, lost[MOST][0], HINT, Severity.ERROR)
    for element in typesetter.walk.ledger.twice:
        _tell_twice(element, typesetter)


def check_mending(typesetter: Typesetter, body: list[Part]) -> None:
    """Tell of words that were said, and that the finished parts lack: mending has lost them.

    Code: TYP-040.
    """
    spoken = typesetter.walk.ledger.spoken
    after = "".join(text_of(tree) for part in body for tree in part.trees())
    words = lost_words(["".join(spoken)], after, lambda: spoken, typesetter.walk.ledger.unsaid)
    if words:
        message = f"words would be lost in mending: {quoted(words)}"
        place = typesetter.book.document.place_of_words(words)
        typesetter.out.findings.append(error("TYP-040", message, place, HINT))


def _roots(typesetter: Typesetter) -> Iterator[etree._Element]:
    """Yield the texts, and what stands beside them: pages and annotations, data but for notes."""
    for text in typesetter.book.survey.texts:
        yield text
        around = text.getparent()
        for beside in () if around is None else around:
            if local_name(beside) not in {"", "text", "teiHeader", "TEI"}:
                typesetter.leave_out(beside, Reason.DATA)
                yield beside


def _unsaid(root: etree._Element, ledger: Ledger) -> Iterator[tuple[etree._Element, str]]:
    """Yield the text nodes that no rule has said, each with the element that it stands in."""
    whole, texts, tails = ledger.whole, ledger.texts, ledger.tails
    for element in root.iter():
        if element in whole:
            continue
        if isinstance(element.tag, str):
            if element.text and element not in texts and not element.text.isspace():
                yield element, element.text
            for child in element:
                if child.tail and child not in tails and not child.tail.isspace():
                    yield element, child.tail
        elif element.tag is etree.Entity:
            yield element, str(element.text)


class _Account(Struct):
    """Which declaration, if any, stands for an element that was not said."""

    typesetter: Typesetter
    known: dict[etree._Element, etree._Element | None] = field(default_factory=dict)

    def declared(self, element: etree._Element) -> etree._Element | None:
        """Find the element around this one that a rule has left out with all that is in it.

        There is none beyond what was set after all, nor beyond a note that was to be set at its
        mark: that may stand in a division that is left out.
        """
        ledger, moved = self.typesetter.walk.ledger, self.typesetter.book.note_plan.moved
        node: etree._Element | None = element
        passed: list[etree._Element] = []
        while node is not None and node not in self.known:
            passed.append(node)
            if node in ledger.left_out:
                self.known[node] = node
            elif node in moved or node in ledger.whole:
                self.known[node] = None
            else:
                node = node.getparent()
        found = self.known[node] if node is not None else None
        self.known.update(dict.fromkeys(passed, found))
        return found


def _tell_note(element: etree._Element, around: etree._Element, typesetter: Typesetter) -> None:
    """Tell of a note inside what is left out: no reader misses that, but the note."""
    inside = [element, *element.iterancestors()]
    inside = inside[: inside.index(around)]
    note = next((e for e in reversed(inside) if local_name(e) == "note"), None)
    if note is not None:
        name = local_name(around)
        words = quoted("".join(map(str, note.itertext(etree.Element))))
        message = f"a note in <{name}> is left out with it: {words}"
        typesetter.out.count("TYP-065", message, note, f"put it beside the <{name}>", kind=name)


def _tell_lost(words: str, element: etree._Element, typesetter: Typesetter) -> None:
    name = f"<{local_name(element)}>" if local_name(element) else "an entity"
    message = f"words inside {name} would be lost: {quoted(words)}"
    typesetter.out.tell("TYP-040", message, element, HINT, Severity.ERROR)


def _tell_twice(element: etree._Element, typesetter: Typesetter) -> None:
    if any(text and not text.isspace() for text in (element.text, *(e.tail for e in element))):
        words = "".join(map(str, element.itertext()))
        message = f"words inside <{local_name(element)}> are set more than once: {quoted(words)}"
        typesetter.out.tell(
            "TYP-041", message, element, "this is a fault of publish: please report it"
        )
