"""Build shelves: how fast on how many workers, whether kills lose anything, what no change costs.

    python -m benchmarks.shelf speed FOLDER [BOOKS [epub|screen]]   on one worker and two, by turns
    python -m benchmarks.shelf cluster FOLDER [BOOKS]   three workers by commands, or the run's own
    python -m benchmarks.shelf kills [TIMES]            client, worker, scheduler, killed at random
    python -m benchmarks.shelf messages [JOBS]          what a job costs besides its book
    python -m benchmarks.shelf unchanged [BOOKS]        a pass over so many that have not changed

FOLDER holds TEI files, of which BOOKS are taken at even distances; where it has fewer, copies with
other words fill it up. The second form and the third take the commands of the compose file in
docs/shelf.md.
"""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import psutil
from msgspec.structs import replace

from publish.run.fingerprint import fingerprint
from publish.shelf.crew import Where, open_crew
from publish.shelf.job import Job, Order
from publish.shelf.ledger import FILE, About, Entry, Ledger, Made, Origin, State, ask
from publish.shelf.parcel import content_hash
from publish.shelf.sources import Group, gather
from publish.shelf.worker import Places
from tests.shelf.cluster import Cluster, end
from tests.shelf.conftest import write_tei
from tests.shelf.makers import make

PUBLISH = Path(sys.executable).parent / "publish"
WORD = re.compile(rb"(?<=[ >])[a-z]{4,}(?=[ ,.;<])")
PARAGRAPH = "The wind came over the hills, and the old house shut its doors. " * 20


@dataclass(frozen=True, slots=True)
class Measured:
    """One build of a shelf."""

    told: dict[str, Any]
    clock_s: float
    processor_s: float
    """Of the books alone: reading, typesetting, writing, checking."""
    memory_mb: float
    """The most that a worker's book process held."""


def fill(source: Path, folder: Path, count: int) -> None:
    """Copy the files of a folder, then copies with turned words, until there are so many."""
    files = sorted(source.rglob("*.xml"))
    files = files[:: max(1, len(files) // count)]
    folder.mkdir(parents=True)
    for number in range(count):
        file, turn = files[number % len(files)], number // len(files)
        data = file.read_bytes()
        if turn:
            data = WORD.sub(partial(_turned, turn), data)
        (folder / f"{turn}-{file.name}").write_bytes(data)


def _turned(turn: int, word: re.Match[bytes]) -> bytes:
    return word[0][turn % 4 :] + word[0][: turn % 4]


def build(folder: Path, out: Path, *words: str) -> Measured:
    """Build a shelf with the command, as its user would."""
    begun = time.perf_counter()
    done = subprocess.run(
        [PUBLISH, "shelf", "build", folder, "--out", out, "--json", *words],
        capture_output=True,
        check=False,
    )
    clock_s = time.perf_counter() - begun
    with Ledger.read(out) as ledger:
        (row,) = ask(ledger, "SELECT sum(processor_seconds) AS s, max(memory_mb) AS mb FROM book")
    return Measured(json.loads(done.stdout), clock_s, float(row["s"] or 0), float(row["mb"] or 0))


def speed(source: Path, count: int, purposes: tuple[str, ...] = ("epub", "screen")) -> None:
    """Time one and two workers by turns, EPUB with EPUBCheck and PDF."""
    with tempfile.TemporaryDirectory() as place:
        fill(source, Path(place, "tei"), count)
        for purpose in purposes:
            clocks, worked = defaultdict[int, float](float), defaultdict[int, float](float)
            for turn, workers in enumerate((1, 2, 2, 1)):
                out = Path(place, f"{purpose}-{turn}")
                made = build(Path(place, "tei"), out, "--for", purpose, "--workers", str(workers))
                clocks[workers] += made.clock_s
                worked[workers] += made.processor_s
                show(f"{purpose}, {workers} workers", made)
            print(
                f"two over one: {clocks[1] / clocks[2] / 2:.2f} by the clock;"
                f" {worked[1] / worked[2]:.2f} where nothing but the books' own work counts"
            )


def cluster(source: Path, count: int) -> None:
    """Compare three workers that were started by commands with three of the run's own."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        fill(source, folder / "tei", count)
        own = build(folder / "tei", folder / "own", "--workers", "3")
        show("three of the run's own", own)
        with Cluster(folder) as there:
            joined = build(folder / "tei", folder / "joined", "--scheduler", there.address)
        show("three of a cluster", joined)
        print(f"cluster over own: {own.clock_s / joined.clock_s:.2f}")


def show(name: str, made: Measured) -> None:
    shelf = made.told["shelf"]
    print(
        f"{name}: {shelf['made']} made, {shelf['failed']} failed in {made.clock_s:.0f} s, "
        f"{60 * shelf['made'] / made.clock_s:.1f} a minute; {made.processor_s:.0f} s of processor "
        f"for the books; {made.memory_mb:.0f} MB",
        flush=True,
    )


def kills(times: int) -> None:
    """Kill each part at random moments, and see that every book is there once, and whole."""
    for part, kill in (("client", _client), ("worker", _worker), ("scheduler", _scheduler)):
        outcomes = [_kill_once(kill, random.Random(f"{part} {n}")) for n in range(times)]
        print(f"{part} killed {times} times: {sum(outcomes)} runs whole", flush=True)


Kill = Callable[[Cluster, "subprocess.Popen[bytes]"], None]


def _client(_: Cluster, run: subprocess.Popen[bytes]) -> None:
    run.kill()


def _worker(there: Cluster, _: subprocess.Popen[bytes]) -> None:
    end(there.workers[0])


def _scheduler(there: Cluster, _: subprocess.Popen[bytes]) -> None:
    for process in (there.scheduler, *there.workers):
        end(process)
    there.start_scheduler()
    there.start_worker()


def _kill_once(kill: Kill, dice: random.Random, count: int = 12) -> bool:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for number in range(count):
            text = "</p><p>".join([PARAGRAPH] * (5 + number))
            write_tei(folder / "tei" / f"b{number:02}.xml", f"The Wind {number}", text)
        command = [PUBLISH, "shelf", "build", "tei", "--no-check", "--json", "--scheduler"]
        with Cluster(folder, workers=2) as there:
            silent = subprocess.DEVNULL
            command.append(there.address)
            with subprocess.Popen(command, cwd=folder, stdout=silent, stderr=silent) as run:
                _wait_for(folder, dice.randrange(0, count), run)
                time.sleep(dice.random() * 0.5)
                kill(there, run)
                run.wait()
            before = _runs(folder)
            subprocess.run(command, cwd=folder, stdout=silent, stderr=silent, check=True)
        after = _runs(folder)
        is_kept = all(after[name] == made for name, made in before.items())
        return is_kept and len(after) == count and _is_whole(folder)


def _wait_for(folder: Path, books: int, run: subprocess.Popen[bytes]) -> None:
    while run.poll() is None and len(_runs(folder)) < books:
        time.sleep(0.05)


def _runs(folder: Path) -> dict[str, int]:
    """Tell which run has made each book."""
    if not (folder / "dist" / FILE).is_file():
        return {}
    with Ledger.read(folder / "dist") as ledger:
        rows = ask(ledger, "SELECT name, run FROM book WHERE state = 'made'")
        return {str(row["name"]): int(row["run"] or 0) for row in rows}


def _is_whole(folder: Path) -> bool:
    with Ledger.read(folder / "dist") as ledger:
        rows = list(ask(ledger, "outputs"))
    return all(
        (folder / "dist" / str(row["name"])).stat().st_size == row["size_bytes"] for row in rows
    )


def messages(count: int) -> None:
    """Send jobs of a novel's size that do nothing, and count the work of each process a job."""
    job = Job(
        name="a",
        files={"a.xml": b"x" * 500_000},
        manuscript="a.xml",
        order=Order(purposes=("epub",)),
        toolchain=fingerprint(),
    )
    with (
        tempfile.TemporaryDirectory() as place,
        Cluster(Path(place)) as there,
        open_crew(Where(scheduler=there.address), make, Places()) as crew,
    ):
        done, spent, begun = 0, _spent(there), time.perf_counter()
        while done < count:
            while crew.has_room():
                crew.send(replace(job, name=f"a{done}"))
            done += crew.next(1) is not None
        seconds = time.perf_counter() - begun
        each = {name: after - spent[name] for name, after in _spent(there).items()}
    told = ", ".join(f"{name} {1000 * work / count:.1f} ms" for name, work in each.items())
    print(f"{count / seconds:.0f} jobs a second; of the processor, a job: {told}")


def _spent(there: Cluster) -> dict[str, float]:
    """Tell the processor time of each part of a cluster; all workers' together."""

    def of(*processes: int) -> float:
        return sum(sum(psutil.Process(each).cpu_times()[:2]) for each in processes)

    return {
        "client": of(os.getpid()),
        "scheduler": of(there.scheduler.pid),
        "worker": of(*(each.pid for each in there.workers)),
    }


def unchanged(count: int) -> None:
    """Enter made-up books as made, and time a run that finds them so."""
    with tempfile.TemporaryDirectory() as place:
        folder, out = Path(place, "tei"), Path(place, "out")
        for number in range(count):
            write_tei(folder / f"c{number % 50}" / f"b{number}.xml", f"Book {number}", PARAGRAPH)
        _enter_as_made(folder, out)
        made = build(folder, out)
        print(f"{made.told['shelf']['unchanged']} unchanged in {made.clock_s:.1f} s")


def _enter_as_made(folder: Path, out: Path) -> None:
    entries = []
    for wanted in gather([Group(sources=(str(folder),), order=Order(purposes=("epub",)))]):
        title = wanted.title
        files, signature = title.pack()
        file = f"{title.name}.epub"
        (out / file).parent.mkdir(parents=True, exist_ok=True)
        (out / file).write_bytes(b"made up")
        entry = Entry(
            name=title.name,
            collection=title.collection,
            source=title.source,
            state=State.MADE,
            origin=Origin(signature, content_hash(files), wanted.recipe, fingerprint()),
            about=About(title=title.name),
            outputs=(Made(purpose="epub", name=file, sha256="", size_bytes=7),),
        )
        entries.append(entry)
    with Ledger.open(out / FILE) as ledger:
        ledger.enter(ledger.begin_run("2026-01-01T00:00:00Z", fingerprint(), {}), entries)


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    print(f"{psutil.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    match sys.argv[1:]:
        case ["speed", folder]:
            speed(Path(folder), 160)
        case ["speed", folder, count]:
            speed(Path(folder), int(count))
        case ["speed", folder, count, purpose]:
            speed(Path(folder), int(count), (purpose,))
        case ["cluster", folder, *count]:
            cluster(Path(folder), int(count[0]) if count else 100)
        case ["kills", *count]:
            kills(int(count[0]) if count else 30)
        case ["messages", *count]:
            messages(int(count[0]) if count else 1000)
        case ["unchanged", *count]:
            unchanged(int(count[0]) if count else 10_000)
        case _:
            print(__doc__)


if __name__ == "__main__":
    main()
