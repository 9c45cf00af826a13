"""The next run gets ready for what the last one laid out with."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from msgspec.structs import replace

from publish.engine.layout_inputs import LayoutInputs
from publish.house.fonts import text_family
from publish.model.purpose import Purpose
from publish.run.cache import Cache
from publish.write.pdf import write_pdf
from publish.write.pdf.layout.last_inputs import keep_inputs, last_inputs
from tests.write.pdf.books import EDITION, one_part

READY = """
from publish.write.pdf import warm_up
from publish.engine import resources
print(resources._last is not None and resources._last.inputs.stylesheets[-1][:40])
"""


def test_a_process_gets_ready_for_the_last_book(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    write_pdf(one_part("<p>Text.</p>"), EDITION, Purpose.SCREEN, cache=cache)
    kept = last_inputs(cache)
    assert kept is not None
    assert text_family() in kept.families
    environment = {**os.environ, "PUBLISH_CACHE": str(tmp_path)}
    command = [sys.executable, "-c", READY]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
    assert done.stdout.strip() == kept.stylesheets[-1][:40].strip()


def test_what_cannot_be_read_again_is_not_kept_or_does_no_harm(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    own = replace(text_family(), name="Own", digest="abc")
    keep_inputs(cache, LayoutInputs([own], ["p {}"], {}))
    assert last_inputs(cache) is None
    gone = replace(text_family().faces[0], file=tmp_path / "gone.ttf")
    keep_inputs(cache, LayoutInputs([replace(text_family(), faces=(gone,))], ["p {}"], {}))
    environment = {**os.environ, "PUBLISH_CACHE": str(tmp_path)}
    command = [sys.executable, "-c", READY]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
    assert done.stdout.strip() == "False"
    assert not done.stderr
