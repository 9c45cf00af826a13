"""Any correction in any markup: the corrected text is right, the diplomatic one is the source."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from publish.model.document import Document, tei, text_runs
from publish.model.edition import Edition
from publish.model.erratum import Erratum, Outcome, Status
from publish.revise import apply_errata, diplomatic, resolve
from tests.searches import search

MakeDocument = Callable[..., Document]

words = st.text("abcde fgé", min_size=0, max_size=6)
inline = st.recursive(
    words,
    lambda inner: st.builds(
        lambda name, parts: f"<{name}>{''.join(parts)}</{name}>",
        st.sampled_from(["hi", "emph", "seg", "name"]),
        st.lists(inner, min_size=1, max_size=4),
    ),
    max_leaves=8,
)
extras = st.sampled_from(["<note>n</note>", "<pb/>", "<lb/>", "<!--c-->", "<fw>f</fw>", "<?p?>"])
paragraphs = st.lists(st.one_of(inline, extras), min_size=1, max_size=8).map("".join)


def shown(document: Document) -> str:
    return "".join(run.text for run in text_runs(document.root) if run.block.tag != tei("note"))


@search(60)
@given(paragraphs, st.data())
def test_any_quotation_in_any_markup(
    tei_document: MakeDocument, body: str, data: st.DataObject
) -> None:
    document = tei_document(f"<p>{body}</p>")
    text = shown(document)
    start = data.draw(st.integers(0, len(text)))
    find = text[start : data.draw(st.integers(start, len(text)))]
    replace = data.draw(st.text("abcdeXYZ ", max_size=6))
    if not find.strip() or " ".join(find.split()) == " ".join(replace.split()):
        return
    before = etree.tostring(document.root, method="c14n")
    document.errata = (Erratum(id="E1", find=find, replace=replace, status=Status.VERIFIED),)
    apply_errata(document, Edition())
    if document.resolutions[0].outcome is not Outcome.APPLIED:
        assert etree.tostring(document.root, method="c14n") == before
        return
    etree.fromstring(etree.tostring(document.root))
    corrected = shown(document).split()
    wanted = text[:start] + replace + text[start + len(find) :]
    assert text.count(find) != 1 or "".join(corrected) == "".join(wanted.split())
    once = etree.tostring(document.root, method="c14n")
    apply_errata(document, Edition())
    assert etree.tostring(document.root, method="c14n") == once
    copied = document.copy()
    resolve(copied.root, "corr")
    assert shown(copied).split() == corrected
    diplomatic(document.root)
    assert etree.tostring(document.root, method="c14n") == before
