"""A formula in words, for who hears it, and as a line of signs where there are no words."""

from __future__ import annotations

import pytest
from lxml import etree

from publish.house.linear_math import linear_text
from publish.house.spoken_math import spoken_math

MATHML = "http://www.w3.org/1998/Math/MathML"
SQUARE = "<msup><mi>x</mi><mn>2</mn></msup>"
HALF = "<mfrac><mn>1</mn><mn>2</mn></mfrac>"
ROOT = "<msqrt><mn>2</mn></msqrt>"


def formula(inside: str) -> etree._Element:
    return etree.fromstring(f'<math xmlns="{MATHML}">{inside}</math>')


@pytest.mark.parametrize(
    ("given", "language", "said"),
    [
        (SQUARE, "en", "x squared"),
        (SQUARE, "de", "x Quadrat"),
        (SQUARE, "fr-CA", "x au carré"),
        (HALF, "en", "1 over 2"),
        (HALF, "de-AT", "ein halb"),
        (ROOT, "en-GB", "square root of 2"),
        (ROOT, "fr", "racine carrée de 2"),
        (f"<mi>y</mi><mo>≤</mo>{SQUARE}", "en", "y is less than or equal to x squared"),
        (SQUARE, "pt", "x ao quadrado"),
        (f"<semantics>{SQUARE}<annotation>x^2</annotation></semantics>", "en", "x squared"),
    ],
)
def test_a_formula_is_said_as_it_is_meant(given: str, language: str, said: str) -> None:
    assert spoken_math(formula(given), language) == said


@pytest.mark.parametrize(
    ("given", "language"),
    [
        (SQUARE, "la"),
        (SQUARE, "zh-Hant"),
        (SQUARE, ""),
        ("<msup><mi>A</mi><mo>*</mo></msup>", "en"),
        ("<mover><mo>→</mo><mi>f</mi></mover>", "en"),
        ("<menclose notation='longdiv'><mi>x</mi></menclose>", "en"),
        ("<mmultiscripts><mi>C</mi><mprescripts/><mn>6</mn><mn>14</mn></mmultiscripts>", "en"),
        ("<mrow>" * 100 + "<mi>x</mi>" + "</mrow>" * 100, "en"),
    ],
)
def test_nothing_is_said_where_it_would_be_wrong(given: str, language: str) -> None:
    assert spoken_math(formula(given), language) == ""


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
