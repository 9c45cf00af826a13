"""Repairs on the page: the paragraphs that they name, their lines as an editor wants them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from xml.etree.ElementTree import Element

from publish.engine.tree_names import MORE_LINES
from publish.model.edition import Edition
from publish.model.finding import Finding, notice
from publish.model.repair import Repair
from publish.write.pdf.prepare.division import Division

NOT_READ = ("aside", "rt", "rp")
"""Elements inside a paragraph whose words are not its own."""


def apply_repairs(divisions: Iterable[Division], edition: Edition) -> list[Finding]:
    """Set the paragraphs that have a repair; tell of the repairs that do nothing.

    Findings WRI-110 (a repair that fits no paragraph, or several) and WRI-189 (repairs that an
    earlier release has found); both are notices.
    """
    repairs = [repair for repair in edition.repairs if not repair.is_found]
    found = [repair for repair in edition.repairs if repair.is_found]
    fitting: list[list[Element]] = [[] for _ in repairs]
    starts = [" ".join(repair.words.split()) for repair in repairs]
    for division in divisions if repairs else ():
        for paragraph in paragraphs_of(division.root):
            words = " ".join(words_of(paragraph).split())
            for number, start in enumerate(starts):
                if start and words.startswith(start):
                    fitting[number].append(paragraph)
    for repair, paragraphs in zip(repairs, fitting, strict=True):
        if len(paragraphs) == 1:
            _set(paragraphs[0], repair)
    unfit = [each for each, fits in zip(repairs, fitting, strict=True) if len(fits) != 1]
    return [*_unfit(unfit), *_found(found)]


def paragraphs_of(root: Element) -> Iterator[Element]:
    """Yield the paragraphs and verses of running text: none in notes, tables, what stands apart."""
    pending = [root]
    while pending:
        element = pending.pop()
        if element.tag == "p" or "l" in element.get("class", "").split():
            yield element
        elif element.tag not in {"aside", "table", "figure", "nav"}:
            pending.extend(reversed(element))


def words_of(paragraph: Element) -> str:
    """Return the words that make a paragraph known: its own, without notes and their marks."""
    texts = [paragraph.text or ""]
    for child in paragraph:
        is_mark = {"noteref", "page-ref"} & set(child.get("class", "").split())
        if child.tag not in NOT_READ and not is_mark:
            texts.append(words_of(child))
        texts.append(child.tail or "")
    return "".join(texts)


def _set(paragraph: Element, repair: Repair) -> None:
    """Have a paragraph's lines as a repair says.

    A page that ends in it leaves so many lines to the next (`widows`, CSS Fragmentation 3 clause
    3.3); a paragraph of one line goes with the next one.
    """
    if repair.more:
        paragraph.set(MORE_LINES, str(repair.more))
    if repair.carry:
        rule = "break-after: avoid" if repair.carry == 1 else f"widows: {repair.carry}"
        styles = [paragraph.get("style", "").rstrip("; "), rule]
        paragraph.set("style", "; ".join(filter(None, styles)))


def _unfit(repairs: Sequence[Repair]) -> Iterator[Finding]:
    for repair in repairs:
        name = repair.words or repair.paragraph
        message = f"no paragraph, or more than one, begins with {name!r}; the repair does nothing"
        hint = "write in `words` how the paragraph begins, so that no other begins so"
        yield notice("WRI-110", message, repair.place, hint)


def _found(repairs: Sequence[Repair]) -> Iterator[Finding]:
    if repairs:
        message = f"{len(repairs)} repairs were found by an earlier release, and do nothing now"
        hint = "delete them; pages are planned in every build"
        yield notice("WRI-189", message, repairs[0].place, hint)
