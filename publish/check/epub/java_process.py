"""The process that holds the Java machine; it imports nothing of publish.

Called as `java_process.py LIBJVM CLASSPATH OPTION...`. Each line on its standard input is a JSON
list: the book's path and the path for EPUBCheck's report. Each is answered by a line, empty where
the report was written, else what went wrong. At the end of its input it ends.
"""

from __future__ import annotations

import json
import os
import sys
from typing import TextIO


def _take_over_output() -> TextIO:
    """Keep standard output for the answers, and send what EPUBCheck prints to standard error."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    os.dup2(2, 1)
    return answers


def serve(library: str, classpath: str, options: list[str]) -> None:
    """Check books, one after another, until there are no more."""
    import jpype

    answers = _take_over_output()
    jpype.startJVM(library, *options, classpath=classpath.split(os.pathsep))
    checker = jpype.JClass("com.adobe.epubcheck.tool.EpubChecker")
    answers.write("\n")
    for line in sys.stdin:
        book, report = json.loads(line)
        try:
            checker().run([book, "--json", report, "--quiet"])
        except jpype.JException as problem:
            answers.write(f"{problem}".replace("\n", " ") + "\n")
        else:
            answers.write("\n")


if __name__ == "__main__":
    serve(sys.argv[1], sys.argv[2], sys.argv[3:])
