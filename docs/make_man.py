"""Write docs/man/publish.1, the page of the manual that `man` shows, from the help: `make docs`."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path

import click

from publish import __version__
from publish.cli import main

FILE = Path(__file__).parent / "man" / "publish.1"
COMMON = ("--json", "--quiet", "--verbose", "--strict", "--help")
"""Options of every command, said once."""
STATUS = (
    ("0", "Built and valid."),
    ("1", "The content has errors; the last good output stays as it was."),
    ("2", "Wrong usage."),
    ("3", "A needed part of this machine is missing."),
)
ENVIRONMENT = (
    ("PUBLISH_CACHE", "The folder of what runs keep for later ones; nothing is kept where empty."),
    ("PUBLISH_CORES", "How many processors lay out a PDF; all that there are unless set."),
    ("PUBLISH_SMTP_HOST ...", "Server and login for send."),
    ("PUBLISH_SERVE_PASSWORD", "The password of serve --lan."),
)


def page() -> str:
    """Return the page, in the macros of man(7)."""
    context = click.Context(main, info_name="publish", **main.context_settings)
    lines = [
        f'.TH PUBLISH 1 "" "publish {__version__}" "User Commands"',
        ".SH NAME",
        r"publish \- make an EPUB 3 and a press\-ready PDF from a TEI manuscript",
        ".SH SYNOPSIS",
        r".B publish",
        r"\fICOMMAND\fR [\fIOPTIONS\fR] [\fIBOOK\fR]",
        ".SH DESCRIPTION",
        *_paragraphs(main.help or ""),
        ".SH COMMANDS",
    ]
    for name, command in _commands(context, main):
        lines += _section(name, command, context)
    lines += [".SH OPTIONS OF EVERY COMMAND"]
    shared = click.Context(main.get_command(context, "check") or main, parent=context)
    lines += _options(shared, common=True)
    lines += [".SH EXIT STATUS", *_terms(STATUS), ".SH ENVIRONMENT", *_terms(ENVIRONMENT)]
    return "\n".join(lines) + "\n"


def _commands(
    context: click.Context, group: click.Group, above: str = ""
) -> Iterator[tuple[str, click.Command]]:
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from _commands(context, command, f"{above}{name} ")
        else:
            yield f"{above}{name}", command


def _section(name: str, command: click.Command, group: click.Context) -> list[str]:
    context = click.Context(command, parent=group, info_name=name)
    usage = " ".join(
        parameter.make_metavar(context)
        for parameter in command.params
        if isinstance(parameter, click.Argument)
    )
    return [
        f'.SS "publish {_escaped(name)} {_escaped(usage)}"',
        *_paragraphs(command.help or ""),
        *_options(context, common=False),
    ]


def _options(context: click.Context, *, common: bool) -> list[str]:
    records = [
        option.get_help_record(context)
        for option in context.command.get_params(context)
        if isinstance(option, click.Option) and (option.opts[-1] in COMMON) == common
    ]
    return _terms(record for record in records if record)


def _terms(rows: object) -> list[str]:
    lines = []
    for term, meaning in rows:  # type: ignore[attr-defined]
        lines += [".TP", f".B {_escaped(term)}", _escaped(meaning)]
    return lines


def _paragraphs(text: str) -> list[str]:
    found = [" ".join(part.split()) for part in inspect.cleandoc(text).split("\n\n")]
    return [line for part in found for line in (".PP", _escaped(part))]


def _escaped(text: str) -> str:
    """Write text so that no macro begins in it and hyphens can be copied (groff_char(7))."""
    plain = text.replace("\\", r"\e").replace("-", r"\-").replace('"', r"\(dq")
    return rf"\&{plain}" if plain.startswith((".", "'")) else plain


if __name__ == "__main__":
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(page(), "utf-8")
