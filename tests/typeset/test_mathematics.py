"""Formulas: MathML that books may hold, made of MathML that manuscripts bring, and of TeX."""

from __future__ import annotations

import re

import pytest
from lxml import etree

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
    assert annotation.text == tex.strip("$").removeprefix("\\(").removesuffix("\\)")


@pytest.mark.parametrize("tex", ["", "$$", r"\nosuchcommand{3}", "a & b", r"\left("])
def test_tex_that_is_not_understood_gives_nothing(tex: str) -> None:
    assert math_of_tex(tex, is_block=False) is None
