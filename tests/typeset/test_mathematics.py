"""Formulas: MathML that books may hold, made of MathML that manuscripts bring, and of TeX."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from publish.typeset.linear_math import linear_text
from publish.typeset.mathematics import MATHML, clean_math, math_of_tex


def inside(math: etree._Element) -> str:
    text = etree.tostring(math, encoding="unicode")
    return re.sub(r"\A<math>|</math>\Z", "", re.sub(r' xmlns(:\w+)?="[^"]*"|\w+:(?=\w)', "", text))


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("<m:mi>x</m:mi>", "<mi>x</mi>"),
        ('<m:mi xml:id="a" xref="b" onclick="c">x</m:mi>', "<mi>x</mi>"),
        ("<m:mfrac><m:mi>a</m:mi></m:mfrac>", "<mfrac><mi>a</mi><mrow/></mfrac>"),
        (
            "<m:msup><m:mi>a</m:mi><m:mi>b</m:mi><m:mi>c</m:mi></m:msup>",
            "<msup><mi>a</mi><mrow><mi>b</mi><mi>c</mi></mrow></msup>",
        ),
        ("<m:mi>a<m:mglyph/> b</m:mi>", "<mi>a b</mi>"),
        ("<m:apply><m:ci>x</m:ci></m:apply>", "<mtext>x</mtext>"),
        (
            "<m:mtable><m:mi>x</m:mi></m:mtable>",
            "<mtable><mtr><mtd><mi>x</mi></mtd></mtr></mtable>",
        ),
        (
            "<m:semantics><m:mi>x</m:mi><m:annotation-xml><m:ci>x</m:ci></m:annotation-xml>"
            "</m:semantics>",
            "<mi>x</mi>",
        ),
    ],
)
def test_mathml_is_made_lawful(given: str, wanted: str) -> None:
    source = etree.fromstring(f'<m:math xmlns:m="{MATHML}">{given}</m:math>')
    assert inside(clean_math(source)) == wanted


@pytest.mark.parametrize(
    "tex", ["x", "$x$", "$$x$$", r"\(x\)", r"\frac{a}{b}", r"\begin{aligned}a&=b\end{aligned}"]
)
def test_tex_becomes_mathml_and_is_kept_beside_it(tex: str) -> None:
    math = math_of_tex(tex, is_block=True)
    assert math is not None
    assert math.get("display") == "block"
    annotation = math.find(f".//{{{MATHML}}}annotation")
    assert annotation is not None
    assert (
        annotation.text
        == math.get("alttext")
        == tex.strip("$").removeprefix("\\(").removesuffix("\\)")
    )


@pytest.mark.parametrize("tex", ["", "$$", r"\nosuchcommand{3}", "a & b", r"\left("])
def test_tex_that_is_not_understood_gives_nothing(tex: str) -> None:
    assert math_of_tex(tex, is_block=False) is None


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("<mi>x</mi><mo>=</mo><mfrac><mn>1</mn><mn>2</mn></mfrac>", "x = 1/2"),
        ("<mn>2</mn><mfrac><mn>1</mn><mn>2</mn></mfrac>", "2 1/2"),
        ("<msup><mi>e</mi><mrow><mi>i</mi><mi>π</mi></mrow></msup><mo>+</mo><mn>1</mn>",
         "e^(i π) + 1"),
        ("<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><msqrt><mn>2</mn></msqrt></mfrac>",
         "(a + b)/sqrt(2)"),
        ("<mroot><mi>x</mi><mn>3</mn></mroot>", "root(x, 3)"),
        ("<msubsup><mi>x</mi><mn>1</mn><mn>2</mn></msubsup><mi>y</mi>", "x_1^2 y"),
        ("<mo>-</mo><mn>1</mn><mo>&lt;</mo><mo>-</mo><mn>2</mn><mi>x</mi>", "-1 < -2x"),
        ("<mi>f</mi><mo>⁡</mo><mo>(</mo><mi>x</mi><mo>,</mo><mi>y</mi><mo>)</mo>", "f(x, y)"),
        ("<mi>sin</mi><mi>x</mi><msup><mi>f</mi><mo>′</mo></msup>", "sin x f′"),
        ("<munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover>"
         "<mi>i</mi>", "∑_(i = 1)^n i"),
        ("<mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>0</mn></mtd></mtr><mtr><mtd><mn>0</mn></mtd>"
         "<mtd><mn>1</mn></mtd></mtr></mtable>", "[1, 0; 0, 1]"),
        ("<mo>(</mo><mtable><mtr><mtd><mi>a</mi></mtd><mtd><mi>b</mi></mtd></mtr></mtable>"
         "<mo>)</mo>",
         "(a, b)"),
        ("<mfenced><mi>a</mi><mi>b</mi></mfenced>", "(a, b)"),
        ("<mover><mi>x</mi><mo>¯</mo></mover>", "bar(x)"),
        ("<mmultiscripts><mi>C</mi><mprescripts/><mn>6</mn><mn>14</mn></mmultiscripts>", "_6^14C"),
        ("<mfrac linethickness='0'><mi>n</mi><mi>k</mi></mfrac>", "binom(n, k)"),
    ],
)  # fmt: skip
def test_a_formula_reads_right_as_a_line_of_text(given: str, said: str) -> None:
    assert linear_text(etree.fromstring(f'<math xmlns="{MATHML}">{given}</math>')) == said
