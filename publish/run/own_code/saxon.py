"""XSLT 2.0 and 3.0 by Saxon (SaxonC-HE, the package `saxonche`), which reads no file unasked.

Its extension functions are off, and with them `xsl:result-document`, environment variables and
system properties. Where the system can fence a process in (`fence.py`), a stylesheet may read the
book's folder; elsewhere it reads nothing but its own modules, which are looked through first.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from urllib.parse import urljoin

from lxml import etree

from publish.model.lazy_pattern import lazy_pattern
from publish.run.own_code import BEYOND, FAILED, REFUSED, StoppedError, parser
from publish.run.own_code.fence import fence_in
from publish.run.own_code.stylesheets import MEND, NAMESPACE, path_of, read_for_stage

PROTOCOLS = "http://saxon.sf.net/feature/allowedProtocols"
EXTERNAL = "http://saxon.sf.net/feature/allow-external-functions"
OUTPUT = {"!method": "xml", "!indent": "no", "!omit-xml-declaration": "yes"}
"""What a stage leaves is a tree: how the stylesheet would write it to a file does not matter."""

INSTALL = 'XSLT 2.0 and 3.0 need Saxon: pip install "publish-tei[xslt]"'

_MODULES = {f"{{{NAMESPACE}}}include", f"{{{NAMESPACE}}}import"}
_LINE = lazy_pattern(r"on line (\d+) column \d+ of ([^:\s]+)")
_CODE = lazy_pattern(r"^\s*[A-Z]{4}\d{4}\s+", re.MULTILINE)
_DENIED = ("has been prohibited", "has been disallowed", "Permission denied")


def transform(path: Path, root: etree._Element, folder: Path) -> tuple[etree._Element, list[str]]:
    """Apply a stylesheet to a tree; returns the tree that it makes, and its messages.

    Raises StoppedError: REA-090 without Saxon or where it does not compile, REA-092 where it
    fails, REA-116 where it reads outside the book's folder.
    """
    try:
        from saxonche import PySaxonApiError, PySaxonProcessor
    except ImportError as problem:
        raise StoppedError(REFUSED, "Saxon is not installed", INSTALL) from problem
    modules = _modules(path.resolve(), folder)
    with PySaxonProcessor(license=False) as saxon, captured_stderr() as said:
        saxon.set_configuration_property(EXTERNAL, "false")
        saxon.set_configuration_property(PROTOCOLS, "file")
        source = saxon.parse_xml(xml_text=etree.tostring(root, encoding="unicode"))
        is_fenced = fence_in(folder)
        code = REFUSED
        try:
            sheet = saxon.new_xslt30_processor().compile_stylesheet(stylesheet_file=str(path))
            if not is_fenced:
                saxon.set_configuration_property(PROTOCOLS, "")
            for name, value in OUTPUT.items():
                sheet.set_property(name, value)
            sheet.set_save_xsl_message(True)
            code = FAILED
            made = sheet.transform_to_string(xdm_node=source)
        except PySaxonApiError as problem:
            raise _stopped(code, str(problem), modules, said()) from problem
        messages = sheet.get_xsl_messages()
        count = messages.size if messages is not None else 0
        return _tree(made), [str(messages.item_at(number)) for number in range(count)]


def _tree(made: str | None) -> etree._Element:
    try:
        return etree.fromstring((made or "").encode(), parser())
    except etree.XMLSyntaxError as problem:
        hint = "let it copy what it does not change"
        raise StoppedError(FAILED, "it leaves no tree", hint) from problem


def _stopped(code: str, message: str, modules: dict[str, Path], more: str = "") -> StoppedError:
    """Say what Saxon said, with the line of the stylesheet that it names."""
    found = _LINE.search(message) or _LINE.search(more)
    place = None
    if found and found[2] in modules:
        place = (str(modules[found[2]]), int(found[1]))
    words = " ".join(_CODE.sub("", message.split(":\n", 1)[-1]).split())
    if any(denied in message + more for denied in _DENIED):
        hint = "let it read files in the book's folder only"
        return StoppedError(BEYOND, f"it reads what it may not: {words}", hint, place)
    return StoppedError(code, words, MEND, place)


def _modules(path: Path, folder: Path) -> dict[str, Path]:
    """Look through a stylesheet and all that it includes or imports; returns them by their names.

    Raises StoppedError: one that lies outside the book's folder, or whose DOCTYPE names a file.
    """
    found: dict[str, Path] = {}
    pending = [path.as_uri()]
    seen = set(pending)
    while pending:
        url = pending.pop()
        module = etree.fromstring(read_for_stage(url, folder), parser())
        info = module.getroottree().docinfo
        if info.system_url or (  # type: ignore[union-attr]
            info.internalDTD is not None and _names_files(info.internalDTD)
        ):
            raise StoppedError(BEYOND, "its DOCTYPE names a file", "take the DOCTYPE out")
        path = path_of(url)
        found[path.name] = path
        for element in module.iter(*_MODULES):
            named = urljoin(url, element.get("href", ""))
            if named not in seen:
                seen.add(named)
                pending.append(named)
    return found


def _names_files(dtd: etree.DTD) -> bool:
    return any(entity.content is None for entity in dtd.iterentities())  # type: ignore[attr-defined]


@contextmanager
def captured_stderr() -> Iterator[Callable[[], str]]:
    """Keep what is written to standard error: Saxon names the line of a failure only there."""
    with TemporaryFile() as kept:
        own = os.dup(2)
        os.dup2(kept.fileno(), 2)

        def said() -> str:
            kept.seek(0)
            return kept.read().decode("utf-8", "replace")

        try:
            yield said
        finally:
            os.dup2(own, 2)
            os.close(own)
