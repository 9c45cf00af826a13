"""The novel in the languages of other typesetters; and typst's compiler as a command.

python benchmarks/rivals.py NOVEL.typ OUT.pdf
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from xml.sax.saxutils import escape

from lxml import etree

from publish.model.document import TEI
from publish.write.pdf.layout.book_layout import BookLayout

P, HEAD, NOTE, DIV = (f"{{{TEI}}}{name}" for name in ("p", "head", "note", "div"))

TYPST = """#set page(width: 5.5in, height: 8.5in, margin: (inside: 18mm, outside: 15mm, y: 19mm),
  numbering: "1")
#set text(size: 11pt, lang: "en")
#set par(justify: true, first-line-indent: 1.4em, spacing: 0.65em)
#outline()
#show heading: it => { pagebreak(weak: true, to: "odd"); it }
"""
LATEX = r"""\documentclass[11pt,openright]{book}
\usepackage[paperwidth=5.5in,paperheight=8.5in,margin=18mm]{geometry}
\usepackage{microtype}
\begin{document}
\tableofcontents
"""
FO = """<fo:root xmlns:fo="http://www.w3.org/1999/XSL/Format"><fo:layout-master-set>
<fo:simple-page-master master-name="page" page-width="5.5in" page-height="8.5in" margin="15mm">
<fo:region-body margin-bottom="8mm"/><fo:region-after extent="6mm"/></fo:simple-page-master>
</fo:layout-master-set>"""


def typst_of(tei: str) -> str:
    """Write the novel for typst."""
    note = "#footnote[{}]".format
    return TYPST + "".join(
        f"= {head}\n\n" + "\n\n".join(paragraphs) + "\n\n"
        for head, paragraphs in _chapters(tei, _typst, note)
    )


def typst_paragraphs(book: BookLayout) -> str:
    """Write a book's justified paragraphs for typst, in its face, size, measure and language."""
    g = book.geometry
    family = book.resources.inputs.families[0].name
    leading = g.leading - g.font_size  # between the lines' boxes, which are an em high here
    head = f"""#set page(width: {g.trim.width}pt, height: {g.trim.height}pt,
  margin: (left: {g.inner}pt, right: {g.outer}pt, top: {g.top}pt, bottom: {g.foot}pt))
#set text(font: "{family}", size: {g.font_size}pt, lang: "{book.publication.lang[:2]}",
  top-edge: 0.75em, bottom-edge: -0.25em)
#set par(justify: true, first-line-indent: 1.4em, leading: {leading}pt, spacing: {leading}pt,
  justification-limits: (tracking: (min: -0.0045em, max: 0.009em)))
"""
    parts = []
    for division in book.divisions:
        if division.is_display:
            continue
        texts = ("".join(p.itertext()) for p in division.root.iter("p"))
        parts.append("\n\n".join(_typst(" ".join(text.split())) for text in texts))
    return head + "\n#pagebreak()\n".join(filter(None, parts))


def latex_of(tei: str) -> str:
    """Write the novel for LuaLaTeX."""
    note = r"\footnote{{{}}}".format
    chapters = "".join(
        f"\\chapter{{{head}}}\n" + "\n\n".join(paragraphs) + "\n\n"
        for head, paragraphs in _chapters(tei, _latex, note)
    )
    return f"{LATEX}{chapters}\\end{{document}}\n"


def fo_of(tei: str) -> str:
    """Write the novel as XSL-FO."""
    note = (
        '<fo:footnote><fo:inline font-size="70%" baseline-shift="super">*</fo:inline>'
        '<fo:footnote-body><fo:block font-size="9pt">{}</fo:block></fo:footnote-body></fo:footnote>'
    ).format
    block = '<fo:block text-align="justify" text-indent="1.4em" hyphenate="true">{}</fo:block>'
    return FO + "".join(
        '<fo:page-sequence master-reference="page" language="en"><fo:static-content '
        'flow-name="xsl-region-after"><fo:block text-align="center"><fo:page-number/></fo:block>'
        '</fo:static-content><fo:flow flow-name="xsl-region-body" font-size="11pt">'
        f'<fo:block font-size="18pt" space-after="28pt">{head}</fo:block>'
        + "".join(map(block.format, paragraphs))
        + "</fo:flow></fo:page-sequence>"
        for head, paragraphs in _chapters(tei, escape, note)
    ) + "</fo:root>"  # fmt: skip


def _chapters(
    tei: str, write: Callable[[str], str], note: Callable[[str], str]
) -> Iterator[tuple[str, list[str]]]:
    for div in etree.fromstring(tei.encode()).iter(DIV):
        paragraphs = [
            write(paragraph.text or "")
            + "".join(note(write(n.text or "")) + write(n.tail or "") for n in paragraph.iter(NOTE))
            for paragraph in div.iter(P)
        ]
        yield write(div.findtext(HEAD) or ""), paragraphs


def _typst(text: str) -> str:
    return "".join(f"\\{c}" if c in "\\#$*_`<>@[]~=+-/\"'" else c for c in text)


def _latex(text: str) -> str:
    return "".join(f"\\{c}" if c in "#$%&_{}" else c for c in text)


if __name__ == "__main__":
    import typst

    typst.compile(sys.argv[1], output=sys.argv[2])
