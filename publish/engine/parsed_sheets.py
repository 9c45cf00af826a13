"""Style sheets that are the same for all books, parsed once for this installation.

To parse the house's sheets and WeasyPrint's own takes a third of the time in which a process gets
ready to lay out. What comes of it is kept where Python keeps compiled modules, and trusted as these
are, for a selector becomes a function (`selectors.py`): neither a manuscript nor what is kept of
books leads there. It serves as long as sheets, libraries and Python are the same. Where Python may
write no compiled modules nothing is kept, and sheets are parsed as ever.
"""

from __future__ import annotations

import contextlib
import hashlib
import pickle
import sys
from collections.abc import Iterator
from functools import cache
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any

import cssselect2
import tinycss2

from publish.engine.version import weasyprint_version
from publish.house.stylesheets import COMMON, styles_folder
from publish.run.whole_file import replace_file

FILE = Path(cache_from_source(__file__)).with_suffix(".sheets")

OWN = ("UA_STYLESHEET", "UA_FORM_STYLESHEET", "PH_STYLESHEET")
"""WeasyPrint's own, by their names in its module `html`."""

_COUNTERS = "UA_COUNTER_STYLE"

_DIGEST_SIZE = hashlib.sha256().digest_size

_house: dict[str, Any] = {}
"""Sheets of the house by their text."""


def import_weasyprint() -> None:
    """Import WeasyPrint, with the sheets that are kept; again, it does nothing."""
    if "weasyprint" in sys.modules:
        return
    kept = _read()
    if kept is None:
        import weasyprint  # noqa: F401

        return
    with _nothing_parsed():
        from weasyprint import html
    own, counters, house = pickle.loads(kept)
    for name, sheet in own.items():
        vars(getattr(html, name)).update(vars(sheet))
    getattr(html, _COUNTERS).update(counters)
    _house.update(house)


def house_sheet(text: str) -> Any:
    """Return a sheet of the house as it was parsed; None where that is not kept."""
    return _house.get(text)


@cache
def house_texts() -> tuple[str, ...]:
    """Read the sheets that print takes from the house, before any book is known to take them.

    None of them imports another or brings a font of its own.
    """
    return tuple(
        (styles_folder() / f"{name}.css").read_text("utf-8") for name in (*COMMON, "print")
    )


def keep_sheets(house: dict[str, Any]) -> None:
    """Keep WeasyPrint's sheets, and the house's by their text, for processes to come."""
    from weasyprint import html

    own = {name: getattr(html, name) for name in OWN}
    data = pickle.dumps((own, dict(getattr(html, _COUNTERS)), house))
    with contextlib.suppress(OSError):
        FILE.parent.mkdir(exist_ok=True)
        replace_file(FILE, _digest(data) + data, lasting=False)


def are_kept() -> bool:
    """Tell whether what this process would keep is there already, or Python may keep nothing."""
    return sys.dont_write_bytecode or bool(_house)


def _read() -> bytes | None:
    try:
        kept = FILE.read_bytes()
    except OSError:
        return None
    data = kept[_DIGEST_SIZE:]
    return data if kept[:_DIGEST_SIZE] == _digest(data) else None


def _digest(data: bytes) -> bytes:
    """Hash what is kept with all that it follows from."""
    versions = weasyprint_version(), tinycss2.VERSION, cssselect2.VERSION, sys.version
    digest = hashlib.sha256("\n".join((*versions, *house_texts())).encode())
    for module in (__file__, str(Path(__file__).with_name("selectors.py"))):
        digest.update(Path(module).read_bytes())
    digest.update(data)
    return digest.digest()


@contextlib.contextmanager
def _nothing_parsed() -> Iterator[None]:
    """Have sheets that are parsed meanwhile be empty."""
    parse, tinycss2.parse_stylesheet = tinycss2.parse_stylesheet, lambda *_, **__: []
    try:
        yield
    finally:
        tinycss2.parse_stylesheet = parse
