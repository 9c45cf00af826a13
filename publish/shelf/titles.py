"""Which books there are in a tree, what belongs to each, and whether that has changed.

A folder with an edition.toml is a book with all that is below it. Of a TEI file by itself the
errata and repairs beside it belong to it, and every file of the tree that it names, a picture or a
part, and what those name.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from publish.model.lazy_pattern import lazy_pattern
from publish.shelf.parcel import Parcel
from publish.shelf.trees import Tree

EDITIONS = ("manuscript/edition.toml", "edition.toml")
BESIDE = ("errata.toml", "repairs.toml")
"""What lies beside a TEI file under its own stem."""

MOST_BYTES = 512 * 2**20
"""Of one book, pictures included."""

_ROOT = lazy_pattern(rb"<(?:[\w.-]+:)?(TEI|TEI\.2|teiCorpus|teiCorpus\.2)[\s>/]")
_FIRST = lazy_pattern(rb"<(?![?!])")
_NAMED = lazy_pattern(
    rb"""["']([^"'<>:#\s][^"'<>:#\n]{0,250}?\.[A-Za-z][A-Za-z0-9]{1,4})(?:#[^"'<>]*)?["']"""
)
"""What may be the name of a file in an attribute or an entity's declaration."""

_SHOWN = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".tif", ".tiff", ".webp", ".xml", ".mei")
"""Endings of files that a book misses where they are not there."""

_UNFIT = lazy_pattern(r"[\x00-\x20\x7f\\:*?\"<>|%#]+")
"""What some file systems and addresses have no room for in a name."""


@dataclass(frozen=True, slots=True)
class Title:
    """A book as it lies in its tree."""

    name: str
    """On the shelf: stable, for it follows from where the book lies."""
    collection: str
    tree: Tree = field(repr=False, compare=False)
    folder: str = ""
    """Of a book's folder, with a slash at its end; empty for the tree itself."""
    file: str = ""
    """Of a TEI file by itself."""

    @property
    def source(self) -> str:
        """Say where it was read."""
        inside = self.file or self.folder.rstrip("/")
        return f"{self.tree.address.rstrip('/')}/{inside}".rstrip("/")

    @property
    def home(self) -> str:
        """Return the folder that its files are named from."""
        return self.folder if not self.file else self.file[: self.file.rfind("/") + 1]

    @property
    def manuscript(self) -> str:
        """Say what is to be built, as seen from its home."""
        return self.file[len(self.home) :] or "."

    @property
    def size_bytes(self) -> int:
        """Return how large it is: the longer the text, the longer the work."""
        files = self.tree.files
        names = [self.file] if self.file else self._own()
        return sum(int(files[each].split()[0]) for each in names if each.endswith(".xml"))

    def _own(self) -> list[str]:
        """Name the files of a book's folder."""
        return names_below(self.tree, self.folder)

    def pack(self) -> tuple[Parcel, str]:
        """Read all that belongs to it, and sign what was looked at.

        Raises OSError where a file cannot be read, ValueError where they are too large.
        """
        if not self.file:
            files = {name: self.tree.read(name) for name in self._checked(self._own())}
            return self._from_home(files), self._signed(files)
        found: dict[str, bytes] = {}
        wanted, missing = [self.file, *self._beside()], set[str]()
        while wanted:
            name = wanted.pop()
            if name in found or name in missing:
                continue
            if name not in self.tree.files:
                missing.add(name)
                continue
            self._checked([*found, name])
            found[name] = self.tree.read(name)
            if name.endswith(".xml"):
                wanted += self._named_in(found[name], name)
        return self._from_home(found), self._signed({**found, **dict.fromkeys(missing, b"")})

    def _checked(self, names: list[str]) -> list[str]:
        size = sum(int(self.tree.files[name].split()[0]) for name in names)
        if size > MOST_BYTES:
            raise ValueError(f"its files have {size // 2**20} MB, more than {MOST_BYTES // 2**20}")
        return names

    def _from_home(self, files: Mapping[str, bytes]) -> Parcel:
        return {name.removeprefix(self.home): data for name, data in files.items()}

    def _beside(self) -> Iterator[str]:
        stem = self.file.removesuffix(".xml")
        yield from (f"{stem}.{name}" for name in BESIDE)

    def _named_in(self, data: bytes, name: str) -> Iterator[str]:
        """Name what a file names, where it would lie inside the book's home."""
        if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
            data = data.decode("utf-16", "replace").encode()
        around = name[: name.rfind("/") + 1]
        for match in set(_NAMED.findall(data)):
            path = _resolve(around + match.decode("utf-8", "replace"))
            is_wanted = path in self.tree.files or path.lower().endswith(_SHOWN)
            if is_wanted and path.startswith(self.home):
                yield path

    def _signed(self, files: Mapping[str, bytes]) -> str:
        """Write the signatures of the files that were looked at; empty for one that is missing."""
        return json.dumps({name: self.tree.files.get(name, "") for name in sorted(files)})

    def is_as_signed(self, signature: str) -> bool:
        """Return whether nothing was changed, added or taken away, without reading anything."""
        try:
            signed = json.loads(signature)
        except ValueError:
            return False
        files = self.tree.files
        if not self.file and set(signed) != set(self._own()):
            return False
        return bool(signed) and all(files.get(name, "") == said for name, said in signed.items())


def _resolve(path: str) -> str:
    """Take `.` and `..` out of a path; one that leads out of the tree has no name there."""
    parts: list[str] = []
    for part in PurePosixPath(path).parts:
        if part == ".." and parts:
            parts.pop()
        elif part in {"..", "/"}:
            return "/"
        else:
            parts.append(part)
    return "/".join(parts)


def titles_in(tree: Tree, collection: str) -> Iterator[Title]:
    """Find all books of a tree, in the order of their names."""
    folders = {
        name.removesuffix(edition)
        for name in tree.files
        for edition in EDITIONS
        if name == edition or name.endswith(f"/{edition}")
    }
    books = {folder for folder in folders if _is_book(tree, folder, folders)}
    for folder in sorted(books):
        yield Title(_name(collection, folder.rstrip("/")), collection, tree, folder=folder)
    for name in tree.files:
        is_apart = name.endswith(".xml") and not _folders_above(name) & books
        if is_apart and is_tei(tree.head(name)):
            yield title_of(tree, name, collection)


def names_below(tree: Tree, folder: str) -> list[str]:
    """Name the files below a folder, whose name ends with a slash; all where it is empty."""
    names = tree.names
    after = folder[:-1] + chr(ord("/") + 1)
    return names[bisect_left(names, folder) : bisect_left(names, after) if folder else None]


def _folders_above(name: str) -> set[str]:
    """Name the folders that a file is in, the tree itself included."""
    return {"", *(name[: at + 1] for at, sign in enumerate(name) if sign == "/")}


def title_of(tree: Tree, file: str, collection: str) -> Title:
    """Take one TEI file by itself for a book."""
    return Title(_name(collection, file.removesuffix(".xml")), collection, tree, file=file)


def _is_book(tree: Tree, folder: str, folders: set[str]) -> bool:
    """Return whether an edition.toml makes a book of its folder, as `read.find_book` has it."""
    if f"{folder}manuscript/edition.toml" in tree.files:
        return True
    above = folder.removesuffix("manuscript/")
    if folder.endswith("manuscript/") and above in folders:
        return False
    below = names_below(tree, folder)
    return any(name.endswith(".xml") and "/" not in name[len(folder) :] for name in below)


def is_tei(head: bytes) -> bool:
    """Return whether a file begins as TEI does, of any version."""
    if b"\0" in head[:200]:
        head = head.decode("utf-16", "replace").encode()
    first = _FIRST.search(head)
    return first is not None and _ROOT.match(head, first.start()) is not None


def _name(collection: str, stem: str) -> str:
    parts = f"{collection}/{stem}".strip("/").split("/")
    return "/".join(_UNFIT.sub("-", part).strip("-. ") or "-" for part in parts)
