"""OpenDocument texts, made of the XML of their parts."""

from __future__ import annotations

import io
import zipfile

from .conftest import Imports, words_of
from .test_html import PROSE

SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"), ("text", "text"), ("style", "style"),
        ("fo", "xsl-fo-compatible"), ("table", "table"),
    )
)  # fmt: skip

STYLES = """
<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Standard">
<style:paragraph-properties fo:text-align="center"/></style:style>
"""
NAMED = '<style:style style:name="HeadA" style:display-name="HeadA" style:family="paragraph"/>'


def odt(body: str) -> bytes:
    """Make an OpenDocument text with a few automatic styles."""
    content = (
        f'<office:document-content {SPACES} office:version="1.3">'
        f"<office:automatic-styles>{STYLES}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="/" '
        'manifest:media-type="application/vnd.oasis.opendocument.text"/></manifest:manifest>'
    )
    styles = (
        f"<office:document-styles {SPACES}><office:styles>{NAMED}</office:styles>"
        "</office:document-styles>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content)
        archive.writestr("styles.xml", styles)
        archive.writestr("META-INF/manifest.xml", manifest)
    return out.getvalue()


def p(words: str, style: str = "Standard") -> str:
    return f'<text:p text:style-name="{style}">{words}</text:p>'


NOTE = (
    '<text:note text:id="n1" text:note-class="footnote"><text:note-citation>1</text:note-citation>'
    "<text:note-body><text:p>A note.</text:p></text:note-body></text:note>"
)


def test_heads_notes_and_lists(imports: Imports) -> None:
    body = (
        '<text:h text:outline-level="1">One</text:h>'
        + p(f"{PROSE}{NOTE}")
        + "<text:list><text:list-item>" + p("nets") + "</text:list-item></text:list>"
    )  # fmt: skip
    made = imports("a.odt", odt(body))
    assert [each.text for each in made.find("//div/head")] == ["One"]
    assert [each.text for each in made.find("//note")] == ["A note."]
    assert "<item>nets</item>" in made.body()


def test_heads_by_look_and_by_the_names_of_styles(imports: Imports) -> None:
    body = "".join(
        p(f"CHAPTER {number}", "P1") + p(PROSE) + p("Below", "HeadA") + p(PROSE)
        for number in ("I", "II")
    )
    made = imports("a.odt", odt(body))
    assert [each.text for each in made.find("//body/div/head")] == ["CHAPTER I", "CHAPTER II"]
    assert [each.text for each in made.find("//body/div/div/head")] == ["Below", "Below"]


def test_the_words_of_fields_are_kept(imports: Imports) -> None:
    field = '<text:user-field-get text:name="x">of Hastings</text:user-field-get>'
    made = imports("a.odt", odt(p(f"The storm {field} went on. {PROSE}")))
    assert "The storm of Hastings went on." in made.body()
    assert words_of(f"The storm of Hastings went on {PROSE}") - made.words() == {}
    assert "IMP-004" not in made.said
