"""Addresses outside the book: valid ones are kept, others mended or refused."""

from __future__ import annotations

import pytest

from publish.typeset.urls import remote_url


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        ("HTTP://Example.org", "http://example.org"),
        ("http://a.b/c d?e=f|g", "http://a.b/c%20d?e=f%7Cg"),
        ("http://a.b/100%", "http://a.b/100%25"),
        ("http://a.b/%41", "http://a.b/%41"),
        ("http://müller.de/ü", "http://xn--mller-kva.de/%C3%BC"),
        ("http://[::1]:80/x", "http://[::1]:80/x"),
        ("www.example.org", "http://www.example.org"),
        ("doi:10.1000/x y", ""),
        ("doi:10.1000/xy", "https://doi.org/10.1000/xy"),
        ("mailto:a@b.c", "mailto:a@b.c"),
        ("http://", ""),
        ("http://a b/c", ""),
        ("http://a.b:port/", ""),
        ("http://[broken", ""),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("#here", ""),
        ("other.xml", ""),
        ("", ""),
    ],
)
def test_remote_url(written: str, url: str) -> None:
    assert remote_url(written) == url
