"""Blocks that know how they looked -> the parts of a book; passes.py has their order."""
