"""Patterns parsed when they are met divide words as pyphen does, which parses all of them first."""

from itertools import pairwise

import pyphen
import pytest

from publish.house.language.hyphen_patterns import HyphenPatterns, read_patterns
from publish.house.language.hyphenation import add_patterns, open_dictionary

DICTIONARIES = "en_US fr pl_PL ru_RU grc nl_NL af_ZA te_IN th_TH la"


@pytest.mark.parametrize("name", DICTIONARIES.split())
def test_words_are_divided_as_by_pyphen(name: str) -> None:
    add_patterns()
    path = pyphen.LANGUAGES[name]
    whole = pyphen.HyphDict(path)
    quick = read_patterns(path)
    assert isinstance(quick, HyphenPatterns)
    letters = sorted(whole.patterns)
    words = ["".join(pair).replace(".", "") for pair in pairwise(letters[:: len(letters) // 50])]
    assert any(whole.positions(word) for word in words)
    assert [quick.positions(word) for word in words] == [whole.positions(word) for word in words]
    assert quick.maxlen == whole.maxlen


def test_a_dictionary_that_changes_spellings_is_left_to_pyphen() -> None:
    path = pyphen.LANGUAGES["ca"]
    assert not isinstance(read_patterns(path), HyphenPatterns)


def test_a_dictionary_is_read_once_for_all_limits() -> None:
    wide, narrow = open_dictionary("en_US"), open_dictionary("en_US", 5, 5)
    assert wide.hd is narrow.hd
    assert wide.inserted("hyphenation", "-") == "hy-phen-ation"
    assert narrow.inserted("hyphenation", "-") == "hyphen-ation"
