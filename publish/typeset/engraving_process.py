"""The process in which Verovio engraves; it imports nothing of publish.

Damaged music makes Verovio end its process, which is not to be the run's. Each line on standard
input is a JSON list: the music in base64, and Verovio's options. Each is answered by a line: a JSON
list of drawings (SVG), empty where it is no music. At the end of its input the process ends.
"""

from __future__ import annotations

import base64
import json
import os
import sys
from typing import Any, TextIO


def _take_over_output() -> TextIO:
    """Keep standard output for the answers, and send what Verovio prints to standard error."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    os.dup2(2, 1)
    return answers


def serve() -> None:
    """Engrave one piece of music after another, until there are no more."""
    import verovio

    answers = _take_over_output()
    verovio.enableLog(verovio.LOG_OFF)
    for line in sys.stdin:
        music, options = json.loads(line)
        answers.write(json.dumps(_drawn(verovio.toolkit(), music, options)) + "\n")


def _drawn(toolkit: Any, music: str, options: dict[str, object]) -> list[str]:
    toolkit.setOptions(options)
    data = base64.b64decode(music)
    try:
        is_zip = data[:2] == b"PK"
        is_read = toolkit.loadZipDataBase64(music) if is_zip else toolkit.loadData(data.decode())
    except (UnicodeDecodeError, RuntimeError, ValueError, TypeError):
        return []
    pages = range(1, toolkit.getPageCount() + 1) if is_read else ()
    return [toolkit.renderToSVG(page) for page in pages]


if __name__ == "__main__":
    serve()
