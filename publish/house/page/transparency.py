"""Which objects of a PDF let the ground show through (ISO 32000-1 clause 11)."""

from __future__ import annotations

import pikepdf

OPAQUE = ("/Normal", "/Compatible")
"""Blend modes that let nothing show through."""


def is_transparent(item: pikepdf.Object) -> bool:
    """Return whether an object, or the resources that are its own, let the ground show through."""
    nothing = pikepdf.Dictionary()
    states = [item]
    for holder in (item, item.get("/Resources", nothing)):
        states += list(dict(holder.get("/ExtGState", nothing).items()).values())
    if any(float(state.get(key, 1)) < 1 for state in states for key in ("/ca", "/CA")):
        return True
    if any(str(state.get("/BM", "/Normal")) not in OPAQUE for state in states):
        return True
    if any(str(state.get("/SMask", "/None")) != "/None" for state in states[1:]):
        return True
    return "/SMask" in item
