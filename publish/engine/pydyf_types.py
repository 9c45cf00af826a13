"""What we use of a PDF that pydyf is about to write, as types: it has none of its own."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal, Protocol, overload


class Pdf(Protocol):
    """All objects of a PDF by their numbers, and the list of its pages."""

    objects: list[PdfObject]
    pages: PageTree


class PdfObject(Protocol):
    """Any object; most are dictionaries too."""

    reference: bytes


class PdfStream(Protocol):
    """An object with content, line by line."""

    stream: list[bytes]
    extra: dict[str, object]
    compress: bool


class PdfLink(Protocol):
    """An annotation, a dictionary (ISO 32000-1 table 164)."""

    def __getitem__(self, name: Literal["Rect"], /) -> list[float]: ...
    def __setitem__(self, name: Literal["Rect"], box: list[float], /) -> None: ...


class PageTree(Protocol):
    """The list of pages; a reference is three items, the object's number first."""

    def __getitem__(self, name: Literal["Kids"], /) -> list[int]: ...


class PdfPage(Protocol):
    """A page as it is written, a dictionary (ISO 32000-1 table 30)."""

    @overload
    def __getitem__(self, name: Literal["Contents"], /) -> bytes: ...
    @overload
    def __getitem__(self, name: Literal["MediaBox", "TrimBox", "BleedBox"], /) -> list[float]: ...
    def __setitem__(
        self, name: Literal["MediaBox", "TrimBox", "BleedBox"], box: list[float], /
    ) -> None: ...
    def get(self, name: Literal["Annots"], default: list[bytes], /) -> list[bytes]: ...


class StructElement(Protocol):
    """An element of the tag tree, a dictionary (ISO 32000-1 table 323)."""

    reference: bytes
    free: str
    generation: int
    number: int

    @overload
    def __getitem__(self, name: Literal["P"], /) -> bytes: ...
    @overload
    def __getitem__(self, name: Literal["S"], /) -> str: ...
    @overload
    def __getitem__(self, name: Literal["K"], /) -> list[bytes | int]: ...
    @overload
    def __getitem__(self, name: Literal["A"], /) -> dict[str, object]: ...
    def __setitem__(self, name: str, value: object, /) -> None: ...
    def keys(self) -> Collection[str]: ...
