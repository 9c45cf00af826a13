"""Word files, made of the XML of their parts."""

from __future__ import annotations

import zipfile
from io import BytesIO

from .conftest import Imports, words_of
from .docx import STYLES, call, deleted, docx, field, footnotes, inserted, p, r

PROSE = (
    "The sea lay still under the morning, and the boats went out one after the other without a "
    "word, as they had done on every day since the old man had come to live there."
)


def test_heads_by_style_and_notes_by_their_kind(imports: Imports) -> None:
    body = p("One", style="Heading1") + p("A foot", call(1), " and an end", call(1, "endnote"), ".")
    data = docx(
        body, footnotes=footnotes("at the foot"), endnotes=footnotes("at the end", kind="endnote")
    )
    made = imports("a.docx", data)
    assert [(each.get("place"), each.text) for each in made.find("//note")] == [
        ("foot", "at the foot"),
        ("end", "at the end"),
    ]
    assert "<div><head>One</head><p>A foot<note" in made.body()


def test_heads_by_look_where_no_style_says_so(imports: Imports) -> None:
    centred = '<w:jc w:val="center"/>'
    body = "".join(
        p(f"CHAPTER {number}", properties=centred) + p(PROSE) for number in ("I", "II", "III")
    )
    made = imports("a.docx", docx(body))
    assert [each.text for each in made.find("//div[@type='chapter']/head")] == [
        "CHAPTER I",
        "CHAPTER II",
        "CHAPTER III",
    ]
    assert made.said.count("IMP-010") == 3


def test_a_line_that_begins_small_is_no_heading_by_its_look(imports: Imports) -> None:
    centred = '<w:jc w:val="center"/>'
    lines = ("First Light", "void", "Noon", "void and nothing", "Night Falls")
    body = "".join(p(r(line, "<w:b/>"), properties=centred) + p(PROSE) for line in lines)
    made = imports("a.docx", docx(p(PROSE) + body))
    heads = ["".join(each.itertext()) for each in made.find("//div/head")]
    assert heads == ["First Light", "Noon", "Night Falls"]


def test_a_word_in_brackets_names_no_kind(imports: Imports) -> None:
    heads = ("XE (Index entry) field", "Xe chapitre")
    body = "".join(p(head, style="Heading1") + p(PROSE) for head in heads)
    made = imports("a.docx", docx(body))
    assert [each.get("type") for each in made.find("//div")] == [None, "chapter"]


def test_a_style_of_the_writers_own_is_a_heading_by_its_outline_level(imports: Imports) -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Kap"><w:name w:val="Kap"/>'
        '<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
    )
    made = imports("a.docx", docx(p("One", style="Kap") + p(PROSE), styles=styles))
    assert [each.text for each in made.find("//div/head")] == ["One"]


def test_verse_scene_breaks_and_contents_by_style(imports: Imports) -> None:
    body = (
        p("One\t1", style="TOC1")
        + p("One", style="Heading1")
        + p(PROSE)
        + p("* * *", style="Centred")
        + p(PROSE)
        + p("The boats go out,", style="Verse")
        + p("the boats come in.", style="Verse")
    )
    made = imports("a.docx", docx(body))
    assert '<milestone unit="section" rend="stars"/>' in made.body()
    assert "<lg><l>The boats go out,</l><l>the boats come in.</l></lg>" in made.body()
    assert "One 1" not in made.body()
    assert "a line of the source's contents (1)" in made.said


PRESS = "".join(
    f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{name}"/></w:style>'
    for name in ("ChapterTitle", "HeadA", "Code", "ListBullet", "Blockquote", "ExtractSource")
) + (
    '<w:style w:type="character" w:styleId="Literal"><w:name w:val="Literal"/>'
    '<w:rPr><w:rFonts w:ascii="Courier New"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Slant"><w:name w:val="Slant"/><w:rPr><w:i/></w:rPr>'
    "</w:style>"
)
"""Styles of a press's own template, which no program knows."""


def test_the_styles_of_a_press_are_read_by_their_names(imports: Imports) -> None:
    body = (
        p("One", style="ChapterTitle")
        + p("Under it", style="HeadA")
        + p("Look at ", r("x = 1", '<w:rStyle w:val="Literal"/>'), " and ",
            r("this", '<w:rStyle w:val="Slant"/>'), ".")
        + p("if x:", style="Code")
        + p("    y = 2", style="Code")
        + p("nets", style="ListBullet")
        + p("boats", style="ListBullet")
        + p("We have lingered.", style="Blockquote")
        + p("Eliot", style="ExtractSource")
    )  # fmt: skip
    made = imports("a.docx", docx(body, styles=STYLES + PRESS))
    text = made.body()
    assert '<div type="chapter"><head>One</head><div><head>Under it</head>' in text
    assert 'Look at <code>x = 1</code> and <hi rend="italic">this</hi>.' in text
    assert [each.text for each in made.find("//eg")] == ["if x:\n    y = 2"]
    assert '<list rend="bulleted"><item>nets</item><item>boats</item></list>' in text
    assert "<cit><quote><p>We have lingered.</p></quote><bibl>Eliot</bibl></cit>" in text


def test_tracked_changes_in_code_are_errata_too(imports: Imports) -> None:
    body = p("x = ", deleted("1"), inserted("2"), " + y", style="Code")
    made = imports("a.docx", docx(body + p(PROSE), styles=STYLES + PRESS))
    assert [each.text for each in made.find("//eg")] == ["x = 1 + y"]
    assert [(row["find"], row["replace"]) for row in made.errata] == [("1", "2")]


def test_tracked_changes_become_errata_and_the_text_stays(imports: Imports) -> None:
    body = (
        p("The ", deleted("old"), inserted("young"), " man went out.")
        + p("He came ", inserted("back ", by="Bob"), "home.")
        + p("He was very ", deleted("very "), "tired.")
        + p(inserted("Then "), "he slept.")
    )
    made = imports("a.docx", docx(body))
    assert [" ".join(each.text.split()) for each in made.find("//body/p")] == [
        "The old man went out.",
        "He came home.",
        "He was very very tired.",
        "he slept.",
    ]
    assert [(row["find"], row["replace"], row["by"]) for row in made.errata] == [
        ("old", "young", "Ann"),
        ("came ", "came back ", "Bob"),
        ("very ", "", "Ann"),
        ("he", "Then he", "Ann"),
    ]
    assert {(row["status"], str(row["date"])) for row in made.errata} == {
        ("reported", "2026-01-02")
    }


def test_errata_of_tracked_changes_find_their_place(imports: Imports) -> None:
    from click.testing import CliRunner

    from publish.cli import main

    made = imports("a.docx", docx(p("The ", deleted("old"), inserted("young"), " old man.")))
    path = made.folder / "manuscript" / "errata.toml"
    path.write_text(path.read_text("utf-8").replace("reported", "verified"), "utf-8")
    result = CliRunner().invoke(main, ["errata", "check", str(made.folder)])
    assert result.exit_code == 0, result.output


def test_changes_are_accepted_or_rejected_on_demand(imports: Imports) -> None:
    data = docx(p("The ", deleted("old "), inserted("young "), "man."))
    assert "The young man." in imports("a.docx", data, "--accept").body()
    assert imports("a.docx", data, "--accept", "-o", "b").errata == []


def test_rejected_changes_leave_the_old_text(imports: Imports) -> None:
    data = docx(p("The ", deleted("old "), inserted("young "), "man."))
    assert "The old man." in imports("a.docx", data, "--reject").body()


def test_a_change_that_no_erratum_can_quote_stays_and_is_told(imports: Imports) -> None:
    made = imports("a.docx", docx(p(PROSE) + p(inserted("A paragraph of its own."))))
    assert "<p><add>A paragraph of its own.</add></p>" in made.body()
    assert "IMP-030" in made.said


def test_comments_index_entries_references_and_languages(imports: Imports) -> None:
    comment = (
        '<w:comment w:id="0" w:author="Cy" w:date="2026-01-01T00:00:00Z"><w:p><w:r>'
        "<w:t>Is it so -- really?</w:t></w:r></w:p></w:comment>"
    )
    body = p(
        '<w:commentRangeStart w:id="0"/>',
        r("He said "),
        '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>',
        r("c’est la vie", '<w:lang w:val="fr-FR"/>'),
        field('XE "boats:of wood"'),
        " and more in ",
        field("REF _Ref1 \\h", "the other part"),
        ", for that is how it was with the boats and with all that went out in them that year.",
    ) + p('<w:bookmarkStart w:id="3" w:name="_Ref1"/>', r(PROSE), '<w:bookmarkEnd w:id="3"/>')
    body = body.replace("<w:rPr></w:rPr>", '<w:rPr><w:lang w:val="en-GB"/></w:rPr>')
    made = imports("a.docx", docx(body, comments=comment))
    assert '<foreign xml:lang="fr-FR">c’est la vie</foreign>' in made.body()
    assert "<!-- Cy, 2026-01-01: Is it so - - really? -->" in made.body()
    assert "<index><term>boats</term><index><term>of wood</term></index></index>" in made.body()
    assert '<ref target="#_Ref1">the other part</ref>' in made.body()
    assert '<anchor xml:id="_Ref1"/>The sea' in made.body()
    assert made.edition["book"]["language"] == "en-GB"


def test_what_pandoc_passes_over_is_there(imports: Imports) -> None:
    box = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><w:txbxContent>"
        f"{p('In a box.')}</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict>"
        f"<w:txbxContent>{p('In a box.')}</w:txbxContent></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    row = "<w:tr>{0}<w:tc>{1}</w:tc></w:tr>"
    table = (
        "<w:tbl><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>"
        f"<w:tr><w:tc>{p('a')}</w:tc><w:tc>{p('b')}</w:tc></w:tr>"
        + row.format('<w:trPr><w:gridBefore w:val="1"/></w:trPr>', p("further right"))
        + "</w:tbl>"
    )
    made = imports("a.docx", docx(p("Beside it.", box) + table))
    assert made.body().count("In a box.") == 1
    assert "<cell>further right</cell>" in made.body()
    assert "IMP-004" not in made.said


def test_a_change_of_mere_space_stays_in_the_text(imports: Imports) -> None:
    made = imports("a.docx", docx(p("One", inserted(" "), "word.") + p(PROSE)))
    assert [(row["find"], row["replace"]) for row in made.errata] in ([], [("One", "One ")])
    assert "IMP-004" not in made.said


HIDDEN = "<w:p><w:r><w:object><w:t>Hidden words.</w:t></w:object></w:r></w:p>"
"""pandoc reads no words in an embedded object, where Word writes none."""


def test_nothing_is_written_where_words_are_lost(imports: Imports) -> None:
    made = imports("a.docx", docx(p(PROSE) + HIDDEN), code=1)
    assert "error IMP-004 words of the source did not come through: 'Hidden words.'" in made.said
    assert not made.folder.exists()


def test_the_rest_is_written_on_demand(imports: Imports) -> None:
    made = imports("a.docx", docx(p(PROSE) + HIDDEN), "--keep-going")
    assert "warning IMP-004" in made.said
    assert PROSE in made.body()


def test_every_word_that_word_shows_is_in_the_manuscript(imports: Imports) -> None:
    body = (
        p("Title", style="Title")
        + p("One", style="Heading1")
        + p(
            "A ",
            r("bold", "<w:b/>"),
            " word",
            call(1),
            " ",
            inserted("put in"),
            " ",
            deleted("out"),
        )
        + p("The boats", "<w:r><w:br/></w:r>", "go out")
    )
    data = docx(body, footnotes=footnotes("noted"))
    made = imports("a.docx", data)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = [archive.read(f"word/{n}.xml").decode() for n in ("document", "footnotes")]
    import re

    words = " ".join(re.sub(r"<[^>]+>", " ", part) for part in parts)
    errata = " ".join(row["replace"] for row in made.errata)
    assert words_of(words) - made.words() - words_of(errata) == {}


def test_title_and_authors_by_their_styles(imports: Imports) -> None:
    names = "".join(
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{name}"/></w:style>'
        for name in ("BookTitle", "BookAuthor")
    )
    body = (
        p("The Storm", style="BookTitle")
        + p("by Ann Miller, Bob Smith, and Cy Jones, with others", style="BookAuthor")
        + p("One", style="Heading1")
        + p(PROSE)
    )
    made = imports("a.docx", docx(body, styles=STYLES + names))
    book = made.edition["book"]
    assert book["title"] == "The Storm"
    assert [row["name"] for row in book["contributors"]] == ["Ann Miller", "Bob Smith", "Cy Jones"]


DRAWINGS = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


def test_no_picture_is_dropped_in_silence(imports: Imports) -> None:
    chart = (
        f'<w:r><w:drawing {DRAWINGS}><wp:inline><wp:docPr id="1" name="Sales"/><a:graphic>'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart"/>'
        "</a:graphic></wp:inline></w:drawing></w:r>"
    )
    shown = '<w:r><w:{0} {1}><v:shape><v:imagedata r:id="{2}"/></v:shape></w:{0}></w:r>'
    body = p("An equation", shown.format("object", DRAWINGS, "img1"))
    body += p("An old picture", shown.format("pict", DRAWINGS, "img2")) + p("A chart", chart)
    made = imports("a.docx", docx(body, pictures={"a.wmf": b"\xd7\xcd\xc6\x9a", "b.svg": SVG}))
    assert [each.get("url") for each in made.find("//graphic")] == ["media/a.wmf", "images/b.svg"]
    assert "IMP-014 the picture 'media/a.wmf' is no picture that a book can show" in made.said
    assert "IMP-014 the chart Sales has no picture" in made.said


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'


CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
    'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{}</dc:creator>'
    "</cp:coreProperties>"
)


def test_authors_are_parted_where_that_is_certain_else_told(imports: Imports) -> None:
    body = p("One", style="Heading1") + p(PROSE)
    for number, (said, names) in enumerate(
        {
            "Ann Miller, Bob van Dyk, and Cay Lee": ["Ann Miller", "Bob van Dyk", "Cay Lee"],
            "Miller, Ann": ["Miller, Ann"],
            "Ann Miller, Bob": ["Ann Miller, Bob"],
            "Ann Miller, PhD": ["Ann Miller, PhD"],
        }.items()
    ):
        made = imports(f"{number}.docx", docx(body, core=CORE.format(said)), "-o", f"o{number}")
        edition = (made.folder.parent / f"o{number}/manuscript/edition.toml").read_text("utf-8")
        assert [name for name in names if f'name = "{name}"' in edition] == names
        assert ("may be several" in made.said) == (said == "Ann Miller, Bob")


def test_notes_in_the_margin_by_their_style(imports: Imports) -> None:
    styles = STYLES + (
        '<w:style w:type="paragraph" w:styleId="MN"><w:name w:val="Margin Note"/></w:style>'
    )
    body = p(PROSE) + p("Of boats", style="MN") + p("They went out.") + p("Of nets", style="MN")
    made = imports("a.docx", docx(body, styles=styles)).body()
    assert '<p><note place="margin">Of boats</note>They went out.' in made
    assert 'They went out.<note place="margin">Of nets</note></p>' in made


def test_a_bold_first_row_is_the_head_of_its_table(imports: Imports) -> None:
    def row(*cells: str) -> str:
        return "<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in cells) + "</w:tr>"

    bold = [p(r(words, "<w:b/>")) for words in ("Wind", "Force")]
    table = f"<w:tbl>{row(*bold)}{row(p('gale'), p('8'))}{row(p('storm'), p('10'))}</w:tbl>"
    made = imports("a.docx", docx(p(PROSE) + table)).body()
    assert '<row role="label"><cell>Wind</cell><cell>Force</cell></row>' in made


def test_captions_that_only_their_words_tell(imports: Imports) -> None:
    cells = "<w:tr><w:tc><w:p><w:r><w:t>8</w:t></w:r></w:p></w:tc>" * 2 + "</w:tr>"
    table = f"<w:tbl>{cells.replace('<w:tr><w:tc>', '<w:tc>').replace('<w:tc>', '<w:tr><w:tc>', 1)}"
    table += "</w:tbl>"
    body = p(PROSE) + p("Table 2. Winds") + table + p("Table 2 shows the winds.") + p(PROSE)
    made = imports("a.docx", docx(body)).body()
    assert "<table><head>Table 2. Winds</head>" in made
    assert "<p>Table 2 shows the winds.</p>" in made


def test_a_note_keeps_no_empty_look(imports: Imports) -> None:
    mark = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
    note = f'<w:footnote w:id="1"><w:p>{mark}{r("at the foot")}</w:p></w:footnote>'
    made = imports("a.docx", docx(p("One", call(1), "."), footnotes=note)).body()
    assert '<note place="foot" xml:id="fn1">at the foot</note>' in made


def test_headings_that_went_with_the_contents_are_not_told(imports: Imports) -> None:
    bold = "<w:b/>"
    chapters = "".join(p(r(f"CHAPTER {n}", bold)) + p(PROSE) for n in ("I", "II", "III"))
    contents = "".join(p(r(f"CHAPTER {n}", bold), style="TOC1") for n in ("I", "II", "III"))
    made = imports("a.docx", docx(contents + chapters))
    assert len([line for line in made.said.splitlines() if "IMP-010" in line]) == 3


def test_words_in_the_run_of_a_picture_or_a_notes_call_are_kept(imports: Imports) -> None:
    reference = '<w:footnoteReference w:id="1"/>'
    run = f'<w:r><w:t xml:space="preserve">Before </w:t>{reference}<w:t>behind</w:t></w:r>'
    made = imports("a.docx", docx(p(run), footnotes=footnotes("at the foot"))).body()
    assert '<p>Before <note place="foot" xml:id="fn1">at the foot</note>behind</p>' in made


def test_what_a_citations_field_shows_is_kept(imports: Imports) -> None:
    cited = f'<w:fldSimple w:instr=" ADDIN ZOTERO_ITEM {{}} ">{r("(2005)")}</w:fldSimple>'
    made = imports("a.docx", docx(p("see Seror ", cited, "."))).body()
    assert "<p>see Seror (2005).</p>" in made


def test_a_whole_paragraph_with_a_headings_style_is_none(imports: Imports) -> None:
    body = p("One", style="Heading1") + p(PROSE * 3, style="Heading2") + p(PROSE)
    made = imports("a.docx", docx(body))
    assert [head.text for head in made.find("//head")] == ["One"]
    assert "a whole paragraph has the style of a heading" in made.said
