"""Paragraphs and notes are cut where their lines end."""

from __future__ import annotations

from xml.etree.ElementTree import fromstring

import pytest

from publish.engine.places import SOURCE_LENGTH
from publish.write.pdf.layout.cutting import cut, place_in_text


@pytest.mark.parametrize("first", ["one", "one see here", "one see here two three"])
def test_page_numbers_that_print_adds_are_not_counted_in_the_text(first: str) -> None:
    added = f'<span {SOURCE_LENGTH}="0"> (p. 12)</span>'
    note = fromstring(f'<aside><p>one see <a href="#x">here</a>{added} two three four</p></aside>')
    rest = cut(note, place_in_text(note, len(first)))
    assert "".join(note.itertext()).replace(" (p. 12)", "") == first
    assert not "".join(rest.itertext()).startswith(" (p.") or first == "one see here"
