"""Languages whose words nothing here can divide are set ragged: justified, they would be gappy."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element

from publish.house.language.hyphenation import lacks_patterns
from publish.model.finding import Finding, notice

_BLOCKS = frozenset("html section div p li dd blockquote td aside article".split())


def ragged_languages(roots: Iterable[Element]) -> list[str]:
    """List the primary subtags in which whole blocks are, and no patterns."""
    tags = {
        element.get("lang", "")
        for root in roots
        for element in root.iter()
        if element.get("lang") and element.tag in _BLOCKS
    }
    return sorted({tag.split("-")[0].lower() for tag in tags if lacks_patterns(tag)})


def ragged_rules(languages: Iterable[str]) -> str:
    """Write the style rules that leave their right edge alone."""
    return "\n".join(
        f"html[lang|={language}], :where([lang|={language}]) {{ text-align: start; }}"
        for language in languages
    )


def report_ragged(languages: Iterable[str]) -> list[Finding]:
    """Report which languages are set so: code WRI-161."""
    return [
        notice(
            "WRI-161",
            f"no hyphenation is known for the language {language!r}; it is set ragged in print",
            hint="nothing to do; with text-align: justify in own.css it is justified all the same",
        )
        for language in languages
    ]
