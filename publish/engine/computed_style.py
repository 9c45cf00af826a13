"""The computed styles of boxes, as a type: the properties that we read, and what each may be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Protocol, TypeAlias, overload


class Length(Protocol):
    """A length with its unit: lengths that do not depend on others are in `px`."""

    value: float
    unit: str


Size: TypeAlias = Literal["width", "height", "min_width", "min_height", "max_width", "max_height"]


class Style(Protocol):
    """Computed values by the names of properties, their hyphens underscores."""

    parent_style: Style
    font_config: object
    """The fonts of the document."""

    @overload
    def __getitem__(self, name: Literal["font_size", "word_spacing"], /) -> float: ...
    @overload
    def __getitem__(self, name: Literal["letter_spacing"], /) -> float | Literal["normal"]: ...
    @overload
    def __getitem__(self, name: Literal["font_weight", "orphans", "widows"], /) -> int: ...
    @overload
    def __getitem__(
        self, name: Literal["margin_top", "margin_bottom"], /
    ) -> Length | Literal["auto"]: ...
    @overload
    def __getitem__(self, name: Literal["font_family"], /) -> Sequence[str]: ...
    @overload
    def __getitem__(self, name: Literal["position"], /) -> Sequence[str]: ...
    @overload
    def __getitem__(self, name: Literal["lang"], /) -> str | None: ...
    @overload
    def __getitem__(self, name: Literal["hyphenate_limit_chars"], /) -> tuple[int, int, int]: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "border_collapse",
            "box_decoration_break",
            "break_before",
            "break_after",
            "break_inside",
            "direction",
            "display",
            "float",
            "font_style",
            "hyphenate_character",
            "hyphens",
            "list_style_type",
            "visibility",
            "white_space",
        ],
        /,
    ) -> str: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "color",
            "column_span",
            "footnote_policy",
            "line_height",
            "overflow",
            "text_align_all",
            "text_align_last",
            "text_decoration_line",
            "text_indent",
            "vertical_align",
        ]
        | Size,
        /,
    ) -> object: ...
