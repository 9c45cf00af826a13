"""Write docs/schemas/ anew from the types that the readers use: `make docs`."""

from __future__ import annotations

from pathlib import Path

from publish.cli.schema import SCHEMAS

FOLDER = Path(__file__).parent / "schemas"


def pages() -> dict[str, str]:
    """Return the content of each file of docs/schemas/ by its name."""
    return {f"{name}.json": SCHEMAS[name]() for name in SCHEMAS if name != "manuscript"}


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, content in pages().items():
        (FOLDER / name).write_text(content, "utf-8")
