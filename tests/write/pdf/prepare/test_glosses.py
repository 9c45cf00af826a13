"""A gloss between the lines: each word a small table in the running text, with notes to it."""

from __future__ import annotations

from pathlib import Path

from publish.write.pdf import Purpose, write_pdf
from tests.write.pdf.books import EDITION, mark, note, one_part, page_texts, words


def gloss(word: str, under: str) -> str:
    return f'<table class="gloss"><tr><td>{word}</td></tr><tr><td>{under}</td></tr></table> '


def test_a_note_to_a_glossed_word_stands_at_the_foot(tmp_path: Path) -> None:
    line = "".join(gloss(f"word{n}", f"under{n}") for n in range(20))
    noted = gloss(f"noted{mark(1)}", "marked")
    book = one_part(f"<h1>Chapter</h1><p>{line}{noted}{line}The last words.</p>")
    book.parts[0].notes = [note(1, "What is said of the word.")]
    printed = write_pdf(book, EDITION, Purpose.PRESS)
    assert printed.findings == []
    page = next(text for text in page_texts(printed.data, tmp_path) if "noted" in text)
    said = words(page)
    assert said.index("The last words.") < said.index("What is said of the word.")
