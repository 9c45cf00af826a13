"""What is known of a division's words, kept from its last layout for its next one.

In its first layout a process shapes words and looks up where they may be divided, which takes
longer than all else. After an edit most words of a chapter are those that it had.
"""

from __future__ import annotations

import os

from msgspec import Struct

from publish.engine.drawn import DrawnDivision, FontShelf
from publish.engine.kept_words import KeptWords, words_of_text
from publish.engine.layout_inputs import LayoutInputs
from publish.run.cache import Cache, key_of
from publish.write.pdf.layout.book_layout import BookLayout
from publish.write.pdf.layout.layout_cache import key_of_styles
from publish.write.pdf.prepare.division import Division


class WordStore(Struct, frozen=True):
    """Where the words of a division are kept."""

    cache: Cache
    key: str


def store_of(division: Division, book: BookLayout) -> WordStore:
    """Return the place of a division's words; its next layout puts its own there.

    A style names its fonts and no files: these are part of the toolchain, or named in the sheets.
    """
    edition = book.edition
    names = os.fspath(edition.folder), edition.slug, division.name
    key = key_of(("words", *names, key_of_styles(book.inputs))) if book.cache else ""
    return WordStore(book.cache, key)


def lay_out_knowing(inputs: LayoutInputs, division: Division, store: WordStore) -> DrawnDivision:
    """Lay out and draw a division, in a process of its own, with what is known of its words."""
    from publish.engine import keep_words, recall_words, reopen_resources
    from publish.write.pdf.layout.division import lay_out_division

    resources = reopen_resources(inputs)
    resources.cache, resources.cache_key = store.cache, store.key
    known = store.cache.get_object(store.key, KeptWords) if store.cache else None
    if known is not None:
        recall_words(resources, known)
    drawn_division = lay_out_division(division, resources, FontShelf())
    text = " ".join(division.root.itertext())
    if store.cache and not (known and known.has_most(text)):
        store.cache.put_object(store.key, keep_words(resources, words_of_text(text)))
    return drawn_division
