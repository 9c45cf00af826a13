"""Formulas on the page: simple ones are words of the text, others are drawn."""

from __future__ import annotations

from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest

from publish.engine.tree_names import FORMULA
from publish.engine.tree_names import MATHML as MATHML_OF
from publish.write.pdf.prepare.setting.formulas import set_formulas

MATHML = "http://www.w3.org/1998/Math/MathML"
SVG = "{http://www.w3.org/2000/svg}svg"


def page(math: str) -> Element:
    root = ElementTree.fromstring(
        f'<p>Let <math xmlns="{MATHML}" alttext="what it says">{math}</math> be.</p>'
    )
    set_formulas(root)
    for formula in root.iter():
        formula.attrib.pop(FORMULA, "")
        formula.attrib.pop(MATHML_OF, "")
    return root


@pytest.mark.parametrize(
    ("math", "words"),
    [
        ("<mi>K</mi>", '<span class="math"><i>K</i></span>'),
        (
            "<msub><mi>x</mi><mi>i</mi></msub><mo>+</mo><mn>1</mn>",
            '<span class="math"><i>x</i><sub><i>i</i></sub>\u2009+\u20091</span>',
        ),
        ("<mi>sin</mi><mo>(</mo><mi>x</mi><mo>)</mo>", '<span class="math">sin(<i>x</i>)</span>'),
        (
            "<semantics><mrow><mn>2</mn></mrow><annotation>two</annotation></semantics>",
            '<span class="math">2</span>',
        ),
        (
            "<mrow><mfrac><mn>5</mn><mn>4</mn></mfrac></mrow>",
            '<span class="math fraction">5\u20444</span>',
        ),
    ],
)
def test_a_formula_of_one_line_is_set_as_words(math: str, words: str) -> None:
    root = page(math)
    assert ElementTree.tostring(root, encoding="unicode") == f"<p>Let {words} be.</p>"


@pytest.mark.parametrize(
    "math",
    [
        "<mfrac><mi>a</mi><mi>b</mi></mfrac>",
        "<msqrt><mn>2</mn></msqrt>",
        "<msubsup><mi>x</mi><mn>1</mn><mn>2</mn></msubsup>",
        "<mtable><mtr><mtd><mi>a</mi></mtd></mtr></mtable>",
        "<mfrac><mi>a</mi><mi>b</mi></mfrac><mtext/><ms/>",
    ],
)
def test_other_formulas_are_drawn_and_described(math: str) -> None:
    (drawn,) = page(math)
    assert drawn.tag == SVG
    assert drawn.tail == " be."
    assert (drawn.get("height") or "").endswith("em")
    assert [e.text for e in drawn if e.tag.endswith("title")] == ["what it says"]
    assert not [e for e in drawn.iter() if e.get("id")]


def test_what_cannot_be_drawn_has_its_letters_and_is_not_spelled_out() -> None:
    (shown,) = page("<mfrac><mi>a</mi></mfrac><mo>=</mo>")
    assert (shown.tag, shown.text) == ("span", "a=")


@pytest.mark.parametrize(
    "scripts", ["<msub>{}<mi>k</mi></msub>", "<msubsup>{0}<mi>k</mi>{1}</msubsup>"]
)
def test_brackets_beside_a_sum_are_as_high_as_what_they_hold(scripts: str) -> None:
    total = scripts.format("<mo>∑</mo>", "<mi>n</mi>")
    bracket = "<mi>P</mi><mo>(</mo><msqrt><mi>w</mi></msqrt><mo>)</mo><mo>=</mo>"
    drawing = page(bracket + total).find(f".//{SVG}")
    assert drawing is not None
    assert float(drawing.get("height", "").removesuffix("em")) < 4
