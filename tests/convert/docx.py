"""Word files for the tests, of the XML of their parts (ECMA-376 part 1)."""

from __future__ import annotations

import io
import zipfile

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"

STYLES = """
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/>
 <w:basedOn w:val="Normal"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/>
 <w:basedOn w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="Verse"><w:name w:val="Verse"/></w:style>
<w:style w:type="paragraph" w:styleId="Centred"><w:name w:val="Middle"/>
 <w:pPr><w:jc w:val="center"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Caption"><w:name w:val="caption"/></w:style>
<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/>
 <w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>
"""


def docx(
    body: str, *, core: str = "", pictures: dict[str, bytes] | None = None, **parts: str
) -> bytes:
    """Make a Word file; `footnotes`, `endnotes`, `comments` and `styles` are parts of their own."""
    parts = {"styles": STYLES, **parts}
    relations, types = "", ""
    for number, name in enumerate(parts, start=1):
        relations += f'<Relationship Id="rId{number}" Type="{OFFICE}/{name}" Target="{name}.xml"/>'
        types += f'<Override PartName="/word/{name}.xml" ContentType="{WORD}.{name}+xml"/>'
    for number, name in enumerate(pictures or {}, start=1):
        relations += f'<Relationship Id="img{number}" Type="{OFFICE}/image" Target="media/{name}"/>'
    files = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="xml" ContentType="application/xml"/>'
            '<Default Extension="png" ContentType="image/png"/>'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{WORD}.document.main+xml"/>'
            f"{types}</Types>"
        ),
        "_rels/.rels": _relations(
            f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
        ),
        "word/_rels/document.xml.rels": _relations(relations),
        "word/document.xml": (
            f"<w:document {W} {R} {MC}><w:body>{body}<w:sectPr/></w:body></w:document>"
        ),
    }
    if core:
        files["docProps/core.xml"] = core
    for name, content in parts.items():
        files[f"word/{name}.xml"] = f"<w:{name} {W} {R}>{content}</w:{name}>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{text}')
        for name, data in (pictures or {}).items():
            archive.writestr(f"word/media/{name}", data)
    return out.getvalue()


def _relations(rows: str) -> str:
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{namespace}">{rows}</Relationships>'


def p(*runs: str, style: str = "", properties: str = "") -> str:
    """Make a paragraph of runs; what is no XML is a run of words."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    inside = "".join(run if run.startswith("<") else r(run) for run in runs)
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{inside}</w:p>"


def r(words: str, properties: str = "") -> str:
    """Make a run of words."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def inserted(words: str, by: str = "Ann", date: str = "2026-01-02T03:04:05Z") -> str:
    return f'<w:ins w:id="1" w:author="{by}" w:date="{date}">{r(words)}</w:ins>'


def deleted(words: str, by: str = "Ann", date: str = "2026-01-02T03:04:05Z") -> str:
    text = f'<w:r><w:delText xml:space="preserve">{words}</w:delText></w:r>'
    return f'<w:del w:id="2" w:author="{by}" w:date="{date}">{text}</w:del>'


def field(code: str, result: str = "") -> str:
    """Make a complex field (17.16.18)."""
    parts = [
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    ]
    instruction = f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
    return parts[0] + instruction + (parts[1] + r(result) if result else "") + parts[2]


def footnotes(*texts: str, kind: str = "footnote") -> str:
    rows = (
        f'<w:{kind} w:id="{number}"><w:p><w:r><w:{kind}Ref/></w:r>{r(text)}</w:p></w:{kind}>'
        for number, text in enumerate(texts, start=1)
    )
    return "".join(rows)


def call(number: int, kind: str = "footnote") -> str:
    return (
        '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
        f'<w:{kind}Reference w:id="{number}"/></w:r>'
    )
