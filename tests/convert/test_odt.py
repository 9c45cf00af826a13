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
        ("fo", "xsl-fo-compatible"), ("table", "table"), ("draw", "drawing"),
    )
) + ' xmlns:dc="http://purl.org/dc/elements/1.1/"'  # fmt: skip

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
    field += ' (see <text:sequence-ref text:ref-name="y">Picture 1</text:sequence-ref>)'
    made = imports("a.odt", odt(p(f"The storm {field} went on. {PROSE}")))
    assert "The storm of Hastings (see Picture 1) went on." in made.body()
    assert words_of(f"The storm of Hastings went on {PROSE}") - made.words() == {}
    assert "IMP-004" not in made.said


def region(key: str, kind: str, removed: str = "", by: str = "Ann") -> str:
    """Make a region of tracked changes (OpenDocument 1.3 part 3, 5.5.3)."""
    info = f"<dc:creator>{by}</dc:creator><dc:date>2026-01-02T03:04:05.000000000</dc:date>"
    return (
        f'<text:changed-region xml:id="{key}" text:id="{key}"><text:{kind}>'
        f"<office:change-info>{info}</office:change-info>{removed}</text:{kind}>"
        "</text:changed-region>"
    )


def inserted(key: str, words: str) -> str:
    key = f'text:change-id="{key}"'
    return f"<text:change-start {key}/>{words}<text:change-end {key}/>"


def deleted(key: str) -> str:
    return f'<text:change text:change-id="{key}"/>'


def with_changes(*regions: str) -> str:
    return f"<text:tracked-changes>{''.join(regions)}</text:tracked-changes>"


CHANGED = (
    with_changes(
        region("d1", "deletion", p("old")), region("i1", "insertion"),
        region("i2", "insertion", by="Bob"), region("f1", "format-change"),
    )
    + p(f"The {deleted('d1')}{inserted('i1', 'young')} man went out.")
    + p(f"He came {inserted('i2', 'back ')}home.")
)  # fmt: skip


def test_tracked_changes_become_errata_and_the_text_stays(imports: Imports) -> None:
    made = imports("a.odt", odt(CHANGED))
    assert [each.text for each in made.find("//body/p")] == [
        "The old man went out.",
        "He came home.",
    ]
    assert [(row["find"], row["replace"], row["by"]) for row in made.errata] == [
        ("old", "young", "Ann"),
        ("came ", "came back ", "Bob"),
    ]
    assert {(row["status"], str(row["date"])) for row in made.errata} == {
        ("reported", "2026-01-02")
    }
    assert "a change of looks (1)" in made.said


def test_changes_are_accepted_on_demand(imports: Imports) -> None:
    made = imports("a.odt", odt(CHANGED), "--accept")
    assert "<p>The young man went out.</p><p>He came back home.</p>" in made.body()
    assert made.errata == []


def test_rejected_changes_leave_the_old_text(imports: Imports) -> None:
    made = imports("a.odt", odt(CHANGED), "--reject")
    assert "<p>The old man went out.</p><p>He came home.</p>" in made.body()
    assert made.errata == []


PARTED = (
    with_changes(
        region("d1", "deletion", p("of the day.") + p("A paragraph that is gone.") + p("Then ")),
        region("i1", "insertion"),
    )
    + p(f"It was the end <text:span>{deleted('d1')}</text:span>he slept. {PROSE}")
    + p('She woke <text:change-start text:change-id="i1"/>early.')
    + p("A new one.")
    + p('Later <text:change-end text:change-id="i1"/>she rose.')
)


def test_deletions_over_paragraphs_come_back_in_their_place(imports: Imports) -> None:
    made = imports("a.odt", odt(PARTED), "--reject")
    assert "<p>It was the end of the day.</p><p>A paragraph that is gone.</p>" in made.body()
    assert "<p>Then he slept." in made.body()
    assert "<p>She woke she rose.</p>" in made.body()


def test_changes_over_paragraphs_lose_no_word(imports: Imports) -> None:
    made = imports("a.odt", odt(PARTED))
    assert "<p><del>A paragraph that is gone.</del></p>" in made.body()
    assert "<p><add>A new one.</add></p>" in made.body()
    assert made.said.count("IMP-030") == 2
    assert [(row["find"], row["replace"]) for row in made.errata] == [
        ("of the day.", ""),
        ("Then ", ""),
        ("woke ", "woke early."),
        ("she", "Later she"),
    ]


def test_changes_keep_the_looks_and_notes_around_them(imports: Imports) -> None:
    removed = p('an <text:span text:style-name="I">old</text:span> ')
    body = with_changes(region("d1", "deletion", removed)) + p(f"It was {deleted('d1')}man{NOTE}.")
    made = imports("a.odt", odt(body))
    assert [each.text for each in made.find("//note")] == ["A note."]
    assert [(row["find"], row["replace"]) for row in made.errata] == [("an old ", "")]


def test_comments_become_comments(imports: Imports) -> None:
    comment = (
        "<office:annotation><dc:creator>Bob</dc:creator><dc:date>2026-01-02T03:04:05</dc:date>"
        "<text:p>Is this so?</text:p></office:annotation>"
    )
    made = imports("a.odt", odt(p(f"The storm{comment} went on. {PROSE}")))
    assert "The storm<!-- Bob, 2026-01-02: Is this so? --> went on." in made.body()
    assert "IMP-004" not in made.said


def test_a_text_box_stands_behind_its_paragraph(imports: Imports) -> None:
    caption = p("Picture 1: The sea.")
    box = f"<draw:frame><draw:text-box>{caption}</draw:text-box></draw:frame>"
    made = imports("a.odt", odt(p(f"Before {box}the box.") + p(PROSE)))
    assert "<p>Before the box.</p><p>Picture 1: The sea.</p>" in made.body()
