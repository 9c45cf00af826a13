"""The lines that were chosen for a paragraph, kept for its next layout.

They follow from its texts, the styles that these are set in, and the widths of its lines. After an
edit all paragraphs of a chapter but one are as they were.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from weasyprint.layout import inline

from publish.engine import boxes
from publish.engine.computed_style import Style
from publish.engine.kept_words import KeptLine, KeptLines, KeptWords
from publish.engine.paragraphs.cuts import Cut, Cuts, Place
from publish.engine.paragraphs.first_line import keeps_its_edge
from publish.engine.paragraphs.gathering import edges_of, is_bound
from publish.engine.paragraphs.words import words_of

SHORT = 250
"""Characters of a paragraph, in some four lines."""

NOWHERE = -1
"""Stands for the leaf at which a paragraph's last line ends."""


class LineKeeper(Struct):
    """A paragraph as its lines are kept: by all that they follow from."""

    key: str
    texts: list[boxes.TextBox]
    fonts: dict[str, object]
    """What is known of the book's fonts and words, and so of its lines."""

    def recall(self) -> tuple[Cuts, tuple[bool, ...]] | None:
        """Return where the lines end that were chosen for the same before, and which by hyphens.

        They are noted to be in use.
        """
        known = self.fonts.get("kept_words")
        found = known.lines.get(self.key) if isinstance(known, KeptWords) else None
        if found is None:
            return None
        used_lines(self.fonts)[self.key] = found
        return dict(map(self._cut, found.lines)), found.hyphens

    def _cut(self, line: KeptLine) -> tuple[Place, Cut]:
        leaf = None if line.last_text == NOWHERE else self.texts[line.last_text]
        begins = id(self.texts[line.text]), line.byte
        return begins, Cut(leaf, line.last_byte, line.hyphen)

    def keep(self, cuts: Cuts, hyphens: tuple[bool, ...]) -> None:
        """Note lines, if each begins and ends in a text."""
        numbers = {id(text): number for number, text in enumerate(self.texts)}
        numbers[id(None)] = NOWHERE
        lines = []
        for (leaf, byte), cut in cuts.items():
            if cut is None or leaf not in numbers or id(cut.leaf) not in numbers:
                return
            begin, end = numbers[leaf], numbers[id(cut.leaf)]
            lines.append(KeptLine(begin, byte, end, cut.byte, cut.hyphen))
        used_lines(self.fonts)[self.key] = KeptLines(tuple(lines), hyphens)


def used_lines(fonts: dict[str, object]) -> dict[str, KeptLines]:
    """Return the lines that the division has which is being laid out."""
    found = fonts.setdefault("used_lines", {})
    assert isinstance(found, dict)
    return found


def keeper_of(
    context: boxes.Context, linebox: boxes.LineBox, holder: boxes.Box, widths: Sequence[float]
) -> LineKeeper | None:
    """Return what keeps a paragraph's lines; None where it holds more than texts and elements.

    Nor of a short one, whose lines are soon chosen.
    """
    if sum(len(box.text) for box in linebox.children if boxes.is_text(box)) < SHORT:
        return None
    style = linebox.style
    aligned = style["text_align_all"], style["text_align_last"], style["direction"]
    edge = keeps_its_edge(linebox, holder), context.is_stiff
    pieces, texts = [repr((widths, holder.width, edge, aligned))], list[boxes.TextBox]()
    if not _walk(linebox, holder, pieces, texts):
        return None
    return LineKeeper("\0".join(pieces), texts, style.font_config.__dict__)


def _walk(
    parent: boxes.Box, holder: boxes.Box, pieces: list[str], texts: list[boxes.TextBox]
) -> bool:
    """Write down what an element holds; tell whether it holds nothing else."""
    for box in parent.children:
        if not box.is_in_normal_flow():
            return False
        if boxes.is_text(box):
            pieces += (_name_of(box.style), box.text)
            texts.append(box)
        elif boxes.is_inline(box) and not box.is_leader:
            inline.resolve_percentages(box, holder)
            settings = [box.style[name] for name in ("position", "direction", "white_space")]
            pieces.append(repr((edges_of(box), is_bound(box), settings)))
            if not _walk(box, holder, pieces, texts):
                return False
            pieces.append("")
        else:
            return False
    return True


def _name_of(style: Style) -> str:
    """Name all of a style that lines follow from."""
    name: str | None = style.__dict__.get("name_in_lines")
    if name is None:
        name = f"{words_of(style).name} {style['white_space']}"
        style.__dict__["name_in_lines"] = name
    return name
