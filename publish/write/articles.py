"""Articles that a title is not filed under (AACR2 and its kin)."""

from __future__ import annotations

ARTICLES = {
    "en": ("The ", "A ", "An "),
    "de": ("Der ", "Die ", "Das ", "Ein ", "Eine "),
    "fr": ("Le ", "La ", "Les ", "L’", "L'", "Un ", "Une "),
    "es": ("El ", "La ", "Los ", "Las ", "Un ", "Una "),
    "it": ("Il ", "Lo ", "La ", "I ", "Gli ", "Le ", "Un ", "Una "),
    "nl": ("De ", "Het ", "Een "),
    "pt": ("O ", "A ", "Os ", "As ", "Um ", "Uma "),
}


def split_article(title: str, language: str) -> tuple[str, str]:
    """Part a title into its article, empty where it has none, and what it is filed under."""
    for article in ARTICLES.get(language.split("-")[0].lower(), ()):
        if title.startswith(article) and len(title) > len(article):
            return article.strip(), title[len(article) :]
    return "", title


def count_unfiled(title: str, language: str) -> int:
    """Count the characters before what a title is filed under, as MARC 21 has it (245, 830)."""
    return len(title) - len(split_article(title, language)[1])


def file_title(title: str, language: str) -> str:
    """File a title under its first word that is no article: `Tempest, The`."""
    article, rest = split_article(title, language)
    return f"{rest}, {article}" if article else title
