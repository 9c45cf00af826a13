"""Read the author's own stages: a Python function or an XSLT file named in edition.toml."""

from __future__ import annotations

import importlib
import importlib.util
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from lxml import etree

from publish.document import Document
from publish.edition import Edition, OwnStage
from publish.finding import Finding, Place, PublishError, error, say_path, warning
from publish.inputs import is_input
from publish.read.stage_result import checked

AnyStage = Callable[[Document, Edition], list[Finding]]


def load_own_stages(edition: Edition, stages: Sequence[Any]) -> list[Any]:
    """Put the author's stages into the order: after the stage each names, or at the end.

    Raises PublishError REA-090 where one cannot be loaded or the stage it is to follow is unknown;
    a stage of theirs that fails raises PublishError REA-092.
    """
    order = list(stages)
    for own in edition.text.stages:
        stage = _xslt(own, edition) if own.run.endswith(".xsl") else _function(own, edition)
        order.insert(_position(own, edition, order), checked(stage, own.run))
    return order


def _position(own: OwnStage, edition: Edition, order: list[Any]) -> int:
    names = [stage.__name__ for stage in order]
    if not own.after:
        return len(order)
    if own.after not in names:
        raise _refusal(
            own, edition, f"there is no stage {own.after!r}", f"name one of {', '.join(names)}"
        )
    return names.index(own.after) + 1


def _function(own: OwnStage, edition: Edition) -> AnyStage:
    module, _, name = own.run.partition(":")
    folder = edition.folder.resolve()
    sys.path.insert(0, str(folder))
    try:
        found: AnyStage = getattr(_module(module, folder), name)
    except Exception as problem:  # the author's module may fail in any way
        hint = "write it as module:function, the module in the book's folder"
        raise _refusal(own, edition, str(problem) or type(problem).__name__, hint) from problem
    finally:
        sys.path.remove(str(folder))

    def stage(document: Document, edition: Edition) -> list[Finding]:
        try:
            return found(document, edition) or []
        except PublishError:
            raise
        except Exception as problem:  # a slip in it is the author's, not ours
            raise PublishError(_failure(own, problem)) from problem

    stage.__name__ = name
    return stage


def _module(name: str, folder: Path) -> ModuleType:
    """Load a module from the book's folder, else an installed one.

    It is loaded anew, for another book of the same run may have another module of that name.
    """
    spec = importlib.util.spec_from_file_location(name, folder / f"{name}.py")
    if spec is None or spec.loader is None or not is_input(folder / f"{name}.py"):
        return importlib.import_module(name)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _failure(own: OwnStage, problem: Exception) -> Finding:
    """Name the line of the author's code that failed."""
    last = traceback.extract_tb(problem.__traceback__)[-1]
    place = Place(say_path(Path(last.filename)), last.lineno)
    message = f"your stage {own.run!r} failed: {type(problem).__name__}: {problem}"
    return error("REA-092", message, place, "mend it, or take it out of [[text.stages]]")


def _xslt(own: OwnStage, edition: Edition) -> AnyStage:
    """Make a stage of an XSLT 1.0 file; it may read files beside it, but write none."""
    path = Path(edition.folder, own.run)
    access = etree.XSLTAccessControl(  # type: ignore[call-arg]  # the stubs know no keywords
        read_network=False, write_file=False, create_dir=False
    )
    is_input(path)  # on record, so that no output takes its place
    try:
        transform = etree.XSLT(etree.parse(path), access_control=access)
    except (OSError, etree.Error) as problem:
        raise _refusal(own, edition, str(problem), "mend the stylesheet") from problem

    def stage(document: Document, _edition: Edition) -> list[Finding]:
        try:
            root = transform(document.root).getroot()
        except etree.XSLTApplyError as problem:
            raise _refusal(own, edition, str(problem), "mend the stylesheet") from problem
        if root is None:
            raise _refusal(own, edition, "it leaves nothing", "let it copy what it does not change")
        document.root = root
        log = transform.error_log  # type: ignore[attr-defined]  # missing from the stubs
        place = Place(say_path(path))
        return [warning("REA-091", str(entry.message), place) for entry in log]

    stage.__name__ = path.stem
    return stage


def _refusal(own: OwnStage, edition: Edition, why: str, hint: str) -> PublishError:
    place = Place(say_path(edition.folder / "manuscript" / "edition.toml"))
    return PublishError(error("REA-090", f"cannot use your stage {own.run!r}: {why}", place, hint))
