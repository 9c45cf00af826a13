"""A compound's own hyphen at a line's end is set once more at the head of the next line.

Polish, Czech, Slovak, Croatian, Serbian, Slovenian, Bosnian, Sorbian and Portuguese writing wants
it so, lest it be taken for one of printing (Acordo Ortográfico 1990, base XX; Pravidla českého
pravopisu 3.2). CSS has no word for it and WeasyPrint 70 does not know it. The second hyphen is
drawn only: the line makes room for it by an indent, and who copies or searches the text does not
find it there, since its replacement text is empty (ISO 32000-1 clause 14.9.4).
"""

from __future__ import annotations

from collections.abc import Iterator

import pydyf
from weasyprint.text.line_break import create_layout, line_size

from publish.engine.boxes import Box, Context, LineBox, TextBox, is_parent, is_text
from publish.engine.glyphs import DrawingStream, TextLayout
from publish.engine.patches.drawn_lines import draw_from_words
from publish.engine.patches.made_lines import Given, MadeLine, next_line
from publish.house.language.hyphenation import REPEAT_HYPHENS

HYPHEN = "-"


def next_line_with_hyphen(context: Context, linebox: LineBox, *given: *Given) -> MadeLine:
    """Make a line as WeasyPrint does, and one after a compound's hyphen with room for another."""
    skip = given[2]
    divided: set[str] = linebox.__dict__.setdefault("divided_at", set())
    if skip is None or str(skip) not in divided:
        line, resume_at = next_line(context, linebox, *given)
    else:
        line, resume_at = _with_hyphen(context, linebox, *given)
    if line is not None and resume_at is not None and _ends_in_compound(line):
        divided.add(str(resume_at))
    return line, resume_at


def _with_hyphen(context: Context, linebox: LineBox, *given: *Given) -> MadeLine:
    indent = linebox.text_indent
    linebox.text_indent = indent + _width(create_layout(HYPHEN, linebox.style, context, None, 0))
    try:
        line, resume_at = next_line(context, linebox, *given)
    finally:
        linebox.text_indent = indent
    first = next(_texts(line), None) if line is not None else None
    if first is None or not first.text[:1].isalpha():
        line, resume_at = next_line(context, linebox, *given)
    else:
        first.__dict__["hyphen_before"] = True
    return line, resume_at


def _texts(box: Box) -> Iterator[TextBox]:
    if is_text(box):
        yield box
    elif is_parent(box):
        for child in box.children:
            yield from _texts(child)


def _ends_in_compound(line: LineBox) -> bool:
    """Tell whether a line ends in a word's own hyphen, in a language that repeats it."""
    last = next(reversed(list(_texts(line))), None)
    if last is None or not last.text.endswith(HYPHEN) or not last.text[-2:-1].isalpha():
        return False
    return (last.style["lang"] or "").lower().partition("-")[0] in REPEAT_HYPHENS


def _width(layout: TextLayout) -> float:
    return float(line_size(layout.get_first_line()[0], layout.style)[0])


def draw_text_and_hyphen(stream: DrawingStream, textbox: TextBox, *rest: object) -> None:
    """Draw a text as WeasyPrint does, and before it the hyphen that it repeats."""
    if textbox.__dict__.get("hyphen_before"):
        hyphen = textbox.copy()
        hyphen.text = HYPHEN
        hyphen.pango_layout = create_layout(HYPHEN, textbox.style, None, None, 0)
        hyphen.position_x -= _width(hyphen.pango_layout)
        unread = pydyf.Dictionary({"ActualText": pydyf.String("")})
        stream.begin_marked_content("Span", unread)
        draw_from_words(stream, hyphen, 0, "clip", "none")
        stream.end_marked_content()
    draw_from_words(stream, textbox, *rest)
