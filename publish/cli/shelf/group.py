"""The commands of a shelf, as `publish shelf --help` lists them; each is imported when called."""

from __future__ import annotations

from importlib import import_module

import click

COMMANDS = {
    "build": "building",
    "list": "listing",
    "report": "reporting",
    "verify": "verifying",
}
"""In which module of publish.cli.shelf each command stands."""


class ShelfCommands(click.Group):
    """The commands, in the order in which they are used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command; None where there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"publish.cli.shelf.{COMMANDS[cmd_name]}")
        command: click.Command = getattr(module, f"{cmd_name}_" if cmd_name == "list" else cmd_name)
        return command


@click.group(cls=ShelfCommands)
def shelf() -> None:
    """Make thousands of books, on this machine or a cluster, and keep a ledger of them."""
