"""One division from its XHTML to its drawn pages, with a second way where the first loses words."""

from __future__ import annotations

import copy

from publish.finding import Finding, notice, warning
from publish.write.pdf.drawing import FontShelf, Gathering, draw
from publish.write.pdf.job import Job
from publish.write.pdf.layout import Laid, Stock, lay_out
from publish.write.pdf.long_notes import cut_long_notes
from publish.write.pdf.notes import move_to_end


def gather(job: Job, stock: Stock, shelf: FontShelf) -> Gathering:
    """Lay out and draw a division."""
    laid, findings = _lay_out_whole(job, stock)
    targets = {a.get("href", "")[1:] for a in job.root.iter("a") if a.get("href", "")[:1] == "#"}
    own = {element.get("id") for element in job.root.iter()}
    gathering = draw(laid, shelf, tagged=True, link_targets=sorted(targets - own))
    gathering.findings += findings
    return gathering


def _lay_out_whole(job: Job, stock: Stock) -> tuple[Laid, list[Finding]]:
    """Lay a division out so that every word can be read."""
    root = copy.deepcopy(job.root)
    cut_long_notes(root, stock)
    laid = lay_out(root, stock)
    findings: list[Finding] = []
    if laid.hidden or laid.unread:
        root = copy.deepcopy(job.root)
        if move_to_end(root):
            again = lay_out(root, stock)
            if _lost(again) < _lost(laid):
                laid = again
                findings.append(_moved(job))
    if _lost(laid):
        findings.append(_words_lost(job, laid))
    return laid, findings


def _lost(laid: Laid) -> int:
    return sum(map(len, laid.hidden)) + sum(map(len, laid.unread.values()))


def _moved(job: Job) -> Finding:
    message = f"the foot of the page cannot hold the notes of {job.title!r}; they follow the text"
    return notice("WRI-055", message, job.place)


def _words_lost(job: Job, laid: Laid) -> Finding:
    words = [*laid.hidden, *laid.unread.values()]
    message = f"{len(words)} lines of {job.title!r} do not fit the page: {words[0][:60]!r}"
    hint = "use a larger trim size or a smaller font_size, or break the long word"
    return warning("WRI-056", message, job.place, hint)
