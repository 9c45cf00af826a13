"""Send a file, whole or in part, from this disk or from where a shelf keeps its books."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import FileResponse, Response, StreamingResponse

from publish.model.lazy_pattern import lazy_pattern
from publish.model.title import Offer

PIECE = 2**18
"""Bytes that are in memory at once for each reader."""

_ONE_RANGE = lazy_pattern(r"bytes=(\d*)-(\d*)")


def send_file(
    request: Request, source: Path | BinaryIO, offer: Offer, headers: Mapping[str, str]
) -> Response:
    """Answer with a file, or with the part of it that is asked for (RFC 9110 section 14).

    Raises OSError where it is gone.
    """
    if isinstance(source, Path):
        source.stat()
        kind, name = offer.media_type, offer.name
        return FileResponse(source, media_type=kind, filename=name, headers=headers)
    name = f"attachment; filename*=utf-8''{quote(offer.name)}"
    size = source.seek(0, io.SEEK_END)
    said = {**headers, "Content-Disposition": name, "Accept-Ranges": "bytes"}
    part = _part(request, offer, size)
    if part is None:
        source.close()
        return Response(status_code=416, headers={**said, "Content-Range": f"bytes */{size}"})
    start, end = part
    said["Content-Length"] = str(end - start)
    if is_part := "range" in request.headers and part != (0, size):
        said["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    pieces = _pieces(source, start, end) if request.method != "HEAD" else _closed(source)
    return StreamingResponse(
        pieces, 206 if is_part else 200, media_type=offer.media_type, headers=said
    )


def _part(request: Request, offer: Offer, size: int) -> tuple[int, int] | None:
    """Return where the wanted part begins and ends; None where the file has no such part.

    Several parts at once may be answered with the whole (RFC 9110 section 14.2).
    """
    asked = _ONE_RANGE.fullmatch(request.headers.get("range", ""))
    if not asked or request.headers.get("if-range", offer.etag) != offer.etag:
        return 0, size
    first, last = asked.groups()
    if not first:
        return (max(0, size - int(last)), size) if last and int(last) else None
    end = min(size, int(last) + 1) if last else size
    return (int(first), end) if int(first) < end else None


def _pieces(source: BinaryIO, start: int, end: int) -> Iterator[bytes]:
    with source:
        source.seek(start)
        while start < end and (piece := source.read(min(PIECE, end - start))):
            start += len(piece)
            yield piece


def _closed(source: BinaryIO) -> Iterator[bytes]:
    source.close()
    yield from ()
