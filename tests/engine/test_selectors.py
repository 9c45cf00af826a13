"""Sheets narrowed to a document: nothing that would match in it is lost."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement

import cssselect2
import tinycss2
from hypothesis import given
from hypothesis import strategies as st

from publish.engine import teach
from publish.engine.resources import _parse_sheet
from publish.engine.selectors import names_in, narrowed
from publish.house.stylesheets import COMMON, styles_folder

NAMES = st.sampled_from(
    "html p div section table tr td ul ol li a aside i em h1 h2 span blockquote figure svg".split()
)
CLASSES = st.sampled_from(
    "lg l stanza note foot noteref q body chapter simple plain entry orth witness description "
    "person cut continued speaker drop-folio running-head".split()
)
ATTRIBUTES = st.sampled_from(
    [
        ("dir", "rtl"),
        ("dir", "LTR"),
        ("lang", "zh-Hant"),
        ("lang", "he"),
        ("{http://www.w3.org/XML/1998/namespace}lang", "YI"),
        ("hidden", ""),
        ("href", "#a"),
        ("id", "a"),
        ("data-type", "poem"),
        ("rules", "all"),
    ]
)


@st.composite
def trees(draw: st.DrawFn) -> Element:
    root = Element("html")
    made = [root]
    for _ in range(draw(st.integers(1, 12))):
        child = SubElement(draw(st.sampled_from(made)), draw(NAMES))
        child.attrib |= dict(draw(st.lists(ATTRIBUTES, max_size=2)))
        if classes := draw(st.lists(CLASSES, max_size=3)):
            child.set("class", " ".join(classes))
        made.append(child)
    return root


def matchers() -> Iterator[cssselect2.Matcher]:
    """Those of the house's sheets, and of WeasyPrint's own."""
    teach()
    from weasyprint.html import UA_STYLESHEET

    yield UA_STYLESHEET.matcher
    for name in (*COMMON, "print"):
        yield _parse_sheet((styles_folder() / f"{name}.css").read_text("utf-8")).matcher


def matched(matcher: cssselect2.Matcher, root: Element) -> list[list[object]]:
    """What each element matches, in its order."""
    elements = cssselect2.ElementWrapper.from_html_root(root).iter_subtree()
    return [[(rule[:3], id(rule[3])) for rule in matcher.match(each)] for each in elements]


@given(trees())
def test_a_narrowed_sheet_matches_what_the_whole_does(root: Element) -> None:
    for matcher in matchers():
        assert matched(narrowed(matcher, names_in(root)), root) == matched(matcher, root)


HARD = """
:is(td, .a) > p {} :where(:lang(de), [title]) i {} p:not(.x) {} p:has(> b) {} .A {} #Id {}
[DATA-x="1" i] {} * + svg {} :root {} p:lang(de-AT) {} a:link {} :is(:first-child, .q) {}
"""


@given(trees())
def test_nor_does_any_kind_of_selector_lose_its_elements(root: Element) -> None:
    teach()
    matcher = cssselect2.Matcher()
    for rule in tinycss2.parse_stylesheet(HARD, skip_whitespace=True):
        for selector in cssselect2.compile_selector_list(rule.prelude):
            matcher.add_selector(selector, rule)
    root.append(Element("p", {"lang": "de-AT", "title": "", "class": "A", "data-x": "1"}))
    root.append(Element("svg", {"id": "Id"}))
    assert matched(narrowed(matcher, names_in(root)), root) == matched(matcher, root)


def test_a_sheet_that_was_parsed_before_keeps_all_selectors() -> None:
    """A program may have imported WeasyPrint before us."""
    matcher = cssselect2.Matcher()
    matcher.class_selectors["a"] = [(lambda _: True, (0, 1, 0), 1, None, "payload")]
    root = Element("p", {"class": "a"})
    assert matched(narrowed(matcher, names_in(root)), root) == matched(matcher, root) != [[]]
