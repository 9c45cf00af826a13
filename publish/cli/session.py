"""One run of a command: its options, what it found and wrote, and how it ends."""

from __future__ import annotations

import contextlib
import errno
import functools
import json
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click
from msgspec import Struct, field

from publish.cli.findings_json import MOST, bounded_findings, shortened
from publish.cli.progress import TerminalProgress
from publish.model.finding import (
    Finding,
    MachineError,
    PublishError,
    Severity,
    error,
    few_of_each,
    has_errors,
    say_path,
)
from publish.run.cache import Cache
from publish.run.interrupts import exit_code
from publish.run.scratch import kept_in_scratch

SHORTAGES = frozenset(
    getattr(errno, name)
    for name in "ENOSPC EDQUOT EIO EROFS ENOMEM EMFILE ENFILE EAGAIN ESTALE ENXIO".split()
    if hasattr(errno, name)
)
"""What systems say of full, failing and lost disks, and of too little of all else."""

NO_FOLDER = "No usable temporary directory"
"""What Python says where no folder for temporary files can be written."""

F = TypeVar("F", bound=Callable[..., object])


class Session(Struct):
    """What a command is told beside its own options, and what it has to tell at its end."""

    as_json: bool = False
    quiet: bool = False
    verbose: bool = False
    strict: bool = False
    outputs: list[Path] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    extra: dict[str, object] = field(default_factory=dict)
    """More keys for the --json object, such as `errata`."""
    text: list[str] = field(default_factory=list)
    """Lines for a reader on stdout; left out under --json."""
    exit_code: int = 0
    progress: TerminalProgress = field(default_factory=TerminalProgress)
    cache: Cache = field(default_factory=Cache)
    """What earlier runs made; a command that builds opens the user's."""
    started: float = field(default_factory=time.monotonic)

    def failed(self) -> bool:
        """Return whether the findings so far forbid writing."""
        return has_errors(self.findings, strict=self.strict)

    def say(self, words: str) -> None:
        """Tell a reader now, on stderr; silent under --quiet and --json."""
        if not (self.quiet or self.as_json):
            self.progress.close()
            click.echo(words, err=True)

    def open_at(self, addresses: list[str]) -> None:
        """Tell where a server is, on stdout and at once: nothing but Ctrl-C ends its run."""
        self.progress.close()
        self.extra["addresses"] = addresses
        if self.as_json:
            self._print_object()
        else:
            click.echo("\n".join(addresses))

    def close(self) -> int:
        """Print findings and outputs, and give the exit code."""
        self.progress.close()
        code = self.exit_code or int(self.failed())
        if self.as_json:
            self._print_object()
            return code
        visible = self.visible()
        for finding in visible[:MOST]:
            click.echo(shortened(str(finding)), err=True)
        if len(visible) > MOST:
            click.echo(f"... and {len(visible) - MOST} more", err=True)
        for line in self.text:
            click.echo(line)
        for path in self.outputs:
            click.echo(say_path(path))
        return code

    def visible(self) -> list[Finding]:
        """Return the findings that a reader is shown, under the options of this run."""
        hidden = {Severity.NOTICE, Severity.WARNING} if self.quiet else set()
        if not self.verbose:
            hidden.add(Severity.NOTICE)
        visible = [finding for finding in self.findings if finding.severity not in hidden]
        return visible if self.verbose else few_of_each(visible)

    def _print_object(self) -> None:
        click.echo(json.dumps(self._as_object(), ensure_ascii=False, indent=2))

    def _as_object(self) -> dict[str, object]:
        return {
            "outputs": [say_path(path) for path in self.outputs],
            **bounded_findings(self.findings),
            **self.extra,
            "seconds": round(time.monotonic() - self.started, 3),
        }


def reported(function: F) -> F:
    """Make a click callback of `function(session, ...)`: common options, findings, exit codes."""

    @click.option("--json", "as_json", is_flag=True, help="Print one JSON object on stdout.")
    @click.option("--quiet", is_flag=True, help="Show errors only.")
    @click.option("--verbose", is_flag=True, help="Show notices too, and every warning.")
    @click.option("--strict", is_flag=True, help="Count warnings as errors.")
    @functools.wraps(function)
    def callback(
        as_json: bool, quiet: bool, verbose: bool, strict: bool, **options: object
    ) -> None:
        progress = TerminalProgress(visible=not (quiet or as_json))
        session = Session(as_json, quiet, verbose, strict, progress=progress)
        try:
            function(session, **options)
        except PublishError as stop:
            session.findings += stop.findings
            session.exit_code = stop.exit_code
        except (KeyboardInterrupt, click.Abort):
            code = end_interrupted()
            with contextlib.suppress(OSError):  # the terminal may be gone
                session.progress.close()
            sys.exit(code)
        except click.ClickException:
            raise
        except Exception as bug:  # noqa: BLE001  a user is owed a finding even for our own bugs
            if shortage := shortage_of(bug):
                session.exit_code = MachineError.exit_code
            session.findings.append(shortage or internal_error(bug, verbose=verbose))
        sys.exit(session.close())

    return callback  # type: ignore[return-value]


def kept(function: F) -> F:
    """Return a command that builds the user's cache, unless it is told --no-cache."""

    @click.option("--no-cache", is_flag=True, help="Make everything anew, and keep nothing of it.")
    @functools.wraps(function)
    def callback(session: Session, /, *, no_cache: bool, **options: object) -> None:
        session.cache = Cache() if no_cache else Cache.of_user()
        try:
            with kept_in_scratch():
                function(session, **options)
        finally:
            session.cache.close()

    return callback  # type: ignore[return-value]


def end_interrupted() -> int:
    """Leave no process at work for a run that is interrupted; give its exit code."""
    from publish.run.processes import end_all

    end_all()
    return exit_code()


def shortage_of(problem: Exception) -> Finding | None:
    """Report what the machine had not enough of, or what failed in it; None where it is our bug."""
    message = "this machine cannot go on: "
    if isinstance(problem, MemoryError):
        hint = "end other programs, or set PUBLISH_CORES=1"
        return error("CLI-006", f"{message}not enough memory", hint=hint)
    if not isinstance(problem, OSError):
        return None
    if problem.errno not in SHORTAGES and NO_FOLDER not in str(problem.strerror):
        return None
    where = f"{say_path(Path(problem.filename))}: " if isinstance(problem.filename, str) else ""
    hint = "make room or mend it; TMPDIR names the folder for temporary files"
    return error("CLI-006", f"{message}{where}{problem.strerror}", hint=hint)


def internal_error(bug: Exception, *, verbose: bool) -> Finding:
    """Report a bug of ours; `verbose` prints where it was raised."""
    if verbose:
        traceback.print_exception(bug)
    last = traceback.extract_tb(bug.__traceback__)[-1]
    where = f"{Path(last.filename).name}:{last.lineno}"
    return error(
        "CLI-001",
        f"internal error in {where}: {type(bug).__name__}: {bug}",
        hint="this is a bug in publish; run again with --verbose and report what it prints",
    )
