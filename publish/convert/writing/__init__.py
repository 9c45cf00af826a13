"""A text in TEI -> the files of a book: its header, its lines, edition.toml."""
