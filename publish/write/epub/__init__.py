"""Publication -> EPUB 3.3. `book.py` tells how one is made."""

from publish.write.epub.book import write_epub
from publish.write.epub.sheets import at_home

__all__ = ["at_home", "write_epub"]
