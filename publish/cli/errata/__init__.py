"""The errata desk: `publish errata ...`."""

from publish.cli.errata.group import errata

__all__ = ["errata"]
