"""What `[print]` of edition.toml comes to, for all who ask.

`measure.py` reads lengths and trim sizes, `geometry.py` the page with its margins and boxes,
`folding.py` the sheets of a booklet, `press.py` the version of PDF/X and the press's profile,
`printer.py` what each printer takes.
"""
