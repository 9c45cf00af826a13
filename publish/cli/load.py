"""`publish load`: bring a book onto the e-readers that are connected."""

from __future__ import annotations

from pathlib import Path

import click

from publish import pipeline
from publish.cli.build import default_path
from publish.cli.session import Session, reported, write_output
from publish.finding import Finding, UsageError, error, notice, say_path
from publish.load.device import Device, connected, kinds, recognise
from publish.load.identity import format_of
from publish.load.tablet import find_tablets, load_over_web
from publish.load.volume import load_file

PURPOSES = {"kepub": "kobo", "epub": "epub", "pdf": "screen"}


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
def load(
    session: Session, books: tuple[Path, ...], wanted: str | None, listing: bool, form: str | None
) -> None:
    """Load a book onto a connected e-reader."""
    if listing:
        _list(session)
        return
    devices = [_named(wanted)] if wanted else _all_devices()
    if not devices:
        raise UsageError(error("LOA-006", "no e-reader is connected", hint=NO_DEVICE))
    for book in books or (Path(),):
        for device in devices:
            _load_one(session, book, device, form)


NO_DEVICE = (
    "plug one in and unlock it, or name a folder with --to PATH; a Kindle from 2024 on shows no "
    "drive: use `publish send --to YOU@kindle.com`"
)


def _list(session: Session) -> None:
    devices = _all_devices()
    session.text += [str(device) for device in devices] or [NO_DEVICE]
    session.extra["devices"] = [
        {
            "kind": device.kind.id,
            "name": device.kind.name,
            "at": str(device.mount or device.address),
        }
        for device in devices
    ]


def _all_devices() -> list[Device]:
    return connected() + find_tablets()


def _named(wanted: str) -> Device:
    """Take a folder as it is, or the connected reader of that name."""
    folder = Path(wanted)
    if folder.is_dir():
        return recognise(folder) or Device(kinds()["folder"], folder)
    for device in _all_devices():
        if wanted.lower() in {device.kind.id, device.kind.name.lower(), str(device.mount).lower()}:
            return device
    known = ", ".join(sorted(kind.name for kind in kinds().values() if kind.id != "folder"))
    hint = f"connect it, or name a folder; `publish load --list` shows what is here; known: {known}"
    raise UsageError(error("LOA-006", f"no e-reader {wanted!r} is connected", hint=hint))


def _load_one(session: Session, book: Path, device: Device, form: str | None) -> None:
    source = _file_for(session, book, device, form)
    if source is None:
        return
    session.progress.step(f"loading onto {device.kind.name}")
    if device.mount is None:
        session.findings += load_over_web(source, device)
        session.text.append(f"{device.kind.name}: {source.name}")
    else:
        loaded = load_file(source, device)
        session.findings += loaded.findings
        session.text.append(f"{device.kind.name}: {'updated' if loaded.updated else 'new'}")
        session.outputs.append(loaded.path)
    if device.kind.advice:
        session.text.append(device.kind.advice)


def _file_for(session: Session, book: Path, device: Device, form: str | None) -> Path | None:
    """Find or build the file that suits the device best."""
    if form and form not in device.kind.formats:
        raise UsageError(_not_opened(device, form))
    if book.is_file() and format_of(book):
        if format_of(book) not in device.kind.formats:
            raise UsageError(_not_opened(device, format_of(book)))
        return book
    wanted = next(
        (one for one in ((form,) if form else device.kind.formats) if one in PURPOSES), ""
    )
    if not wanted:
        raise UsageError(_not_opened(device, form or "epub"))
    return _build(session, book, PURPOSES[wanted])


def _not_opened(device: Device, form: str) -> Finding:
    opens = ", ".join(device.kind.formats)
    return error("LOA-007", f"a {device.kind.name} does not open {form}", hint=f"it opens {opens}")


def _build(session: Session, book: Path, purpose: str) -> Path | None:
    """Build the book afresh, so that what is loaded is never stale."""
    build = pipeline.prepare(book, watch=session.progress)
    if purpose == "screen":
        pipeline.build_pdf(build, session.progress, purpose=purpose)
    else:
        pipeline.build_epub(build, session.progress, purpose=purpose)
    session.findings += build.findings
    if session.failed() or not build.outputs:
        return None
    path = default_path(book, build, purpose)
    write_output(path, build.outputs[0].data)
    session.findings.append(notice("LOA-012", f"built {say_path(path)}"))
    return path
