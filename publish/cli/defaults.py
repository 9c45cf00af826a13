"""What is the same in all books of a press: `defaults.toml` in the user's configuration.

It is read when a book is begun, and written into its edition.toml: a build reads nothing of the
user's, so that it makes the same bytes on every machine.
"""

from __future__ import annotations

import platformdirs

from publish.house.sample_book import DEFAULTS
from publish.read.toml_file import read_toml
from publish.read.toml_schema import Tables

FILE = "defaults.toml"


def read_defaults() -> dict[str, str]:
    """Read the file, where there is one. Raises PublishError REA-040 to REA-042 for a slip."""
    path = platformdirs.user_config_path("publish") / FILE
    if not path.is_file():
        return {}
    tables = Tables(read_toml(path))
    found: dict[str, str] = {}
    for key, value in tables.file.table.items():
        if key not in DEFAULTS:
            tables.unknown(key, list(DEFAULTS), key)
        elif not isinstance(value, str):
            tables.wrong(f"{key} is no words", 'write words in quotes, such as "..."', key)
        else:
            found[key] = value
    tables.stop_on_errors()
    return found
