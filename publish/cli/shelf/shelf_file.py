"""shelf.toml: the collections of a shelf, what is wanted of each, and its edition defaults."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from publish.model.finding import PublishError
from publish.model.purpose import Purpose
from publish.read.edition_file import read_edition
from publish.read.toml_file import read_toml
from publish.read.toml_schema import Tables
from publish.shelf.job import Order
from publish.shelf.sources import Group

NAME = "shelf.toml"
PURPOSES = tuple(each.value for each in Purpose if each is not Purpose.ONIX)
"""What a shelf can hold: the shop's record needs what no header says."""


class Collection(Struct, frozen=True, kw_only=True):
    """Books that are alike."""

    titles: tuple[str, ...]
    """Folders, TEI files, patterns such as `plays/*.xml`, or addresses; seen from shelf.toml."""
    name: str = ""
    """What their names begin with; that of the folder where empty."""
    edition: str = ""
    """An edition.toml for all of them, which a book's own goes before."""
    stages: tuple[str, ...] = ()
    """Files that each book is given: the stages that this edition names."""
    outputs: tuple[str, ...] = ()
    """`epub`, `screen` and so on; the shelf's where empty."""
    without: tuple[str, ...] = ()
    """Patterns of names that are left out."""


class ShelfFile(Struct, frozen=True, kw_only=True):
    """A whole shelf."""

    collection: tuple[Collection, ...]
    outputs: tuple[str, ...] = ()
    """What is made of every book; `epub` where empty."""


def read_shelf(path: Path, order: Order) -> list[Group]:
    """Read a shelf.toml; `order` is what the command line wants of every book.

    Raises PublishError REA-040 to REA-044 with all slips of it, and those of the editions it names.
    """
    file = read_toml(path)
    tables = Tables(file)
    shelf = tables.build(ShelfFile, file.table)
    if shelf is not None:
        _check_outputs(tables, shelf)
    tables.stop_on_errors()
    assert shelf is not None
    return [_group(tables, number, path, order, shelf) for number in range(len(shelf.collection))]


def _group(tables: Tables, number: int, path: Path, order: Order, shelf: ShelfFile) -> Group:
    wanted = shelf.collection[number]
    defaults = ""
    if wanted.edition:
        read_edition(path.parent / wanted.edition)
        defaults = (path.parent / wanted.edition).read_text("utf-8")
    purposes = order.purposes or wanted.outputs or shelf.outputs or (Purpose.EPUB.value,)
    extra = {}
    for place, name in enumerate(wanted.stages):
        file = path.parent / name
        if not file.is_file() or Path(name).name != name:
            hint = "put it beside shelf.toml"
            keys = ("collection", number, "stages", place)
            tables.refuse(f"there is no file {name!r} beside {path.name}", hint, *keys)
            raise PublishError(*tables.findings)
        extra[name] = file.read_bytes()
    return Group(
        sources=wanted.titles,
        order=replace(order, purposes=purposes, defaults=defaults),
        name=wanted.name,
        home=path.parent,
        without=wanted.without,
        extra=extra,
    )


def _check_outputs(tables: Tables, shelf: ShelfFile) -> None:
    for place, output in enumerate(shelf.outputs):
        if output not in PURPOSES:
            tables.choose(output, PURPOSES, "outputs", place)
    for number, wanted in enumerate(shelf.collection):
        for place, output in enumerate(wanted.outputs):
            if output not in PURPOSES:
                tables.choose(output, PURPOSES, "collection", number, "outputs", place)


def nearest_purpose(name: str) -> str:
    """Offer the output that is meant by another word."""
    near = get_close_matches(name, PURPOSES, n=1, cutoff=0.5)
    return f"did you mean {near[0]}?" if near else f"allowed: {', '.join(PURPOSES)}"
