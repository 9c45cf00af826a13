"""A sound book, and ways to break it: what is taken from its finished EPUB, and what must fall."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

BOOK = Path(__file__).with_name("book")
ASKED = ("1.1.1", "1.3.3", "1.4.1", "1.4.3", "1.4.5", "1.4.11", "2.4.4", "2.4.6", "3.1.2")
"""What an editor has to answer for the sound book."""

ONE, TWO, THREE = (f"EPUB/text/chapter-0{number}.xhtml" for number in (1, 2, 3))
NAV, OPF, CSS = "EPUB/nav.xhtml", "EPUB/content.opf", "EPUB/css/own.css"


@dataclass(frozen=True)
class Break:
    """One thing done to a finished EPUB, and the criterion that falls with it."""

    criterion: str
    file: str
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.criterion}-{' '.join((self.after or self.before).split())[:40]}"

    def done_to(self, epub: bytes) -> bytes:
        """Do it, in every place where it can be done."""
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(epub)) as old, zipfile.ZipFile(out, "w") as new:
            for entry in old.infolist():
                data = old.read(entry)
                if entry.filename == self.file:
                    assert self.before.encode() in data, f"{self.file} has no {self.before!r}"
                    data = data.replace(self.before.encode(), self.after.encode())
                new.writestr(entry, data)
        return out.getvalue()


def styled(criterion: str, rule: str) -> Break:
    """Add a rule to the book's own sheet."""
    return Break(criterion, CSS, ".author-1 {", f"{rule} .author-1 {{")


def written(criterion: str, markup: str, file: str = TWO) -> Break:
    """Write something behind the last paragraph of a chapter."""
    return Break(criterion, file, "</section></body>", f"{markup}</section></body>")


FRENCH = '<i class="foreign" lang="fr" xml:lang="fr">'
SPINE = '<itemref idref="text-chapter-01"/>\n    <itemref idref="text-chapter-02"/>'
SWAPPED = '<itemref idref="text-chapter-02"/>\n    <itemref idref="text-chapter-01"/>'
TWICE = '<li><a href="text/chapter-01.xhtml#pb1">1</a></li>'
PAGES = f'{TWICE}<li><a href="text/chapter-01.xhtml#pb2">2</a></li>'
BACKLINK = '<a class="note-label" href="#chapter-01-ref" role="doc-backlink" epub:type="backlink">'
SAIL = "The sea at night, with one sail"

BREAKS = (
    Break("1.1.1", ONE, f' alt="{SAIL}"', ""),
    Break("1.1.1", ONE, f'alt="{SAIL}"', 'alt=""'),
    Break("1.1.1", ONE, SAIL, "sea.png"),
    Break("1.1.1", ONE, SAIL, "Image"),
    Break("1.1.1", TWO, "<mi>v</mi><mo>=</mo><mn>0</mn>", "<mspace/>"),
    Break("1.1.1", TWO, 'id="description-link"', 'id="description"'),
    Break("1.1.1", TWO, 'descriptions.xhtml#description"', 'descriptions.xhtml#nothing"'),
    Break("1.1.1", "EPUB/cover.xhtml", "The Sea and the Shore. Ada Vale", ""),
    written("1.2.1", '<audio src="a.mp3" controls="controls"></audio>'),
    written("1.2.2", '<video src="a.mp4" controls="controls"></video>'),
    written("1.2.3", '<video src="a.mp4" controls="controls"></video>'),
    written("1.2.5", '<video src="a.mp4" controls="controls"></video>'),
    Break("1.3.1", ONE, "h2>", "h4>"),
    Break("1.3.1", ONE, "The Night", ""),
    Break("1.3.1", TWO, '<th scope="col">Wind', "<th>Wind"),
    Break("1.3.1", TWO, "<li>one oar</li>", "<p>one oar</p>"),
    Break("1.3.1", ONE, ' role="doc-footnote"', ""),
    Break("1.3.1", ONE, f"{BACKLINK}1</a>", "1"),
    Break("1.3.1", ONE, 'href="#chapter-01-note"', 'href="#storm"'),
    Break("1.3.2", OPF, SPINE, SWAPPED),
    styled("1.3.2", "p { order: 2 }"),
    styled("1.3.2", "section { flex-direction: column-reverse }"),
    Break(
        "1.3.4",
        OPF,
        "</metadata>",
        '<meta property="rendition:orientation">landscape</meta></metadata>',
    ),
    styled("1.3.4", "@media (orientation: portrait) { p { display: none } }"),
    written("1.4.2", '<audio src="a.mp3" autoplay="autoplay"></audio>'),
    Break("1.4.3", CSS, "#8c1515", "#ffb0b0"),
    styled("1.4.3", "p { color: #999; background: #fff }"),
    styled("1.4.3", "h1 { opacity: .3 }"),
    styled("1.4.4", "p { font-size: 9pt }"),
    Break("1.4.4", ONE, "</head>", '<meta name="viewport" content="user-scalable=no"/></head>'),
    styled("1.4.10", "section { width: 500px }"),
    Break(
        "1.4.10",
        OPF,
        "</metadata>",
        '<meta property="rendition:layout">pre-paginated</meta></metadata>',
    ),
    styled("1.4.12", "p { line-height: 1.1 !important }"),
    styled("1.4.12", "p { height: 20px; overflow: hidden }"),
    styled("1.4.13", "p:hover span { display: block }"),
    Break("2.1.1", ONE, '<a href="chapter-02', '<a tabindex="-1" href="chapter-02'),
    written("2.1.2", "<button>Go on</button>"),
    Break("2.1.4", ONE, '<a href="chapter-02', '<a accesskey="c" href="chapter-02'),
    Break("2.2.1", ONE, "</head>", '<meta http-equiv="refresh" content="5"/></head>'),
    styled("2.2.2", "p { animation: turn 2s infinite }"),
    written("2.3.1", "<script>blink()</script>"),
    Break("2.4.2", ONE, "<title>The Storm</title>", "<title></title>"),
    Break("2.4.2", ONE, "<title>The Storm</title>", "<title>chapter-01.xhtml</title>"),
    Break("2.4.2", OPF, '<dc:title id="title">The Sea and the Shore', '<dc:title id="title">'),
    Break("2.4.3", ONE, '<a href="chapter-02', '<a tabindex="3" href="chapter-02'),
    Break("2.4.4", ONE, ">The Calm</a>", "></a>"),
    Break("2.4.4", ONE, ">The Calm</a>", ">here</a>"),
    Break("2.4.4", ONE, "chapter-02.xhtml#calm", "chapter-02.xhtml#storm-at-sea"),
    Break("2.4.5", OPF, '<itemref idref="text-chapter-03"/>', ""),
    Break("2.4.5", NAV, '<li><a href="text/chapter-03.xhtml">The Shore</a></li>', ""),
    Break("2.4.5", NAV, ' epub:type="bodymatter"', ""),
    styled("2.4.7", "a:focus { outline: none }"),
    styled("2.4.11", "h1 { position: sticky; top: 0 }"),
    Break("2.5.3", ONE, '<a href="chapter-02', '<a aria-label="Onward" href="chapter-02'),
    styled("2.5.8", "p a { display: inline-block; height: 10px }"),
    Break("3.1.1", ONE, 'lang="en" xml:lang="en"><head>', "><head>"),
    Break("3.1.1", ONE, 'lang="en" xml:lang="en"><head>', 'lang="en" xml:lang="fr"><head>'),
    Break("3.1.1", OPF, "<dc:language>en", "<dc:language>und"),
    Break("3.1.2", ONE, FRENCH, '<i lang="French!" xml:lang="French!">'),
    Break("3.1.2", ONE, "la mer était grosse", "ἡ θάλασσα μεγάλη"),
    Break("3.2.3", NAV, ">The Calm</a>", ">The Doldrums</a>"),
    Break("3.2.4", ONE, 'epub:type="noteref" role="doc-noteref" href="#chapter-01-note-2"',
          'href="#chapter-01-note-2"'),
    written("3.3.2", '<input type="text"/>'),
    Break("4.1.2", ONE, 'id="chapter-01-ref-2"', 'id="chapter-01-ref"'),
    Break("4.1.2", ONE, 'role="doc-noteref"', 'role="note-ref"'),
    written("4.1.2", '<iframe src="https://example.org/"></iframe>'),
    Break("epub-metadata", OPF, "schema:accessibilityHazard", "schema:other"),
    Break("epub-metadata", OPF, "accessibilityFeature\">ARIA", "accessibilityFeature\">index"),
    Break("epub-pagination-source", OPF, "pageBreakSource", "other"),
    Break("epub-pagination-source", OPF, 'Source">The Sea and the Shore, London, 1811',
          'Source">urn:isbn:9780000000002'),
    Break("epub-page-list", NAV, '<li><a href="text/chapter-01.xhtml#pb2">2</a></li>', ""),
    Break("epub-page-list", NAV, '#pb2">2</a>', '#pb2">12</a>'),
    Break("epub-page-list", NAV, PAGES, f'{PAGES.removeprefix(TWICE)}{TWICE}'),
    Break("epub-page-list", NAV, "chapter-01.xhtml#pb2", "chapter-01.xhtml#pb9"),
    Break("epub-page-breaks", ONE, 'id="pb2" aria-label="2"', 'id="pb2"'),
    Break("epub-fallbacks", OPF, 'id="text-chapter-02"', 'id="text-chapter-02" fallback="nav"'),
)  # fmt: skip
"""Each takes away what one check looks for, and the criterion that the check proves."""
