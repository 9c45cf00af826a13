"""WeasyPrint is taught what it does not know once for a process, before it lays anything out."""

from __future__ import annotations

import inspect
from collections.abc import Iterable
from typing import TYPE_CHECKING

from publish.engine.version import unfit

if TYPE_CHECKING:
    from publish.engine.patches.table import Patch

_is_taught = False


def teach() -> None:
    """Apply all patches, all at once or none; calling it again changes nothing.

    Raises MachineError CLI-003 where this WeasyPrint is not the one that they were written for.
    """
    global _is_taught
    if _is_taught:
        return
    from publish.engine.patches.table import PATCHES  # and all of WeasyPrint

    check(PATCHES)
    for patch in PATCHES:
        setattr(patch.owner, patch.name, patch.replacement)
    _is_taught = True


def check(patches: Iterable[Patch]) -> None:
    """Raise MachineError CLI-003 where a patch replaces what it was not written for.

    That is a function that takes something else than it did, or another patch than it calls.
    """
    patched: dict[tuple[object, str], object] = {}
    for patch in patches:
        target = (patch.owner, patch.name)
        where = f"{patch.owner.__name__}.{patch.name}"
        if patched.get(target) is not patch.over:
            raise AssertionError(f"{where}: the patches of it are out of order")
        if patch.over is None:
            taken = str(inspect.signature(getattr(patch.owner, patch.name)))
            if taken != patch.signature:
                raise unfit(f"{where} takes {taken}, not {patch.signature}")
        patched[target] = patch.replacement
