"""A stage that is an XSLT file: version 1.0 by libxslt, 2.0 and 3.0 by Saxon.

It may read files in the book's folder, and write none. Errors name the stylesheet's own line.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from lxml import etree

from publish.model.document import Document
from publish.model.edition import Edition
from publish.model.finding import Finding, Place, say_path, warning
from publish.run.own_code import BEYOND, FAILED, REFUSED, StoppedError
from publish.run.own_code.stylesheets import MEND, NAMESPACE, read_for_stage

MOST_BYTES = 4 << 30
"""Memory that an XSLT stage may take."""

_DENIED = " rights for "
"""What libxslt says where it may not read or write."""

SAID = "REA-091"


def apply_xslt(run: str, document: Document, edition: Edition) -> list[Finding]:
    """Apply a stylesheet to the document; its messages become warnings, REA-091.

    Raises StoppedError where it cannot be compiled (REA-090), fails (REA-092), or reads what it
    may not (REA-116).
    """
    path = Path(edition.folder, run)
    try:
        sheet = etree.parse(path, _reader(edition.folder))
    except (OSError, etree.Error) as problem:
        raise StoppedError(REFUSED, str(problem), MEND) from problem
    if _version(sheet.getroot()) < 2:
        document.root, said = _by_libxslt(sheet, document)
    else:
        from publish.run.own_code.saxon import transform

        _bound_memory("RLIMIT_DATA")  # Saxon reserves far more addresses than it uses
        document.root, said = transform(path, document.root, edition.folder)
    return [warning(SAID, words, Place(say_path(path))) for words in said]


def _version(root: etree._Element) -> float:
    """Read the version of a stylesheet, or of a literal element that stands for one (XSLT 3.7)."""
    written = root.get("version") or root.get(f"{{{NAMESPACE}}}version") or "1.0"
    try:
        return float(written)
    except ValueError:
        return 1.0


def _by_libxslt(sheet: Any, document: Document) -> tuple[etree._Element, list[str]]:
    _bound_memory("RLIMIT_AS")
    access = etree.XSLTAccessControl(  # type: ignore[call-arg]  # the stubs know no keywords
        read_network=False, write_file=False, create_dir=False, write_network=False
    )
    try:
        transform = etree.XSLT(sheet, access_control=access)
        _check_compiled(transform)
    except (etree.Error, MemoryError) as problem:
        raise StoppedError(REFUSED, _words(problem), MEND, _line_in(problem)) from problem
    try:
        root = transform(document.root).getroot()
    except StoppedError:
        raise
    except (OSError, etree.Error, MemoryError) as problem:
        code = BEYOND if _DENIED in str(problem) else FAILED
        raise StoppedError(code, _words(problem), MEND, _line_in(problem)) from problem
    if root is None:
        raise StoppedError(FAILED, "it leaves nothing", "let it copy what it does not change")
    log = transform.error_log  # type: ignore[attr-defined]  # missing from the stubs
    return root, [str(entry.message) for entry in log]


def _check_compiled(transform: Any) -> None:
    """Refuse what libxslt only mutters about: an instruction that it does not know is not done."""
    for entry in transform.error_log:
        if "unknown xsl:" in entry.message:
            name = entry.message.rpartition("unknown ")[2]
            raise StoppedError(REFUSED, f"XSLT 1.0 knows no {name}", MEND)


def _words(problem: BaseException) -> str:
    return str(problem) or "it takes too much memory"


def _line_in(problem: BaseException) -> tuple[str, int] | None:
    """Find the stylesheet's line among what libxslt says of a failure."""
    log: Iterable[Any] = getattr(problem, "error_log", None) or ()
    lines = [(entry.filename, entry.line) for entry in log if entry.line]
    return next(((str(name), line) for name, line in reversed(lines) if Path(name).is_file()), None)


def _bound_memory(limit: str) -> None:
    if sys.platform == "linux":
        import resource

        resource.setrlimit(getattr(resource, limit), (MOST_BYTES, MOST_BYTES))


def _reader(folder: Path) -> etree.XMLParser:
    reader = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    reader.resolvers.add(_Resolver(folder))
    return reader


class _Resolver(etree.Resolver):
    """Lets a stylesheet read what lies in the book's folder, and stops it at anything else."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def resolve(self, system_url: str, public_id: str, context: object) -> object:  # type: ignore[override]  # lxml gives the context too
        """Read a file for `document()`, `xsl:import` or `xsl:include`."""
        data = read_for_stage(system_url, self.folder)  # else libxml2 would look for it by itself
        return self.resolve_string(data, context, base_url=system_url)
