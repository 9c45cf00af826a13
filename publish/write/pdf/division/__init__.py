"""A division of the book as one piece of layout work (`job.py`), its notes and page numbers."""
