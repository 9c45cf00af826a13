"""Rules for the specification of a schema inside its documentation (ODD, TEI chapter 23).

What a schema declares is set as TEI's own reference pages set it: an element, attribute or value as
a term with its gloss, and what is said of it as the definition. Declarations without words of
their own, such as content models and rules in Schematron, are code.
"""

from __future__ import annotations

from lxml import etree

from publish.model.document import local_name
from publish.typeset.render import Typesetter
from publish.typeset.rules.code import set_source
from publish.typeset.rules.inline import set_as_surroundings

_SIGNS = {
    "elementSpec": ("<", ">"),
    "attDef": ("@", ""),
    "valItem": ("“", "”"),
}
"""What shows of which kind a name is, as for `gi`, `att` and `val`."""

_DECLARED = [*_SIGNS, *"classSpec macroSpec dataSpec moduleSpec paramSpec constraintSpec".split()]
_NAMES = frozenset(["gloss", "altIdent"])
_BLOCKS = "specGrp attList valList paramList exemplum remarks".split()
_CODE = """
    content classes datatype memberOf moduleRef classRef elementRef macroRef dataRef attRef
    constraint model modelGrp modelSequence anyElement equiv defaultVal stringVal specGrpRef
""".split()


def set_schema(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a whole schema under its name."""
    made = typesetter.open(into, "div", element, "specification")
    if element.get("ident"):
        line = typesetter.open(made, "p", cls="specified")
        typesetter.say(typesetter.open(line, "code", cls="ident"), element.get("ident"))
    _define(element, made, typesetter)


def set_group(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set declarations that stand together, or what is said of one, as a block."""
    _define(
        element, typesetter.open(into, "div", element, f"spec {local_name(element)}"), typesetter
    )


def set_declaration(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a declaration as a term with its definition; one that says nothing is code."""
    if not "".join(map(str, element.itertext())).strip():
        set_source(element, into, typesetter)
        return
    made = typesetter.open(into, "dl", element, f"spec {local_name(element)}")
    term = typesetter.open(made, "dt")
    opening, closing = _SIGNS.get(local_name(element), ("", ""))
    name = typesetter.open(term, "code", cls="ident")
    typesetter.say(name, f"{opening}{element.get('ident') or '?'}{closing}")
    for child in element:
        if local_name(child) in _NAMES:
            typesetter.say(term, " ")
            typesetter.children(child, typesetter.open(term, "span", child, local_name(child)))
    _define(element, typesetter.open(made, "dd"), typesetter)


def _define(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set what is said of a declaration, in its order; each description is a paragraph."""
    typesetter.say_text(element, into, str.strip)
    is_declared = local_name(element) in _DECLARED
    for child in element:
        if local_name(child) == "desc":
            typesetter.children(child, typesetter.open(into, "p", child, "desc"))
        elif not (is_declared and local_name(child) in _NAMES):
            typesetter.one(child, into)
        typesetter.say_tail(child, into, str.strip)


RULES = {
    "schemaSpec": set_schema,
    **dict.fromkeys(_DECLARED, set_declaration),
    **dict.fromkeys(_BLOCKS, set_group),
    **dict.fromkeys(_CODE, set_source),
    "altIdent": set_as_surroundings,
}
