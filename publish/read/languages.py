"""Every `@xml:lang` of a manuscript as a BCP 47 tag, which the EPUB must have."""

from __future__ import annotations

from lxml import etree

from publish.house.language.tag import language_tag
from publish.model.document import XML_LANG, Document, local_name
from publish.model.finding import Finding, warning

WHOLE_TEXT = frozenset({"TEI", "teiCorpus", "teiHeader", "text", "body", "group"})


def normalize_languages(document: Document) -> list[Finding]:
    """Rewrite every `@xml:lang` as a BCP 47 tag; REA-026 where it names no language.

    An attribute that is no tag would make the EPUB invalid. It is taken out where it is that of
    the whole text; inside the text it becomes `und`, since the words are in some other language.
    """
    unknown: dict[str, list[etree._Element]] = {}
    for element in document.root.iter(etree.Element):
        written = element.get(XML_LANG)
        if not written:
            continue
        tag = language_tag(written)
        if tag and tag != written:
            element.set(XML_LANG, tag)
        elif not tag:
            if local_name(element) in WHOLE_TEXT:
                del element.attrib[XML_LANG]
            else:
                element.set(XML_LANG, "und")
            unknown.setdefault(written, []).append(element)
    return [
        warning(
            "REA-026",
            f"xml:lang={written!r} names no language" + _times(len(elements)),
            document.place(elements[0]),
            "write a BCP 47 tag, such as en, grc or zh-Hant",
        )
        for written, elements in unknown.items()
    ]


def _times(count: int) -> str:
    return f" ({count} times)" if count > 1 else ""
