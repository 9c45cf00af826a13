"""The command line (DESIGN section 4): it alone prints, exits and writes into dist/."""

from publish.cli.main import main

__all__ = ["main"]
