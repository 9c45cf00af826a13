"""Offer finished books over HTTP: OPDS 1.2 and 2.0 for reading apps, a plain page for browsers."""
