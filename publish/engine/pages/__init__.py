"""Pages, planned for a division as a whole: where each ends, and which paragraphs help.

    laid-out pages -> slots.py -> flow.py -> plan.py (cost.py weighs) -> make_up.py -> pages

A division is laid out. Where a page is worse than it might be, its line slots are taken from the
layout, and paragraphs around are asked for a line more or less (`engine/paragraphs/looseness.py`).
A programme over pages, as that of Knuth and Plass is one over lines, chooses where pages end
(Plass, "Optimal Pagination Techniques for Automatic Typesetting Systems", 1981). Pages that are to
change are laid out again, and kept if they are better.
"""
