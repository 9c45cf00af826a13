"""Words that stand in a section itself are paragraphs of it (ISO/TS 32005, table 5).

XHTML lets a `div` or `blockquote` hold words; a tag of PDF 2.0 that groups others does not.
"""

from __future__ import annotations

from itertools import groupby

from pikepdf import Array, Dictionary, Name, Object, Pdf

from publish.write.pdf.assemble.tags.tree import elements, kids, new_element

GROUPS = frozenset(f"/{name}" for name in "Document Part Sect Div Art Aside BlockQuote".split())
LOOSE = frozenset(("/Div", "/NonStruct"))
"""Tags that say nothing of what they hold."""

HOLDING_GROUPS = frozenset(f"/{name}" for name in "LBody TD TH FENote Figure Caption".split())
IN_LINE = frozenset(f"/{name}" for name in "Span Em Strong Sub Link Formula Ruby Lbl".split())


def set_paragraphs(pdf: Pdf, root: Object) -> None:
    """Make paragraphs of what stands in groups beside others, or alone in them."""
    owners = {page.obj.objgen: page.obj.get("/StructParents") for page in pdf.pages}
    nums = list(root.ParentTree.Nums)
    parents = {int(nums[i]): nums[i + 1] for i in range(0, len(nums), 2)}
    for element in list(elements(kids(root))):
        if str(element.S) not in GROUPS | LOOSE:
            continue
        if not _is_among_groups(element):
            if Name.Div == element.S and str(element.P.S) not in HOLDING_GROUPS:
                element.S = Name.NonStruct
            continue
        held = list(element.get("/K", Array([])))
        are_words = [_is_word(kid) for kid in held]
        if not any(are_words):
            continue
        if all(are_words) and str(element.S) in LOOSE:
            element.S = Name.P
            continue
        made: list[Object | int] = []
        for is_word, run in groupby(held, _is_word):
            if not is_word:
                made += run
                continue
            paragraph = new_element(pdf, Name.P, element)
            made.append(paragraph)
            for kid in run:
                _move(kid, paragraph, parents, owners)
        element.K = Array(made)


def _is_among_groups(element: Object) -> bool:
    """Return whether a group stands in groups alone; in a cell or an item words may stand."""
    around = element.get("/P")
    while around is not None and "/S" in around:
        if str(around.S) not in GROUPS | LOOSE:
            return False
        around = around.get("/P")
    return True


def _is_word(kid: Object | int) -> bool:
    return not isinstance(kid, Dictionary) or "/S" not in kid or str(kid.S) in IN_LINE


def _move(
    kid: Object | int,
    into: Object,
    parents: dict[int, Object],
    owners: dict[tuple[int, int], Object | None],
) -> None:
    """Put a piece of content, or a tag, into a paragraph; content knows which tag it has."""
    into.K = Array([*into.K, kid])
    if isinstance(kid, Dictionary):
        if "/S" in kid:
            kid.P = into
            if "/Pg" in kid and "/Pg" not in into:
                into.Pg = kid.Pg
        return
    key = owners.get(into.Pg.objgen) if "/Pg" in into else None
    if key is not None:
        parents[int(key)][int(kid)] = into
