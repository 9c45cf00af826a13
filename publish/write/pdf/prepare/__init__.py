"""Each part of the book made ready for layout (`division.py`): its notes, links and measures."""
