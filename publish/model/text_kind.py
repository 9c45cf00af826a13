"""The kinds of text that a document may be taken for, and the indexes that a book may have."""

from __future__ import annotations

from enum import StrEnum


class TextKind(StrEnum):
    """What a book is, beyond what each of its elements says (`docs/kinds/`)."""

    AUTO = "auto"
    """As its elements tell."""
    PROSE = "prose"
    VERSE = "verse"
    PLAY = "play"
    LETTERS = "letters"
    CITED_TEXT = "cited-text"
    CRITICAL_EDITION = "critical-edition"
    FACING_PAGES = "facing-pages"
    INSCRIPTION = "inscription"
    DICTIONARY = "dictionary"
    SPEECH = "speech"
    CATALOGUE = "catalogue"
    PROSOPOGRAPHY = "prosopography"
    TRANSCRIPTION = "transcription"
    MUSIC = "music"
    BIBLIOGRAPHY = "bibliography"
    NEWSPAPER = "newspaper"


class IndexOf(StrEnum):
    """What an index of names lists, beside the index that the manuscript's own terms make."""

    AUTO = "auto"
    """Those that the kind of text has: letters have one of correspondents."""
    NONE = "none"
    PERSONS = "persons"
    PLACES = "places"
    ORGANIZATIONS = "organizations"
    WORKS = "works"
    CORRESPONDENTS = "correspondents"
    SHELFMARKS = "shelfmarks"
