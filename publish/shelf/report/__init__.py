"""What a shelf has come to, for people: one page that needs no server, and the same as JSON."""

from publish.shelf.report.facts import Facts, gather
from publish.shelf.report.page import write_page

__all__ = ["Facts", "gather", "write_page"]
