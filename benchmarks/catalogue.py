"""Serve the catalogue of a shelf that has so many titles, and time readers who browse it at once.

    python benchmarks/catalogue.py 60000 50 [FOLDER]

The titles are made up, the same for a number; FOLDER keeps the ledger for the next time.
"""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice, product
from pathlib import Path
from urllib.parse import urljoin

import httpx
import psutil
from PIL import Image

from publish.model.edition import Contributor, Subject
from publish.shelf.ledger import FILE, About, Entry, Ledger, Made, Origin, State

SYLLABLES = "ba ce di fo gu ha ki lo mu ne pa ri so tu va we xi yo zu".split()
WORDS = ["".join(three) for three in product(SYLLABLES, repeat=3)]
"""Some 7,000; the first are used most, as in any language."""

LANGUAGES = "en de fr es it pt sv pl hu cs sr sl ro nl la el".split()
ORIGIN = Origin(signature="", content="", recipe="", toolchain="made up")
ROUNDS = 4
"""Walks of each reader: root, a page somewhere, a facet, a search, a title, its cover and file."""


def entries(count: int) -> Iterator[Entry]:
    """Make up titles: few authors wrote most of them, half are in English, some are of a series."""
    dice = random.Random(count)
    people = [f"{dice.choice(WORDS).title()} {number}" for number in range(max(10, count // 6))]
    topics = [f"{dice.choice(WORDS).title()}, {number}" for number in range(max(5, count // 150))]
    series = [f"Library of {word}" for word in dice.sample(WORDS, 500)]
    for number in range(count):
        author = people[int(len(people) * dice.random() ** 3)]
        chosen = {topics[int(len(topics) * dice.random() ** 2)] for _ in range(3)}
        name = f"made-up/{number:05}"
        yield Entry(
            name=name,
            collection="made-up",
            source=f"{name}.xml",
            state=State.MADE,
            origin=ORIGIN,
            about=About(
                title=" ".join(["The", *words(dice, 4)]).title(),
                contributors=(Contributor(name=author, file_as=author),),
                language="en" if dice.random() < 0.5 else dice.choice(LANGUAGES),
                publisher="Nobody",
                date=str(dice.randint(1700, 1920)),
                identifier=f"urn:x-made-up:{number}",
                description=" ".join(words(dice, 40)),
                subjects=tuple(Subject(term=topic) for topic in sorted(chosen)),
                series=dice.choice(series) if dice.random() < 0.2 else "",
            ),
            thumbnail="made-up.jpg" if number % 10 else "",
            outputs=(Made(purpose="epub", name="made-up.epub", sha256="ab" * 32, size_bytes=4000),),
        )


def words(dice: random.Random, count: int) -> list[str]:
    """Choose words, as often as texts have them."""
    return [WORDS[int(len(WORDS) * dice.random() ** 3)] for _ in range(count)]


def fill(folder: Path, count: int) -> float:
    """Enter the titles, unless the ledger has them; tells the seconds."""
    (folder / "made-up.epub").write_bytes(b"PK" * 2000)
    Image.new("RGB", (240, 360), "navy").save(folder / "made-up.jpg")
    begun = time.perf_counter()
    with Ledger.open(folder / FILE) as ledger:
        (there,) = ledger.connection.execute("SELECT count(*) FROM title").fetchone()
        if there != count:
            run = ledger.begin_run("2026-01-01T00:00:00Z", "made up", {})
            pending = entries(count)
            while batch := list(islice(pending, 1000)):
                ledger.enter(run, batch)
            ledger.end_run(run, "2026-01-01T01:00:00Z")
    return time.perf_counter() - begun


class Reader(threading.Thread):
    """Walks through the catalogue as a reading app does, and times each answer."""

    def __init__(self, address: str, number: int, count: int) -> None:
        """Begin at a place of the dice of this number."""
        super().__init__()
        self.address, self.count, self.dice = address, count, random.Random(number)
        self.own_address = f"127.0.0.{number + 2}"  # one address has 48 lines at most
        self.seconds: dict[str, list[float]] = defaultdict(list)

    def run(self) -> None:
        """Walk."""
        way = httpx.HTTPTransport(local_address=self.own_address)
        with httpx.Client(base_url=self.address, transport=way, timeout=60) as client:
            for _ in range(ROUNDS):
                self._walk(client)

    def _walk(self, client: httpx.Client) -> None:
        ask = lambda what, address: self._ask(client, what, address)  # noqa: E731
        root = ask("root (OPDS 2.0)", "/opds2").json()
        page = ask("a page", f"/opds2/books?page={self.dice.randint(1, self.count // 50)}").json()
        groups = root.get("facets", [])
        facet = self.dice.choice(self.dice.choice(groups)["links"])["href"]
        ask("a facet", facet)
        wanted = "+".join(words(self.dice, self.dice.randint(1, 2)))
        ask("a search", f"/opds2/search?query={wanted}")
        ask("a page (OPDS 1.2)", f"/opds/new?page={self.dice.randint(1, 40)}")
        ask("the page in a browser", f"/?q={wanted}")
        book = self.dice.choice(page["publications"])
        ask("a thumbnail", book["images"][1]["href"])
        ask("a file", next(li["href"] for li in book["links"] if li["rel"] != "self"))

    def _ask(self, client: httpx.Client, what: str, address: str) -> httpx.Response:
        begun = time.perf_counter()
        answer = client.get(urljoin("/", address))
        self.seconds[what].append(time.perf_counter() - begun)
        if answer.status_code != 200:
            raise RuntimeError(f"{address}: {answer.status_code}")
        return answer


def first_page(address: str) -> list[tuple[str, float]]:
    """Time the very first answers of a server."""
    timed = []
    with httpx.Client(base_url=address, trust_env=False) as client:
        for where in ("/opds2", "/opds", "/opds/books", "/", "/opds2?language=en"):
            begun = time.perf_counter()
            client.get(where).raise_for_status()
            timed.append((where, time.perf_counter() - begun))
    return timed


def main(count: int, readers: int, folder: Path) -> None:
    """Fill the ledger, serve it, and print what readers met as a table."""
    seconds = fill(folder, count)
    size = (folder / FILE).stat().st_size / 1e6
    print(f"{count:,} titles; ledger {size:.0f} MB, filled in {seconds:.0f} s")
    command = [sys.executable, "-m", "publish", "serve", "--shelf", str(folder), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as server:
        assert server.stdout is not None
        try:
            address = server.stdout.readline().decode().strip()
            for where, took in first_page(address):
                print(f"first {where}: {1000 * took:.0f} ms")
            crowd = [Reader(address, number, count) for number in range(readers)]
            begun = time.perf_counter()
            for reader in crowd:
                reader.start()
            process, most = psutil.Process(server.pid), 0
            spent = sum(process.cpu_times()[:2])
            while any(reader.is_alive() for reader in crowd):
                most = max(most, process.memory_info().rss)
                time.sleep(0.1)
            spent = sum(process.cpu_times()[:2]) - spent
            report(crowd, time.perf_counter() - begun, spent, most)
        finally:
            server.terminate()


def report(crowd: list[Reader], seconds: float, spent: float, most: int) -> None:
    """Print the middle, the 95th of a hundred and the longest of each kind of answer."""
    every: dict[str, list[float]] = defaultdict(list)
    for reader in crowd:
        for what, times in reader.seconds.items():
            every[what] += times
    number = sum(map(len, every.values()))
    print(
        f"{len(crowd)} readers: {number / seconds:.0f} answers/s,"
        f" {1000 * spent / number:.1f} ms of processor for each, {most / 1e6:.0f} MB"
    )
    print("| answer | median | 95 % | longest |\n| --- | ---: | ---: | ---: |")
    for what, times in every.items():
        cuts = (statistics.median(times), statistics.quantiles(times, n=20)[-1], max(times))
        print(f"| {what} | " + " | ".join(f"{1000 * cut:.0f} ms" for cut in cuts) + " |")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        where = Path(sys.argv[3]) if len(sys.argv) > 3 else Path(made)
        where.mkdir(parents=True, exist_ok=True)
        main(int(sys.argv[1]), int(sys.argv[2]), where)
