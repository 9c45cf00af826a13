"""Thousands of books at once: `publish shelf ...`."""

from publish.cli.shelf.group import shelf

__all__ = ["shelf"]
