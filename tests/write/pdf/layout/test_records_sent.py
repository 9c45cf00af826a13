"""What goes between processes, or into the cache, is plain: no object of a C library is in it."""

from __future__ import annotations

import enum
import pickle
import typing
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path, PurePath
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from msgspec import Struct, structs

from publish import pipeline
from publish.engine.drawn import DrawnDivision
from publish.engine.kept_words import KeptWords
from publish.model.request import BuildResult
from publish.run.cache import Cache
from publish.write.pdf import Purpose
from publish.write.pdf.book import begin
from publish.write.pdf.layout.known_words import lay_out_knowing, store_of
from publish.write.pdf.layout.stamp_set import StampSet, set_apart

SENT = (lay_out_knowing, set_apart)
"""What the processes that were got ready are asked to do."""

CACHED = (DrawnDivision, KeptWords, StampSet, BuildResult)

PLAIN = {str, int, float, bool, bytes, type(None), Path, Element, Cache}


def hints_of(function: Callable[..., Any]) -> Iterator[Any]:
    yield from typing.get_type_hints(function).values()


def leaves(hint: Any, seen: set[Any]) -> Iterator[Any]:
    """List the types that a type is made of in the end."""
    if hint in seen:
        return
    seen.add(hint)
    if isinstance(hint, type) and issubclass(hint, Struct):
        for field in structs.fields(hint):
            yield from leaves(field.type, seen)
    elif arguments := typing.get_args(hint):
        for argument in arguments:
            yield from leaves(argument, seen)
    elif hint is not Ellipsis:
        yield hint


@pytest.mark.parametrize("sent", [*SENT, *CACHED], ids=lambda sent: sent.__name__)
def test_what_is_sent_or_kept_is_made_of_plain_things(sent: Any) -> None:
    hints = [sent] if isinstance(sent, type) else list(hints_of(sent))
    seen: set[Any] = set()
    found = {leaf for hint in hints for leaf in leaves(hint, seen)}
    odd = {leaf for leaf in found - PLAIN if not issubclass(leaf, enum.Enum)}
    assert odd == set()


def oddities(value: Any, path: str) -> Iterator[str]:
    """List what a record holds that its type does not say: a subclass, a thing of a library."""
    if isinstance(value, Struct):
        for name, held in structs.asdict(value).items():
            yield from oddities(held, f"{path}.{name}")
    elif isinstance(value, Mapping):
        for key, held in value.items():
            yield from oddities(key, f"{path} key")
            yield from oddities(held, f"{path}[{key!r}]")
    elif isinstance(value, Collection) and not isinstance(value, str | bytes):
        for held in value:
            yield from oddities(held, f"{path}[]")
    elif isinstance(value, Element):
        for element in value.iter():
            yield from oddities([element.tag, element.text, element.tail], f"{path}<{element.tag}>")
            yield from oddities(dict(element.attrib), f"{path}<{element.tag}>")
    elif type(value) not in PLAIN and not isinstance(value, enum.Enum | PurePath):
        yield f"{path}: {type(value).__name__}"


SCRIPTS = (
    '<seg xml:lang="en">figure</seg> <seg xml:lang="ko">강강 강강</seg> <seg xml:lang="zh-TW">河水'
    "在老</seg> <seg xml:lang='fr'>d'une description</seg> <seg xml:lang='zh-TW'>石橋下面慢慢流過"
    "孩子們看著，小船向遠方港口駛去沒有人趕回家。</seg> <seg xml:lang='he'>שָׁלוֹם</seg> ﬁ אב"
)
BODY = f"""<div><head>One</head><p>{SCRIPTS}<note>A note, {SCRIPTS}</note></p>
<list><item>First</item></list><table><row><cell>1</cell><cell>2,5</cell></row></table>
<lg><l>A line of verse</l></lg><p><ref target="#b">See</ref> <hi rend="bold">bold</hi></p></div>
<div xml:id="b"><head>Two</head><p>{SCRIPTS}</p></div>"""
TEI = f"""<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en"><teiHeader><fileDesc><titleStmt>
<title>All kinds</title></titleStmt><publicationStmt><p>none</p></publicationStmt><sourceDesc>
<p>none</p></sourceDesc></fileDesc></teiHeader><text><body>{BODY}</body></text></TEI>"""


def test_a_book_of_many_scripts_is_sent_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "book.xml").write_text(TEI, "utf-8")
    prepared = pipeline.prepare(tmp_path / "book.xml")
    book = begin(prepared.publication, prepared.edition, Purpose.SCREEN)
    sent: list[Any] = []
    for division in book.divisions:
        inputs = book.inputs.for_root(division.root)
        store = store_of(division, book)
        sent += [inputs, division, store, lay_out_knowing(inputs, division, store)]
    odd = [each for record in sent for each in oddities(record, type(record).__name__)]
    assert odd == []
    for record in sent:
        assert type(pickle.loads(pickle.dumps(record))) is type(record)
