"""Patterns of modules that are imported late are compiled when they are used, to the same."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from publish.run.late_patterns import compiled_late

MODULE = """
import re
DIGITS = re.compile(r"[0-9]+")
BROKEN = re.compile("(")
find = re.compile(b"A", re.IGNORECASE).search
"""


def test_a_pattern_is_compiled_when_it_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "with_patterns.py").write_text(MODULE, "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "with_patterns", raising=False)
    before = re.compile
    with compiled_late():
        import with_patterns  # type: ignore[import-not-found]
    assert re.compile is before
    assert with_patterns.DIGITS.sub("#", "a1b22") == "a#b#"
    assert [found[0] for found in with_patterns.DIGITS.finditer("1 22")] == ["1", "22"]
    assert with_patterns.DIGITS.pattern == "[0-9]+"
    assert with_patterns.find(b"xa")
    with pytest.raises(re.error):
        with_patterns.BROKEN.search("")


def test_what_comes_after_it_is_compiled_at_once() -> None:
    with pytest.raises(ValueError, match="stop"), compiled_late():
        raise ValueError("stop")
    assert isinstance(re.compile("a"), re.Pattern)
