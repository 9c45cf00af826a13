"""What was made before of the same content, wanted alike, by the same toolchain: by its hash.

It may lie where all workers see it, and outlive any ledger. What is read there is data and no code:
who can write there can give a book other pages, but run nothing.
"""

from __future__ import annotations

import contextlib
import hashlib
import json

import msgspec
from msgspec.structs import asdict, replace

from publish.shelf.job import Job, Outcome
from publish.shelf.parcel import content_hash
from publish.shelf.store import Store

_DIGEST_BYTES = 32


def key_of(job: Job) -> str:
    """Hash all that an outcome depends on."""
    said = json.dumps([job.manuscript, asdict(job.order), job.toolchain], sort_keys=True)
    digest = hashlib.sha256(f"{said}\0{content_hash(job.files)}".encode()).hexdigest()
    return f"{digest[:2]}/{digest}"


def find_result(store: Store, job: Job) -> Outcome | None:
    """Return what was kept; what is damaged, or cannot be read, counts as absent."""
    with contextlib.suppress(OSError, msgspec.DecodeError):
        kept = store.read(key_of(job))
        digest, data = kept[:_DIGEST_BYTES], kept[_DIGEST_BYTES:]
        if hashlib.sha256(data).digest() == digest:
            return msgspec.msgpack.decode(data, type=Outcome)
    return None


def keep_result(store: Store, job: Job, outcome: Outcome) -> None:
    """Keep what came of a job, unless it is a failure: another machine may do better."""
    if outcome.has_failed:
        return
    data = msgspec.msgpack.encode(replace(outcome, worker=""))
    with contextlib.suppress(OSError):  # the book is made all the same
        store.put(key_of(job), hashlib.sha256(data).digest() + data)
