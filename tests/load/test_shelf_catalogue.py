"""The catalogue of a shelf: pages, facets, lists and searches are what the ledger holds."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urljoin

import httpx
import pytest
from click.testing import CliRunner
from lxml import etree
from msgspec.structs import replace
from PIL import Image

from publish.cli import main
from publish.model.edition import Contributor, Subject
from publish.model.titles import PAGE
from publish.shelf.ledger import FILE, About, Entry, Ledger, Made, Origin, State
from publish.shelf.offered import ShelfTitles

from .conftest import write_epub
from .serving import serving_titles
from .test_opds import ENGINES, SCHEMA, A, atom, picture

COUNT = 2 * PAGE + 7
NS = {**A, "opds": "http://opds-spec.org/2010/catalog"}
THREAD = "{http://purl.org/syndication/thread/1.0}count"
OPDS = "{http://opds-spec.org/2010/catalog}"


def author_of(number: int) -> str:
    return ("Zoë Ångström", "Émile Zola", "Anna Bijns", "李白")[min(3, number % 7)]


def entry(number: int, state: State = State.MADE) -> Entry:
    author = author_of(number)
    return Entry(
        name=f"demo/{number:03}",
        collection="demo",
        source=f"{number}.xml",
        state=state,
        origin=Origin(signature="", content="", recipe="", toolchain="t"),
        about=About(
            title=f"Livre {number:03}",
            contributors=(
                Contributor(name=author, file_as=" ".join(author.split()[::-1])),
                Contributor(name="Somebody Else", role="trl"),
            ),
            language="fr" if number % 3 else "zh",
            identifier=f"urn:x:{number}",
            subjects=(Subject(term="Été"), Subject(term=f"Topic {number % 5}")),
            series="Bibliothèque" if number % 10 == 0 else "",
            position=str(number),
            description="靜夜思 <i>markup</i>" if number == 4 else "",
        ),
        outputs=(
            Made(purpose="epub", name="one.epub", sha256="ab" * 32, size_bytes=1),
            Made(purpose="press", name="one-press.pdf", sha256="cd" * 32, size_bytes=1),
        )
        if state is State.MADE
        else (),
        thumbnail="one.jpg",
    )


class FarAway:
    """A storage that is not this disk: files can be opened there and nothing else."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.open = folder, 0

    def __call__(self, name: str) -> BinaryIO:
        data, far = (self.folder / name).read_bytes(), self
        self.open += 1

        class File(io.BytesIO):
            def close(self) -> None:
                if not self.closed:
                    far.open -= 1
                super().close()

        return File(data)


def fill(folder: Path) -> Path:
    """Enter two runs, of which the second made four books, and one book that has failed."""
    write_epub(folder, "one.epub", "urn:x:1", "words " * 500, title="One", cover=picture())
    Image.new("RGB", (240, 360), "navy").save(folder / "one.jpg")
    with Ledger.open(folder / FILE) as ledger:
        for started, numbers in (("2026-01-01", range(COUNT - 3)), ("2026-02-02", range(COUNT))):
            run = ledger.begin_run(f"{started}T00:00:00+00:00", "t", {})
            ledger.enter(run, [entry(n) for n in numbers if started < "2026-02" or n >= COUNT - 4])
        ledger.enter(run, [entry(900, State.FAILED)])
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return fill(tmp_path)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A shelf that no test changes."""
    folder = fill(tmp_path_factory.mktemp("shelf"))
    with serving_titles(ShelfTitles(folder / FILE, FarAway(folder))) as client:
        yield client


def walk(client: httpx.Client, address: str) -> list[etree._Element]:
    """Follow `next` to the end, and see that `previous` leads all the way back."""
    pages, back = [], []
    while address:
        page = atom(client, address)
        pages.append(page)
        back.append(page.xpath("string(a:link[@rel='previous']/@href)", namespaces=A))
        (address,) = page.xpath("a:link[@rel='next']/@href", namespaces=A) or [""]
    here = [page.xpath("string(a:link[@rel='self']/@href)", namespaces=A) for page in pages]
    assert back == ["", *here[:-1]]
    for page in pages if len(pages) > 1 else ():
        ends = page.xpath("a:link[@rel='first' or @rel='last']/@href", namespaces=A)
        assert ends == [here[0], here[-1]]
    return pages


def test_all_titles_come_in_pages_and_by_what_was_made_last(shelf: httpx.Client) -> None:
    pages = walk(shelf, "/opds/books")
    titles = [
        title for page in pages for title in page.xpath("a:entry/a:title/text()", namespaces=A)
    ]
    assert titles == [f"Livre {number:03}" for number in range(COUNT)]
    (newest, *_) = walk(shelf, "/opds/new")
    latest = newest.xpath("a:entry/a:title/text()", namespaces=A)
    assert latest[:5] == [f"Livre {COUNT - n:03}" for n in (4, 3, 2, 1)] + ["Livre 000"]
    assert newest.find("{*}entry").findtext("{*}updated") == "2026-02-02T00:00:00Z"


def test_every_facet_leads_to_as_many_titles_as_it_says(shelf: httpx.Client) -> None:
    links = [
        link
        for link in atom(shelf, "/opds/books").iter("{*}link")
        if link.get("rel") == "http://opds-spec.org/facet"
    ]
    groups = Counter(link.get(f"{OPDS}facetGroup") for link in links)
    assert groups == {"Author": 4, "Language": 2, "Subject": 6}  # one series alone is no choice
    for link in links:
        found = atom(shelf, link.get("href"))
        assert found.findtext("o:totalResults", namespaces=A) == link.get(THREAD)
        (active,) = found.xpath("a:link[@opds:activeFacet='true']", namespaces=NS)
        assert active.get("title") == link.get("title")
        assert active.get("href") == link.get("href")
    poems = next(link.get("href") for link in links if link.get("title") == "李白")
    narrower = [
        link
        for link in atom(shelf, poems).iter("{*}link")
        if link.get("title") in ("French", "Chinese")
    ]
    both = atom(shelf, narrower[0].get("href"))
    assert both.findtext("o:totalResults", namespaces=A) == narrower[0].get(THREAD)
    expected = sum(author_of(n) == "李白" and n % 3 > 0 for n in range(COUNT))
    assert int(narrower[0].get(THREAD)) == expected
    assert {e.findtext("{*}author/{*}name") for e in both.iter("{*}entry")} == {"李白"}


def test_the_lists_of_authors_lead_to_their_titles(shelf: httpx.Client) -> None:
    root = atom(shelf, "/opds")
    lists = root.xpath("a:entry/a:link[contains(@href, '/by/')]/@href", namespaces=A)
    assert lists == [f"/opds/by/{kind}" for kind in ("author", "language", "subject", "series")]
    authors = atom(shelf, lists[0])
    names = authors.xpath("a:entry/a:title/text()", namespaces=A)
    assert names == ["Zoë Ångström", "Anna Bijns", "Émile Zola", "李白"]  # by family name
    for entry_ in authors.iter("{*}entry"):
        found = atom(shelf, entry_.find("{*}link").get("href"))
        count = entry_.findtext("{*}content").split()[0]
        assert found.findtext("o:totalResults", namespaces=A) == count
    assert shelf.get("/opds/by/colour").status_code == 404
    assert shelf.get("/by/author").text.count("<li>") == 4


def test_the_json_catalogue_has_the_same_facets(shelf: httpx.Client) -> None:
    for address in ("/opds2", "/opds2/books?language=fr", "/opds2/by/subject", "/opds2/new?page=2"):
        feed = shelf.get(address).json()
        SCHEMA.validate(feed)
    feed = shelf.get("/opds2").json()
    for group in feed["facets"]:
        for link in group["links"]:
            found = shelf.get(link["href"]).json()
            assert found["metadata"]["numberOfItems"] == link["properties"]["numberOfItems"]
            (active,) = (
                each for g in found["facets"] for each in g["links"] if each.get("rel") == "self"
            )
            assert active["title"] == link["title"]


SEARCHES = {
    "angstrom": sum(author_of(n) == "Zoë Ångström" for n in range(COUNT)),
    "夜": 1,
    "靜夜思": 1,
    "livre 00": sum("00" in f"{n:03}" for n in range(COUNT)),
    "else": COUNT,
    'ö" OR x': 0,
    "ete zola 03": sum(n % 7 == 1 and "03" in f"{n:03}" for n in range(COUNT)),
    "<i>": 1,
    "900": 0,
}


@pytest.mark.parametrize(("words", "count"), SEARCHES.items())
def test_search_finds_any_part_of_any_word(shelf: httpx.Client, words: str, count: int) -> None:
    found = shelf.get("/opds2/search", params={"query": words}).json()
    assert found["metadata"]["numberOfItems"] == count


def test_a_file_of_a_far_storage_comes_whole_and_in_ranges(folder: Path) -> None:
    far = FarAway(folder)
    with serving_titles(ShelfTitles(folder / FILE, far)) as client:
        (book, *_) = client.get("/opds2").json()["publications"]
        files = [link for link in book["links"] if link["rel"] != "self"]
        assert [link["type"] for link in files] == ["application/epub+zip"]  # none for the printer
        address, data = files[0]["href"], (folder / "one.epub").read_bytes()
        whole = client.get(address)
        assert (whole.status_code, whole.content) == (200, data)
        part = client.get(address, headers={"Range": "bytes=100-199"})
        assert (part.status_code, part.content) == (206, data[100:200])
        assert part.headers["content-range"] == f"bytes 100-199/{len(data)}"
        end = client.get(address, headers={"Range": "bytes=-5"})
        assert (end.status_code, end.content) == (206, data[-5:])
        assert client.get(address, headers={"Range": f"bytes={len(data)}-"}).status_code == 416
        head = client.head(address)
        assert (head.content, int(head.headers["content-length"])) == (b"", len(data))
        for image in book["images"]:
            shown = client.get(image["href"])
            assert shown.headers["content-type"] == "image/jpeg"
            with Image.open(io.BytesIO(shown.content)) as cover:
                cover.load()
        (folder / "one.epub").unlink()
        assert client.get(address).status_code == 503
        assert client.get(book["images"][0]["href"]).status_code == 200
    assert far.open == 0


def test_what_a_run_enters_is_offered_at_once(folder: Path) -> None:
    with serving_titles(ShelfTitles(folder / FILE, FarAway(folder))) as client:

        def french() -> tuple[int, int]:
            feed = client.get("/opds2?subject=%C3%89t%C3%A9").json()
            (group,) = (g for g in feed["facets"] if g["metadata"]["title"] == "Language")
            counts = {link["title"]: link["properties"]["numberOfItems"] for link in group["links"]}
            return feed["metadata"]["numberOfItems"], counts["French"]

        total, before = french()
        with Ledger.open(folder / FILE) as ledger:
            run = ledger.begin_run("2026-03-03T00:00:00Z", "t", {})
            ledger.enter(run, [entry(400), entry(1)])
            assert french() == (total + 1, before + 1)
            ledger.enter(run, [replace(entry(1, State.FAILED), about=About())])
            ledger.remove(["demo/002"])
        assert french() == (total, before)
        (last_good,) = client.get("/opds2/search?query=livre+001").json()["publications"]
        assert last_good["metadata"]["author"] == ["Émile Zola"]
        assert client.get(last_good["links"][1]["href"]).status_code == 200


def test_the_page_in_a_browser_has_facets_and_keeps_them_in_a_search(shelf: httpx.Client) -> None:
    page = shelf.get("/", params={"language": "zh", "q": "livre"}).text
    assert '<input type="hidden" name="language" value="zh">' in page
    assert page.count('<li><img src="/covers/') == min(PAGE, sum(n % 3 == 0 for n in range(COUNT)))
    assert "<script" not in page


@pytest.mark.slow
def test_the_engine_of_a_real_client_reads_the_facets(shelf: httpx.Client) -> None:
    if not (shutil.which("node") and (ENGINES / "node_modules").is_dir()):
        pytest.skip("no OPDS client here: needs Node.js, and `npm ci` in tests/engines")
    words = ["node", str(ENGINES / "read_opds.cjs"), str(shelf.base_url)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    kinds = ["By author", "By language", "By subject", "By series"]
    assert told["atom"]["navigation"] == ["All books", "Newest first", *kinds]
    assert told["json"]["navigation"] == told["atom"]["navigation"]
    for catalogue in (told["atom"]["lists"][0], told["json"]):
        assert len(catalogue["books"]) == PAGE
        assert catalogue["total"] == COUNT
        assert catalogue["next"]
        heads = {head: len(names) for head, names in catalogue["facets"].items()}
        assert heads == {"Author": 4, "Language": 2, "Subject": 6}
        assert {file["status"] for book in catalogue["books"] for file in book["files"]} == {200}
    assert urljoin("/opds2", told["search"]).startswith("/opds2/search")


def test_the_command_offers_a_shelf(folder: Path, tmp_path: Path) -> None:
    words = [sys.executable, "-m", "publish", "serve", "--shelf", str(folder), "--port", "0"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(words, text=True, **pipes) as server:
        try:
            address = server.stdout.readline().strip()
            with httpx.Client(base_url=address, trust_env=False) as client:
                feed = client.get("/opds2").json()
                file = client.get(feed["publications"][0]["links"][1]["href"])
        finally:
            server.terminate()
    assert feed["metadata"]["numberOfItems"] == COUNT
    assert file.content == (folder / "one.epub").read_bytes()
    for wrong, said in (
        (["--shelf", str(folder), "a.epub"], "name no book"),
        (["--shelf", str(tmp_path / "nowhere")], "SHE-001"),
    ):
        result = CliRunner().invoke(main, ["serve", *wrong])
        assert result.exit_code == 2
        assert said in result.stderr
