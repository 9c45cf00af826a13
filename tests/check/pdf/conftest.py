"""The small book, written once for all tests."""

from tests.write.pdf.conftest import press, screen

__all__ = ["press", "screen"]
