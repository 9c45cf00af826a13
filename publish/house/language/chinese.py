"""Whether Chinese is written in traditional or in simplified characters.

Unicode has most of them once for both, and for Japan: which forms are due is told by the language
tag (BCP 47), or, where that is a bare `zh`, by the text itself.
"""

from __future__ import annotations

from collections.abc import Iterable

TRADITIONAL, SIMPLIFIED = "zh-Hant", "zh-Hans"

LANGUAGES = frozenset("zh cmn lzh yue nan hak wuu gan hsn".split())
"""Chinese and its kin (ISO 639-3)."""

USUALLY_TRADITIONAL = frozenset("lzh yue nan hak".split())
"""Classical Chinese, and languages written most in Hong Kong and Taiwan."""

SUBTAGS = {
    **dict.fromkeys("hant tw hk mo".split(), TRADITIONAL),
    **dict.fromkeys("hans cn sg my".split(), SIMPLIFIED),
}
"""What a script says, or a region."""


def chinese_of(language: str, text: Iterable[str] = "") -> str:
    """Return `zh-Hant` or `zh-Hans` for a tag, by `text` where it tells neither; empty if none."""
    first, *rest = language.lower().split("-")
    if first not in LANGUAGES:
        return ""
    script = next((SUBTAGS[subtag] for subtag in rest if subtag in SUBTAGS), "")
    if script:
        return script
    if first in USUALLY_TRADITIONAL or is_traditional(text):
        return TRADITIONAL
    return SIMPLIFIED


def is_traditional(text: Iterable[str]) -> bool:
    """Return whether most characters that only one of the two has are traditional.

    Big5 and GB 2312, the character sets of Taiwan and of China, know which those are.
    """
    balance = 0
    for character in text:
        if "\u4e00" <= character <= "\u9fff":
            balance += _is_in(character, "big5") - _is_in(character, "gb2312")
    return balance > 0


def _is_in(character: str, charset: str) -> bool:
    try:
        character.encode(charset)
    except UnicodeEncodeError:
        return False
    return True
