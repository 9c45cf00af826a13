"""How far random searches go: a little way in every run of the tests, far in `make test-long`."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

PROFILE = os.environ.get("PUBLISH_HYPOTHESIS", "same")
"""`same` finds the same today and tomorrow, `long` too, and `search` what nobody has seen."""

FARTHER = 5
"""So many times as many examples are tried where there is time for them."""


def search(examples: int) -> settings:
    """Set how many examples a test tries, and leave their fixtures and sizes alone."""
    return settings(
        max_examples=examples * (1 if PROFILE == "same" else FARTHER),
        suppress_health_check=list(HealthCheck),
    )
