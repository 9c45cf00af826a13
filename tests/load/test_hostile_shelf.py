"""Strangers' books and clients: the catalogue goes on for all others (docs/security.md)."""

from __future__ import annotations

import itertools
import os
import resource
import socket
import struct
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from zlib import crc32

import httpx
import pikepdf
import pytest
from lxml import etree

from publish.check.epub import check_epub
from publish.cli.preview import FinishedBook
from publish.load.catalogue.guesses import FREE_GUESSES, Guesses
from publish.load.catalogue.patience import MOST_FOR_ONE, PatientProtocol
from publish.load.catalogue.title import read_title
from publish.load.device import Device, kinds
from publish.load.identity import identify
from publish.load.volume import Outcome, load_file
from publish.look import Exhibit
from publish.model.finding import Finding
from publish.run.cache import Cache
from publish.run.zipped import BombError, open_zip, read_member

from .conftest import MakeEpub
from .serving import serving

CONTAINER = """<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">
<rootfiles><rootfile full-path="p.opf"/></rootfiles></container>"""
PACKAGE = """<package xmlns="http://www.idpf.org/2007/opf" unique-identifier="i"><metadata
xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="i">urn:x:1</dc:identifier>
<dc:title>{title}</dc:title></metadata><manifest>
<item href="c.png" id="c" media-type="image/png" properties="cover-image"/></manifest></package>"""
BIG = 100 * 2**20


def bomb(path: Path, member: str, package: str = PACKAGE) -> Path:
    """Write an EPUB whose one member unpacks to 100 MB."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as box:
        for name, text in (("META-INF/container.xml", CONTAINER), ("p.opf", package)):
            if name != member:
                box.writestr(name, text)
        with box.open(member, "w") as big:
            for _ in range(BIG // 2**22):
                big.write(b"\0" * 2**22)
    return path


@pytest.mark.parametrize("member", ["c.png", "p.opf", "META-INF/container.xml"])
def test_what_unpacks_to_far_more_is_not_unpacked(member: str, tmp_path: Path) -> None:
    book = bomb(tmp_path / "a.epub", member)
    assert book.stat().st_size < 2**20
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert read_title([book]) is not None
    identify(book)
    with open_zip(book) as opened, pytest.raises(BombError):
        read_member(opened, member)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 * 1024


def odd_books(folder: Path) -> list[Path]:
    """Make what no shelf should hold, each under a name of its own."""
    made = [folder / f"{name}.epub" for name in ("text", "empty", "loop", "folder", "pipe", "gone")]
    text, empty, loop, inner, pipe, _ = made
    text.write_text("no zip")
    empty.write_bytes(b"")
    loop.symlink_to(loop)
    inner.mkdir()
    os.mkfifo(pipe)
    for number, title in enumerate(("a&#x202E;b&#x1F600;", "x" * 300_000, "<dc:a/>", "&#x7F;")):
        path = folder / f"odd{number}.epub"
        with zipfile.ZipFile(path, "w") as box:
            box.writestr("META-INF/container.xml", CONTAINER)
            box.writestr("p.opf", PACKAGE.format(title=title))
        made.append(path)
    pdf = folder / "p.pdf"
    with pikepdf.new() as blank:
        blank.add_blank_page()
        blank.docinfo["/Title"] = "a\x01b\x1cc\ufffed\x0b"
        blank.save(pdf)
    odd = pdf.with_name(os.fsdecode(b"\xff\xfe.pdf"))
    odd.write_bytes(pdf.read_bytes())
    return [*made, pdf, odd]


def test_no_book_takes_the_catalogue_down(make_epub: MakeEpub, tmp_path: Path) -> None:
    sound = make_epub("sound.epub", "urn:uuid:1", title="A sound book")
    (tmp_path / "odd").mkdir()
    groups = [[sound], *([path] for path in odd_books(tmp_path / "odd"))]
    with serving(groups) as client:
        for address in ("/", "/opds", "/opds/books", "/opds/new", "/opds2", "/opds/search?q=a"):
            answer = client.get(address)
            assert answer.status_code == 200, address
            assert len(answer.content) < 100_000
            if address.startswith("/opds/b"):
                assert "A sound book" in answer.text
                etree.fromstring(answer.content)
        for publication in client.get("/opds2").json()["publications"]:
            for link in publication["images"]:
                assert client.get(link["href"]).status_code == 200


def test_half_sent_requests_lock_nobody_out(
    make_epub: MakeEpub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PatientProtocol, "patience_seconds", 0.5)
    with serving([[make_epub("a.epub", "urn:uuid:1")]]) as client:
        where = (str(client.base_url.host), client.base_url.port or 0)
        lines = [socket.create_connection(where) for _ in range(205)]
        for line in lines[::3]:
            line.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n")
        time.sleep(0.8)
        assert client.get("/").status_code == 200
        for line in lines:
            line.close()


def test_one_client_has_no_more_than_its_share(make_epub: MakeEpub) -> None:
    with serving([[make_epub("a.epub", "urn:uuid:1")]]) as client:
        where = (str(client.base_url.host), client.base_url.port or 0)
        lines = [socket.create_connection(where) for _ in range(MOST_FOR_ONE)]
        with pytest.raises(httpx.TransportError):
            client.get("/")
        for line in lines:
            line.close()
        time.sleep(0.1)
        assert client.get("/").status_code == 200


def test_a_named_proxy_holds_the_lines_of_all_its_clients(make_epub: MakeEpub) -> None:
    with serving([[make_epub("a.epub", "urn:uuid:1")]], proxy="127.0.0.1") as client:
        where = (str(client.base_url.host), client.base_url.port or 0)
        lines = [socket.create_connection(where) for _ in range(MOST_FOR_ONE + 20)]
        assert client.get("/").status_code == 200
        for line in lines:
            line.close()


@pytest.mark.parametrize(("proxy", "last"), [("", 429), ("127.0.0.1", 401), ("192.0.2.7", 429)])
def test_only_a_named_proxy_says_whose_guess_it_is(
    make_epub: MakeEpub, proxy: str, last: int
) -> None:
    with serving([[make_epub("a.epub", "urn:uuid:1")]], code="RIGHT234", proxy=proxy) as client:
        codes = [
            client.get(f"/?code=WRONG{number}", headers={"X-Forwarded-For": f"198.51.100.{number}"})
            for number in range(8)
        ]
        assert codes[-1].status_code == last


def test_who_guesses_waits_and_who_has_been_let_in_does_not(make_epub: MakeEpub) -> None:
    with serving([[make_epub("a.epub", "urn:uuid:1")]], code="RIGHT234") as client:
        entered = client.get("/?code=RIGHT234")
        known = dict(entered.cookies)
        client.cookies.clear()
        codes = [client.get(f"/?code=WRONG{number}").status_code for number in range(8)]
        assert codes[0] == 401
        assert codes[-1] == 429
        late = client.get("/", auth=("any", "RIGHT234"))
        assert late.status_code == 429
        assert int(late.headers["retry-after"]) >= 1
        client.cookies.update(known)
        assert client.get("/").status_code == 200
        assert "RIGHT234" not in str(known)


def test_each_wrong_code_doubles_the_wait_and_an_old_one_again_does_not() -> None:
    now = [0.0]
    guesses = Guesses(lambda: now[0])
    for number in range(FREE_GUESSES + 4):
        guesses.wrong("a", str(number))
    assert guesses.wait_seconds("a") in {16, 17}
    for _ in range(50):
        guesses.wrong("a", str(FREE_GUESSES + 3))
    assert guesses.wait_seconds("a") in {16, 17}
    assert guesses.wait_seconds("b") == 0
    now[0] = 20.0
    assert guesses.wait_seconds("a") == 0


@pytest.mark.parametrize(
    ("name", "loaded"),
    [
        ("CON.epub", "_CON.epub"),
        ("nul.tar.epub", "_nul.tar.epub"),
        ("com1.epub", "_com1.epub"),
        ("a. .epub", "a.epub"),
        ("a:b?.epub", "a_b_.epub"),
        ("STORM.epub", "STORM-2.epub"),
        (" .epub", "book.epub"),
        ("Cafe\u0301.epub", "Caf\u00e9.epub"),
        ("context.epub", "context.epub"),
    ],
)
def test_a_book_gets_a_name_that_every_reader_can_have(
    name: str, loaded: str, make_epub: MakeEpub, tmp_path: Path
) -> None:
    reader = tmp_path / "reader"
    reader.mkdir()
    (reader / "storm.epub").write_text("another book")
    book = make_epub(name, "urn:uuid:1")
    made = load_file(book, Device(kinds()["folder"], reader))
    assert made.path.name == loaded
    assert [finding.code for finding in made.findings] == ["LOA-070"] * (name != loaded)
    assert load_file(book, Device(kinds()["folder"], reader)).outcome is Outcome.SAME


def test_pipes_and_devices_on_a_reader_are_not_read(make_epub: MakeEpub, tmp_path: Path) -> None:
    reader = tmp_path / "reader"
    reader.mkdir()
    os.mkfifo(reader / "a.epub")
    (reader / "b.epub").symlink_to("/dev/zero")
    (reader / "c.epub").symlink_to(reader / "c.epub")
    made = load_file(make_epub("a.epub", "urn:uuid:1"), Device(kinds()["folder"], reader))
    assert made.path.name == "a-2.epub"
    assert made.path.is_file()
    loaded = load_file(make_epub("b.epub", "urn:uuid:2"), Device(kinds()["folder"], reader))
    assert loaded.path.name == "b-2.epub"


def lying(folder: Path) -> bytes:
    """Write an EPUB with a member of 8 MB that says it has 1 KB."""
    path = folder / "lying.epub"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr("a.xhtml", b"\0" * 2**23)
    size = (2**23).to_bytes(4, "little")
    return path.read_bytes().replace(size, (1024).to_bytes(4, "little"))


def piled(folder: Path) -> bytes:
    """Write an EPUB whose members all lie at the same place."""
    path = folder / "piled.epub"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as box:
        for number in range(3):
            box.writestr(f"{number}.xhtml", "words")
        for member in box.filelist:
            member.header_offset = 0
    return path.read_bytes()


def laughing(folder: Path) -> bytes:
    """Write an EPUB with a document whose entities come to five billion letters."""
    path = folder / "laughing.epub"
    names = "abcdefghi"
    grown = "".join(
        f'<!ENTITY {name} "{f"&{below};" * 20}">' for below, name in itertools.pairwise(names)
    )
    text = f'<!DOCTYPE html [<!ENTITY a "ha">{grown}]><html>&i;</html>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr("a.xhtml", text.encode("utf-16"))
        box.writestr("b.xhtml", text)
    return path.read_bytes()


def large_picture(folder: Path) -> bytes:
    """Write an EPUB with a picture of 900 million dots in a few bytes."""
    path = folder / "large.epub"
    header = struct.pack(">II5B", 30_000, 30_000, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + header
    png = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", crc32(chunk))
    with zipfile.ZipFile(path, "w") as box:
        box.writestr("a.png", png + b"\0\0\0\0IDAT")
    return path.read_bytes()


@pytest.mark.parametrize("make", [lying, piled, laughing, large_picture])
def test_look_shows_no_bomb(make: Callable[[Path], bytes], tmp_path: Path) -> None:
    (tmp_path / "bomb.epub").write_bytes(make(tmp_path))
    exhibit = Exhibit("bomb.epub")
    findings: list[Finding] = []
    FinishedBook(tmp_path / "bomb.epub", Cache()).put_on(exhibit, findings.extend)
    (finding,) = findings
    assert finding.code == "CLI-050"
    assert exhibit.book is None


@pytest.mark.parametrize("make", [lying, piled, laughing])
def test_epubcheck_is_given_no_bomb(make: Callable[[Path], bytes], tmp_path: Path) -> None:
    assert [finding.code for finding in check_epub(make(tmp_path), "a.epub")] == ["WRI-175"]
