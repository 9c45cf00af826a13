"""A stage that is a Python function: `module:function`, the module in the book's folder."""

from __future__ import annotations

import importlib
import importlib.util
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

from lxml import etree

from publish.model.document import Document
from publish.model.edition import Edition
from publish.model.finding import Finding, PublishError
from publish.run.own_code import FAILED, REFUSED, StoppedError


def call_function(run: str, document: Document, edition: Edition) -> object:
    """Call a Python function of the book's folder, or of an installed module.

    Returns what it returns. Raises StoppedError where it cannot be loaded or fails.
    """
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
        raise StoppedError(REFUSED, why, hint) from problem
    try:
        return found(document, edition)
    except BaseException as problem:
        if isinstance(problem, PublishError):
            raise
        raise StoppedError(FAILED, _said(problem), place=_line_of(problem)) from problem


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


def check_findings(returned: object) -> list[Finding]:
    """Demand findings of a stage, or nothing. Raises StoppedError."""
    if returned is None:
        return []
    if isinstance(returned, list | tuple) and all(isinstance(each, Finding) for each in returned):
        return list(returned)
    why = f"it gives back {type(returned).__name__}, not a list of findings"
    raise StoppedError(FAILED, why)


def check_root(root: object) -> None:
    """Demand an element where the TEI tree was. Raises StoppedError."""
    if not isinstance(root, etree._Element) or not isinstance(root.tag, str):
        raise StoppedError(FAILED, f"it leaves {type(root).__name__} where the TEI tree was")
