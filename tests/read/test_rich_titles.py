"""HTML that reference managers write into titles."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from .reading import Read, tei


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("III&lt;sup&gt;e&lt;/sup&gt; s.", 'III<hi rend="superscript">e</hi> s.'),
        (
            "&lt;i&gt;A &lt;sup&gt;b&lt;/sup&gt;&lt;/i&gt;c",
            '<hi rend="italic">A <hi rend="superscript">b</hi></hi>c',
        ),
        ('&lt;span class="nocase"&gt;Of&lt;/span&gt; it', "<seg>Of</seg> it"),
        ("<hi>A</hi> &lt;i&gt;b&lt;/i&gt; c", '<hi>A</hi> <hi rend="italic">b</hi> c'),
        ("a &lt;i&gt;b c", "a &lt;i&gt;b c"),
        ("a &lt;i&gt;b&lt;/b&gt; c&lt;/i&gt;", "a &lt;i&gt;b&lt;/b&gt; c&lt;/i&gt;"),
        ("if a &lt; b &gt; c &lt;/x&gt;", "if a &lt; b &gt; c &lt;/x&gt;"),
    ],
)
def test_html_in_a_title_is_markup_where_it_is_closed(read: Read, written: str, title: str) -> None:
    found = read(tei(f"<bibl><title>{written}</title></bibl><p><title>{written}</title></p>"))
    titles = next(found.root.iter("{*}body")).iter("{*}title")
    opened, other = (
        re.sub(r' (xmlns(:\w+)?|ns\d:at)="[^"]*"', "", _inside(each)) for each in titles
    )
    assert opened == title
    assert other == re.sub(r' (xmlns(:\w+)?|ns\d:at)="[^"]*"', "", written)
    assert ("REA-135" in found.codes) == (opened != other)


def _inside(element: etree._Element) -> str:
    whole = etree.tostring(element, encoding="unicode", with_tail=False)
    return whole.partition(">")[2].rpartition("<")[0]
