"""Read files into a Document and an Edition; a format that is written, too, stands in one place."""

from publish.read.book import BookFiles, find_book, read_book
from publish.read.edition_file import EditionFile, read_edition
from publish.read.element_check import check_schema
from publish.read.errata_file import read_errata
from publish.read.header import edition_from_header
from publish.read.manuscript import read_manuscript
from publish.read.own_stage import load_own_stages
from publish.read.printing_file import read_printing
from publish.read.repairs_file import read_repairs

__all__ = [
    "BookFiles",
    "EditionFile",
    "check_schema",
    "edition_from_header",
    "find_book",
    "load_own_stages",
    "read_book",
    "read_edition",
    "read_errata",
    "read_manuscript",
    "read_printing",
    "read_repairs",
]
