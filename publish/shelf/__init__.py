"""Thousands of books at once: where they come from, who makes them, where they go, what is known.

`ledger/` knows every book. How a book is made the command says, which hands its maker in: no room
knows the pipeline.
"""
