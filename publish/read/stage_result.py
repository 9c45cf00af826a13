"""What a stage of the author's own hands back: a TEI tree and findings, or else an error."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from lxml import etree

from publish.document import Document, tei
from publish.edition import Edition
from publish.finding import Finding, Place, PublishError, error, say_path
from publish.read.parse import DEEPEST

AnyStage = Callable[[Document, Edition], object]


def checked(stage: AnyStage, run: str) -> Callable[[Document, Edition], list[Finding]]:
    """Let a stage run, and refuse a result that the next stage could make nothing of.

    The stage that comes of it raises PublishError REA-092. `run` is what edition.toml calls it.
    """

    def checked_stage(document: Document, edition: Edition) -> list[Finding]:
        shown = document.shown_path
        found = stage(document, edition)
        wrong = _wrong_findings(found) or _wrong_tree(document.root)
        if wrong:
            place = Place(say_path(edition.folder / "manuscript" / "edition.toml"))
            hint = "mend it, or take it out of [[text.stages]]"
            raise PublishError(error("REA-092", f"your stage {run!r} {wrong}", place, hint))
        document.shown_path = shown
        return [*found] if isinstance(found, Iterable) else []

    checked_stage.__name__ = getattr(stage, "__name__", run)
    return checked_stage


def _wrong_findings(found: object) -> str:
    if not found or (isinstance(found, list) and all(isinstance(each, Finding) for each in found)):
        return ""
    return f"gives back {type(found).__name__}, not a list of findings"


def _wrong_tree(root: object) -> str:
    if not isinstance(root, etree._Element):
        return f"leaves {type(root).__name__} where the TEI tree was"
    if root.tag not in {tei("TEI"), tei("teiCorpus")}:
        return f"leaves a tree whose root is <{root.tag!s}>, not <TEI>"
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > DEEPEST:
            return f"leaves elements inside one another more than {DEEPEST} deep"
    return ""
