"""Publication -> EPUB 3.3. `book.py` tells how one is made."""

from publish.write.epub.book import write_epub

__all__ = ["write_epub"]
