"""An entry of a list holds a label and a body (ISO 14289-1 clause 7.6)."""

from __future__ import annotations

from pikepdf import Array, Name, Object, Pdf

from publish.write.pdf.assemble.tags.tree import kids, new_element

OF_ITEMS = ("/Lbl", "/LBody")


def mend_list(pdf: Pdf, item: Object) -> None:
    """Put what is neither label nor body of an entry into its body."""
    inside = kids(item)
    if all(str(kid.S) in OF_ITEMS for kid in inside):
        return
    bodies = [kid for kid in inside if str(kid.S) == "/LBody"]
    body = bodies[0] if bodies else new_element(pdf, Name.LBody, item)
    held = list(body.K)
    for kid in inside:
        if str(kid.S) not in OF_ITEMS:
            kid.P = body
            held.append(kid)
    body.K = Array(held)
    item.K = Array([*(kid for kid in inside if str(kid.S) == "/Lbl"), body])
