"""The two catalogues are what their specifications ask for, and a real client reads them."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import httpx
import jsonschema
import pytest
from lxml import etree
from PIL import Image

from publish.load.catalogue.listing import PAGE

from .conftest import MakeEpub
from .serving import serving

HERE = Path(__file__).parent
ENGINES = HERE.parent / "engines"
A = {"a": "http://www.w3.org/2005/Atom", "o": "http://a9.com/-/spec/opensearch/1.1/"}
RULES = etree.RelaxNG(etree.parse(HERE / "opds1.rng"))
SCHEMA = jsonschema.Draft7Validator(json.loads((HERE / "opds2.schema.json").read_text("utf-8")))
OCTOBER = (
    "<dc:creator>Léon Trotsky</dc:creator><dc:language>en</dc:language><dc:date>1944-11</dc:date>"
    "<dc:publisher>Fourth International</dc:publisher><dc:subject>History</dc:subject>"
    "<dc:rights>Public domain</dc:rights>"
    '<meta property="dcterms:modified">2026-01-02T00:00:00Z</meta>'
    '<meta property="belongs-to-collection" id="s">Essays</meta>'
    '<meta refines="#s" property="group-position">2</meta>'
)


def picture() -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (600, 900), "red").save(kept, "PNG")
    return kept.getvalue()


@pytest.fixture
def shelf(make_epub: MakeEpub) -> Iterator[httpx.Client]:
    """Two books: one with everything, also for Kobo; one that states nothing at all."""
    full = [
        make_epub(
            name, "urn:uuid:0c7d5a54-5b0a-4b43-8b1e-1f5c7f6d9a01", "How it <b>came</b>",
            title="How We Made the &lt;October&gt;", more=OCTOBER, cover=picture(),
        )
        for name in ("october.epub", "october.kepub.epub")
    ]  # fmt: skip
    with serving([full, [make_epub("bare.epub", "bare", title="Añejo")]]) as client:
        yield client


def atom(client: httpx.Client, address: str) -> etree._Element:
    answer = client.get(address)
    assert answer.status_code == 200, address
    assert answer.headers["content-type"].startswith("application/atom+xml;")
    root = etree.fromstring(answer.content)
    RULES.assertValid(root)
    assert f"kind={kind(root)}" in answer.headers["content-type"] or root.tag.endswith("entry")
    return root


def kind(root: etree._Element) -> str:
    found = root.xpath(
        "//a:link[starts-with(@rel, 'http://opds-spec.org/acquisition')]", namespaces=A
    )
    return "acquisition" if found or not root.xpath("a:entry", namespaces=A) else "navigation"


def test_every_link_of_the_atom_catalogue_leads_where_it_says(shelf: httpx.Client) -> None:
    pending, seen = ["/opds"], set()
    while pending:
        address = pending.pop()
        root = atom(shelf, address)
        for link in root.iter("{*}link"):
            target = urljoin(address, link.get("href"))
            if target in seen:
                continue
            seen.add(target)
            answer = shelf.get(target)
            assert answer.status_code == 200, target
            said = answer.headers["content-type"].split(";")[0]
            assert said == link.get("type").split(";")[0], target
            if link.get("length"):
                assert int(link.get("length")) == len(answer.content)
            if said == "application/atom+xml":
                pending.append(target)
    assert len(seen) > 12


def test_the_atom_catalogue_keeps_the_rules_of_opds(shelf: httpx.Client) -> None:
    root = atom(shelf, "/opds")
    assert kind(root) == "navigation"
    books = atom(shelf, "/opds/books")
    for feed in (root, books):
        assert feed.xpath("count(a:link[@rel='self'])", namespaces=A) == 1
        assert feed.xpath("count(a:link[@rel='start'])", namespaces=A) == 1
    for link in root.xpath("//a:entry/a:link", namespaces=A):
        assert link.get("type") == "application/atom+xml;profile=opds-catalog;kind=acquisition"
    titles = books.xpath("a:entry/a:title/text()", namespaces=A)
    assert titles == ["Añejo", "How We Made the <October>"]
    ids = books.xpath("//a:id/text()", namespaces=A)
    assert len(ids) == len(set(ids))
    new = atom(shelf, "/opds/new")
    assert new.xpath("a:entry/a:title/text()", namespaces=A) == titles[::-1]
    entry = new.find("{*}entry")
    assert entry.findtext("{*}updated") == "2026-01-02T00:00:00Z"
    assert new.findtext("{*}updated") == "2026-01-02T00:00:00Z"
    names = [link.get("title") for link in entry.findall("{*}link") if link.get("title")]
    assert names == ["EPUB", "EPUB for Kobo"]


def test_the_json_catalogue_keeps_its_schema(shelf: httpx.Client) -> None:
    for address in ("/opds2", "/opds2/books", "/opds2/new", "/opds2/search?query=october"):
        answer = shelf.get(address)
        assert answer.headers["content-type"] == "application/opds+json"
        feed = answer.json()
        SCHEMA.validate(feed)
        (itself,) = (link["href"] for link in feed["links"] if link["rel"] == "self")
        assert itself == address
        for publication in feed["publications"]:
            (itself,) = (li["href"] for li in publication["links"] if li["rel"] == "self")
            alone = shelf.get(itself)
            assert alone.headers["content-type"] == "application/opds-publication+json"
            assert alone.json() == publication
    (book,) = feed["publications"]
    assert book["metadata"]["author"] == ["Léon Trotsky"]
    assert book["metadata"]["belongsTo"]["series"] == [{"name": "Essays", "position": 2}]


@pytest.mark.parametrize(
    ("words", "count"), [("october", 1), ("leon history", 1), ("ANEJO", 1), ("", 2), ("nowhere", 0)]
)
def test_search_finds_what_a_reader_can_type(shelf: httpx.Client, words: str, count: int) -> None:
    description = etree.fromstring(shelf.get("/opds/opensearch.xml").content)
    (url,) = description.findall("o:Url", A)
    address = url.get("template").replace("{searchTerms}", words.replace(" ", "+"))
    assert address.startswith(str(shelf.base_url))
    found = atom(shelf, address)
    assert found.findtext("o:totalResults", namespaces=A) == str(count)
    assert len(found.findall("{*}entry")) == count
    assert shelf.get("/", params={"q": words}).text.count("<li>") == count


def test_long_lists_come_in_pages(make_epub: MakeEpub) -> None:
    groups = [
        [make_epub(f"{number}.epub", f"urn:x:{number}", title=f"Book {number:03}")]
        for number in range(2 * PAGE + 1)
    ]
    with serving(groups) as client:
        address, titles = "/opds/books", []
        while address:
            page = atom(client, address)
            titles += page.xpath("a:entry/a:title/text()", namespaces=A)
            (address,) = page.xpath("a:link[@rel='next']/@href", namespaces=A) or [""]
        assert titles == [f"Book {number:03}" for number in range(2 * PAGE + 1)]
        last = client.get("/opds2?page=3").json()
        SCHEMA.validate(last)
        assert len(last["publications"]) == 1


def test_a_book_without_a_cover_gets_a_plain_one(shelf: httpx.Client) -> None:
    feed = shelf.get("/opds2/books").json()
    bare, full = ([image["href"] for image in book["images"]] for book in feed["publications"])
    sizes = []
    for address in (*bare, *full):
        with Image.open(io.BytesIO(shelf.get(address).content)) as image:
            sizes.append((image.format, image.size))
    assert sizes == [("PNG", (600, 900)), ("JPEG", (240, 360))] * 2
    assert shelf.get(full[0]).content == picture()


def test_the_engine_of_a_real_client_reads_both(shelf: httpx.Client) -> None:
    if not (shutil.which("node") and (ENGINES / "node_modules").is_dir()):
        pytest.skip("no OPDS client here: needs Node.js, and `npm ci` in tests/engines")
    words = ["node", str(ENGINES / "read_opds.cjs"), str(shelf.base_url)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["atom"]["title"] == told["json"]["title"] == "Our books"
    assert told["atom"]["navigation"] == told["json"]["navigation"] == ["All books", "Newest first"]
    assert told["search"] == "/opds2/search{?query}"
    every = [*told["atom"]["lists"], told["json"]]
    for books in (catalogue["books"] for catalogue in every):
        (full,) = (book for book in books if "October" in book["title"])
        assert full["authors"] == ["Léon Trotsky"]
        assert full["language"] == ["en"]
        assert {file["status"] for file in full["files"]} == {200}
        assert [file["type"] for file in full["files"]] == ["application/epub+zip"] * 2
        assert full["images"] == ["image/png", "image/jpeg"]
