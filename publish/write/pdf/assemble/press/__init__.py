"""A finished PDF made fit for the press: its colours, its pictures, what it declares."""

from publish.write.pdf.assemble.press.colour import to_press
from publish.write.pdf.assemble.press.intent import declare

__all__ = ["declare", "to_press"]
