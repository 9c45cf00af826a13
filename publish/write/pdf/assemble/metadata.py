"""What the file says of itself: Info, XMP, page labels, how it is to be opened."""

from __future__ import annotations

import hashlib
from html import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from publish.house.page.press import read_variant
from publish.house.page.reading_variants import reading_variant
from publish.model.edition import Edition
from publish.model.publication import Publication
from publish.model.purpose import Purpose
from publish.write.identifier import identifier_of
from publish.write.pdf.assemble.archive import NO_INFO, claim_of
from publish.write.pdf.assemble.binder import Binder
from publish.write.pdf.assemble.extension_schemas import TDM, extensions_in
from publish.write.pdf.assemble.tags import has_formulas, has_words_for_all_pictures
from publish.write.pdf.prepare.folios import Folio

PRODUCER = "publish"

LAYOUT = Name.TwoPageRight
"""Two pages at a time, the first alone (ISO 32000-1 table 28).

So it is in a book bound on the right too: viewers that heed `Direction` (table 150) mirror what
the layout says, and the others at least show the pages together that face one another.
"""


def describe(binder: Binder, publication: Publication, edition: Edition, purpose: Purpose) -> None:
    """Write title, authors, language and dates; the date is the edition's, never the clock's."""
    pdf, when = binder.pdf, edition.modified_at()
    stamp = when.strftime("D:%Y%m%d%H%M%SZ")
    authors = edition.authors()
    variant = reading_variant(edition, purpose)
    if variant is None or variant.archive != NO_INFO:
        info = pdf.docinfo
        info.Title = String(publication.title)
        if authors:
            info.Author = String("; ".join(authors))
        if edition.book.description:
            info.Subject = String(edition.book.description)
        info.Creator = info.Producer = String(PRODUCER)
        info.CreationDate = info.ModDate = String(stamp)
    if publication.lang:
        pdf.Root.Lang = String(publication.lang)
    claim = _claim(binder, publication, edition, purpose)
    is_kept = variant is not None and variant.archive == 2
    mining = _mining(edition)
    mining += extensions_in((claim if is_kept else "") + mining)
    xmp = _xmp(publication, edition, claim, mining)
    pdf.Root.Metadata = pdf.make_indirect(
        pdf.make_stream(xmp.encode(), Type=Name.Metadata, Subtype=Name.XML)
    )
    preferences = Dictionary(DisplayDocTitle=True)
    if publication.direction == "rtl":
        preferences.Direction = Name.R2L
    pdf.Root.ViewerPreferences = preferences
    if variant is not None:
        pdf.Root.PageLayout = LAYOUT
        if "/Outlines" in pdf.Root:
            pdf.Root.PageMode = Name.UseOutlines


def label_pages(pdf: Pdf, folios: list[Folio]) -> None:
    """Have viewers call pages by their folios (ISO 32000-1 clause 12.4.2)."""
    nums: list[int | pikepdf.Object] = []
    before: Folio | None = None
    for index, folio in enumerate(folios):
        follows = before and before.is_roman == folio.is_roman
        if not follows or before is None or folio.number != before.number + 1:
            style = Name.r if folio.is_roman else Name.D
            nums += [index, Dictionary(S=style, St=folio.number)]
        before = folio
    pdf.Root.PageLabels = Dictionary(Nums=Array(nums))


def _xmp(publication: Publication, edition: Edition, claim: str, besides: str) -> str:
    """Write the metadata packet (ISO 16684-1)."""
    when = edition.modified_at().strftime("%Y-%m-%dT%H:%M:%SZ")
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"'
        ' xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"'
        ' xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"'
        ' xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"'
        ' xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/">\n'
        f"{_dublin_core(publication, edition)}\n"
        f"<xmp:CreateDate>{when}</xmp:CreateDate><xmp:ModifyDate>{when}</xmp:ModifyDate>"
        f"<xmp:MetadataDate>{when}</xmp:MetadataDate>"
        f"<xmp:CreatorTool>{PRODUCER}</xmp:CreatorTool><pdf:Producer>{PRODUCER}</pdf:Producer>"
        f"\n{claim}\n"
        f"</rdf:Description>\n{besides}"
        '</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end="r"?>'
    )


def _mining(edition: Edition) -> str:
    """Say whether the file may be mined.

    Authority: TDM Reservation Protocol (W3C community report of 10 May 2024), section on PDF.
    """
    if not edition.book.tdm:
        return ""
    said = {"reservation": "1" if edition.book.tdm == "reserved" else "0"}
    said |= {"policy": edition.book.tdm_policy} if edition.book.tdm_policy else {}
    properties = "".join(
        f"<tdm:{name}>{escape(value)}</tdm:{name}>" for name, value in said.items()
    )
    return f'<rdf:Description rdf:about="" xmlns:tdm="{TDM}">{properties}</rdf:Description>\n'


def _dublin_core(publication: Publication, edition: Edition) -> str:
    """Say what the book is (ISO 15836)."""
    title = escape(publication.title)
    authors = "".join(f"<rdf:li>{escape(name)}</rdf:li>" for name in edition.authors())
    creator = f"<dc:creator><rdf:Seq>{authors}</rdf:Seq></dc:creator>" if authors else ""
    subject = edition.book.description
    about = (
        f'<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{escape(subject)}</rdf:li>'
        "</rdf:Alt></dc:description>"
        if subject
        else ""
    )
    language = f"<rdf:Bag><rdf:li>{escape(publication.lang)}</rdf:li></rdf:Bag>"
    return (
        "<dc:format>application/pdf</dc:format>\n"
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>\n'
        f"<dc:identifier>{escape(identifier_of(publication, edition))}</dc:identifier>"
        f"{creator}{about}<dc:language>{language}</dc:language>"
    )


def _claim(binder: Binder, publication: Publication, edition: Edition, purpose: Purpose) -> str:
    """Claim PDF/UA, PDF/A or PDF/X; a picture without words for it makes a file no PDF/UA (7.3)."""
    variant = reading_variant(edition, purpose)
    if variant is not None:
        is_described = has_words_for_all_pictures(binder.structures)
        if variant.is_new and variant.archive and has_formulas(binder.structures):
            is_described = False  # PDF/A-4 takes no files, and so no MathML (14289-2, 8.2.5.29)
        return claim_of(variant, is_described=is_described)
    if purpose is Purpose.BOOKLET:
        return ""
    seed = f"{publication.title}{edition.book.identifier}{edition.modified_at()}"
    document = hashlib.sha256(seed.encode()).hexdigest()[:32]
    version = read_variant(edition).claim
    return (
        f"<xmpMM:DocumentID>xmp.did:{document}</xmpMM:DocumentID>"
        "<xmpMM:RenditionClass>default</xmpMM:RenditionClass><xmpMM:VersionID>1</xmpMM:VersionID>"
        f"<pdfxid:GTS_PDFXVersion>{version}</pdfxid:GTS_PDFXVersion><pdf:Trapped>False</pdf:Trapped>"
    )
