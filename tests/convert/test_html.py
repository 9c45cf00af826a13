"""HTML pages: semantic ones, old ones, and those whose style sheets alone tell how they look."""

from __future__ import annotations

from .conftest import Imports, words_of

PROSE = (
    "The sea lay still under the morning, and the boats went out one after the other without a "
    "word, as they had done on every day since the old man had come to live there."
)


def page(body: str, head: str = "<title>The Storm</title>") -> str:
    return f'<!DOCTYPE html><html lang="en"><head>{head}</head><body>{body}</body></html>'


def test_looks_come_from_style_sheets(imports: Imports) -> None:
    css = "<title>T</title><style>.x{font-style:italic} .y .z{font-variant:small-caps}</style>"
    body = f'<p class="y">{PROSE} <span class="x">one</span> <span class="z">two</span></p>'
    made = imports("a.html", page(body, css))
    assert '<hi rend="italic">one</hi> <hi rend="small-caps">two</hi>' in made.body()


def test_emphasis_and_titles_only_where_the_page_says_so(imports: Imports) -> None:
    body = "<p><em>so</em> <i>thus</i> <cite>Hamlet</cite> <i lang='fr'>vie</i> <b>bold</b></p>"
    made = imports("a.html", page(body))
    assert '<emph rend="italic">so</emph> <hi rend="italic">thus</hi>' in made.body()
    assert '<title rend="italic">Hamlet</title>' in made.body()
    assert '<foreign rend="italic" xml:lang="fr">vie</foreign>' in made.body()


def test_notes_of_every_make(imports: Imports) -> None:
    body = f"""<p>{PROSE}<a epub:type="noteref" href="#n1">1</a>
    <sup><a href="#n2" id="r2">2</a></sup> and <a id="r3" href="#n3">[3]</a>.</p>
    <aside epub:type="footnote" id="n1"><p>1. First.</p></aside>
    <h2>Notes</h2><ol class="notes"><li id="n2">Second. <a href="#r2">↩</a></li></ol>
    <p class="footnote"><a id="n3" href="#r3">[3]</a> Third.</p>"""
    made = imports("a.html", page(body))
    assert [" ".join(note.itertext()).strip() for note in made.find("//note")] == [
        "First.",
        "Second.",
        "Third.",
    ]
    assert "↩" not in made.body()


def test_page_numbers_of_the_source_are_page_breaks(imports: Imports) -> None:
    body = (
        f'<p>{PROSE} <span class="pagenum"><a id="Page_12">[Pg 12]</a></span> on</p>'
        '<span epub:type="pagebreak" title="13"></span><p>more</p>'
    )
    made = imports("a.html", page(body))
    assert [each.get("n") for each in made.find("//pb")] == ["12", "13"]
    assert "Pg" not in made.body()


def test_verse_by_its_classes_with_indents(imports: Imports) -> None:
    body = f"""<p>{PROSE}</p><div class="poem"><div class="stanza"><span class="i0">One<br></span>
    <span class="i2">two<br></span></div><div class="stanza"><span>three</span></div></div>"""
    made = imports("a.html", page(body))
    assert (
        '<lg type="poem"><lg><l>One</l><l rend="indent1">two</l></lg><lg><l>three</l></lg></lg>'
        in made.body()
    )


def test_tables_keep_heads_and_spans(imports: Imports) -> None:
    body = """<table><caption>Winds</caption><thead><tr><th>a<th>b</tr></thead>
    <tr><td rowspan=2>c<td align=right>d<tr><td>e</table>"""
    made = imports("a.html", page(f"<p>{PROSE}</p>{body}"))
    assert (
        '<table><head>Winds</head><row role="label"><cell>a</cell><cell>b</cell></row>'
        '<row><cell rows="2">c</cell><cell rend="right">d</cell></row><row><cell>e</cell></row>'
        in made.body()
    )


def test_mathml_ruby_and_code(imports: Imports) -> None:
    body = (
        f"<p>{PROSE} <math><mi>x</mi></math> <ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby> "
        "<code>a  b</code></p><pre>one\n  two</pre>"
    )
    made = imports("a.html", page(body))
    assert '<formula notation="MathML">' in made.body()
    assert "<ruby><rb>漢</rb><rt>kan</rt></ruby>" in made.body()
    (eg,) = made.find("//eg")
    assert eg.text == "one\n  two"


def test_gutenbergs_frame_and_contents_are_left_out_of_its_pages(imports: Imports) -> None:
    body = f"""<pre>The Project Gutenberg EBook of The Storm\n\nTitle: The Storm\n
Author: Ann Miller\n\n*** START OF THIS PROJECT GUTENBERG EBOOK THE STORM ***</pre>
    <h1>THE STORM</h1><h4>A Tale</h4><h2>CONTENTS</h2>
    <ol><li><a href="#c1">The Boats</a></li><li><a href="#c2">The Nets</a></li></ol>
    <h2 id="c1">The Boats</h2><p>{PROSE}</p><h2 id="c2">The Nets</h2><p>{PROSE}</p>
    <pre>End of the Project Gutenberg EBook of The Storm\nThe licence.</pre>"""
    made = imports("a.html", page(body, "<title>The Project Gutenberg eBook of Storm</title>"))
    book = made.edition["book"]
    assert (book["title"], book["contributors"][0]["name"]) == ("The Storm", "Ann Miller")
    assert [each.text for each in made.find("//body/div/head")] == ["The Boats", "The Nets"]
    assert [each.text for each in made.find("//titlePart")] == ["THE STORM", "A Tale"]
    assert "Gutenberg" not in made.body() and "licence" not in made.body()


def test_the_numbers_of_verse_lines_are_no_words_of_theirs(imports: Imports) -> None:
    body = '<div class="poem"><p>The boats go out,<br>come in<span class="lnum">20</span></p></div>'
    made = imports("a.html", page(f"<p>{PROSE}</p>{body}"))
    assert '<l>The boats go out,</l><l n="20">come in</l>' in made.body()


def test_old_pages_part_paragraphs_by_line_breaks(imports: Imports) -> None:
    made = imports("a.html", f"<html><body>{PROSE}<br><br>{PROSE}<p>And<p>so</body></html>")
    assert len(made.find("//body/p")) == 4


def test_a_page_nested_a_thousand_deep_is_read(imports: Imports) -> None:
    made = imports("a.html", page("<div>" * 1000 + "deep words" + "</div>" * 1000))
    assert "deep words" in made.body()


def test_no_word_of_a_page_is_lost(imports: Imports) -> None:
    words = "one two three four five six seven eight nine ten eleven twelve thirteen".split()
    a, b, c, d, e, f, g, h, i, j, k, m, n = words
    body = (
        f"{a}<div>{b}<span>{c}<p>{d}</p></span>{e}</div><ul>{f}<li>{g}<ul>{h}</ul></ul><dl><dd>{i}"
        f"</dl><table><tr><td>{j}<p>{k}</table><blockquote>{m}</blockquote><address>{n}</address>"
    )
    made = imports("a.html", page(body))
    assert words_of(" ".join(words)) - made.words() == {}
    assert "IMP-004" not in made.said


def test_verse_and_prose_in_pre_are_text_and_code_stays_code(imports: Imports) -> None:
    body = """<h2>Song</h2><pre>
  The boats go out, the boats come in,
    And what <i>they</i> bring is what has been,
  The nets are full.

  The sea is high,
  And we must die.
</pre><pre>  This is a paragraph of prose that goes on to the end of its measure
  and over it, as one finds it in old pages.</pre>
<pre><code>for x in range(3):</code></pre><pre>if (x &lt; 3) {
  print(x);
}</pre>"""
    made = imports("a.html", page(body)).body()
    assert (
        '<lg type="poem"><lg><l>The boats go out, the boats come in,</l><l rend="indent1">And what '
        '<hi rend="italic">they</hi> bring is what has been,</l><l>The nets are full.</l></lg>'
        "<lg><l>The sea is high,</l><l>And we must die.</l></lg></lg>"
    ) in made
    assert "<p>This is a paragraph of prose that goes on to the end of its measure and over" in made
    assert "<eg>for x in range(3):</eg>" in made
    assert "<eg>if (x &lt; 3) { print(x); }</eg>" in made


def test_contents_of_links_go_however_they_are_set(imports: Imports) -> None:
    chapters = "".join(f'<h2 id="c{n}">Act {n}</h2><p>{PROSE}</p>' for n in (1, 2, 3))
    links = "".join(f'<p><a href="#c{n}">The {n}. act</a></p>' for n in (1, 2, 3))
    line = "<br/>".join(f'<a href="#c{n}">ACT {n}</a>' for n in (1, 2, 3))
    for contents in (f"<h2>Contents</h2>{links}", f"<h3>{line}</h3>"):
        made = imports("a.html", page(contents + chapters), "-o", f"o{len(contents)}")
        heads = made.folder.parent.glob(f"o{len(contents)}/manuscript/*.xml")
        text = next(heads).read_text("utf-8")
        assert "Contents" not in text
        assert "ACT 1" not in text
        assert "The 1. act" not in text


def test_a_pages_title_names_its_author(imports: Imports) -> None:
    head = "<title>The Project Gutenberg eBook of The Storm;, by Ann B. Miller.</title>"
    made = imports("a.html", page(f"<h2>Chapter 1</h2><p>{PROSE}</p>", head))
    assert made.edition["book"]["title"] == "The Storm"
    assert made.edition["book"]["contributors"][0]["name"] == "Ann B. Miller"


def test_a_printed_pages_beginning_is_no_paragraph(imports: Imports) -> None:
    pages = "".join(
        f'<p><span class="pagenum" id="p{n}">{n}</span></p><p>{PROSE}</p>' for n in (7, 8)
    )
    made = imports("a.html", page(f"<h2>One</h2>{pages}")).body()
    assert '<head>One</head><pb n="7"/><p>The sea' in made
    assert '<pb n="8"/><p>The sea' in made


def test_notes_whose_calls_have_an_anchor_before_them(imports: Imports) -> None:
    notes = "".join(
        f'<p><a name="F_{n}" id="F_{n}"></a><a href="#A_{n}"><span class="label">[{n}]</span></a> '
        f"Note {n}.</p>"
        for n in (1, 2)
    )
    calls = "".join(
        f'<p>{PROSE}<a name="A_{n}" id="A_{n}"></a><a href="#F_{n}" class="fnanchor">[{n}]</a></p>'
        for n in (1, 2)
    )
    made = imports("a.html", page(f'<h2>One</h2>{calls}<div class="footnotes">{notes}</div>'))
    assert ["".join(each.itertext()) for each in made.find("//note")] == ["Note 1.", "Note 2."]
    assert not made.find("//note/ref")
    assert not made.find("//anchor")


def test_links_to_printed_pages_call_no_notes(imports: Imports) -> None:
    body = (
        '<table><tr><td><a href="#Page_21">21.</a></td><td>For “a” read “la”.</td></tr></table>'
        f'<p><span class="pagenum"><a name="Page_21" id="Page_21">[21]</a></span></p><p>{PROSE}</p>'
    )
    made = imports("a.html", page(f"<h2>One</h2>{body}"))
    assert not made.find("//note")
    assert [each.text for each in made.find("//cell/ref")] == ["21."]
