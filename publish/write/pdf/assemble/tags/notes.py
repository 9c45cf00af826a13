"""A note at the foot is tagged as one, with a name of its own (ISO 14289-1 clause 7.9)."""

from __future__ import annotations

from pikepdf import Name, Object

from publish.write.pdf.assemble.tags.tree import Names, kids


def tag_notes(root: Object, names: Names) -> None:
    """Tag notes, which stand outside all sections, each below what holds those of its page."""
    for document in kids(root):
        for area in kids(document):
            for note in kids(area) if str(area.S) == "/NonStruct" else []:
                if str(note.S) == "/NonStruct":
                    note.S = Name.Note
                    names.name(note)
