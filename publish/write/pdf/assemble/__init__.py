"""Drawn divisions -> one finished file: collated, stamped, its fonts joined (`bind.py`)."""
