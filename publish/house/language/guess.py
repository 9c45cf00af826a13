"""The language of a text that does not say: by its script, else by its commonest small words.

A wrong language is worse than none (hyphens, quotation marks, reading aloud go by it), so that
nothing is guessed of a text in two scripts or two languages, or in one that is not known here.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from publish.house.language.tag import direction_of
from publish.model.document import tei

ENOUGH = 20000
"""Characters of a text that are looked at."""
SURE = 0.10
"""The share of words that must be small words of the language."""
MORE = 1.3
"""How much oftener they must be there than those of any other language."""
VARIETY = 6
"""How many different small words, of two letters at least, a text in the language has."""
ONE_SCRIPT = 0.85
"""The share of letters that must be of the script that tells a language."""

SCRIPTS: tuple[tuple[str, str], ...] = (
    ("ja", "\u3040-\u30ff"),
    ("ko", "\uac00-\ud7af\u1100-\u11ff"),
    ("zh", "\u3400-\u9fff"),
    ("he", "\u0590-\u05ff"),
    ("ar", "\u0600-\u06ff"),
    ("hi", "\u0900-\u097f"),
    ("bn", "\u0980-\u09ff"),
    ("ta", "\u0b80-\u0bff"),
    ("th", "\u0e00-\u0e7f"),
    ("ka", "\u10a0-\u10ff"),
    ("hy", "\u0530-\u058f"),
)
"""Scripts that tell a language well enough, by the share of letters in them."""

SMALL_WORDS = {
    "en": "the and of to that in was his with it is as he for not but her she had be on at which",
    "de": "und der die das nicht ein zu den ist sich mit dem er auf es eine von auch sie des im",
    "fr": "et le la les de des que un une il est dans pas qui ne elle sur au pour avec ce",
    "es": "y el la los que de en se un una no por con su las del lo al para como más",
    "it": "e il la di che non un una per è si del della con le i gli in da sono",
    "pt": "e o a que de não um uma os as do da em com se para por ao mais na",
    "nl": "de het een en van is dat niet op te zijn met voor er hij ze was aan ik ook",
    "la": "et in est non ad cum ut quod qui sed si ex quae esse per ac aut enim autem nec",
    "sv": "och att det som en på är av för den med till inte han hon ett var jag om sig",
    "da": "og at det en den til er som på de med han af for ikke der var jeg et sig",
    "no": "og det en å til er som på de med han av for ikke der var jeg et seg hun",
    "pl": "i w nie się na z do że to jest jak po ale o co go tak za od by",
    "cs": "a se v na je že to s z do o jsem ale jak by za po tak si byl",
    "hu": "a az és hogy nem is egy meg ez de volt csak ha már mint el én ki fel még",
    "ro": "și în a de la cu nu pe să o că un se din care mai ce era au lui",
    "fi": "ja on ei se että hän oli mutta kun niin hänen kuin en ne nyt sen jo ole mitä minä",
    "ru": "и в не на я что он с как это но по к из у его за так она же",
    "uk": "і в не на я що він з як це але до та у його за так вона же був",
    "bg": "и в не на да се с за от си е го по той като ще тя ми са беше",
    "sr": "и у је се на да не су за од са као али би га то што ми сам није",
    "el": "και το να η ο την του της που με για δεν από τον τα θα είναι στο τη στην",
    "af": "die van en in is dit nie het wat ek hy sy was met vir om te aan ons hulle",
    "ca": "de la i el que a en els les un una per amb és no es del al va seva",
    "hr": "i u je se na da su za od s kao ali a bi što nije iz o te koji",
    "sk": "a v na sa je že to s som ale ako sú by si ich pre pri z do nie",
    "sw": "ya na wa kwa ni la za katika kama si hii mtu cha yake wake alikuwa hiyo hata kuwa huo",
    "grc": "καὶ τὸ δὲ τὴν τῶν ὁ τὸν τῆς ἐν οὐ γὰρ ὡς μὲν εἰς πρὸς τοῦ τοῖς ἀλλὰ ἐπὶ αὐτοῦ",
}


TELLING = {
    "he": (("yi", r"\b(?:און|די|דער|דאָס|איז|אין|פון|פֿון|צו|מיט|ניט|נישט|ער|זי)\b"),),
    "ar": (("ur", "[ٹڈڑںے]"), ("fa", "[پچژگ]")),
}
"""Words or letters that only some languages of a script have."""
OFTEN = 0.004
"""How many there are for each letter of a text in the language."""


def guess_language(root: etree._Element) -> str:
    """Guess the language of a document's text; empty where nothing is clear enough."""
    sample = _sample(root)
    letters = [letter for letter in sample if letter.isalpha()]
    if len(letters) < 200:
        return ""
    by_script = _by_script("".join(letters), sample)
    return by_script or _by_small_words(sample)


def speaks_against(root: etree._Element, tag: str) -> bool:
    """Return whether a document's text is clearly not in the language that something else is in.

    `textLang` tells that of a stone or manuscript, which the words about it need not be in (TEI
    11.5.1): where most letters run the other way, or the text is in another language that is known.
    """
    letters = [letter for letter in _sample(root) if letter.isalpha()]
    if not letters:
        return False
    to_the_left = sum(1 for letter in letters if unicodedata.bidirectional(letter) in {"R", "AL"})
    if (2 * to_the_left > len(letters)) != (direction_of(tag) == "rtl"):
        return True
    language = tag.partition("-")[0]
    is_known = language in SMALL_WORDS or language in dict(SCRIPTS)
    return is_known and guess_language(root) not in {"", language}


def _sample(root: etree._Element) -> str:
    """Return the beginning of the text, or of all texts of a corpus, white space folded."""
    pieces: list[str] = []
    length = 0
    for piece in _words_of_texts(root):
        pieces.append(piece)
        length += len(piece)
        if length > 3 * ENOUGH:
            break
    return " ".join("".join(pieces).split())[:ENOUGH]


def _words_of_texts(root: etree._Element) -> Iterator[str]:
    """Yield the words of texts that stand in no other, a space behind each text."""
    for text in root.iter(tei("text")):
        if next(text.iterancestors(tei("text")), None) is None:
            yield from map(str, text.itertext(etree.Element))
            yield " "


def _by_script(letters: str, sample: str) -> str:
    for language, script in SCRIPTS:
        share = len(re.findall(f"[{script}]", letters)) / len(letters)
        if share > (0.15 if language == "ja" else ONE_SCRIPT):
            return _by_telling(language, sample)
    return ""


def _by_telling(language: str, sample: str) -> str:
    """Tell languages of one script from each other by what not all of them have."""
    for other, telling in TELLING.get(language, ()):
        if len(re.findall(telling, sample)) > OFTEN * len(sample):
            return other
    return language


def _by_small_words(sample: str) -> str:
    words = Counter(re.findall(r"[^\W\d_]+", sample.lower()))
    total = sum(words.values())
    shares = {
        language: sum(words[word] for word in small.split()) / total
        for language, small in SMALL_WORDS.items()
    }
    best, second = sorted(shares, key=lambda language: -shares[language])[:2]
    variety = sum(1 for word in SMALL_WORDS[best].split() if len(word) > 1 and words[word])
    is_sure = shares[best] > SURE and shares[best] > MORE * shares[second]
    return best if is_sure and variety >= VARIETY else ""
