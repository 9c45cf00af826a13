"""What is said of a picture in several paragraphs: a chapter of the EPUB, the words of the PDF."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pikepdf
from lxml import etree
from msgspec import structs
from PIL import Image as Picture

from publish.model.document import Document
from publish.model.edition import Book, Edition
from publish.model.purpose import Purpose
from publish.typeset import typeset
from publish.write.epub import write_epub
from publish.write.pdf import write_pdf

XHTML = "{http://www.w3.org/1999/xhtml}"
BODY = """<div><head>One</head><p>Before.</p><figure><graphic url="red.png"/><head>The quay</head>
<figDesc><p>A stone quay.</p><p>Nine boats <foreign xml:lang="fr">au port</foreign>.</p>
<list><item>red</item><item>blue</item></list></figDesc></figure>
<p>A sign <figure><graphic url="red.png"/><figDesc>A hand</figDesc><figDesc>pointing</figDesc>
</figure> here.</p></div>"""
WHOLE = "A stone quay. Nine boats au port. red blue"


def book(folder: Path) -> tuple[Document, Edition]:
    out = io.BytesIO()
    Picture.new("RGB", (60, 40), (200, 40, 40)).save(out, "PNG")
    (folder / "red.png").write_bytes(out.getvalue())
    root = etree.fromstring(
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text xml:lang="en">'
        f"<body>{BODY}</body></text></TEI>"
    )
    edition = Edition(book=Book(title="Quays", language="en", modified="2026-11-29"))
    return Document(root, folder / "in.xml", "in.xml"), structs.replace(edition, folder=folder)


def test_a_link_below_the_picture_leads_to_its_description(tmp_path: Path) -> None:
    document, edition = book(tmp_path)
    publication, findings = typeset(document, edition)
    data, more = write_epub(publication, edition)
    assert [*findings, *more] == []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    chapter = etree.fromstring(files["EPUB/text/chapter-01.xhtml"])
    described = etree.fromstring(files["EPUB/text/descriptions.xhtml"])
    picture, sign = chapter.iter(f"{XHTML}img")
    assert picture.get("alt") == "A stone quay."
    assert sign.get("alt") == "A hand pointing", "what stands in a line has no line below it"
    link = chapter.find(f".//*[@id='{picture.get('aria-details')}']")
    assert link is not None
    assert link.text == "Description of the picture"
    name, _, target = str(link.get("href")).partition("#")
    assert name == "descriptions.xhtml"
    section = described.find(f".//*[@id='{target}']")
    assert section is not None
    assert "Nine boats au port." in "".join(section.itertext())
    assert [item.text for item in section.iter(f"{XHTML}li")] == ["red", "blue"]
    back = section.find(f".//{XHTML}h2/{XHTML}a")
    assert back is not None
    assert back.get("href") == f"chapter-01.xhtml#{link.get('id')}"


def test_a_pdf_has_all_of_it_as_the_picture_s_words(tmp_path: Path) -> None:
    document, edition = book(tmp_path)
    publication, _ = typeset(document, edition)
    printed = write_pdf(publication, edition, Purpose.SCREEN)
    assert printed.findings == []
    with pikepdf.open(io.BytesIO(printed.data)) as pdf:
        said = [
            str(o.Alt) for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/Alt" in o
        ]
    assert said == [WHOLE, "A hand pointing"]
