"""Which WeasyPrint this machine has, asked of the library itself: its C libraries must be there."""

from __future__ import annotations

import weasyprint


def weasyprint_version() -> str:
    """Return the version of the WeasyPrint that is imported."""
    return str(weasyprint.__version__)
