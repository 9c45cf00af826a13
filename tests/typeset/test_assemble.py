"""A whole publication: which parts a book falls into, what they are called, what is added."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree
from msgspec import structs

from publish.model.document import TEI, Document
from publish.model.edition import Book, Contributor, Edition, Print, Text
from publish.model.erratum import Erratum, Kind, Outcome, Resolution
from publish.model.finding import PublishError, Severity
from publish.model.publication import Entry, Matter, Medium, Publication
from publish.typeset import typeset

MakeDocument = Callable[..., Document]
LONG = "<p>" + "A long paragraph that fills a page. " * 150 + "</p>"
EDITION = Edition(
    book=Book(
        title="The Book",
        subtitle="A Tale",
        language="en",
        contributors=(Contributor(name="Ann Author"), Contributor(name="Tom", role="trl")),
        source="Printed in 1919.",
        licence="https://example.org/licence",
    )
)


def made(document: Document, edition: Edition = EDITION) -> Publication:
    publication, findings = typeset(document, edition)
    assert [str(f) for f in findings if f.severity == "error"] == []
    return publication


def outline(entries: list[Entry]) -> list[object]:
    return [(e.title, outline(e.children)) if e.children else e.title for e in entries]


def text(element: etree._Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())


def test_chapters_open_parts_and_their_sections_are_listed(tei_document: MakeDocument) -> None:
    body = (
        f"<div><head>One</head>{LONG}<div><head>Inside</head>{LONG}</div></div>"
        f"<div><head>Two<note>A note</note></head>{LONG}</div>"
    )
    publication = made(tei_document(body))
    assert outline(publication.contents) == [("One", ["Inside"]), "Two"]
    chapters = [part for part in publication.parts if part.matter is Matter.BODY]
    assert [part.name for part in chapters] == ["chapter-01", "chapter-02"]
    assert chapters[1].notes[0].label == "1"


def test_a_title_stands_over_the_one_division_that_it_heads(tei_document: MakeDocument) -> None:
    body = f"<div><head>An Essay</head><div><head/>{LONG}{LONG}</div></div>"
    chapters = [p for p in made(tei_document(body)).parts if p.matter is Matter.BODY]
    assert [part.title for part in chapters] == ["An Essay"]
    assert text(chapters[0].body).startswith("An EssayA long paragraph")


def test_advertisements_of_a_newspaper_are_not_listed(tei_document: MakeDocument) -> None:
    page = (
        "<div type='page'><div type='advert'><head>Steamers</head><p>Weekly.</p></div>"
        "<div type='item'><head>Telegrams</head><p>London.</p></div>"
        "<div type='section'><head>Local</head><div type='item'><head>Fire</head><p>a</p></div>"
        "<div type='advertisement'><head>Hats</head><p>New.</p></div></div></div>"
    )
    assert outline(made(tei_document(page)).contents) == [
        ("The Book", ["Telegrams", ("Local", ["Fire"])])
    ]


def test_a_page_of_a_ledger_is_not_listed_above_its_entries(tei_document: MakeDocument) -> None:
    pages = "".join(
        f"<div type='page'><div><head>{a}</head>{LONG}</div><div><head>{b}</head>{LONG}</div></div>"
        for a, b in (("Samuel Carey", "Robert Cates"), ("James Wood", "Mary Wood"))
    )
    assert outline(made(tei_document(pages)).contents) == [
        "Samuel Carey",
        "Robert Cates",
        "James Wood",
        "Mary Wood",
    ]


def test_long_chapters_open_parts_beside_a_few_short_ones(tei_document: MakeDocument) -> None:
    short = {"Call": "<p>Om.</p>", "End": "<p>So.</p>", "Envoi": "<p>Go.</p>"}
    titles = "Call Rites More End Envoi".split()
    chapters = "".join(
        f"<div type='chapter' n='{number}'><head>{title}</head>{short.get(title, LONG * 8)}</div>"
        for number, title in enumerate(titles, start=1)
    )
    publication = made(
        tei_document(f"<div type='edition'>{chapters}</div><div type='translation'>{LONG}</div>")
    )
    body = [part.title for part in publication.parts if part.matter is Matter.BODY]
    assert body[: len(titles)] == titles


def test_the_articles_of_an_issue_run_on_below_its_masthead() -> None:
    article = f"<div type='article'><head>Rain</head><p>{'All is well. ' * 900}</p></div>"
    inside = (
        "<front><docTitle><titlePart>The Mill</titlePart></docTitle>"
        "<div type='price'><p>One penny</p></div></front>"
        f"<body><div type='column'>{article * 2}</div><div type='column'>{article}</div></body>"
    )
    words = f"<TEI xmlns='{TEI}'><teiHeader/><text xml:lang='en'>{inside}</text></TEI>"
    publication = made(Document(etree.fromstring(words), Path("n.xml"), "n.xml"))
    (part,) = [part for part in publication.parts if "All is well" in text(part.body)]
    assert text(part.body).strip().startswith("The Mill")
    assert "newspaper" in (part.body.get("class") or "").split()


def test_the_sections_of_an_article_run_on() -> None:
    section = f"<p>{'All is well at the mill. ' * 250}</p></div>"
    sections = "".join(f"<div type='div1'><head>{n}. Mills</head>{section}" for n in range(1, 4))
    abstract = "<front><div type='abstract'><p>On mills.</p></div></front>"
    references = (
        "<back><div type='bibliogr'><listBibl><bibl>Field 1999.</bibl></listBibl></div></back>"
    )

    def parts(inside: str) -> list[str]:
        words = f"<TEI xmlns='{TEI}'><teiHeader/><text xml:lang='en'>{inside}</text></TEI>"
        publication = made(Document(etree.fromstring(words), Path("a.xml"), "a.xml"))
        return [part.name for part in publication.parts if "mill" in text(part.body).lower()]

    whole = f"{abstract}<body>{sections}</body>{references}"
    assert len(parts(whole)) == 1
    assert len(parts(f"<body>{sections}</body>")) == 3
    assert len(parts(whole.replace("'div1'", "'chapter'"))) == 4


def test_stretches_of_an_edited_text_are_no_chapters(tei_document: MakeDocument) -> None:
    words = f"<ab>{'Many words. ' * 3000}</ab>"
    inner = f"<div>{words}</div><div type='group'>{words}</div><div>{words}</div>"
    notes = "<div type='bibliography'><head>Works</head><p>One.</p></div>"
    publication = made(tei_document(f"<div type='edition'>{inner}</div>{notes}"))
    first, *others = outline(publication.contents)
    assert (str(first).startswith("The Book"), others) == (True, ["Works"])
    assert [p.name for p in publication.parts if p.name.startswith("chapter")] == []


@pytest.mark.parametrize(
    ("body", "title"),
    [
        (
            f"<div type='chapter' n='3'>{LONG}</div><div type='chapter' n='4'>{LONG}</div>",
            "Chapter 3",
        ),
        (f"<div type='chapter'>{LONG}</div><div type='chapter'>{LONG}</div>", "Chapter 1"),
        (f"<div type='preface'>{LONG}</div><div>{LONG}</div>", "Preface"),
        (f"<div>{LONG}</div><div>{LONG}</div>", "A long paragraph that fills a page. A long…"),
        (f"<div>{LONG}</div>", "The Book"),
        (LONG, "The Book"),
        (f"<head>Part<lb/>One</head>{LONG}", "Part One"),
    ],
)
def test_what_has_no_heading_is_still_called_something(
    tei_document: MakeDocument, body: str, title: str
) -> None:
    assert made(tei_document(body)).contents[0].title == title


def test_the_edition_adds_title_copyright_and_colophon(tei_document: MakeDocument) -> None:
    publication = made(tei_document(LONG))
    by_name = {part.name: part for part in publication.parts}
    assert text(by_name["titlepage"].body) == "The BookA TaleAnn AuthorTranslated by Tom"
    assert by_name["copyright"].medium is Medium.PRINT
    assert by_name["colophon"].medium is Medium.EPUB
    assert "Source: Printed in 1919." in text(by_name["colophon"].body)
    link = by_name["colophon"].body.find(".//{*}a")
    assert link is not None
    assert link.get("href") == "https://example.org/licence"


def test_a_title_page_of_the_manuscript_stands_for_ours(tei_document: MakeDocument) -> None:
    document = tei_document(LONG)
    front = etree.fromstring(
        '<front xmlns="http://www.tei-c.org/ns/1.0"><titlePage><docTitle><titlePart>Old Title'
        "</titlePart></docTitle></titlePage></front>"
    )
    document.root[1].insert(0, front)
    names = [part.name for part in made(document).parts]
    assert names[:2] == ["title-page", "copyright"]
    assert "titlepage" not in names


def test_a_link_to_nothing_is_told_and_unlinked(tei_document: MakeDocument) -> None:
    document = tei_document(
        f"<div><head>H</head><p>See <ref target='#gone'>there</ref>.</p>{LONG}</div>"
    )
    publication, findings = typeset(document, EDITION)
    assert any("gone" in finding.message for finding in findings)
    assert not [
        a for part in publication.parts for a in part.body.iter("{*}a") if a.get("href") == "#gone"
    ]
    assert "See there." in text(publication.parts[2].body)


def test_a_manuscript_without_text_is_refused() -> None:
    root = etree.fromstring('<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/></TEI>')
    with pytest.raises(PublishError, match="TYP-050"):
        typeset(Document(root, Path("in.xml"), "in.xml"), EDITION)


def test_a_text_without_a_body_is_divided_as_if_it_had_one() -> None:
    inside = f"<head>One</head>{LONG}<p>More.</p><head>Two</head>{LONG}"

    def parts(inside: str) -> list[tuple[str, Matter]]:
        text = f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text>{inside}</text></TEI>'
        document = Document(etree.fromstring(text), Path("in.xml"), "in.xml")
        return [(part.name, part.matter) for part in made(document).parts]

    assert parts(inside) == parts(f"<body>{inside}</body>")
    assert ("text-02", Matter.BODY) in parts(inside)


def test_words_that_stand_loose_in_a_text_are_set() -> None:
    text = "<text><front><p>a</p></front>www.quay.org<body><p>zebra</p></body>yonder</text>"
    root = etree.fromstring(f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/>{text}</TEI>')
    parts = made(Document(root, Path("in.xml"), "in.xml")).parts
    said = " ".join("".join(map(str, part.body.itertext())) for part in parts)
    assert said.index("www.quay.org") < said.index("zebra") < said.index("yonder")


def corrected(tei_document: MakeDocument) -> Document:
    document = tei_document(
        "<div><head>Days</head><p>The <choice xml:id='c1'><sic>govermnet</sic>"
        f"<corr>government</corr></choice> fell.</p>{LONG}</div>"
    )
    erratum = Erratum(id="E001", find="govermnet", replace="government", kind=Kind.PRINTER)
    document.resolutions = [Resolution(erratum, Outcome.APPLIED, target="c1")]
    return document


def test_corrections_are_listed_with_their_places(tei_document: MakeDocument) -> None:
    publication = made(corrected(tei_document))
    listed = next(part for part in publication.parts if part.name == "corrections")
    assert listed.title == "List of corrections"
    cells = [text(cell) for cell in listed.body.iter("{*}td")]
    assert cells == ["Days", "govermnet", "government", "printer’s error"]
    link = next(listed.body.iter("{*}a"))
    ids = {e.get("id") for part in publication.parts for e in part.body.iter(etree.Element)}
    assert link.get("href", "")[1:] in ids
    assert publication.contents[-1].title == "List of corrections"


def test_the_list_of_corrections_can_be_switched_off(tei_document: MakeDocument) -> None:
    edition = structs.replace(EDITION, text=Text(corrections_list=False))
    names = [part.name for part in made(corrected(tei_document), edition).parts]
    assert "corrections" not in names


def test_corrected_words_lead_to_their_line_where_the_edition_says_so(
    tei_document: MakeDocument,
) -> None:
    edition = structs.replace(EDITION, text=Text(corrections_linked=True))
    publication = made(corrected(tei_document), edition)
    chapter = next(part for part in publication.parts if part.matter is Matter.BODY)
    link = next(chapter.body.iter("{*}a"))
    assert text(link) == "government"
    assert link.get("href") == "#correction-E001"


STORY = " type='story'"
SHORT = "<p>A short one.</p>"
RECTO = structs.replace(EDITION, print=Print(chapter_opens="recto"))


def divisions(*heads: str, kind: str = "") -> str:
    return "".join(f"<div{kind}><head>{head}</head>{SHORT}</div>" for head in heads)


@pytest.mark.parametrize(
    ("body", "opened"),
    [
        (divisions("I", "II", "III", "IV", kind=' type="chapter"'), ["I", "II", "III", "IV"]),
        (divisions("One", "Two", "Three"), ["One", "Two", "Three"]),
        (
            f'<div type="part"><head>P</head>{divisions("A", "B", "C")}</div>'
            f'<div type="part"><head>Q</head>{divisions("D", "E")}</div>',
            ["P", "A", "B", "C", "Q", "D", "E"],
        ),
        (f"<div>{divisions('A', 'B', 'C', kind=STORY)}</div>", ["A", "B", "C"]),
        (
            f"<div><head>X</head>{SHORT}{divisions('a', 'b', 'c')}</div>" + divisions("Y"),
            ["X", "Y"],
        ),
        (divisions("1", "2", "3", "4", kind=' type="poem"'), [""]),
    ],
)
def test_every_chapter_opens_a_page_where_the_edition_says_recto(
    tei_document: MakeDocument, body: str, opened: list[str]
) -> None:
    parts = [part for part in made(tei_document(body), RECTO).parts if part.matter is Matter.BODY]
    assert [part.title for part in parts] == opened


def test_notes_that_stand_off_are_set_in_the_text_or_told(tei_document: MakeDocument) -> None:
    document = tei_document(
        "<div><head>H</head><p>The <seg xml:id='s'>ferryman</seg> sang"
        f"<ref target='#c'>3</ref>.</p>{LONG}</div>"
    )
    standoff = etree.fromstring(
        '<standOff xmlns="http://www.tei-c.org/ns/1.0"><listAnnotation><annotation target="#s">'
        '<note>By annotation, see <ref target="#c">3</ref>.</note></annotation></listAnnotation>'
        '<noteGrp target="#s"><note xml:lang="de">In a group.</note></noteGrp>'
        '<note xml:id="c">Called.</note><note>On nothing.</note>'
        "<listPerson><person><note>A person.</note></person></listPerson></standOff>"
    )
    document.root.insert(1, standoff)
    publication, findings = typeset(document, EDITION)
    notes = next(part.notes for part in publication.parts if part.matter is Matter.BODY)
    assert [text(note.body) for note in notes] == [
        "By annotation, see 3.",
        "In a group.",
        "Called.",
    ]
    assert notes[1].body.get("lang") == "de"
    told = [finding for finding in findings if finding.code in {"TYP-022", "TYP-025"}]
    assert [finding.code for finding in told] == ["TYP-022", "TYP-025"]
    assert "'On nothing.'" in told[0].message


def test_an_apparatus_that_stands_off_is_set_at_its_places(tei_document: MakeDocument) -> None:
    document = tei_document(
        "<div n='1'><head>H</head><p>The <anchor xml:id='a'/>old ferryman<anchor xml:id='b'/> "
        "<w xml:id='w'>sang</w> low.</p><l n='12'>A song</l></div>"
    )
    standoff = etree.fromstring(
        '<standOff xmlns="http://www.tei-c.org/ns/1.0"><listApp>'
        '<app from="#w"><rdg wit="#B">spoke</rdg></app>'
        '<app from="#a" to="#b"><lem wit="#A">old ferryman</lem><rdg wit="#B"/></app>'
        '<app loc="1.12"><lem>song</lem><rdg wit="#B">psalm</rdg><note>So B.</note></app>'
        '<app from="#w"><lem>sang</lem><rdg>sang</rdg></app>'
        '<app loc="13"><lem>sea</lem><rdg>see</rdg></app></listApp></standOff>'
    )
    document.root.insert(1, standoff)
    publication, findings = typeset(document, EDITION)
    part = next(part for part in publication.parts if part.matter is Matter.BODY)
    assert "The old ferryman1 sang2 low.A song3" in text(part.body)
    assert [text(note.body) for note in part.notes] == [
        "old ferryman A] om. B",
        "sang] spoke B",
        "song] psalm BSo B.",
    ]
    assert [f.code for f in findings if f.severity is not Severity.NOTICE] == ["TYP-061"]


HEADER = (
    "<teiHeader><fileDesc><titleStmt><title>Der Schimmelreiter</title><author>Theodor Storm"
    "</author></titleStmt><publicationStmt><p/></publicationStmt><sourceDesc><bibl><publisher>"
    "Gebrüder Paetel</publisher><pubPlace>Berlin</pubPlace></bibl></sourceDesc></fileDesc>"
    "</teiHeader>"
)


def with_front(front: str, header: str = "<teiHeader/>") -> Document:
    root = etree.fromstring(
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0">{header}<text><front>{front}</front>'
        f"<body>{LONG}</body></text></TEI>"
    )
    return Document(root, Path("in.xml"), "in.xml")


@pytest.mark.parametrize(
    ("lines", "roles"),
    [
        (
            "Theodor Storm|DER|SCHIMMELREITER|Novelle|Dritte Auflage|Berlin|Gebrüder Paetel",
            "author title title - - imprint imprint",
        ),
        (
            "Der Schimmelreiter, eine Novelle|Von Th. Storm|Leipzig, gedruckt bei X.|MDCCCXC",
            "title author imprint imprint",
        ),
        ("Ellis Bell|Der Schimmelreiter|Preis 3 Mark", "author title -"),
        ("Gedichte|Zweiter Band", "title -"),
    ],
)
def test_lines_of_a_title_page_are_told_by_the_words_of_the_header(lines: str, roles: str) -> None:
    page = "".join(f"<p>{line}</p>" for line in lines.split("|"))
    document = with_front(f'<div type="titlepage">{page}</div>', HEADER)
    book = Book(title="Der Schimmelreiter", language="de")
    publication = made(document, Edition(book=book))
    title = next(part for part in publication.parts if part.epub_type == "titlepage")
    found = [line.get("class") or "-" for line in title.body.iter("{*}p")]
    assert " ".join(found) == roles
    at_foot = title.body.findall("{*}div[@class='imprint-foot']/{*}p")
    assert len(at_foot) == roles.count("imprint")


def test_half_title_and_cover_of_the_source_stand_before_the_title_page() -> None:
    front = (
        '<div type="cover"><p>C</p></div><div type="dedication"><p>To X</p></div>'
        '<div type="halftitle"><p>H</p></div><titlePage><docTitle><titlePart>T</titlePart>'
        '</docTitle></titlePage><div type="imprint"><p>Printed by Ada Vale.</p></div>'
    )
    publication = made(with_front(front))
    kinds = [p.epub_type for p in publication.parts if p.matter is Matter.FRONT]
    before = ["halftitlepage", "cover", "titlepage", "copyright-page"]
    assert kinds == [*before, "dedication", "imprint"]
    assert outline(publication.contents) == ["The Book"]


def test_a_title_page_doubles_no_marks_and_keeps_degrees_with_the_name() -> None:
    front = (
        "<titlePage><docTitle><titlePart>T</titlePart></docTitle><byline>By <lb/><docAuthor>"
        "Ann Author</docAuthor>, M.A.</byline><docImprint><pubPlace>LONDON:</pubPlace>, "
        "<publisher>G. WHITTAKER</publisher>, <docDate>1827</docDate></docImprint></titlePage>"
    )
    publication = made(with_front(front))
    page = next(part for part in publication.parts if part.epub_type == "titlepage").body
    assert "LONDON: G. WHITTAKER, 1827" in text(page)
    names = [e.get("class") for e in page.iter("{*}span") if e.get("class")]
    assert names[0] == "author run-on"


ARGUMENT = "<argument><p>In which Tom is lost, and found again.</p></argument>"


def test_the_only_chapter_of_a_book_is_left_to_screens(tei_document: MakeDocument) -> None:
    verse = "<ab n='1'>The vision of Obadiah.</ab>"
    chapter = f"<div type='textpart' subtype='chapter' n='{{}}'>{verse * 300}</div>"
    books = "".join(
        f"<div type='textpart' subtype='book' n='{name}'><head>{name}</head>{chapters}</div>"
        for name, chapters in (
            ("Amos", "".join(map(chapter.format, (1, 2)))),
            ("Obadiah", chapter.format(1)),
        )
    )
    amos, obadiah = made(tei_document(books)).contents
    assert [entry.is_bare for entry in amos.children] == [True, True]
    assert [entry.is_bare for entry in obadiah.children] == [True]


@pytest.mark.parametrize(
    ("heads", "titles", "in_print"),
    [
        (["I", "II", "III"], ["I", "II", "III"], []),
        (["Chapter 1", "Chapter 2", "CHAPTER THE THIRD"], None, []),
        (["Явление 60", "Явление 61"], None, []),
        (["Zweyter Auftritt.", "Siebender Auftritt."], None, []),
        (["1", "The Sea", "3"], ["1. A long paragraph", "The Sea", "3. A long paragraph"], None),
        (["1", "2", "Afterword"], None, ["Afterword"]),
        (["1 Introduction", "2 Conclusion"], None, ["1 Introduction", "2 Conclusion"]),
        (["Chapter Street", "Civil"], None, ["Chapter Street", "Civil"]),
        ([f"IV</head>{ARGUMENT}<head type='sub'>"], ["IV. In which Tom is lost"], None),
    ],
)
def test_a_bare_number_in_the_contents_takes_words_or_is_left_to_screens(
    tei_document: MakeDocument, heads: list[str], titles: list[str] | None, in_print: object
) -> None:
    heads = heads if len(heads) > 1 else [*heads, "The Sea"]
    body = "".join(f"<div type='chapter'><head>{head}</head>{LONG}</div>" for head in heads)
    entries = made(tei_document(body)).contents
    found = [entry.title for entry in entries]
    for title, wanted in zip(found, titles or heads, strict=False):
        assert title.startswith(wanted) and (titles or title == wanted)
    if in_print is not None:
        assert [entry.title for entry in entries if not entry.is_bare] == in_print


CHAPTERS = (
    f"<div xml:id='a'><head>Die Abreise</head>{LONG}</div><div><head>Heimkehr</head>{LONG}</div>"
)


@pytest.mark.parametrize(
    ("front", "shown"),
    [
        (
            "<list><item>I. Die Abreise <hi>... 7</hi></item><item>II. Heimkehr, 112</item></list>",
            ["DieAbreiseDieAbreise", "HeimkehrHeimkehr"],
        ),
        (
            "<table><row><cell>Die Abreise</cell><cell>7</cell></row><row><cell>Heimkehr</cell>"
            "<cell>xii</cell></row></table>",
            ["DieAbreiseDieAbreise", "HeimkehrHeimkehr"],
        ),
        (
            "<list><item>Von Pferden <ref target='#a'>7</ref></item><item>Von Hunden "
            "<ref target='#a'>Seite 12</ref></item></list>",
            ["VonPferden[7]", "VonHundenSeite[12]"],
        ),
        ("<list><item>Im Jahre 1813</item><item>Im Jahre 1814</item></list>", []),
    ],
)
def test_the_sources_contents_are_made_anew_or_name_the_pages_of_this_book(
    front: str, shown: list[str]
) -> None:
    document = with_front(f"<div type='contents'><head>Inhalt</head>{front}</div>")
    body = etree.fromstring(f'<body xmlns="http://www.tei-c.org/ns/1.0">{CHAPTERS}</body>')
    document.root[1][1:] = [body]
    part = next(part for part in made(document).parts if part.name == "contents")
    is_anew = part.epub_type == "toc"
    links = part.body.findall(".//{*}a[@class='page-ref']")
    for link in () if is_anew else links:
        link.text = f"[{link.text}]"
    items = ["".join(text(item).split()) for item in part.body.iter("{*}li")]
    assert (items if links else []) == shown


def test_short_divisions_of_a_transcript_run_on_however_much_annotates_them(
    tei_document: MakeDocument,
) -> None:
    gloss = f"<spanGrp type='mor'><span>{'x' * 9000}</span></spanGrp>"
    block = f"<annotationBlock who='#A'><u><seg>so it is</seg></u>{gloss}</annotationBlock>"
    publication = made(tei_document(f"<div>{block}</div>" * 5))
    assert len([part for part in publication.parts if part.matter is Matter.BODY]) == 1
