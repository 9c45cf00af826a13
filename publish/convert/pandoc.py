"""pandoc, asked for a document as HTML and for what the document says of itself.

HTML and not its JSON, so that a Word file takes the same road as a page or an EPUB. pandoc runs in
its sandbox: it reads its input and opens no other file and no connection.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from pathlib import Path

from publish.model.finding import MachineError, Place, PublishError, error

INSTALL = "run: pip install pypandoc_binary"

MOST_MEMORY = "2G"
MOST_SECONDS = 300

_TEMPLATE = "$meta-json$\n$body$\n"


def pandoc_path() -> str:
    """Find pandoc; raises MachineError CLI-003 where there is none."""
    try:
        import pypandoc  # an extra: only an import from Word and the like needs it

        return str(pypandoc.get_pandoc_path())
    except (ImportError, OSError) as problem:
        message = "importing this kind of file needs pandoc, which is not installed"
        raise MachineError(error("CLI-003", message, hint=INSTALL)) from problem


def as_html(data: bytes, form: str, file_name: str, *options: str) -> tuple[dict[str, object], str]:
    """Convert a document to HTML; its metadata have HTML as their values.

    `form` is a format of pandoc's with its extensions. Raises PublishError IMP-003 where pandoc
    cannot read it.
    """
    command = [pandoc_path(), "+RTS", f"-M{MOST_MEMORY}", "-RTS", "--sandbox", "--from", form]
    command += ["--to", "html5", "--wrap=none", "--mathjax", "--syntax-highlighting=none"]
    command += ["--email-obfuscation=none", *options]
    with tempfile.TemporaryDirectory() as folder:
        template, source = Path(folder, "page.html"), Path(folder, "source")
        template.write_text(_TEMPLATE, "utf-8")
        source.write_bytes(data)
        command += ["--template", str(template), str(source)]
        try:
            done = subprocess.run(command, capture_output=True, timeout=MOST_SECONDS, check=False)
        except subprocess.TimeoutExpired as problem:
            raise _unreadable(file_name, f"it takes more than {MOST_SECONDS} seconds") from problem
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["no reason given"]
        raise _unreadable(file_name, said[-1].replace(str(source), file_name))
    first, _, body = done.stdout.decode("utf-8", "replace").partition("\n")
    said_of_itself = json.loads(first)
    return (said_of_itself if isinstance(said_of_itself, dict) else {}), body


def _unreadable(file_name: str, why: str) -> PublishError:
    hint = "open it in the program that wrote it, and save it anew"
    return PublishError(
        error("IMP-003", f"{file_name} cannot be read: {why}", Place(file_name), hint)
    )
