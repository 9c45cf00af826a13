"""EPUB -> findings, by EPUBCheck, the official checker. `checking.py` turns its words into ours."""

from publish.check.epub.checking import check_epub, check_epubs, start_epubcheck

__all__ = ["check_epub", "check_epubs", "start_epubcheck"]
