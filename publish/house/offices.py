"""What a name says of its bearer's part in the book: `Maude, Aylmer, trans.`, `edited by J. Doe`.

Many headers have everybody as an `author`, and the title pages of transcriptions as a
`docAuthor`, with the part that each had in words (TEI chapters 2.2.1 and 4.6).
"""

from __future__ import annotations

import re

from publish.model.lazy_pattern import lazy_pattern

_TITLES = (
    r"eds?|editors?|transl?|translators?|tr|übers|übersetzer(?:in)?|hrsg|hg|herausgeber(?:in)?|trad"
    r"|traduct(?:eur|rice|or|ora)|traduttore|tradutora?|éd|éditeur|illus|illustrators?|ill|ред|упор"
    r"|пер(?:ев)?|перекл"
)
_IN_BRACKETS = lazy_pattern(rf",?\s+[(\[]\s*({_TITLES})\.?\s*[)\]]$", re.IGNORECASE)
_BEHIND_COMMA = lazy_pattern(rf",\s+({_TITLES})\.?$", re.IGNORECASE)
_SHORT = lazy_pattern(r",?\s+(eds?|hrsg|hg|éd|transl?|übers|ред|упор|пер)\.?$")
"""Behind a name without a comma; with a capital it may be a name."""
_GIVEN_NAMES = lazy_pattern(r"Ed|Ill|Tr|Hg")

_BY = lazy_pattern(
    r"(?:(?P<done>(?:and |und |et |y |e )?(?:written|verfasst|geschrieben|écrit|escrito|scritto"
    r"|translated|übersetzt|übertragen|traduit|traduzido|traducido|tradotto|vertaald|översatt|oversat"
    r"|edited|herausgegeben|édité|editado|curato|illustrated|illustriert|illustré|ilustrado|illustrato"
    r"|compiled|adapted|introduced|annotated|translation|traduction|traducción|tradução|traduzione"
    r"|übersetzung|перев[её]л|перевод|переклад)\b"
    r"(?:[^\W\d_]|[ ’'-]){0,50}?)\s)?(?:by|par|von|por|de|di|da|door|av|af)\s+(?=[^\W\d_])",
    re.IGNORECASE,
)
_PLAIN_BY = ("by", "par")
"""What stands before a name and is no part of any; `von` and `de` are."""

_FURTHER = lazy_pattern(r"[,.]\s+")

_IN_FULL = {
    **dict.fromkeys(["trans", "transl", "tr"], "translator"),
    **dict.fromkeys(["ed", "eds", "éd"], "editor"),
    **dict.fromkeys(["ill", "illus"], "illustrator"),
    "übers": "übersetzer",
    "trad": "traductor",
    "hg": "hrsg",
    "упор": "ред",
    "пер": "перевод",
}


def divide_office(words: str) -> tuple[str, str]:
    """Return a name without the words that say what its bearer did, and these; they may be none."""
    before = _BY.match(words)
    if before and (before["done"] or words.lower().startswith(_PLAIN_BY)):
        return words[before.end() :], before["done"] or ""
    for pattern in (_IN_BRACKETS, _BEHIND_COMMA, _SHORT):
        behind = pattern.search(words)
        if behind and not (_GIVEN_NAMES.fullmatch(behind[0].strip(" ,"))):
            return words[: behind.start()], _IN_FULL.get(behind[1].lower(), behind[1])
    return words, ""


def office_before(words: str) -> str:
    """Return what the words that lead to a name say of its part: `Translated by`; else nothing."""
    found = [match for match in _BY.finditer(f"{words.strip()} X") if match["done"]]
    return str(found[-1]["done"]) if found and found[-1].end() == len(words.strip()) + 1 else ""


def part_people(words: str) -> str:
    """Put a semicolon between two people of one string: `J. Doe, translated by A. Roe`."""

    def divided(mark: re.Match[str]) -> str:
        further = _BY.match(words, mark.end())
        return "; " if further and further["done"] else mark[0]

    return _FURTHER.sub(divided, words)
