"""The entries of a dictionary in an EPUB: what they are called, and keys to search them by.

Authority: EPUB Dictionaries and Glossaries 1.0 (IDPF 2015): chapter 2 for the content, chapter 3
for search key maps, chapter 4 for what the package says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from ebooklib import epub
from lxml import etree

from publish.model.document import XML_LANG
from publish.model.edition import Edition
from publish.model.publication import EPUB, Matter, Part, Publication
from publish.write.epub.content import EPUB_TYPE, ContentFile, H
from publish.write.epub.metadata import meta
from publish.write.epub.package import add

KEYS = "search-keys.xml"
_KEYS_TYPE = "application/vnd.epub.search-key-map+xml"
_ENTRIES = "entry-columns"
_ENTRY = frozenset({"entry", "super-entry"})


def name_entries(parts: Sequence[Part], edition: Edition) -> None:
    """Make `article` and `dfn` of the entries of a book that is a dictionary for the most part.

    Where content is called a dictionary the package has to be one, with search keys (clause 4.1).
    """
    runs = [run for part in parts for run in part.body.iter(H + "div") if _is_run(run)]
    if not runs or edition.epub.search_keys == "none":
        return
    letters = sum(len(_words(part.body)) for part in parts if part.matter is Matter.BODY)
    if 2 * sum(len(_words(run)) for run in runs) < letters:
        return
    for run in runs:
        _name_run(run)


def _is_run(element: etree._Element) -> bool:
    return _ENTRIES in _classes(element)


def _name_run(run: etree._Element) -> None:
    entries = [child for child in run if _ENTRY & _classes(child)]
    heads = [_head(entry) for entry in entries]
    if not entries or None in heads:
        return
    run.tag = H + "section"
    run.set(EPUB_TYPE, "dictionary")
    for entry, head in zip(entries, heads, strict=True):
        entry.tag = H + "article"
        entry.set(EPUB_TYPE, "dictentry")
        entry.tail = "\n"
        if head is not None:
            _define(head)


def _head(entry: etree._Element) -> etree._Element | None:
    """Find the headword of an entry, or else what it begins with."""
    found = next((e for e in entry.iter() if "orth" in _classes(e)), None)
    if found is not None:
        return found
    return next((e for e in entry.iter(H + "b", H + "span") if _words(e)), None)


def _define(head: etree._Element) -> None:
    defined = etree.Element(H + "dfn")
    defined.tail, head.tail = head.tail, None
    head.addprevious(defined)
    defined.append(head)


def add_search_keys(
    package: epub.EpubBook,
    files: Sequence[ContentFile],
    href: Callable[[str], str],
    publication: Publication,
    edition: Edition,
) -> None:
    """Add the words by which the entries of a dictionary are looked up."""
    groups = list(_groups(files))
    if not groups:
        return
    asked = edition.epub.search_keys.split()
    source, *targets = _languages(files, publication) if asked == ["auto"] else asked
    root = etree.Element(f"{{{EPUB}}}search-key-map")
    root.set(XML_LANG, source)
    for identifier, words in groups:
        group = etree.SubElement(root, f"{{{EPUB}}}search-key-group", href=href(identifier))
        for word in words:
            etree.SubElement(group, f"{{{EPUB}}}match", value=word)
    data = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    add(package, KEYS, _KEYS_TYPE, data, "search-key-map", "dictionary")
    package.add_metadata("DC", "type", "dictionary")
    _say_languages(package, source, targets or [source])


def _languages(files: Iterable[ContentFile], publication: Publication) -> list[str]:
    """Return the languages that most headwords and most translations are marked with."""
    heads, others = Counter[str](), Counter[str]()
    for file in files:
        for entry in file.body.iter(H + "article"):
            for element in entry.iter(H + "dfn", H + "span"):
                if element.tag == H + "dfn":
                    heads[_language_of(element)] += 1
                elif "cit" in _classes(element) and element.get("lang"):
                    others[str(element.get("lang"))] += 1
    usual = publication.lang or "und"
    source = next((lang for lang, _ in heads.most_common(1) if lang), usual)
    return [source, *([lang for lang, _ in others.most_common(1)] or [usual])]


def _language_of(element: etree._Element) -> str:
    node: etree._Element | None = element
    while node is not None:
        if node.get("lang"):
            return str(node.get("lang"))
        node = node.getparent()
    return ""


def _say_languages(package: epub.EpubBook, source: str, targets: list[str]) -> None:
    """Say from which language to which, each of them a language of the book (clause 4.2)."""
    known = {value for value, _ in package.get_metadata("DC", "language")}
    for language in dict.fromkeys([source, *targets]):
        if language not in known:
            package.add_metadata("DC", "language", language)
    meta(package, "source-language", source)
    for language in targets:
        meta(package, "target-language", language)


def _groups(files: Iterable[ContentFile]) -> Iterator[tuple[str, list[str]]]:
    """Yield the id of each entry, and its headwords in all their forms."""
    for file in files:
        for entry in file.body.iter(H + "article"):
            words = dict.fromkeys(_words(e) for e in entry.iter() if "orth" in _classes(e))
            identifier = entry.get("id")
            if identifier and any(words) and entry.get(EPUB_TYPE) == "dictentry":
                yield identifier, [word for word in words if word]


def _words(element: etree._Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())


def _classes(element: etree._Element) -> set[str]:
    return set((element.get("class") or "").split())
