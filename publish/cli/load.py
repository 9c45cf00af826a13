"""`publish load`: bring a book onto the e-readers that are connected."""

from __future__ import annotations

from pathlib import Path

import click

from publish.cli.existing_files import PURPOSES, Workshop, is_finished
from publish.cli.outputs import write_output
from publish.cli.session import Session, kept, reported
from publish.load.calibre import make_azw3, need_converter
from publish.load.device import Device, connected, find_without_a_drive, kinds, recognise
from publish.load.identity import format_of
from publish.load.tablet import find_tablets, load_over_web
from publish.load.volume import load_file
from publish.model.finding import Finding, PublishError, UsageError, error

AZW3 = "azw3"

NO_DEVICE = (
    "plug one in and unlock it, or name a folder with --to PATH; a Kindle from 2024 on shows no "
    "drive: use `publish send --to YOU@kindle.com`"
)


@click.command()
@click.argument("books", nargs=-1, type=click.Path(path_type=Path), metavar="[BOOK|FILE]...")
@click.option("--to", "wanted", metavar="NAME|PATH", help="A reader from --list, or any folder.")
@click.option("--list", "listing", is_flag=True, help="List the e-readers that are connected.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["kepub", "epub", "azw3", "pdf"]),
    help="The build to load; default the best that the reader opens.",
)
@reported
@kept
def load(
    session: Session, books: tuple[Path, ...], wanted: str | None, listing: bool, form: str | None
) -> None:
    """Load a book onto every connected e-reader, or onto the one named.

    BOOK is a book's folder or a TEI file (default: here) and is built afresh in the form that
    suits the reader; FILE is a finished EPUB, kepub, AZW3 or PDF and is loaded as it is.
    """
    rows: list[dict[str, str]] = []
    session.extra["devices" if listing else "loaded"] = rows
    if listing:
        _list(session, rows)
        return
    workshop = Workshop(session)
    devices = [_named(wanted)] if wanted else _all_devices(session)
    if not devices:
        raise UsageError(error("LOA-006", "no e-reader is connected", hint=NO_DEVICE))
    for book in books or (Path(),):
        for device in devices:
            rows += _load_one(workshop, book, device, form)


def _list(session: Session, rows: list[dict[str, str]]) -> None:
    devices = _all_devices(session)
    session.text += [str(device) for device in devices] or [NO_DEVICE]
    for device in devices:
        where = str(device.mount or device.address)
        rows.append({"kind": device.kind.id, "name": device.kind.name, "at": where})


def _all_devices(session: Session) -> list[Device]:
    drives = connected()
    session.findings += find_without_a_drive(drives)
    return drives + find_tablets()


def _named(wanted: str) -> Device:
    """Take a folder as it is, or the connected reader of that name."""
    folder = Path(wanted).expanduser()
    if folder.is_dir():
        return recognise(folder) or Device(kinds()["folder"], folder)
    if folder.exists() or len(folder.parts) > 1 or wanted.startswith((".", "~")):
        what = "is no folder" if folder.exists() else "is not there"
        hint = "name a folder that is there, such as the one where the reader is mounted"
        raise UsageError(error("LOA-016", f"the folder {wanted} {what}", hint=hint))
    for device in connected() + find_tablets():
        if wanted.lower() in {device.kind.id, device.kind.name.lower()}:
            return device
    known = ", ".join(sorted(kind.name for kind in kinds().values() if kind.id != "folder"))
    hint = f"connect it, or name a folder; `publish load --list` shows what is here; known: {known}"
    raise UsageError(error("LOA-006", f"no e-reader {wanted!r} is connected", hint=hint))


def _load_one(
    workshop: Workshop, book: Path, device: Device, form: str | None
) -> list[dict[str, str]]:
    """Load one book onto one device; what fails here does not keep it from the other devices."""
    session, name = workshop.session, device.kind.name
    try:
        source = _file_for(workshop, book, device, form)
        if source is None:
            return []
        session.progress.step(f"loading onto {name}")
        path, outcome = _put(session, source, device)
    except PublishError as stop:
        session.findings += stop.findings
        session.exit_code = max(session.exit_code, stop.exit_code)
        return []
    session.say(f"{name}: {source.name}: {outcome}")
    if device.kind.advice:
        session.say(device.kind.advice)
    return [{"device": name, "at": path, "source": str(source), "outcome": outcome}]


def _put(session: Session, source: Path, device: Device) -> tuple[str, str]:
    """Copy or upload; give where the book now is, and what became of an older build of it."""
    if device.mount is None:
        session.findings += load_over_web(source, device)
        return device.address, "new"
    loaded = load_file(source, device)
    session.findings += loaded.findings
    session.outputs.append(loaded.path)
    return str(loaded.path), str(loaded.outcome)


def _file_for(workshop: Workshop, book: Path, device: Device, form: str | None) -> Path | None:
    """Find or build the file that suits the device best."""
    opens = device.kind.formats
    if is_finished(book):
        form = format_of(book)
    wanted = form or next((one for one in opens if one in (*PURPOSES, AZW3)), "")
    if wanted not in opens:
        raise UsageError(_not_opened(device, wanted))
    if is_finished(book):
        return book
    if wanted == AZW3:
        return _azw3(workshop, book)
    if wanted not in PURPOSES:
        hint = (
            f"make it with another program and name the file; publish builds {', '.join(PURPOSES)}"
        )
        raise UsageError(error("LOA-013", f"publish does not build {wanted}", hint=hint))
    return workshop.build(book, wanted)


def _azw3(workshop: Workshop, book: Path) -> Path | None:
    """Build an EPUB and have calibre make an AZW3 of it, beside it. Raises LOA-014, LOA-015."""
    need_converter()
    epub = workshop.build(book, "epub")
    if epub is None:
        return None
    workshop.session.progress.step("making an AZW3 with calibre")
    path = epub.with_suffix(".azw3")
    write_output(path, make_azw3(epub))
    return path


def _not_opened(device: Device, form: str) -> Finding:
    opens = ", ".join(device.kind.formats)
    hint = f"it opens {opens}. {device.kind.advice}".strip()
    return error("LOA-007", f"a {device.kind.name} does not open {form}", hint=hint)
