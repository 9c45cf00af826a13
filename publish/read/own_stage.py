"""Read the author's own stages: a Python function or an XSLT file named in edition.toml."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from lxml import etree

from publish.document import Document
from publish.edition import Edition, OwnStage
from publish.finding import Finding, PublishError, error, warning

AnyStage = Callable[[Document, Edition], list[Finding]]


def load_own_stages(edition: Edition, stages: Sequence[Any]) -> list[Any]:
    """Put the author's stages into the order: after the stage each names, or at the end.

    Raises PublishError REA-090 where one cannot be loaded or the stage it is to follow is unknown.
    """
    order = list(stages)
    for own in edition.text.stages:
        stage = _xslt(own, edition) if own.run.endswith(".xsl") else _function(own, edition)
        order.insert(_position(own, order), stage)
    return order


def _position(own: OwnStage, order: list[Any]) -> int:
    names = [stage.__name__ for stage in order]
    if not own.after:
        return len(order)
    if own.after not in names:
        raise _refusal(own, f"there is no stage {own.after!r}", f"name one of {', '.join(names)}")
    return names.index(own.after) + 1


def _function(own: OwnStage, edition: Edition) -> AnyStage:
    module, _, name = own.run.partition(":")
    folder = str(edition.folder.resolve())
    sys.path.insert(0, folder)
    try:
        found: AnyStage = getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError, SyntaxError, ValueError) as problem:
        hint = "write it as module:function, the module in the book's folder"
        raise _refusal(own, str(problem), hint) from problem
    finally:
        sys.path.remove(folder)
    return found


def _xslt(own: OwnStage, edition: Edition) -> AnyStage:
    """Make a stage of an XSLT 1.0 file; it may read files beside it, but write none."""
    path = Path(edition.folder, own.run)
    access = etree.XSLTAccessControl(  # type: ignore[call-arg]  # the stubs know no keywords
        read_network=False, write_file=False, create_dir=False
    )
    try:
        transform = etree.XSLT(etree.parse(path), access_control=access)
    except (OSError, etree.Error) as problem:
        raise _refusal(own, str(problem), "mend the stylesheet") from problem

    def stage(document: Document, _edition: Edition) -> list[Finding]:
        try:
            root = transform(document.root).getroot()
        except etree.XSLTApplyError as problem:
            raise _refusal(own, str(problem), "mend the stylesheet") from problem
        if root is None:
            raise _refusal(own, "it leaves nothing", "let it copy what it does not change")
        document.root = root
        log = transform.error_log  # type: ignore[attr-defined]  # missing from the stubs
        return [warning("REA-091", f"{own.run}: {entry.message}") for entry in log]

    stage.__name__ = path.stem
    return stage


def _refusal(own: OwnStage, why: str, hint: str) -> PublishError:
    return PublishError(error("REA-090", f"cannot use your stage {own.run!r}: {why}", hint=hint))
