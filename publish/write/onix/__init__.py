"""ONIX for Books 3.0 or 3.1: what the shop is told of a book; message.py is the place to begin."""

from publish.write.onix.message import write_onix

__all__ = ["write_onix"]
