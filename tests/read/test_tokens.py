"""Words in markup: the space between two of them, by `@join`, by the file or by the language."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from publish.model.document import TEI, Document, text_runs
from publish.read.tokens import space_tokens

CASES = [
    (
        "joined to the right or left",
        "en",
        '<p><s>\n<w join="right">can</w>\n<w>not</w>\n<w join="right">go</w>\n<pc>,</pc>\n'
        '<w>sir</w>\n<pc join="left">.</pc>\n</s></p>',
        "cannot go, sir.",
    ),
    (
        "one to a line",
        "en",
        "<ab>\n<w>Go</w>\n<pc>,</pc>\n<pc>&quot;</pc>\n<w>he</w>\n<w>said</w>\n<pc>&quot;</pc>\n"
        "<pc>(</pc>\n<w>do</w>\n<w>n't</w>\n<pc>)</pc>\n<pc>.</pc>\n</ab>",
        'Go, "he said" (don\'t).',
    ),
    (
        "no space at all",
        "en",
        "<l><w>Go</w><pc>,</pc><pc>“</pc><w>well</w><pc>-</pc><w>known</w><w>sir</w><pc>.</pc>"
        "<pc>”</pc></l>",
        "Go, “well-known sir.”",
    ),
    (
        "words among the features",
        "en",
        '<p>\n<w>\n<fs>\n<f name="wordform">ec </f><f name="pos"/></fs>\n</w>\n<w>\n<fs>\n'
        '<f name="wordform">is</f></fs>\n</w>\n<c>-</c>\n<w>\n<fs>\n<f name="wordform">sabet </f>'
        "</fs>\n</w>\n<c>.</c>\n</p>",
        "ec is-sabet.",
    ),
    (
        "a sign that is no token between joined words",
        "en",
        '<p><w join="right">well</w>-<w join="left">known</w> <w>sir</w></p>',
        "well-known sir",
    ),
    (
        "glued to the word before",
        "ar",
        '<u>\n<w>f</w>\n<pc rend="glue">-</pc>\n<w rend="glue">il</w>\n<w>alam</w>\n'
        '<pc rend="glue">.</pc>\n</u>',
        "f-il alam.",
    ),
    ("two words", "en", "<u><w>one</w><w>two</w></u>", "one two"),
    (
        "spaces in markup",
        "en",
        "<p>\n<w>Go</w>\n<pc>,</pc>\n<c> </c>\n<w>sir</w>\n<pc>!</pc></p>",
        "Go, sir!",
    ),
    ("the file's own", "en", "<p><w>to</w><w>day</w> <w>sir</w><pc>!</pc></p>", "today sir!"),
    ("within the words", "en", "<p><w>well </w><w>done</w><pc>.</pc></p>", "well done."),
    (
        "beside plain words",
        "en",
        "<p>See <w>it</w> <pc>,</pc> and <w>go</w>.</p>",
        "See it, and go.",
    ),
    ("over a page", "en", '<p><w>a</w><pb n="2"/><w>b</w> <w>c</w> <pc>.</pc></p>', "a b c."),
    ("a word in two", "en", '<p><w part="I">Hel</w><w part="F">lo</w><w>sir</w></p>', "Hello sir"),
    ("morphemes", "en", "<p><w>\n<m>un</m>\n<m>do</m>\n</w>\n<w>it</w></p>", "undo it"),
    (
        "French",
        "fr",
        "<p>\n<w>Qu'</w>\n<w>il</w>\n<pc>,</pc>\n<pc>«</pc>\n<w>lui</w>\n<pc>»</pc>\n<pc>!</pc></p>",
        "Qu'il, « lui » !",
    ),
    (
        "German",
        "de",
        "<p><w>Er</w><pc>:</pc><pc>„</pc><w>Da</w><pc>“</pc><pc>.</pc></p>",
        "Er: „Da“.",
    ),
    (
        "Chinese",
        "zh",
        "<p>\n<w>你好</w>\n<pc>，</pc>\n<w>世界</w>\n<pc>。</pc></p>",
        "你好，世界。",
    ),
    ("Thai", "th", "<p>\n<w>สวัสดี</w>\n<w>ครับ</w>\n</p>", "สวัสดีครับ"),
    (
        "at three levels",
        "is",
        "<p>\n<w>\n<abbr>kgr</abbr>\n<orig>k<ex>onun</ex>gr</orig>\n<reg>konungr</reg>\n</w>\n"
        "<pc>\n<orig/>\n<reg>,</reg>\n</pc>\n<w>\n<orig>er</orig>\n<reg>er</reg></w></p>",
        "konungr, er",
    ),
    ("sentences that touch", "en", "<p><s>One.</s><s>Two.</s></p>", "One. Two."),
    (
        "a gloss",
        "en",
        '<ab><seg><seg type="m">bahay</seg><seg type="gloss">house</seg></seg></ab>',
        "bahay house",
    ),
    ("a gloss behind a word", "en", "<p><w>bahay</w><gloss>house</gloss></p>", "bahay house"),
]


@pytest.mark.parametrize(
    ("lang", "given", "wanted"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_words_stand_as_a_reader_expects(lang: str, given: str, wanted: str) -> None:
    root = etree.fromstring(f'<TEI xmlns="{TEI}"><text xml:lang="{lang}">{given}</text></TEI>')
    document = Document(root, Path("a.xml"), "a.xml")
    space_tokens(document, lang)
    once = etree.tostring(root)
    said = " ".join(" ".join(run.text for run in text_runs(root)).split())
    assert said == wanted
    space_tokens(document, lang)
    assert etree.tostring(root) == once
