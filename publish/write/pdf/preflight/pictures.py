"""Images: enough pixels for their size in print."""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf

from publish.finding import Finding, warning
from publish.write.pdf.preflight.copy import Copy

FEWEST = 300
"""Dots an inch for tones in offset printing at 150 lines an inch (two pixels to a halftone dot)."""

SLACK = 0.97

Matrix = tuple[float, float, float, float, float, float]


def check_resolution(copy: Copy) -> Iterator[Finding]:
    """Find images that print coarser than 300 dots an inch; the coarsest is named."""
    coarse: list[tuple[float, str]] = []
    for name, page in copy.pages():
        for image, width, height in placed_images(page):
            across = int(image.get("/Width", 0)) / max(width / 72, 1e-6)
            down = int(image.get("/Height", 0)) / max(height / 72, 1e-6)
            if min(across, down) < FEWEST * SLACK:
                coarse.append((min(across, down), name))
    if coarse:
        fewest, name = min(coarse)
        others = f"; so do {len(coarse) - 1} more" if len(coarse) > 1 else ""
        message = f"an image on {name} prints at {fewest:.0f} dots an inch{others}"
        hint = f"{FEWEST} are due: give a larger picture or set it smaller"
        yield warning("WRI-070", message, hint=hint)


def placed_images(page: pikepdf.Page) -> Iterator[tuple[pikepdf.Object, float, float]]:
    """Yield the images on a page with the size, in points, at which they are painted."""
    if "/Resources" not in page.obj or "/XObject" not in page.obj.Resources:
        return
    if page.obj.get("/Contents") is None:
        return
    yield from _walk(page, page.obj.Resources, (1, 0, 0, 1, 0, 0))


def _walk(
    content: pikepdf.Page | pikepdf.Object, resources: pikepdf.Object, start: Matrix
) -> Iterator[tuple[pikepdf.Object, float, float]]:
    matrix, stack = start, []
    forms = resources.get("/XObject", pikepdf.Dictionary())
    for instruction in pikepdf.parse_content_stream(content, "q Q cm Do"):
        operands = instruction.operands
        match str(instruction.operator):
            case "q":
                stack.append(matrix)
            case "Q" if stack:
                matrix = stack.pop()
            case "cm":
                matrix = _times(tuple(float(str(o)) for o in operands), matrix)
            case "Do" if str(operands[0]) in forms:
                form = forms[str(operands[0])]
                if form.get("/Subtype") == "/Image":
                    a, b, c, d, _, _ = matrix
                    yield form, (a * a + b * b) ** 0.5, (c * c + d * d) ** 0.5
                elif "/Resources" in form and "/XObject" in form.Resources:
                    yield from _walk(form, form.Resources, matrix)


def _times(first: tuple[float, ...], second: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (
        a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j,
        e * g + f * i + k, e * h + f * j + m,
    )  # fmt: skip
