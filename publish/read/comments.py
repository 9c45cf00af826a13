"""Comments and processing instructions, which are no part of a text."""

from __future__ import annotations

from lxml import etree

from publish.model.document import TEI
from publish.model.tree import take_out


def drop_comments(root: etree._Element) -> None:
    """Take out comments and instructions, which would part words of the text that are one.

    Those that an example of XML shows stay, and so do those of another vocabulary in the text.
    """
    for aside in list(root.iter(etree.Comment, etree.ProcessingInstruction)):
        around = list(aside.iterancestors())
        names = {etree.QName(element).localname for element in around}
        is_foreign = bool(around) and not _may_be_tei(around[0]) and any(map(_is_tei, around))
        if around and "egXML" not in names and not is_foreign:
            take_out(aside)


def _is_tei(element: etree._Element) -> bool:
    return etree.QName(element).namespace == TEI


def _may_be_tei(element: etree._Element) -> bool:
    return etree.QName(element).namespace in {TEI, None}
