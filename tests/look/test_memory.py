"""A day at the desk: a hundred saves take no more memory than five."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

BOOK = Path(__file__).parent.parent.parent / "manuscript"
DAY = """
import re, sys
from pathlib import Path
from publish import pipeline
from publish.cli.preview import Manuscript
from publish.look import Exhibit
from publish.run.cache import Cache

home = Path(sys.argv[1])
source = home / "manuscript" / "october.xml"
text = source.read_text("utf-8")
at = re.compile("<p[^>]*>").search(text, len(text) // 2).end()
manuscript = Manuscript(home, {}, pipeline.Progress(), Cache(home / "cache"))
exhibit = Exhibit("october")
exhibit.watch(["printed"])
for number in range(1, 101):
    source.write_text(f"{text[:at]}Round {number} {text[at:]}", "utf-8")
    exhibit.begin()
    manuscript.put_on(exhibit, list, check=False)
    desk = manuscript.desk
    assert desk.page(desk.state()["pages"], 5, 900)
    assert desk.ask("find", {"words": "Round", "lead": "", "trail": ""})["boxes"]
    if number in (5, 100):
        print(re.search(r"VmRSS:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="no /proc to read memory from")
def test_a_hundred_saves_take_no_more_memory_than_five(tmp_path: Path) -> None:
    folder = tmp_path / "manuscript"
    folder.mkdir()
    (source,) = BOOK.glob("*.xml")
    (folder / "october.xml").write_bytes(source.read_bytes())
    (folder / "edition.toml").write_text('outputs = ["press"]\n', "utf-8")
    day = [sys.executable, "-c", DAY, str(tmp_path)]
    done = subprocess.run(day, capture_output=True, text=True, check=True)
    few, many = map(int, done.stdout.split())
    assert many < few * 1.1, done.stdout
