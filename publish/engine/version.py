"""Whether this machine has a WeasyPrint that publish knows, and the libraries that this needs.

The version is asked of what installed it, since another one may fail wherever it is imported.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from publish.model.finding import MachineError, error

MAJOR = 70
"""The release that our patches are written for; of the last six, three changed what they replace.

`pyproject.toml` asks for the same.
"""

INSTALL = f'pip install "weasyprint>={MAJOR},<{MAJOR + 1}"'
INSTALL_PANGO = "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


@cache
def weasyprint_version() -> str:
    """Return the version of WeasyPrint; raises MachineError CLI-003 without one that fits."""
    from importlib import metadata  # which reads a package's facts as a mail, by what reads mails

    try:
        version = metadata.version("weasyprint")
    except metadata.PackageNotFoundError:
        raise unfit("there is none") from None
    if version.partition(".")[0] != str(MAJOR):
        raise unfit(f"this is {version}")
    return version


@contextmanager
def need_weasyprint() -> Iterator[None]:
    """Raise MachineError CLI-003 where WeasyPrint, or a library that it loads, is lacking."""
    weasyprint_version()
    try:
        yield
    except OSError as problem:
        message = f"WeasyPrint does not start: {str(problem).partition('.  ')[0]}"
        raise MachineError(error("CLI-003", message, hint=INSTALL_PANGO)) from problem


def unfit(why: str) -> MachineError:
    """Make the error that says why this machine's WeasyPrint cannot be used."""
    message = f"publish needs WeasyPrint {MAJOR}.x: {why}"
    return MachineError(error("CLI-003", message, hint=INSTALL))
