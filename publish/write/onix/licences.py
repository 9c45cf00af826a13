"""What a licence is called, by its address."""

from __future__ import annotations

import re

CREATIVE_COMMONS = re.compile(
    r"https?://creativecommons\.org/(licenses|publicdomain)/([a-z-]+)/([\d.]+)"
)
PUBLIC_DOMAIN = {"zero": "CC0", "mark": "Public Domain Mark"}


def name_of_licence(address: str) -> str:
    """Name a licence of Creative Commons (`CC BY-SA 4.0`); empty for others."""
    match = CREATIVE_COMMONS.match(address)
    if match is None:
        return ""
    name = PUBLIC_DOMAIN.get(match[2], f"CC {match[2].upper()}")
    return f"{name} {match[3]}"
