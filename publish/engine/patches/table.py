"""All patches of WeasyPrint, in the order in which they are applied, by what they patch.

Of two patches of one function the later calls the earlier one (`over`), which
calls WeasyPrint's own.
"""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import NamedTuple

import weasyprint.css
import weasyprint.document
import weasyprint.layout
import weasyprint.pdf
from weasyprint import draw, svg
from weasyprint.css import ComputedStyle, StyleFor
from weasyprint.draw import border, text
from weasyprint.formatting_structure import boxes
from weasyprint.layout import LayoutContext, absolute, background, block, inline, preferred
from weasyprint.pdf import tags
from weasyprint.text import line_break
from weasyprint.text.line_break import Layout

from publish.engine.patches import (
    bare_boxes,
    bare_lines,
    bound_marks,
    chosen_lines,
    cjk_justification,
    column_rules,
    copied_text,
    footnotes_kept,
    hanging_spaces,
    hyphen_limits,
    known_families,
    leaders,
    let_go,
    ligatures,
    line_grid,
    link_areas,
    long_layout,
    long_texts,
    made_up_pages,
    margin_boxes,
    margin_notes,
    page_references,
    page_styles,
    quick_boxes,
    repeated_hyphens,
    resolved_lengths,
    rtl_indents,
    shared_styles,
    spaced_lines,
    spoken_tags,
    svg_gradients,
    unused_styles,
    usual_values,
)

Replacement = Callable[..., object]


class Patch(NamedTuple):
    """One function or method of WeasyPrint, and what takes its place."""

    owner: ModuleType | type
    """The module or class that it is looked up in. Where a module has imported a function by its
    name, that is another place than where it is defined."""
    name: str
    replacement: Replacement
    signature: str
    """What the function of WeasyPrint takes, which the replacement hands on to it."""
    over: Replacement | None = None
    """An earlier patch of the same function, which this one calls instead of WeasyPrint's own."""


LINEBOX = (
    "(context, linebox, position_y, bottom_space, skip_stack, containing_block, absolute_boxes,"
    " fixed_boxes, first_letter_style, first_line_style)"
)
LINES = (
    "(context, box, index, child, new_children, page_is_empty, absolute_boxes, fixed_boxes,"
    " adjoining_margins, bottom_space, position_y, skip_stack, first_letter_style,"
    " first_line_style, draw_bottom_decoration, max_lines)"
)
FIRST_LINE = (
    "(text, style, context, max_width, justification_spacing, is_line_start=True, minimum=False)"
)
STYLE = "(self, element, parent, root=None, pseudo_type=None, base_url=None, target_collector=None)"
SET_TEXT = "(self, text, justify=False)"

LINE_PATCHES = (
    Patch(inline, "split_first_line", long_texts.split_within_reach, FIRST_LINE),
    Patch(preferred, "split_first_line", long_texts.split_within_reach, FIRST_LINE),
    Patch(
        inline,
        "split_first_line",
        hanging_spaces.split_with_space_hanging,
        FIRST_LINE,
        over=long_texts.split_within_reach,
    ),
    Patch(
        line_break,
        "get_next_word_boundaries",
        long_texts.word_boundaries_nearby,
        "(text, lang)",
    ),
    Patch(
        inline,
        "split_inline_level",
        bound_marks.split_bound,
        "(context, box, position_x, max_x, bottom_space, skip_stack, containing_block,"
        " absolute_boxes, fixed_boxes, line_placeholders, waiting_floats, line_children,"
        " first_letter_style, first_line_style)",
    ),
    Patch(inline, "strut", line_grid.strut_of, "(style)"),
    Patch(
        inline,
        "split_text_box",
        line_grid.split_on_grid,
        "(context, box, available_width, skip, is_line_start=True)",
    ),
    Patch(
        inline,
        "text_align",
        rtl_indents.align_indented,
        "(context, line, available_width, last)",
    ),
    Patch(
        inline,
        "resolve_percentages",
        resolved_lengths.resolve_once,
        "(box, containing_block)",
    ),
    Patch(
        block,
        "resolve_percentages",
        resolved_lengths.resolve_once,
        "(box, containing_block)",
    ),
    Patch(inline, "handle_leader", leaders.handle_as_one, "(context, line, containing_block)"),
    Patch(boxes.InlineBox, "hit_area", link_areas.area_of_letters, "(self)"),
)

HYPHEN_PATCHES = (
    Patch(inline, "get_next_linebox", repeated_hyphens.next_line_with_hyphen, LINEBOX),
    Patch(
        inline,
        "get_next_linebox",
        hyphen_limits.next_line_in_limits,
        LINEBOX,
        over=repeated_hyphens.next_line_with_hyphen,
    ),
    Patch(
        draw,
        "draw_text",
        repeated_hyphens.draw_text_and_hyphen,
        "(stream, textbox, offset_x, text_overflow, block_ellipsis)",
    ),
)

NOTE_PATCHES = (
    Patch(
        weasyprint.document,
        "build_formatting_structure",
        footnotes_kept.build_boxes_of_notes_too,
        "(element_tree, style_for, get_image_from_uri, base_url, target_collector, counter_style,"
        " footnotes)",
    ),
    Patch(block, "_linebox_layout", footnotes_kept.lay_out_lines_with_notes, LINES),
    Patch(LayoutContext, "_update_footnote_area", footnotes_kept.update_area, "(self)"),
    Patch(
        absolute,
        "absolute_block",
        margin_notes.lay_out_whole,
        "(context, box, containing_block, fixed_boxes, bottom_space, skip_stack, cb_x, cb_y,"
        " cb_width, cb_height)",
    ),
)

PAGE_PATCHES = (
    Patch(
        block,
        "_linebox_layout",
        hyphen_limits.lay_out_lines_in_limits,
        LINES,
        over=footnotes_kept.lay_out_lines_with_notes,
    ),
    Patch(
        block,
        "find_earlier_page_break",
        hyphen_limits.break_earlier_behind_word,
        "(context, children, absolute_boxes, fixed_boxes)",
    ),
    Patch(
        weasyprint.document,
        "layout_document",
        long_layout.lay_out_document,
        "(html, root_box, context, max_loops=8)",
    ),
    Patch(
        weasyprint.layout,
        "make_all_pages",
        made_up_pages.make_up_pages,
        "(context, root_box, html, pages)",
    ),
    Patch(
        weasyprint.layout.page,
        "block_level_layout",
        made_up_pages.lay_out_shorter,
        "(context, box, bottom_space, skip_stack, containing_block, page_is_empty=True,"
        " absolute_boxes=None, fixed_boxes=None, adjoining_margins=None, first_letter_style=None,"
        " first_line_style=None, discard=False, max_lines=None)",
    ),
    Patch(
        weasyprint.layout.page,
        "make_page",
        let_go.make_page_apart,
        "(context, root_box, page_type, resume_at, page_number, page_state)",
    ),
    Patch(
        weasyprint.layout, "make_margin_boxes", margin_boxes.make_if_any, "(context, page, state)"
    ),
)

BOX_PATCHES = (
    Patch(boxes.Box, "descendants", quick_boxes.walk_down, "(self, placeholders=False)"),
    Patch(boxes.Box, "is_in_normal_flow", quick_boxes.is_in_flow, "(self)"),
)

SPACING_PATCHES = (Patch(Layout, "set_text", ligatures.set_text_parted, SET_TEXT),)

CJK_PATCHES = (
    Patch(inline, "justify_line", cjk_justification.fill_line, "(context, line, extra_width)"),
)

PARAGRAPH_PATCHES = (
    Patch(
        inline,
        "get_next_linebox",
        chosen_lines.next_chosen_line,
        LINEBOX,
        over=hyphen_limits.next_line_in_limits,
    ),
    Patch(
        block,
        "iter_line_boxes",
        chosen_lines.make_lines,
        "(context, box, position_y, bottom_space, skip_stack, containing_block, absolute_boxes,"
        " fixed_boxes, first_letter_style, first_line_style)",
    ),
    Patch(
        inline,
        "split_inline_box",
        chosen_lines.split_endless,
        "(context, box, position_x, max_x, bottom_space, skip_stack, containing_block,"
        " absolute_boxes, fixed_boxes, line_placeholders, waiting_floats, line_children,"
        " first_letter_style, first_line_style)",
    ),
    Patch(
        inline,
        "split_text_box",
        chosen_lines.split_at_cut,
        "(context, box, available_width, skip, is_line_start=True)",
        over=line_grid.split_on_grid,
    ),
    Patch(
        inline,
        "text_align",
        chosen_lines.align_chosen,
        "(context, line, available_width, last)",
        over=rtl_indents.align_indented,
    ),
    Patch(border, "draw_column_rules", column_rules.draw_rules_in_gaps, "(stream, box)"),
    Patch(
        draw,
        "draw_text",
        spaced_lines.draw_spaced,
        "(stream, textbox, offset_x, text_overflow, block_ellipsis)",
        over=repeated_hyphens.draw_text_and_hyphen,
    ),
)

STYLE_PATCHES = (
    Patch(
        line_break,
        "get_font_description",
        known_families.describe_with_known_families,
        "(style)",
    ),
    Patch(
        weasyprint.css,
        "find_style_attributes",
        shared_styles.find_declared_but_anchors,
        "(tree, presentational_hints=False, base_url=None)",
    ),
    Patch(
        StyleFor,
        "__init__",
        shared_styles.begin_with_anchors,
        "(self, html, sheets, presentational_hints, font_config, target_collector)",
    ),
    Patch(StyleFor, "set_computed_styles", shared_styles.compute_once, STYLE),
    Patch(
        StyleFor,
        "set_computed_styles",
        unused_styles.set_if_used,
        STYLE,
        over=shared_styles.compute_once,
    ),
    Patch(ComputedStyle, "__missing__", usual_values.compute_where_declared, "(self, key)"),
    Patch(
        weasyprint.layout.page,
        "set_page_type_computed_styles",
        page_styles.set_once_for_a_kind,
        "(page_type, html, style_for)",
    ),
)

DRAWING_PATCHES = (
    Patch(
        background,
        "layout_box_backgrounds",
        bare_boxes.lay_out_if_any,
        "(page, box, get_image_from_uri, layout_children=True, style=None)",
    ),
    Patch(
        draw,
        "draw_inline_level",
        bare_lines.draw_bare_line,
        "(stream, page, box, offset_x=0, text_overflow='clip', block_ellipsis='none')",
    ),
    Patch(
        text,
        "draw_first_line",
        copied_text.draw_line_with_its_text,
        "(stream, textbox, text_overflow, block_ellipsis, matrix)",
    ),
    Patch(
        weasyprint.pdf,
        "add_tags",
        page_references.add_tags_to_drawn,
        "(pdf, document, pdf_version, page_streams)",
    ),
    Patch(
        svg,
        "draw_gradient",
        svg_gradients.draw_in_user_space,
        "(svg, node, gradient, font_size, opacity, stroke)",
    ),
    Patch(
        tags,
        "_build_box_tree",
        spoken_tags.build_box_tree_in_full,
        "(box, parent, pdf, page_number, nums, annotations, tags)",
    ),
)

PATCHES = (
    *LINE_PATCHES,
    *HYPHEN_PATCHES,
    *NOTE_PATCHES,
    *PAGE_PATCHES,
    *BOX_PATCHES,
    *SPACING_PATCHES,
    *CJK_PATCHES,
    *PARAGRAPH_PATCHES,
    *STYLE_PATCHES,
    *DRAWING_PATCHES,
)
