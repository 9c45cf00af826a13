"""Whether all that a page shows is marked: at a glance as by looking at each operator."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from publish.check.pdf.structure import _behind_plain_marks, _shows_unmarked

PIECES = st.sampled_from(
    [
        b"/Span\n<</MCID 1>>\nBDC\n",
        b"\nEMC\n",
        b"/Artifact BMC\n",
        b"/Artifact <<>> BDC\nq /S1 Do Q\nEMC",
        b"/P <</MCID 2>> BDC ",
        b" EMC ",
        b"BT\n<0012> Tj\nET",
        b"BT (EMC) Tj ET\n",
        b"[<0012>-3<0013>] TJ",
        b" /X Do\n",
        b"\nq\n1 0 0 1 0 0 cm\n",
        b"\nQ\n",
    ]
)


@given(st.lists(PIECES, max_size=12).map(b"".join))
def test_one_look_tells_what_each_operator_tells(drawing: bytes) -> None:
    assert _shows_unmarked(_behind_plain_marks(drawing)) == _shows_unmarked(drawing)
