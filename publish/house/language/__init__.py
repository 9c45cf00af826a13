"""What the toolchain knows of languages, each beside its table.

`tag.py` reads how documents name them (codes.toml), `typography.py` their habits of setting type
(typography.toml), `words.py` what a book says of itself in its own (labels/).
"""
