"""Compiled C declarations for WeasyPrint, which parses its own anew in every process.

Parsing takes half of the time that a process needs to import WeasyPrint. cffi compiles declarations
to a Python module (cffi manual, "Preparing and Distributing modules", out-of-line ABI mode):
`compiled.py`, written by `make declarations` for the WeasyPrint that is locked. With any other
WeasyPrint nothing is done here, and it parses as ever.
"""

from __future__ import annotations

import hashlib
import io
import sys
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path

import cffi

MODULE = "weasyprint.text.ffi"
MORE = "FcConfig * FcConfigCreate (void);"
"""What we call and WeasyPrint does not."""
HEAD = '"""What WeasyPrint declares, compiled by cffi; written by `make declarations`."""'


class _Declared:
    """Stands for `cffi.FFI` while WeasyPrint declares what is declared already."""

    def __init__(self, ffi: object) -> None:
        self._ffi = ffi

    def cdef(self, source: str) -> None:
        """Declare nothing more."""

    def __getattr__(self, name: str) -> object:
        return getattr(self._ffi, name)


def declare() -> None:
    """Have C functions declared, compiled where WeasyPrint has not been imported yet."""
    if MODULE in sys.modules or not _take_compiled():
        _declare_more()


def _declare_more() -> object:
    from weasyprint.text.ffi import ffi

    declared: object = ffi
    if isinstance(ffi, cffi.FFI):
        ffi.cdef(MORE, override=True)
    return declared


def are_current() -> bool:
    """Tell whether what is compiled was compiled from the WeasyPrint that is installed."""
    path = _source()
    try:
        from publish.engine import compiled
    except ImportError:  # made by another cffi
        return False
    return path is not None and _hash(path) == compiled.SOURCE


def _take_compiled() -> bool:
    """Import what declares with what is compiled, if that is current."""
    path = _source()
    if path is None or not are_current():
        return False
    from publish.engine import compiled

    spec = spec_from_file_location(MODULE, path)
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    parsing, cffi.FFI = cffi.FFI, lambda: _Declared(compiled.ffi)
    try:
        spec.loader.exec_module(module)
    finally:
        cffi.FFI = parsing
    vars(module)["ffi"] = compiled.ffi
    sys.modules[MODULE] = module
    return True


def compile_declarations() -> str:
    """Give the text of `compiled.py` for the WeasyPrint that is installed."""
    from cffi import recompiler

    path = _source()
    assert path is not None
    out = io.StringIO()
    recompiler.make_py_source(_declare_more(), MODULE, out)
    return f'{HEAD}\n{out.getvalue()}\nSOURCE = "{_hash(path)}"\n'


def _source() -> Path | None:
    found = find_spec("weasyprint")  # which does not import it
    if found is None or not found.submodule_search_locations:
        return None
    path = Path(found.submodule_search_locations[0], "text", "ffi.py")
    return path if path.is_file() else None


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes() + MORE.encode()).hexdigest()


if __name__ == "__main__":
    Path(__file__).with_name("compiled.py").write_text(compile_declarations(), "utf-8")
