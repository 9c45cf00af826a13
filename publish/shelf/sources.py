"""SOURCE on the command line: a folder, a TEI file, a pattern, an address -> the books in it."""

from __future__ import annotations

import glob
import hashlib
import json
import posixpath
from collections.abc import Iterable, Sequence
from fnmatch import fnmatch
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import asdict

from publish.model.finding import Finding, Place, UsageError, error
from publish.model.purpose import Purpose
from publish.shelf.job import Job, Limits, Order
from publish.shelf.parcel import Parcel
from publish.shelf.store import THUMBNAIL, open_system
from publish.shelf.titles import Title, title_of, titles_in
from publish.shelf.trees import Folder, Remote, Tree

WILD = frozenset("*?[")


class Wanted(Struct, frozen=True):
    """A book, and what is wanted of it."""

    title: Title
    order: Order
    extra: Parcel = field(default_factory=dict)
    """Files of the collection's that each of its books is given, such as stages."""

    @property
    def recipe(self) -> str:
        """Hash what is wanted of it: all that its bytes depend on beside its files."""
        words = json.dumps(asdict(self.order), sort_keys=True)
        return hashlib.sha256(words.encode()).hexdigest()

    def pack(self) -> tuple[Parcel, str]:
        """Read all that it is made from, and sign what was looked at.

        Raises OSError where a file cannot be read, ValueError where they are too large.
        """
        files, signature = self.title.pack()
        return {**self.extra, **files}, signature

    def job(self, files: Parcel, toolchain: str, limits: Limits) -> Job:
        """Say what a worker is to make of its files."""
        return Job(
            name=self.title.name,
            files=files,
            manuscript=self.title.manuscript,
            order=self.order,
            toolchain=toolchain,
            limits=limits,
        )


class Group(Struct, frozen=True, kw_only=True):
    """Sources whose books are alike: those of a collection, or all of the command line."""

    sources: tuple[str, ...]
    order: Order
    name: str = ""
    """Of the collection; where empty each source gives its own."""
    home: Path = Path()
    """What paths are seen from."""
    without: tuple[str, ...] = ()
    """Patterns of names that are left out."""
    extra: Parcel = field(default_factory=dict)


def gather(groups: Iterable[Group]) -> list[Wanted]:
    """Find all books, each once, in the order of their names.

    Raises UsageError SHE-005 for a source without a book, SHE-008 for two books of one name.
    """
    found: dict[tuple[str, str], Wanted] = {}
    folders = _Folders()
    for group in groups:
        for source in group.sources:
            titles = [
                each for each in _titles(source, group, folders) if not _is_left_out(each, group)
            ]
            if not titles:
                raise UsageError(_no_books(source))
            for title in titles:
                wanted = Wanted(title, group.order, group.extra)
                found.setdefault((title.tree.address, title.file or title.folder), wanted)
    wanted_books = sorted(found.values(), key=lambda each: each.title.name)
    clashes = _clashes(wanted_books)
    if clashes:
        raise UsageError(*clashes)
    return wanted_books


class _Folders(dict[Path, Tree]):
    """The folders that were looked through: each once."""

    def __missing__(self, path: Path) -> Tree:
        self[path] = tree = Folder(path)
        return tree


def _titles(source: str, group: Group, folders: _Folders) -> list[Title]:
    if "://" in source:
        return _of_address(source, group.name)
    path = group.home / source
    if path.is_dir():
        return list(titles_in(folders[path], group.name or _called(path)))
    if path.is_file():
        return [title_of(folders[path.parent], path.name, group.name or _called(path.parent))]
    if WILD & set(source):
        return _of_pattern(str(path), group.name, folders)
    return []


def _called(folder: Path) -> str:
    return folder.resolve().name or "books"


def _of_pattern(pattern: str, name: str, folders: _Folders) -> list[Title]:
    """Take the files that match, and the books in folders that match."""
    base = Path(_before_wild(pattern))
    tree, collection = folders[base], name or _called(base)
    titles: list[Title] = []
    books = None
    for match in sorted(glob.glob(pattern, recursive=True)):  # noqa: PTH207  as shells write them
        inside = posixpath.relpath(Path(match).as_posix(), base.as_posix())
        if match.endswith(".xml") and inside in tree.files:
            titles.append(title_of(tree, inside, collection))
        elif Path(match).is_dir():
            books = list(titles_in(tree, collection)) if books is None else books
            titles += [each for each in books if _lies_in(each, inside)]
    return titles


def _before_wild(pattern: str) -> str:
    """Return the folder that a pattern begins with."""
    parts = pattern.split("/")
    fixed = next(number for number, part in enumerate(parts) if WILD & set(part))
    return "/".join(parts[:fixed]) or ("/" if pattern.startswith("/") else ".")


def _lies_in(title: Title, folder: str) -> bool:
    return f"{title.file or title.folder}/".startswith(f"{folder}/") or folder == "."


def _of_address(address: str, name: str) -> list[Title]:
    """Take what is below an address, or matches it."""
    base = _before_wild(address) if WILD & set(address) else address
    system, root = open_system(base)
    called = name or root.rstrip("/").rpartition("/")[2] or "books"
    try:
        if base == address and system.isfile(root):
            folder, _, file = root.rpartition("/")
            tree = Remote(system, folder, base.rpartition("/")[0])
            return [title_of(tree, file, name or folder.rpartition("/")[2] or "books")]
        tree = Remote(system, root, base)
        titles = list(titles_in(tree, called))
    except Exception as problem:  # each system has errors of its own
        message = f"{address} cannot be read: {problem}"
        hint = "see to the address, and to what its service asks of those who read"
        raise UsageError(error("SHE-003", message, hint=hint)) from problem
    if base == address:
        return titles
    return [each for each in titles if fnmatch(each.source, address)]


def _is_left_out(title: Title, group: Group) -> bool:
    inside = title.file or title.folder.rstrip("/")
    return any(fnmatch(inside, each) or fnmatch(title.name, each) for each in group.without)


def _no_books(source: str) -> Finding:
    is_there = "://" in source or Path(source).exists()
    message = f"{source} holds no TEI file" if is_there else f"there is no {source}"
    hint = "name a folder, a pattern or an address below which TEI files lie, or a shelf.toml"
    return error("SHE-005", message, Place(source), hint)


_AFTER = (*(each.ending.rpartition(".")[0] for each in Purpose), THUMBNAIL.rpartition(".")[0])


def _clashes(books: Sequence[Wanted]) -> list[Finding]:
    """Name books whose files would take each other's place."""
    hint = "give their collections other names in a shelf.toml"
    owners: dict[str, Title] = {}
    findings = []
    for title in (each.title for each in books):
        other = owners.setdefault(title.name.lower(), title)  # some systems tell no capitals apart
        if other is not title:
            message = f"{other.source} and {title.source} would both be {title.name}"
            findings.append(error("SHE-008", message, Place(title.source), hint))
    for name, title in owners.items():
        ended = (name.removesuffix(ending) for ending in _AFTER if ending and name.endswith(ending))
        for other in (owners[stem] for stem in ended if stem in owners):
            message = f"an output of {other.source} would have the name of one of {title.source}"
            findings.append(error("SHE-008", message, Place(title.source), hint))
    return findings
