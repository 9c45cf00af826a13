"""The process in which one stage of a book's own runs, so that nothing it does can touch the run.

Called as `stage_process.py ROOT`. What is to be done comes pickled on standard input, what
came of it goes pickled to standard output; what the stage itself prints goes to standard error. It
imports of publish what a document is made of, and no more.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import pickle
import sys
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, BinaryIO
from urllib.parse import unquote, urlsplit

from lxml import etree

if TYPE_CHECKING:
    from publish.model.document import Document
    from publish.model.edition import Edition
    from publish.model.finding import Finding

MOST_BYTES = 4 << 30
"""Memory that an XSLT stage may take."""
LARGEST = 16 * 1024 * 1024
"""Bytes of a file that an XSLT stage is made of, or reads."""

REFUSED, FAILED, BEYOND = "REA-090", "REA-092", "REA-116"


class _StoppedError(Exception):
    """Why a stage cannot do its work: the code, the reason, and the line of its own where it is."""

    def __init__(self, code: str, why: str, hint: str = "", place: tuple[str, int] | None = None):
        super().__init__(why)
        self.code, self.why, self.hint, self.place = code, why, hint, place


def main(root: str) -> None:
    """Do one job, and end."""
    answers = _take_over_output()
    threading.Thread(target=_end_with_parent, args=(os.getppid(),), daemon=True).start()
    sys.path.append(root)
    from publish.model.document import Document
    from publish.model.finding import PublishError

    run, document, tree, edition = pickle.load(sys.stdin.buffer)
    document = Document(etree.fromstring(tree, parser()), *document)
    try:
        does = _xslt if run.endswith((".xsl", ".xslt")) else _function
        findings = _checked(does(run, document, edition))
        _check_root(document.root)
    except PublishError as stop:
        answer: tuple[object, ...] = ("found", stop.findings)
    except _StoppedError as stop:
        answer = ("stopped", stop.code, stop.why, stop.hint, stop.place)
    else:
        data = etree.tostring(document.root, encoding="UTF-8")
        answer = ("done", data, document.errata, document.resolutions, findings)
    pickle.dump(answer, answers)
    answers.flush()
    os._exit(0)  # whatever threads and exit handlers the stage may have left


def parser() -> etree.XMLParser:
    """Make a parser for a tree between two processes: nothing in it is lost, nothing fetched."""
    return etree.XMLParser(
        encoding="utf-8", collect_ids=False, huge_tree=True, resolve_entities=False, no_network=True
    )


def _take_over_output() -> BinaryIO:
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


def _end_with_parent(parent: int) -> None:
    """End as soon as the command has, however it did; a signal would reach this process alone."""
    while os.name == "nt" or os.getppid() == parent:
        time.sleep(0.2)
    os._exit(1)


def _function(run: str, document: Document, edition: Edition) -> object:
    """Call a Python function of the book's folder, or of an installed module."""
    module, _, name = run.partition(":")
    folder = edition.folder.resolve()
    sys.path.insert(0, str(folder))
    sys.dont_write_bytecode = True
    sys.pycache_prefix = __file__  # where no folder can be: no compiled file of the book's is run
    try:
        found: Callable[[Document, Edition], object] = getattr(_module(module, folder), name)
    except BaseException as problem:
        hint = "write it as module:function, the module in the book's folder"
        why = str(problem) or type(problem).__name__
        raise _StoppedError(REFUSED, why, hint) from problem
    try:
        return found(document, edition)
    except BaseException as problem:
        from publish.model.finding import PublishError

        if isinstance(problem, PublishError):
            raise
        raise _StoppedError(FAILED, _said(problem), place=_line_of(problem)) from problem


def _module(name: str, folder: Path) -> ModuleType:
    path = folder / f"{name}.py"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None or not path.is_file():
        return importlib.import_module(name)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def _said(problem: BaseException) -> str:
    if isinstance(problem, SystemExit):
        return f"it called sys.exit({problem.code!r})"
    return f"{type(problem).__name__}: {problem}"


def _line_of(problem: BaseException) -> tuple[str, int]:
    """Name the line of the author's code that failed."""
    last = traceback.extract_tb(problem.__traceback__)[-1]
    return last.filename, last.lineno or 1


def _xslt(run: str, document: Document, edition: Edition) -> list[Finding]:
    """Apply an XSLT 1.0 file; it may read files in the book's folder, and write none."""
    from publish.model.finding import Place, say_path, warning

    _bound_memory()
    path = Path(edition.folder, run)
    resolver = _Resolver(edition.folder)
    reader = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    reader.resolvers.add(resolver)
    access = etree.XSLTAccessControl(  # type: ignore[call-arg]  # the stubs know no keywords
        read_network=False, write_file=False, create_dir=False, write_network=False
    )
    mend = "mend the stylesheet"
    try:
        transform = etree.XSLT(etree.parse(path, reader), access_control=access)
        root = transform(document.root).getroot()
    except _StoppedError:
        raise
    except (OSError, etree.Error, MemoryError) as problem:
        raise _StoppedError(REFUSED, str(problem) or "it takes too much memory", mend) from problem
    if root is None:
        raise _StoppedError(REFUSED, "it leaves nothing", "let it copy what it does not change")
    document.root = root
    log = transform.error_log  # type: ignore[attr-defined]  # missing from the stubs
    return [warning("REA-091", str(entry.message), Place(say_path(path))) for entry in log]


def _bound_memory() -> None:
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))


class _Resolver(etree.Resolver):
    """Lets a stylesheet read what lies in the book's folder, and stops it at anything else."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def resolve(self, system_url: str, public_id: str, context: Any) -> Any:  # type: ignore[override]  # lxml gives the context too
        """Read a file for `document()`, `xsl:import` or `xsl:include`."""
        from publish.run.inputs import lies_in, read_input

        parts = urlsplit(system_url)
        named = [Path(name) for name in (parts.path, unquote(parts.path))]
        path = next((path for path in named if path.exists()), named[-1])
        if parts.scheme not in {"", "file"} or parts.netloc or not lies_in(path, self.folder):
            hint = "let it read files in the book's folder only"
            raise _StoppedError(BEYOND, f"it reads {system_url!r}, outside the book's folder", hint)
        try:
            data = read_input(path, self.folder, LARGEST)
        except OSError as problem:  # what is not answered here, libxml2 would look for by itself
            raise _StoppedError(BEYOND, f"it reads {system_url!r}: {problem.strerror}") from problem
        return self.resolve_string(data, context, base_url=system_url)


def _checked(returned: object) -> list[Finding]:
    """Demand findings of a stage, or nothing."""
    from publish.model.finding import Finding

    if returned is None:
        return []
    if isinstance(returned, list | tuple) and all(isinstance(each, Finding) for each in returned):
        return list(returned)
    why = f"it gives back {type(returned).__name__}, not a list of findings"
    raise _StoppedError(FAILED, why)


def _check_root(root: object) -> None:
    if not isinstance(root, etree._Element) or not isinstance(root.tag, str):
        raise _StoppedError(FAILED, f"it leaves {type(root).__name__} where the TEI tree was")


if __name__ == "__main__":
    main(*sys.argv[1:])
