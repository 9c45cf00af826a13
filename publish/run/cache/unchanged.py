"""What an earlier run made of the same order, where no file that it looked at has changed.

Two entries of the cache tell: one holds the questions that the last run of an order asked of the
author's files; the other, under these questions and their answers, holds what came of them. A run
is told by its answers alone, so the same answers can only lead to the same result.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

from publish.model.request import BuildRequest, BuildResult
from publish.run.cache.store import Cache, key_of
from publish.run.inputs import Question, Record, answer


def find_unchanged(cache: Cache, request: BuildRequest) -> BuildResult | None:
    """Return what the same order came to before; None where that is unknown, or not so any more."""
    asked = cache.get(key_of(("questions", *_words(request))))
    if asked is None:
        return None
    answers = {(what, path): answer((what, path)) for what, path in json.loads(asked)}
    return cache.get_object(_key(request, answers), BuildResult)


def keep_result(cache: Cache, request: BuildRequest, record: Record, result: BuildResult) -> None:
    """Keep what an order came to, unless a file was changed meanwhile."""
    if not cache or not record.is_steady:
        return
    cache.put_object(_key(request, record.answers), result)
    questions = json.dumps(list(record.answers)).encode()
    cache.put(key_of(("questions", *_words(request))), questions)


def _key(request: BuildRequest, answers: Mapping[Question, str]) -> str:
    pieces = (piece for question, said in answers.items() for piece in (*question, said))
    return key_of(("result", *_words(request), *pieces))


def _words(request: BuildRequest) -> tuple[str, ...]:
    """Say an order in words; findings name files as seen from the current folder."""
    overrides = {table: dict(keys) for table, keys in request.overrides.items() if keys}
    rest = json.dumps([request.purposes, overrides, request.check], sort_keys=True)
    return str(Path.cwd()), os.fspath(request.book), rest
