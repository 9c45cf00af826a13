"""What is tried: for each kind of input its seeds, the files it lies in, and its commands."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from publish.load.catalogue import atom, opds2
from publish.load.catalogue.cover import read_thumbnail
from publish.load.catalogue.listing import take_leaf
from publish.load.catalogue.offered_files import OfferedFiles
from publish.load.catalogue.page import list_page
from publish.model.progress import Progress
from publish.model.request import BuildRequest
from publish.model.titles import Wanted
from publish.pipeline import make
from publish.run.cache import Cache
from tests.fuzz.mutations import Step, changed_text, changed_tree
from tests.fuzz.sandbox import Sandbox

FOLDER = Path(__file__).parent
FINDINGS = FOLDER.parent / "findings"

FAST = ("check", "--fast", "--json", "--no-cache")
EPUB = ("epub", "--no-check", "--no-cache", "-o", "out.epub")
PDF = ("pdf", "--no-cache", "-o", "out.pdf")

Change = Callable[[bytes, Sequence[Step], Sequence[bytes]], bytes]


@dataclass(frozen=True)
class Target:
    """One kind of input."""

    seeds: tuple[str, ...]
    """Files below tests/, by pattern; none for an EPUB that is made on the spot."""
    weight: int
    """Its share of a run."""
    lay: Callable[[Path, bytes], None]
    """Put the input into an empty folder, with what it needs beside it."""
    run: Callable[[Sandbox, int], None]
    """Run commands there; the number of the input decides which."""
    change: Change = changed_text
    chunk: int = 50
    """How many are tried in a row; fewer of what takes long."""

    def read_seeds(self) -> list[bytes]:
        """Read them; what is tried on EPUBs begins with the EPUB of the small book."""
        if not self.seeds:
            return [small_epub()]
        found = sorted(path for pattern in self.seeds for path in FOLDER.parent.glob(pattern))
        return [path.read_bytes() for path in found if path.stat().st_size < 20_000]


def _is_due(number: int, share: int) -> bool:
    """Choose every so manieth input for what takes longer."""
    return number % share == 0


def _commands(
    book: str, epub_share: int, pdf_share: int, *, is_fast: bool = True
) -> Callable[[Sandbox, int], None]:
    def run(sandbox: Sandbox, number: int) -> None:
        if is_fast:
            sandbox.run([*FAST, book])
        if _is_due(number, epub_share):
            sandbox.run([*EPUB, book])
        if _is_due(number, pdf_share):
            sandbox.run([*PDF, book])

    return run


@cache
def small_epub() -> bytes:
    """Build the small book once in each process."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _book(folder, "manuscript/book.xml", _seed("book.xml"))
        order = BuildRequest(folder, purposes=("epub",), check=False)
        (output,) = make(order, Progress(), Cache()).outputs
        return output.data


def _one_file(folder: Path, data: bytes) -> None:
    (folder / "in.xml").write_bytes(data)


def _seed(name: str) -> bytes:
    return (FOLDER / "seeds" / name).read_bytes()


def _book(folder: Path, name: str, data: bytes) -> None:
    """Lay a small book out, in which one file is the input."""
    files = {
        "manuscript/edition.toml": _seed("edition.toml"),
        "manuscript/errata.toml": _seed("errata.toml"),
        "manuscript/book.xml": _seed("book.xml"),
        "manuscript/mill.svg": _seed("mill.svg"),
        "styles/own.css": _seed("own.css"),
    }
    for place, kept in (files | {name: data}).items():
        path = folder / place
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(kept)


def _in_book(name: str) -> Callable[[Path, bytes], None]:
    return lambda folder, data: _book(folder, name, data)


def _import_csv(sandbox: Sandbox, number: int) -> None:
    sandbox.run(["errata", "import", "in.csv", "."])
    sandbox.run(["errata", "check", "."])


def _lay_csv(folder: Path, data: bytes) -> None:
    _book(folder, "manuscript/errata.toml", b"")
    (folder / "in.csv").write_bytes(data)


def changed_epub(seed: bytes, plan: Sequence[Step], others: Sequence[bytes]) -> bytes:
    """Change one member of a zip by its kind, or the zip's own bytes."""
    if plan[0][0] % 5 == 0:
        return changed_text(seed, plan, others)
    with zipfile.ZipFile(io.BytesIO(seed)) as archive:
        members = {info.filename: archive.read(info) for info in archive.infolist()}
    which = sorted(members)[plan[0][1] % len(members)]
    is_xml = which.endswith((".xhtml", ".opf", ".ncx", ".xml", ".svg"))
    change = changed_tree if is_xml and plan[0][2] % 4 else changed_text
    members[which] = change(members[which], plan, list(members.values()))
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return written.getvalue()


def _lay_epub(folder: Path, data: bytes) -> None:
    (folder / "in.epub").write_bytes(data)
    (folder / "shelf").mkdir()


def _offer(sandbox: Sandbox, number: int) -> None:
    """Load a stranger's EPUB onto a folder, and offer it in the catalogue."""
    sandbox.run(["load", "in.epub", "--to", "shelf"])

    def browse() -> None:
        titles = OfferedFiles([[Path("in.epub")]])
        leaf = take_leaf(titles, "/opds/books", Wanted())
        atom.list_feed("Books", leaf)
        opds2.feed("Books", leaf, has_terms=False)
        list_page("Books", "http://127.0.0.1/", leaf, has_terms=False)
        for title in titles.titles():
            atom.entry_document(title)
            read_thumbnail(titles, title)

    sandbox.watched(browse)


def _lay_device(folder: Path, data: bytes) -> None:
    """Read the input as the names of a volume's files and folders, one a line."""
    (folder / "in.epub").write_bytes(small_epub())
    device = folder / "device"
    device.mkdir()
    for line in data.split(b"\n"):
        name = line.replace(b"\x00", b"").strip(b"/")[:200]
        parts = [part for part in name.split(b"/") if part not in {b"", b".", b".."}]
        path = device.joinpath(*(part.decode("utf-8", "surrogateescape") for part in parts))
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.exists():
                path.write_bytes(data)
        except OSError:  # a file where a folder is wanted, or a name too long
            continue


def _load(sandbox: Sandbox, number: int) -> None:
    sandbox.run(["load", "in.epub", "--to", "device"])
    sandbox.run(["load", "in.epub", "--to", "device", "--json"])


TARGETS = {
    "tei": Target(
        ("findings/*/in.xml", "fuzz/seeds/book.xml", "findings/*/manuscript/*.xml"),
        60,
        _one_file,
        _commands("in.xml", 101, 307),
        changed_tree,
    ),
    "tei-bytes": Target(
        ("findings/*/in.xml", "fuzz/seeds/book.xml"),
        10,
        _one_file,
        _commands("in.xml", 211, 509),
    ),
    "edition": Target(
        ("findings/*/manuscript/edition.toml", "fuzz/seeds/edition.toml"),
        10,
        _in_book("manuscript/edition.toml"),
        _commands(".", 61, 151),
    ),
    "errata": Target(
        ("findings/*/manuscript/errata.toml", "fuzz/seeds/errata.toml"),
        8,
        _in_book("manuscript/errata.toml"),
        _commands(".", 61, 997),
    ),
    "errata-csv": Target(("fuzz/seeds/*.csv",), 4, _lay_csv, _import_csv),
    "css": Target(
        ("fuzz/seeds/*.css",),
        2,
        _in_book("styles/own.css"),
        _commands(".", 1, 5, is_fast=False),
        chunk=10,
    ),
    "svg": Target(
        ("fuzz/seeds/*.svg", "findings/*/*.svg"),
        2,
        _in_book("manuscript/mill.svg"),
        _commands(".", 1, 7, is_fast=False),
        changed_tree,
        chunk=10,
    ),
    "epub": Target((), 3, _lay_epub, _offer, changed_epub),
    "device": Target(("fuzz/seeds/*.txt",), 1, _lay_device, _load),
}
