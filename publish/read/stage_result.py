"""What a stage of the author's own leaves: a TEI tree that the next stage can make something of."""

from __future__ import annotations

from lxml import etree

from publish.model.document import tei
from publish.read.parse import DEEPEST


def fault_of(root: etree._Element) -> str:
    """Say what is wrong with the tree that a stage left; empty where nothing is."""
    if root.tag not in {tei("TEI"), tei("teiCorpus")}:
        return f"it leaves a tree whose root is <{root.tag!s}>, not <TEI>"
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > DEEPEST:
            return f"it leaves elements inside one another more than {DEEPEST} deep"
    return ""
