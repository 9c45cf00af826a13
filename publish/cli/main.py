"""The command group: what `publish --help` lists."""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Iterator
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from typing import NoReturn

import click
from click.exceptions import NoArgsIsHelpError

from publish import __version__
from publish.cli.session import Session, end_interrupted
from publish.model.finding import Finding, UsageError, error
from publish.run.interrupts import heed_endings
from publish.run.streams import open_closed_streams

COMMANDS = {
    "new": ("new", "Begin a book in DIR"),
    "import": (
        "imports",
        "Make a book of Word, OpenDocument, Markdown, HTML, EPUB or plain text files",
    ),
    "epub": ("build", "Build an EPUB 3 and check it with EPUBCheck"),
    "pdf": ("build", "Build a PDF and check it"),
    "build": ("build", "Build everything edition.toml asks for, in one run"),
    "check": ("build", "Read, revise, typeset and check a book; write nothing"),
    "onix": ("build", "Write the shop's record of a book, in ONIX for Books"),
    "record": ("record", "Write records for libraries, DOI agencies and programs that cite"),
    "access": ("access", "List the criteria of accessibility with the evidence for each"),
    "errata": (
        "errata",
        "Keep the book's corrections: find, add, decide, check, apply, compare, print",
    ),
    "load": ("load", "Load a book onto every connected e-reader"),
    "send": ("send", "Mail a book as an attachment"),
    "serve": ("serve", "Offer books to reading apps and browsers"),
    "look": ("look", "Show a book in a reading engine"),
    "shelf": ("shelf", "Make thousands of books, on this machine or a cluster"),
    "schema": ("schema", "Print the schema of one of a book's files"),
    "explain": ("explain", "Print the manual's page on a finding, such as REV-002"),
    "cache": ("cache", "Show or clear what earlier runs made"),
    "doctor": ("doctor", "Tell what this machine has and lacks"),
}
"""In which module of publish.cli each command stands, and how its help begins: only the one that is
called is imported, and none to list them."""

EVERYWHERE = ("--json", "--quiet", "--verbose", "--strict")
"""Options of every command, and of none before it is named."""

MEANT = {
    **dict.fromkeys(("init", "create", "start", "begin"), "new"),
    **dict.fromkeys(("convert", "docx", "word"), "import"),
    **dict.fromkeys(("validate", "verify", "lint", "test"), "check"),
    **dict.fromkeys(("make", "all", "compile"), "build"),
    **dict.fromkeys(("print", "typeset"), "pdf"),
    **dict.fromkeys(("preview", "view", "show", "open", "read", "proof"), "look"),
    **dict.fromkeys(("mail", "email", "kindle"), "send"),
    **dict.fromkeys(("opds", "server", "catalogue"), "serve"),
    **dict.fromkeys(("copy", "usb", "upload"), "load"),
    **dict.fromkeys(("accessibility", "a11y", "wcag"), "access"),
    **dict.fromkeys(("corrections", "erratum", "correct"), "errata"),
    **dict.fromkeys(("batch", "corpus", "bulk"), "shelf"),
    "ebook": "epub",
    "version": "--version",
}
"""What other tools call our commands."""


class Commands(click.Group):
    """The commands; wrong usage is a finding like any other (CLI-005), under --json too."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List them in the order of a book's making."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command; None where there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"publish.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, "import_" if cmd_name == "import" else cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List each with the beginning of its help."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, f"{said}.") for name, (_, said) in COMMANDS.items()])

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Remember whether JSON was asked for, and read `help COMMAND` as `COMMAND --help`."""
        ctx.meta["publish.as_json"] = "--json" in args
        if args[:1] == ["help"]:
            args = [*args[1:], "--help"]
        try:
            with _telling_what_is_unprintable():
                return super().parse_args(ctx, args)
        except NoArgsIsHelpError:
            raise
        except click.UsageError as wrong:
            _end_wrong_usage(wrong, ctx)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; of one that is not there say which is nearest."""
        name = args[0]
        if name in COMMANDS or name.startswith("-"):
            return super().resolve_command(ctx, args)
        raise click.UsageError(f"No such command {name!r}{_offer(name)}", ctx)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command, and make a finding of what click says of wrong usage."""
        open_closed_streams()
        heed_endings()
        try:
            with _telling_what_is_unprintable():
                return super().invoke(ctx)
        except NoArgsIsHelpError:
            raise
        except KeyboardInterrupt:  # while the command's module is still being read
            sys.exit(end_interrupted())
        except click.UsageError as wrong:
            _end_wrong_usage(wrong, ctx)


@contextlib.contextmanager
def _telling_what_is_unprintable() -> Iterator[None]:
    """Say that standard output takes no more, and keep Python from trying once again at its end."""
    try:
        yield
    except BrokenPipeError:  # click ends quietly: who read has seen enough
        raise
    except OSError as problem:
        sys.stdout = io.StringIO()
        message = f"cannot write to standard output: {problem.strerror or problem}"
        click.echo(str(error("CLI-002", message, hint="make room, or send it elsewhere")), err=True)
        sys.exit(UsageError.exit_code)


def _end_wrong_usage(wrong: click.UsageError, ctx: click.Context) -> NoReturn:
    """End with what click says of wrong usage, as a finding."""
    session = Session(as_json=ctx.meta["publish.as_json"], exit_code=UsageError.exit_code)
    session.findings.append(_wrong_usage(wrong))
    sys.exit(session.close())


def _wrong_usage(wrong: click.UsageError) -> Finding:
    command = wrong.ctx.command_path if wrong.ctx else "publish"
    near: list[str] = getattr(wrong, "possibilities", None) or []  # of options and subcommands
    said = " ".join((wrong.message if near else wrong.format_message()).split())
    message, _, meant = said.rstrip(".").partition(": did you mean ")
    meant = " or ".join(near) + "?" if near else meant
    if isinstance(wrong, click.NoSuchOption) and wrong.option_name in EVERYWHERE:
        hint = f"write it behind the command, as in `publish epub {wrong.option_name}`"
        return error("CLI-005", message, hint=hint)
    help_at = f"see `{command} --help`"
    hint = f"did you mean {meant} Otherwise {help_at}" if meant else help_at
    return error("CLI-005", message, hint=hint)


def _offer(name: str) -> str:
    """Say what may be meant by a command that is not there: a book without one, or the nearest."""
    if Path(name).exists():
        is_book = Path(name).is_dir() or Path(name).suffix.lower() == ".xml"
        command = "build" if is_book else "import"
        return f", but there is a file of that name: did you mean `publish {command} {name}`?"
    meant = MEANT.get(name.lower())
    known = [*COMMANDS, "help"]
    near = [meant] if meant else get_close_matches(name.lower(), known, n=2, cutoff=0.5)
    return f": did you mean {' or '.join(near)}?" if near else ""


@click.group(
    "publish",
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, "-V", "--version")
def main() -> None:
    """Make an EPUB 3 and a press-ready PDF from a TEI manuscript.

    BOOK is a folder that holds manuscript/edition.toml (default: this folder) or one TEI file.
    """
