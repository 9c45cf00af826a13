"""Names by which a prepared tree tells the engine how it is to be laid out.

The attributes and classes of the bare XHTML that say what no style sheet can.
"""

LINKED = "data-linked"
"""The attribute of an element that some link in the book leads to."""

SIDE = "data-beside"
"""Set on a document with notes in the margin: the side of the outer margin of its first page."""

FIRST_SIDE = "data-first-side"
"""Set on a document of which it is known: the side of its first page, `recto` or `verso`."""

STIFF = "data-stiff"
"""Set on a document whose lines are filled by word spaces alone, and end at the edge."""

BOUND = "data-bound"
"""The attribute of what never begins a line, as its layout hears."""

BEHIND_MARKER = "data-behind-marker"
"""The attribute of the first paragraph of a list's item, beside its number or bullet."""

MORE_LINES = "data-more-lines"
"""The attribute of a paragraph that is to have a line more, or less, than is best for it."""

GIVES = "data-gives"
"""The attribute of a block: the share of a line by which the space above it may be wider, where a
page would be short."""

HAS_LINES = "data-has-lines"
"""Set by the engine on such a paragraph: `yes` where it has them, `no` where it cannot."""

LINE_NUMBERS = "data-line-numbers"
"""Set on a document beside whose lines numbers are to stand."""

LINE_MARK = "data-line-number"
"""Of an empty element: the number that the source has for the line that it stands in."""

SECTION_MARK = "data-section-number"
"""Of such an element: the number of the section or verse that begins there."""

FACING = "data-facing"
"""Set on a document whose originals face their translations: how much a page holds, in points."""

TURNED = "turned"
"""The class of what is turned, and the name of its pages."""

WAITS = "waits"
"""The class of a table that may wait for the head of a page, as figures may."""

BAND = "data-band"
"""The attribute of an entry of an apparatus: the band at the foot of the page it runs on in."""

WITNESSES = "data-witnesses"
"""The attribute of an entry: the sigla of all witnesses, those that are not there behind a `-`."""

ENTRIES_BY = "data-entries-by"
"""Set on a document with such entries: whether they are keyed by the lines of each `page`, of each
`section`, by the numbers of each `verse`, or as the text is cited, by its `key`."""

MOVED = "moved"
"""The class of a figure, or of a table, that waited for the head of a page."""

LAST_TURNED = "turned-last"
"""The class of the last of it, behind which upright pages go on."""

NEW_TAGS = "data-new-tags"
"""Set on a document whose tags are to become those of PDF 2.0: they then bear what follows."""

FORMULA = "data-formula"
"""The attribute of a formula, in words or drawn: what a voice says of it."""

MATHML = "data-mathml"
"""The same formula as MathML; also the key of its tag, where tags are to be new."""

NEW_KIND = "data-tag"
"""Of an element for which PDF 2.0 has a tag that older ones lack, such as `Title`: its name."""

ANCHOR_KEY, KIND_KEY, MATHML_KEY = "/Anchor", "/NewKind", "/MathML"
"""Keys by which drawn tags bear the id that a link leads to, their new kind, and MathML."""

ENDNOTE = "Endnote"
"""The new kind of a note that stands elsewhere than at a page's foot."""

GROUP_OF_ROWS = "RowGroup"
"""The scope of a header over several rows, as drawn pages have it; PDF knows no such scope."""
