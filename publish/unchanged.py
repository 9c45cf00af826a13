"""What an earlier run made of the same order, where no file that it looked at has changed.

Two entries of the cache tell: one holds the questions that the last run of an order asked of the
author's files; the other, under these questions and their answers, holds what came of them. A run
is told by its answers alone, so the same answers can only lead to the same result.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import astuple
from pathlib import Path
from typing import Any

from publish.cache import Cache, key_of
from publish.finding import Finding, Place, Severity
from publish.inputs import Question, Record, answer
from publish.order import Order, Output, Result
from publish.printing import PrintedLine, PrintedPage, Printing

_HEAD = 8
"""Bytes that tell the length of an entry's head."""


def find_unchanged(cache: Cache, order: Order) -> Result | None:
    """Give what the same order came to before; None where that is unknown, or not so any more."""
    asked = cache.get(key_of(("questions", *_words(order))))
    if asked is None:
        return None
    answers = {(what, path): answer((what, path)) for what, path in json.loads(asked)}
    kept = cache.get(_key(order, answers))
    return None if kept is None else _unpack(kept)


def keep_result(cache: Cache, order: Order, record: Record, result: Result) -> None:
    """Keep what an order came to, unless a file was changed meanwhile."""
    if not cache or not record.is_steady:
        return
    cache.put(_key(order, record.answers), _pack(result))
    questions = json.dumps(list(record.answers)).encode()
    cache.put(key_of(("questions", *_words(order))), questions)


def _key(order: Order, answers: Mapping[Question, str]) -> str:
    pieces = (piece for question, said in answers.items() for piece in (*question, said))
    return key_of(("result", *_words(order), *pieces))


def _words(order: Order) -> tuple[str, ...]:
    """Say an order in words; findings name files as seen from the current folder."""
    overrides = {table: dict(keys) for table, keys in order.overrides.items() if keys}
    rest = json.dumps([order.purposes, overrides, order.check], sort_keys=True)
    return str(Path.cwd()), os.fspath(order.book), rest


def _pack(result: Result) -> bytes:
    """Write a result: the length of its head, the head as JSON, the outputs one after another."""
    head = {
        "findings": [astuple(finding) for finding in result.findings],
        "outputs": [(output.purpose, len(output.data)) for output in result.outputs],
        "slug": result.slug,
        "manuscript": os.fspath(result.manuscript),
        "printing": result.printing and astuple(result.printing),
    }
    data = json.dumps(head).encode()
    outputs = (output.data for output in result.outputs)
    return b"".join((len(data).to_bytes(_HEAD, "big"), data, *outputs))


def _unpack(kept: bytes) -> Result:
    at = _HEAD + int.from_bytes(kept[:_HEAD], "big")
    head = json.loads(kept[_HEAD:at])
    outputs = []
    for purpose, length in head["outputs"]:
        outputs.append(Output(purpose, kept[at : at + length]))
        at += length
    findings = [_finding(*row) for row in head["findings"]]
    printing = _printing(*head["printing"]) if head["printing"] else None
    return Result(findings, outputs, head["slug"], Path(head["manuscript"]), printing)


def _finding(code: str, severity: str, message: str, place: list[Any] | None, hint: str) -> Finding:
    return Finding(code, Severity(severity), message, Place(*place) if place else None, hint)


def _printing(name: str, pages: list[Any], folios: dict[str, str]) -> Printing:
    rows = ((folio, tuple(PrintedLine(*line) for line in lines)) for folio, lines in pages)
    return Printing(name, tuple(PrintedPage(*row) for row in rows), folios)
