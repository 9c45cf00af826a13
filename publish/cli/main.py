"""The command group: what `publish --help` lists."""

from __future__ import annotations

import click

from publish.cli.build import build, check, epub, pdf
from publish.cli.doctor import doctor
from publish.cli.errata import errata
from publish.cli.load import load
from publish.cli.send import send
from publish.cli.serve import serve


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="publish")
def main() -> None:
    """Make an EPUB 3 and a press-ready PDF from a TEI manuscript.

    BOOK is a folder that holds manuscript/edition.toml (default: this folder) or one TEI file.
    """


for command in (epub, pdf, build, check, errata, load, send, serve, doctor):
    main.add_command(command)
