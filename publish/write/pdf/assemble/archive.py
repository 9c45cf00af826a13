"""A PDF that libraries keep: which colours it means, and what it claims (ISO 19005-2 and -4).

All else that PDF/A asks for every file of ours has: fonts with their letters, no script, no key.
"""

from __future__ import annotations

from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from publish.house.page.reading_variants import ReadingVariant, screen_profile
from publish.run.inputs import read_input

NO_INFO = 4
"""The part of ISO 19005 whose files have no dictionary of information (6.1.3)."""

CONDITION = "sRGB IEC61966-2.1"
YEARS = {"accessible": {2: "2024"}, "archive": {4: "2020"}}
"""The years of the parts that are named with theirs (ISO 14289-2 clause 5; 19005-4, 6.7.3)."""


def keep_for_archive(pdf: Pdf) -> None:
    """Say which colours the file means (6.2.3), and have no picture smoothed (6.2.8)."""
    profile = pdf.make_stream(read_input(screen_profile()), N=3)
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String(CONDITION),
        Info=String(CONDITION),
        RegistryName=String("http://www.color.org"),
        DestOutputProfile=pdf.make_indirect(profile),
    )
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])
    for item in pdf.objects:
        if isinstance(item, Stream) and item.get("/Interpolate", False):
            item.Interpolate = False


def claim_of(variant: ReadingVariant, *, is_described: bool) -> str:
    """Write what a file claims to be; it is no PDF/UA where a picture has no words for it."""
    said = []
    if variant.archive:
        said.append(f"<pdfaid:part>{variant.archive}</pdfaid:part>")
        if variant.archive < NO_INFO:
            said.append("<pdfaid:conformance>U</pdfaid:conformance>")
        else:
            said.append(f"<pdfaid:rev>{YEARS['archive'][variant.archive]}</pdfaid:rev>")
    if is_described and variant.accessible:
        said.append(f"<pdfuaid:part>{variant.accessible}</pdfuaid:part>")
        year = YEARS["accessible"].get(variant.accessible)
        said.append(f"<pdfuaid:rev>{year}</pdfuaid:rev>" if year else "")
    return "".join(said)
