"""The words of the text as a proofreader counts them: each with its places and its company."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter

from lxml import etree
from msgspec import Struct, field

from publish.model.document import XML_LANG, local_name
from publish.model.lazy_pattern import lazy_pattern
from publish.revise.index import TextIndex

_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a"
    "\u064b-\u065f\u0670\u06d6-\u06dc\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963\u200c"
)
LETTER = r"[^\W\d_]"
TOKEN = lazy_pattern(rf"{LETTER}[^\W_{_MARKS}]*(?:[{_MARKS}'’]+{LETTER}[^\W_]*)*[{_MARKS}]*")
UNJOINED = lazy_pattern(rf"{LETTER}[^\W_{_MARKS}]*(?:[{_MARKS}]+[^\W_]*)*")
ELIDING = frozenset("fr it ca oc br".split())
"""Languages that drop a vowel before the next word's: an apostrophe parts words."""

SENTENCE = lazy_pattern(r"[.!?…:;«“”\"'‘(\[—–-]\s*$")
COMPANY = 25
"""So many words on each side are a word's company."""


class Token(Struct, frozen=True):
    """One word where it stands."""

    word: str
    start: int
    opens_sentence: bool

    @property
    def end(self) -> int:
        """Return the place behind its last letter."""
        return self.start + len(self.word)


class Text(Struct):
    """The words of a text, those in other languages left out."""

    index: TextIndex
    tokens: list[Token]
    counts: Counter[str]
    places: dict[str, list[Token]] = field(default_factory=dict)
    strange: list[int] = field(default_factory=list)
    """Where words begin that no dictionary has and that are no names."""
    _starts: list[int] = field(default_factory=list)

    def company(self, token: Token) -> float:
        """Return the share of strange words around this one: dialect, verse, another language."""
        if not self._starts:
            self._starts = [each.start for each in self.tokens]
        at = bisect_left(self._starts, token.start)
        first = self._starts[max(0, at - COMPANY)]
        last = self._starts[min(len(self._starts) - 1, at + COMPANY)]
        around = bisect_right(self.strange, last) - bisect_left(self.strange, first)
        return max(0, around - 1) / (2 * COMPANY)


def read_tokens(index: TextIndex, language: str) -> Text:
    """Collect the words of the index that are in the book's language."""
    tokens: list[Token] = []
    places: dict[str, list[Token]] = {}
    is_own = _OwnLanguage(index, language)
    text = index.text
    token_of = UNJOINED if language.lower().split("-")[0] in ELIDING else TOKEN
    for match in token_of.finditer(text):
        if not is_own(match.start()):
            continue
        lead = text[max(0, match.start() - 3) : match.start()]
        opens = not lead.strip("\x00 ") or SENTENCE.search(lead) is not None or "\x00" in lead
        token = Token(match[0], match.start(), opens)
        tokens.append(token)
        places.setdefault(match[0], []).append(token)
    counts = Counter({word: len(found) for word, found in places.items()})
    return Text(index, tokens, counts, places)


class _OwnLanguage:
    """Tells whether a place is in the book's language, by the nearest xml:lang and `foreign`."""

    def __init__(self, index: TextIndex, language: str) -> None:
        self.index = index
        self.language = language.lower().split("-")[0]
        self._of: dict[etree._Element, bool] = {}

    def __call__(self, at: int) -> bool:
        element = self.index.owner(at)
        known = self._of.get(element)
        if known is None:
            known = self._of[element] = self._is_own(element)
        return known

    def _is_own(self, element: etree._Element) -> bool:
        for node in (element, *element.iterancestors()):
            lang = node.get(XML_LANG)
            if lang:
                return not self.language or lang.lower().split("-")[0] == self.language
            if local_name(node) == "foreign":
                return False
        return True
