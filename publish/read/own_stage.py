"""Run the author's own stages: a Python function or an XSLT file named in edition.toml.

They run where the user has said so (`trust.py`), each in a process of its own: it can be ended
whatever it is at, and whatever it does to its process, the run goes on or ends with a finding.
"""

from __future__ import annotations

import pickle
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from lxml import etree

from publish.model.document import Document, tei
from publish.model.edition import Edition, OwnStage
from publish.model.finding import Finding, Place, PublishError, error, say_path, warning
from publish.read.parse import DEEPEST
from publish.run import own_code
from publish.run.apart import end_apart, start_apart
from publish.run.inputs import OUTSIDE, is_there, lies_in
from publish.run.own_code import XSLT, parser
from publish.run.trust import is_trusted, remember

AnyStage = Callable[[Document, Edition], list[Finding]]

PATIENCE_SECONDS = 60.0
"""How long an XSLT stage may take; what takes longer has most likely no end."""

CHILD = Path(own_code.__path__[0], "process.py")


def load_own_stages(
    edition: Edition, stages: Sequence[AnyStage], *, trust: bool = False
) -> tuple[list[AnyStage], list[Finding]]:
    """Put the author's stages into the order: after the stage each names, or at the end.

    `trust` is the user's word that they may run; the warning REA-117 tells where that cannot be
    remembered. Raises PublishError REA-115 where nobody has said so, REA-090 where the stage that
    one is to follow is unknown. A stage raises PublishError: REA-090 where it cannot be loaded,
    REA-092 where it fails, REA-116 where it goes beyond what it may.
    """
    order = list(stages)
    if not edition.text.stages:
        return order, []
    findings = _ask_trust(edition, trust=trust)
    for own in edition.text.stages:
        order.insert(_position(own, edition, order), _stage(own, edition))
    return order, findings


def _ask_trust(edition: Edition, *, trust: bool) -> list[Finding]:
    first = edition.text.stages[0]
    try:
        problem = remember(edition) if trust else ""
        is_allowed = trust or is_trusted(edition)
    except OSError as stop:
        raise _refusal(first, edition, stop.strerror or str(stop), "put it in order") from stop
    if problem:
        hint = "make that folder writable, or give --trust each time"
        message = f"that the book's stages may run cannot be remembered: {problem}"
        return [warning("REA-117", message, _place(first, edition), hint)]
    if is_allowed:
        return []
    names = ", ".join(own.run for own in edition.text.stages)
    message = f"the book brings code of its own, which is not run unasked: {names}"
    hint = f"read it first; if you trust it say so once: publish check --trust {_book(edition)}"
    raise PublishError(error("REA-115", message, _place(first, edition), hint))


def _position(own: OwnStage, edition: Edition, order: list[AnyStage]) -> int:
    names = [stage.__name__ for stage in order]
    if not own.after:
        return len(order)
    if own.after not in names:
        raise _refusal(
            own, edition, f"there is no stage {own.after!r}", f"name one of {', '.join(names)}"
        )
    return names.index(own.after) + 1


def _stage(own: OwnStage, edition: Edition) -> AnyStage:
    module, _, name = own.run.partition(":")
    path = Path(edition.folder, own.run if _is_xslt(own) else f"{module}.py")
    if is_there(path) and not lies_in(path, edition.folder):  # on record: no output goes there
        raise _refusal(own, edition, OUTSIDE, "put the file itself into the book's folder")

    def stage(document: Document, edition: Edition) -> list[Finding]:
        tree = etree.tostring(document.root, encoding="UTF-8")
        about = (document.path, document.file_name, document.errata, document.resolutions)
        kind, *answer = _ask(own, edition, pickle.dumps((own.run, about, tree, edition)))
        if kind == "found":
            raise PublishError(*answer[0])
        if kind == "stopped":
            raise _stopped(own, edition, *answer)
        data, document.errata, document.resolutions, findings = answer
        document.root = etree.fromstring(data, parser())
        wrong = _fault_of(document.root)
        if wrong:
            raise _stopped(own, edition, "REA-092", wrong, "", None)
        return list(findings)

    stage.__name__ = path.stem if _is_xslt(own) else name
    return stage


def _is_xslt(own: OwnStage) -> bool:
    return own.run.endswith(XSLT)


def _ask(own: OwnStage, edition: Edition, job: bytes) -> tuple[Any, ...]:
    """Have a process do the job; whatever ends this one ends that one with it."""
    process = start_apart(CHILD)
    try:
        given = PATIENCE_SECONDS if _is_xslt(own) else None
        answer, _ = process.communicate(job, given)
    except subprocess.TimeoutExpired:
        why = f"it took more than {PATIENCE_SECONDS:.0f} seconds"
        return ("stopped", "REA-116", why, "mend what keeps it from coming to an end", None)
    finally:
        end_apart(process)
    try:
        made: tuple[Any, ...] = pickle.loads(answer)
    except (EOFError, pickle.UnpicklingError):
        return ("stopped", "REA-092", f"its process ended, with {process.returncode}", "", None)
    return made


def _stopped(
    own: OwnStage, edition: Edition, code: str, why: str, hint: str, line: tuple[str, int] | None
) -> PublishError:
    """Say why a stage did not do its work."""
    place = Place(say_path(Path(line[0])), line[1]) if line else _place(own, edition)
    if code == "REA-090":
        return _refusal(own, edition, why, hint, place)
    hint = hint or "mend it, or take it out of [[text.stages]]"
    return PublishError(error(code, f"your stage {own.run!r} failed: {why}", place, hint))


def _refusal(
    own: OwnStage, edition: Edition, why: str, hint: str, place: Place | None = None
) -> PublishError:
    message = f"cannot use your stage {own.run!r}: {why}"
    return PublishError(error("REA-090", message, place or _place(own, edition), hint))


def _place(own: OwnStage, edition: Edition) -> Place:
    """Tell where edition.toml names a stage."""
    keys = ("text", "stages", edition.text.stages.index(own))
    place = edition.places.get((*keys, "run")) or edition.places.get(keys)
    return place or Place(say_path(edition.folder / "manuscript" / "edition.toml"))


def _book(edition: Edition) -> str:
    return say_path(edition.folder)


def _fault_of(root: etree._Element) -> str:
    """Say what is wrong with the tree that a stage left; empty where nothing is."""
    if root.tag not in {tei("TEI"), tei("teiCorpus")}:
        return f"it leaves a tree whose root is <{root.tag!s}>, not <TEI>"
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > DEEPEST:
            return f"it leaves elements inside one another more than {DEEPEST} deep"
    return ""
