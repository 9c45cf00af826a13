"""The language tags of typesetting, by the names its rules know them by."""

from publish.language_tag import direction_of, language_tag

__all__ = ["direction_of", "language_tag"]
