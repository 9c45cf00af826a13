"""Pictures side by side in a table stay within the text block."""

from __future__ import annotations

from xml.etree import ElementTree

from publish.write.pdf.prepare.setting.wide_tables import fit_tables


def test_pictures_beside_each_other_share_the_width() -> None:
    row = "<tr><td><img src='images/a.png'/></td><td><img src='images/b.png'/></td></tr>"
    root = ElementTree.fromstring(f"<html><body><table>{row}</table></body></html>")
    fit_tables(root, 26)
    widths = [
        float(img.get("style", "").split()[1].removesuffix("rem")) for img in root.iter("img")
    ]
    assert len(widths) == 2
    assert sum(widths) <= 26
