"""Entities and DTD subsets: characters from fixed tables, the document's own, and bombs."""

from __future__ import annotations

from pathlib import Path

import pytest

from publish.model.document import AT

from .reading import HEADER, Read, tei


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("&eacute;&mdash;&nbsp;x", "é— x"),
        ("&agr;&bgr;&ohgr;", "αβω"),
        ("&lt;&amp;&#233;&#xE9;", "<&éé"),
        ("&#150;&#x97;", "–—"),
        ("&yogh;&thorn;&aelig;", "ȝþæ"),
        ("&hellip;&lsquo;&rdquo;", "…‘”"),
    ],
)
def test_characters_need_no_declaration(read: Read, written: str, read_as: str) -> None:
    result = read(tei(f"<p>{written}</p>"))
    assert result.words == " ".join(read_as.split())
    assert result.codes == []


def test_entities_in_attributes_comments_and_cdata(read: Read) -> None:
    result = read(tei("<!-- &foo; --><p n='&eacute;&quot;'><![CDATA[&bar;]]></p>"))
    assert result.words == "&bar;"
    paragraph = result.root.find(".//{*}p[@n]")
    assert paragraph is not None
    assert paragraph.get("n") == 'é"'


def test_the_documents_own_entities_come_first(read: Read) -> None:
    subset = """<!DOCTYPE TEI SYSTEM "tei2.dtd" [
      <!ENTITY pub "<hi>Faber &amp; Sons</hi>">
      <!ENTITY % part "<!ENTITY inner 'from a parameter'>">
      %part;
      <!ENTITY both "&inner; and &eacute;">
      <!ENTITY eacute "E">
      <!ATTLIST hi rend CDATA "italic">
      <!ELEMENT x ANY> <!NOTATION jpg SYSTEM "jpg">
    ]>"""
    result = read(tei("<p>&pub; &both;</p>", doctype=subset))
    assert result.words == "Faber & Sons from a parameter and E"
    emphasis = result.root.find(".//{*}hi")
    assert emphasis is not None
    assert emphasis.get("rend") == "italic"


def test_nothing_outside_the_file_is_fetched(read: Read) -> None:
    subset = '<!DOCTYPE TEI PUBLIC "-//TEI" "http://example.org/tei.dtd" [<!ENTITY x "y">]>'
    assert read(tei("<p>&x;</p>", doctype=subset)).words == "y"
    subset = '<!DOCTYPE TEI [<!ENTITY passwords SYSTEM "/etc/passwd">]>'
    finding = read(tei("<p>&passwords;</p>", doctype=subset)).the("REA-019")
    assert "never read" in finding.message
    assert "xi:include" in finding.hint


def bomb(deep: int = 12) -> str:
    levels = "".join(f'<!ENTITY a{level} "{f"&a{level - 1};" * 10}">' for level in range(1, deep))
    return f'<!DOCTYPE TEI [<!ENTITY a0 "ha">{levels}]>'


@pytest.mark.parametrize(
    "text",
    [
        tei("<p>&a11;</p>", doctype=bomb()),
        tei("<p n='&a11;'/>", doctype=bomb()),
        tei(f"<p>{'&a;' * 1000}</p>", doctype=f'<!DOCTYPE TEI [<!ENTITY a "{"x" * 99_999}">]>'),
        tei("<p>&a;</p>", doctype='<!DOCTYPE TEI [<!ENTITY a "&b;"><!ENTITY b "&a;">]>'),
    ],
    ids=["laughs", "in an attribute", "quadratic", "loop"],
)
def test_bombs_stop_at_a_limit(read: Read, text: str) -> None:
    finding = read(text).the("REA-013")
    assert finding.place is not None
    assert finding.place.line == 1


def test_a_broken_doctype_is_named(read: Read) -> None:
    finding = read(tei("<p/>", doctype="<!DOCTYPE TEI [\n<!ENTITY a>\n]>")).the("REA-008")
    assert str(finding.place) == "in.xml:2:11"


def test_places_count_in_the_authors_file_behind_entities(read: Read) -> None:
    result = read(tei("\n<p>&eacute;&mdash;<hi>x</hi>&nbsp;<hi>y</hi></p>\n<p>z</p>"))
    places = [element.get(AT) for element in result.root.iter("{*}hi", "{*}p")]
    assert places[-4:] == ["2:1", "2:19", "2:35", "3:1"]


def test_one_long_line_keeps_its_columns(read: Read) -> None:
    body = "<p>&eacute;</p>" * 20_000 + "<p xml:id='a b'/>"
    place = read(tei(body)).the("REA-025").place
    assert place is not None
    assert place.column == len(tei("").partition("</body>")[0]) + 20_000 * 15 + 1


def test_comments_and_instructions_may_stand_anywhere(read: Read) -> None:
    text = tei("<?a b?><p>o<!-- x -->n<?c?>e</p><!-- y -->")
    text = f"<!-- before --><?xml-model href='x'?>\n{text}<!-- behind --><?z?>"
    text = text.replace(HEADER, f"<!-- h --><?h?>{HEADER}<!-- h -->")
    result = read(text)
    assert (result.words, result.codes) == ("one", [])


def with_set(subset: str, body: str) -> str:
    return tei(body, doctype=f"<!DOCTYPE TEI [{subset}]>")


SETS = '<!ENTITY % s SYSTEM "http://example.org/x/signs.txt"> %s;'


def test_names_of_a_set_that_is_not_read_stand_for_themselves(read: Read) -> None:
    result = read(with_set(SETS, "<p n='&rr;'>a&drot;b<hi>&bar;</hi>c&drot;&eacute;</p>"))
    assert result.words == "a&drot;b&bar;c&drot;é"
    finding = result.the("REA-112")
    assert (finding.severity, str(finding.place)[:7]) == ("warning", "in.xml:")
    assert "signs.txt" in finding.message
    assert "&rr;, &drot;, &bar;" in finding.message
    marked = [element.text for element in result.root.iter("{*}g")]
    assert marked == ["&drot;", "&bar;", "&drot;"]


def test_an_external_subset_may_define_what_is_undefined_here(read: Read) -> None:
    doctype = '<!DOCTYPE TEI SYSTEM "lost.dtd" [<!ENTITY both "&deep;&amp;"> ]>'
    result = read(tei("<p>&both;</p>", doctype=doctype))
    assert (result.words, result.codes) == ("&deep;&", ["REA-112"])


def test_a_set_beside_the_manuscript_is_read_with_the_sets_it_names(read: Read) -> None:
    Path("sets").mkdir()
    Path("signs.txt").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><!ENTITY % more SYSTEM "sets/more.ent">%more;\n'
        '<!-- MUFI --><!ENTITY drot "&#xA75B;">'
    )
    Path("sets/more.ent").write_text(
        "<!ENTITY bar '\u0304'><!ENTITY % up SYSTEM '../last.ent'>%up;"
        "<!ATTLIST p rend CDATA 'bold'>",
        "utf-8",
    )
    Path("last.ent").write_text('<!ENTITY us "us">')
    result = read(with_set(SETS, "<p>a&drot;&bar;&us;</p>"))
    assert (result.words, result.codes) == ("aꝛ\u0304us".replace("ꝛ", "\ua75b"), [])
    assert result.root.find(".//{*}p[@rend]") is None


def test_no_set_is_read_from_outside_the_folder(read: Read, tmp_path: Path) -> None:
    (tmp_path.parent / "secret.ent").write_text('<!ENTITY drot "secret">')
    for system in ("../secret.ent", str(tmp_path.parent / "secret.ent")):
        subset = f'<!ENTITY % s SYSTEM "{system}"> %s;'
        assert read(with_set(subset, "<p>&drot;</p>")).words == "&drot;"
    Path("secret.ent").symlink_to(tmp_path.parent / "secret.ent")
    assert read(with_set(subset, "<p>&drot;</p>")).words == "&drot;"


def test_a_set_that_is_not_well_formed_is_told_with_the_reason(read: Read) -> None:
    Path("signs.txt").write_text('<!ENTITY good "g"><!ENTITY drot SDATA "[drot]">')
    result = read(with_set(SETS, "<p>&good;&drot;</p>"))
    assert result.words == "g&drot;"
    assert "not beside" not in result.the("REA-112").message


def test_sets_that_name_one_another_come_to_an_end(read: Read) -> None:
    Path("signs.txt").write_text('<!ENTITY % again SYSTEM "signs.txt">%again;<!ENTITY drot "x">')
    assert read(with_set(SETS, "<p>&drot;&bar;</p>")).codes == ["REA-112"]
