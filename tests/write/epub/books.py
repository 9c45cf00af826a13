"""Small publications as typesetting hands them over, and EPUBs opened for a look inside."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from lxml import etree
from msgspec import structs
from PIL import Image as Picture

from publish.model.edition import Book, Contributor, Cover, Edition, Series, Subject
from publish.model.printing import Printing
from publish.model.publication import (
    EPUB,
    XHTML,
    Entry,
    Image,
    Landmark,
    Matter,
    Note,
    NotePlace,
    PageBreak,
    Part,
    Publication,
)
from publish.write.epub import write_epub
from publish.write.epub.archive import zip_files

H = f"{{{XHTML}}}"
TYPE = f"{{{EPUB}}}type"
OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
NCX = "{http://www.daisy.org/z3986/2005/ncx/}"

EDITION = Edition(
    book=Book(
        title="The Storm and the Calm",
        subtitle="A Tale of the Sea",
        contributors=(
            Contributor(name="Ada Vale", file_as="Vale, Ada"),
            Contributor(name="Otto Lang", role="trl"),
        ),
        language="en",
        publisher="Small Press",
        date="2026-11-24",
        rights="Public domain",
        source="London, 1811",
        description="Two chapters at sea.",
        subjects=(
            Subject(term="Sea stories", scheme="BISAC", code="FIC047000"),
            Subject(term="Storms"),
        ),
        series=Series(name="Tales", position="2"),
    ),
    slug="storm",
)


def tree(markup: str) -> etree._Element:
    return etree.fromstring(f'<div xmlns="{XHTML}" xmlns:epub="{EPUB}">{markup}</div>')[0]


def part(
    name: str,
    title: str,
    inside: str,
    *,
    matter: Matter = Matter.BODY,
    epub_type: str = "chapter",
    lang: str = "en",
    direction: str = "ltr",
    notes: tuple[Note, ...] = (),
) -> Part:
    body = tree(
        f'<section class="{epub_type}" id="{name}" epub:type="{epub_type}">{inside}</section>'
    )
    return Part(name, title, matter, epub_type, body, lang, direction, notes=list(notes))


def note(identifier: str, label: str, words: str) -> Note:
    body = tree(f"<div><p>{words}</p></div>")
    return Note(identifier, f"{identifier}-ref", label, NotePlace.FOOT, body)


def ref(identifier: str, label: str) -> str:
    return (
        f'<a class="noteref" epub:type="noteref" role="doc-noteref" id="{identifier}-ref"'
        f' href="#{identifier}">{label}</a>'
    )


def pagebreak(number: str) -> str:
    return (
        f'<span class="pagebreak" epub:type="pagebreak" role="doc-pagebreak" id="page-{number}"'
        f' aria-label="{number}"/>'
    )


def png(colour: str = "navy", size: tuple[int, int] = (40, 30)) -> bytes:
    out = io.BytesIO()
    Picture.new("RGB", size, colour).save(out, "PNG")
    return out.getvalue()


def small_book() -> Publication:
    """A title page, two chapters with notes, a note on a note, a picture, a table, page breaks."""
    one = part(
        "chapter-01",
        "The Storm",
        f"<h1>The Storm</h1><p id='p1'>{pagebreak('1')}The wind rose{ref('n1', '1')} and the sea"
        f" <em>answered</em>; see <a class='page-ref' href='#calm'>below</a>.</p>"
        f"<p id='p2'>Nobody slept{ref('n2', '2')} that night.{pagebreak('2')} At dawn it fell.</p>"
        "<figure><img src='images/sea.png' alt='The sea at night'/></figure>",
        notes=(
            note("n1", "1", f"From the west{ref('n3', '3')}."),
            note("n3", "3", "Or so the log says."),
            note("n2", "2", "But the cook did."),
        ),
    )
    two = part(
        "chapter-02",
        "The Calm",
        "<h1>The Calm</h1>"
        "<p id='calm'>Then nothing moved. Nothing at all! “Was it over?” he asked.</p>"
        "<table><tbody><tr><th>Day</th><th>Wind</th><th>Sea</th><th>Log</th></tr>"
        "<tr><td>1</td><td>W</td><td></td><td>storm</td></tr></tbody></table>",
    )
    title_page = part(
        "title-page",
        "Title page",
        "<h1>The Storm and the Calm</h1><p class='author'>Ada Vale</p>",
        matter=Matter.FRONT,
        epub_type="titlepage",
    )
    return Publication(
        title="The Storm and the Calm",
        lang="en",
        direction="ltr",
        parts=[title_page, one, two],
        contents=[Entry("The Storm", "chapter-01"), Entry("The Calm", "chapter-02")],
        landmarks=[
            Landmark("toc", "Contents", ""),
            Landmark("bodymatter", "Start of the text", "chapter-01"),
        ],
        page_breaks=[PageBreak("1", "page-1"), PageBreak("2", "page-2")],
        images={"sea.png": Image("sea.png", "image/png", png(), Path("sea.png"))},
    )


def one_chapter(inside: str, lang: str = "en", direction: str = "ltr") -> Publication:
    """The smallest book: one chapter with this inside."""
    chapter = part("chapter-01", "One", inside, lang=lang, direction=direction)
    return Publication("One", lang, direction, [chapter], [Entry("One", "chapter-01")])


def epub_with(edition: Edition = EDITION, **choices: object) -> Edition:
    """The edition with other choices in its [epub] table."""
    return structs.replace(edition, epub=structs.replace(edition.epub, **choices))  # type: ignore[arg-type]


LIGHT = structs.replace(
    epub_with(embed_fonts=False),
    cover=Cover(image="cover.png"),
    folder=Path(__file__).with_name("files"),
)
"""An edition without fonts and with a cover of its own, which is quick to write."""


class Opened:
    """An EPUB unzipped in memory."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        with zipfile.ZipFile(io.BytesIO(data)) as box:
            self.names = box.namelist()
            self.files = {name: box.read(name) for name in self.names}

    def text(self, name: str) -> str:
        return self.files[f"EPUB/{name}"].decode()

    def xml(self, name: str) -> etree._Element:
        return etree.fromstring(self.files[f"EPUB/{name}"])

    def by_id(self, name: str, identifier: str) -> etree._Element:
        found = [e for e in self.xml(name).iter(etree.Element) if e.get("id") == identifier]
        assert len(found) == 1, f"{identifier} stands {len(found)} times in {name}"
        return found[0]

    def meta(self, name: str) -> list[str]:
        metas = self.xml("content.opf").iter(OPF + "meta")
        return [meta.text or "" for meta in metas if meta.get("property") == name]

    def links(self, kind: str) -> list[tuple[str, str]]:
        """The labels and targets of one nav of nav.xhtml."""
        for nav in self.xml("nav.xhtml").iter(H + "nav"):
            if nav.get(TYPE) == kind:
                return [(a.text or "", str(a.get("href"))) for a in nav.iter(H + "a")]
        return []


def opened(
    publication: Publication, edition: Edition = LIGHT, printing: Printing | None = None
) -> Opened:
    """Write a publication and open it; nothing may be an error."""
    data, findings = write_epub(publication, edition, printing=printing)
    assert data, [str(finding) for finding in findings]
    return Opened(data)


@cache
def small_files() -> Mapping[str, bytes]:
    """What the small book is zipped from, without `mimetype`, which comes of itself."""
    files = dict(opened(small_book()).files)
    del files["mimetype"]
    return MappingProxyType(files)


def spoilt(name: str, old: str, new: str, count: int = -1) -> bytes:
    """The small book with one thing put wrong."""
    text = small_files()[f"EPUB/{name}"].decode()
    assert old in text, f"{name} has no {old}"
    changed = {f"EPUB/{name}": text.replace(old, new, count).encode()}
    return zip_files({**small_files(), **changed})
