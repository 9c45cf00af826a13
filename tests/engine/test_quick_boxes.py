"""Boxes are walked through and asked as WeasyPrint does it, in fewer steps."""

from __future__ import annotations

from collections.abc import Iterator

import weasyprint
from weasyprint.layout.absolute import AbsolutePlaceholder

from publish.engine import teach
from publish.engine.boxes import Box

PAGE = """<style>
  .float { float: left } .fixed { position: fixed; top: 0 } .note { float: footnote }
  .aside { position: absolute; right: 0 } .moved { position: relative; top: 1px }
  .head { position: running(head) } @page { @top-center { content: element(head) } }
</style>
<h1 class="head">Head</h1>
<p>Words <b class="float">of</b> a <i class="aside">page <em>that</em></i> has
<span class="note">notes</span> <u class="moved">and</u> <s class="fixed">more</s>.</p>
<table><tr><td>One<td>Two</table><ul><li>A list</ul>"""


def step_by_step(box: Box, *, placeholders: bool) -> Iterator[Box]:
    yield box
    for child in box.children:
        if not isinstance(child, AbsolutePlaceholder):
            yield from step_by_step(child, placeholders=placeholders)
        elif placeholders:
            yield from step_by_step(child._box, placeholders=placeholders)
        else:
            yield child


def test_boxes_are_walked_through_in_their_order_and_know_whether_they_are_in_the_flow() -> None:
    teach()
    page = weasyprint.HTML(string=PAGE).render().pages[0]._page_box
    for placeholders in (False, True):
        walked = list(page.descendants(placeholders=placeholders))
        assert walked == list(step_by_step(page, placeholders=placeholders))
    kinds = [AbsolutePlaceholder in map(type, page.descendants(placeholders=p)) for p in (0, 1)]
    assert kinds == [True, False]
    for box in page.descendants(placeholders=True):
        is_out = box.is_floated() or box.is_absolutely_positioned() or box.is_footnote()
        assert box.is_in_normal_flow() is not (is_out or box.is_running() or box.is_note())
