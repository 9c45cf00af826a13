"""The process in which one stage of a book's own runs, so that nothing it does can touch the run.

Called as `process.py ROOT`. What is to be done comes pickled on standard input, what came of it
goes pickled to standard output; what the stage itself prints goes to standard error. It imports of
publish what a document is made of, and no more.
"""

from __future__ import annotations

import os
import pickle
import sys
import threading
import time
from typing import BinaryIO


def main(root: str) -> None:
    """Do one job, and end."""
    answers = _take_over_output()
    threading.Thread(target=_end_with_parent, args=(os.getppid(),), daemon=True).start()
    sys.path.append(root)
    pickle.dump(_answer(), answers)
    answers.flush()
    os._exit(0)  # whatever threads and exit handlers the stage may have left


def _answer() -> tuple[object, ...]:
    from lxml import etree

    from publish.model.document import Document
    from publish.model.finding import PublishError
    from publish.run.own_code import XSLT, StoppedError, parser
    from publish.run.own_code.function import call_function, check_findings, check_root
    from publish.run.own_code.xslt import apply_xslt

    run, document, tree, edition = pickle.load(sys.stdin.buffer)
    document = Document(etree.fromstring(tree, parser()), *document)
    try:
        does = apply_xslt if run.endswith(XSLT) else call_function
        findings = check_findings(does(run, document, edition))
        check_root(document.root)
    except PublishError as stop:
        return "found", stop.findings
    except StoppedError as stop:
        return "stopped", stop.code, stop.why, stop.hint, stop.place
    data = etree.tostring(document.root, encoding="UTF-8")
    return "done", data, document.errata, document.resolutions, findings


def _take_over_output() -> BinaryIO:
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


def _end_with_parent(parent: int) -> None:
    """End as soon as the command has, however it did; a signal would reach this process alone."""
    while os.name == "nt" or os.getppid() == parent:
        time.sleep(0.2)
    os._exit(1)


if __name__ == "__main__":
    main(*sys.argv[1:])
