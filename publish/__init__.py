"""Publish TEI manuscripts as EPUB 3 and press-ready PDF."""
