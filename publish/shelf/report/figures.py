"""Figures as people read them."""

from __future__ import annotations


def number(value: float) -> str:
    """Write a count in groups of three."""
    return f"{round(value):,}"


def amount(value: float) -> str:
    """Write a large count in millions or billions."""
    for word, size in (("billion", 1e9), ("million", 1e6)):
        if value >= size:
            return f"{value / size:,.1f} {word}"
    return number(value)


def megabytes(size: float) -> str:
    """Write a size in bytes with the unit that fits (SI: 1 MB are a million)."""
    for unit, bytes_ in (("GB", 1e9), ("MB", 1e6)):
        if size >= bytes_:
            return f"{size / bytes_:,.1f} {unit}"
    return f"{max(1, round(size / 1e3)) if size else 0} kB"


def duration(seconds: float) -> str:
    """Write a time with the two units that tell."""
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes} min {rest} s"
    hours, minutes = divmod(minutes, 60)
    return f"{number(hours)} h {minutes} min"
