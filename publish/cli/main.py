"""The command group: what `publish --help` lists."""

from __future__ import annotations

import sys

import click
from click.exceptions import NoArgsIsHelpError

from publish.cli.build import build, check, epub, pdf
from publish.cli.doctor import doctor
from publish.cli.errata import errata
from publish.cli.load import load
from publish.cli.send import send
from publish.cli.serve import serve
from publish.cli.session import Session
from publish.finding import Finding, UsageError, error


class Commands(click.Group):
    """The commands; wrong usage is a finding like any other (CLI-005), under --json too."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Remember whether JSON was asked for, before anything can be found wrong."""
        ctx.meta["publish.as_json"] = "--json" in args
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command, and make a finding of what click says of wrong usage."""
        try:
            return super().invoke(ctx)
        except NoArgsIsHelpError:
            raise
        except click.UsageError as wrong:
            session = Session(as_json=ctx.meta["publish.as_json"], exit_code=UsageError.exit_code)
            session.findings.append(_wrong_usage(wrong))
            sys.exit(session.close())


def _wrong_usage(wrong: click.UsageError) -> Finding:
    command = wrong.ctx.command_path if wrong.ctx else "publish"
    message = wrong.format_message().rstrip(".")
    return error("CLI-005", message, hint=f"see `{command} --help`")


@click.group(
    "publish",
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="publish")
def main() -> None:
    """Make an EPUB 3 and a press-ready PDF from a TEI manuscript.

    BOOK is a folder that holds manuscript/edition.toml (default: this folder) or one TEI file.
    """


for command in (epub, pdf, build, check, errata, load, send, serve, doctor):
    main.add_command(command)
