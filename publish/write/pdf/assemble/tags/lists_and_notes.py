"""Entries of lists, and notes at the foot, tagged as such.

An entry of a list holds a label and a body (ISO 14289-1 clause 7.6). A note has a tag of its own,
with a name of its own (clause 7.9).
"""

from __future__ import annotations

from pikepdf import Array, Name, Object, Pdf

from publish.write.pdf.assemble.tags.tree import Names, kids, new_element

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


def tag_notes(root: Object, names: Names) -> None:
    """Tag notes, which are outside all sections, each below what holds those of its page."""
    for document in kids(root):
        for area in kids(document):
            for note in kids(area) if str(area.S) == "/NonStruct" else []:
                if str(note.S) == "/NonStruct":
                    note.S = Name.Note
                    names.name(note)
