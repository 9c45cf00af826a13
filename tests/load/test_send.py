"""Mailing a book to a real SMTP server over TLS, and what is said when it fails."""

from __future__ import annotations

import contextlib
import html
from collections.abc import Callable, Iterator
from email.header import decode_header, make_header
from pathlib import Path

import keyring
import keyring.backend
import keyring.errors
import pytest
import trustme
from click.testing import CliRunner, Result

from publish.cli import main

from .conftest import MakeEpub
from .mail_server import PASSWORD, USER, PostOffice, open_post_office

Open = Callable[..., PostOffice]


class Keyring(keyring.backend.KeyringBackend):
    """The system's keyring, which holds one password."""

    priority = 1
    locked = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.locked:
            raise keyring.errors.KeyringLocked("locked")
        return PASSWORD if (service, username) == ("localhost", USER) else None

    def set_password(self, *_: object) -> None:
        raise NotImplementedError

    def delete_password(self, *_: object) -> None:
        raise NotImplementedError


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def post_office(
    authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Open]:
    """Open a post office and set the environment to it, as its customer would."""
    monkeypatch.chdir(tmp_path)
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    with contextlib.ExitStack() as stack:

        def make(*, implicit: bool = False, name: str = "localhost", **ways: object) -> PostOffice:
            office = PostOffice(**ways)  # type: ignore[arg-type]
            port = stack.enter_context(
                open_post_office(office, authority, implicit=implicit, name=name)
            )
            settings = {
                "SSL_CERT_FILE": str(tmp_path / "ca.pem"),
                "PUBLISH_SMTP_HOST": "localhost",
                "PUBLISH_SMTP_PORT": str(port),
                "PUBLISH_SMTP_TLS": "implicit" if implicit else "starttls",
                "PUBLISH_SMTP_USER": USER,
                "PUBLISH_SMTP_PASSWORD": PASSWORD,
            }
            for key, value in settings.items():
                monkeypatch.setenv(key, value)
            return office

        yield make


def send(*words: object) -> Result:
    result = CliRunner().invoke(main, ["send", "--no-check", *map(str, words)])
    assert "Traceback" not in result.output
    assert PASSWORD not in result.output
    return result


@pytest.mark.parametrize("implicit", [False, True], ids=["starttls", "implicit"])
def test_a_book_arrives_whole_over_tls(
    post_office: Open, make_epub: MakeEpub, implicit: bool
) -> None:
    office = post_office(implicit=implicit)
    book = make_epub("october.epub", "urn:uuid:1", title="How We Made the October")
    result = send(book, "--to", "reader@kindle.com")
    assert result.exit_code == 0, result.output
    (mail,) = office.received
    assert all(office.encrypted)
    assert office.logins == [USER]
    assert (mail["To"], mail["From"]) == ("reader@kindle.com", USER)
    assert mail["Subject"] == "How We Made the October"
    assert mail["Date"]
    assert mail["Message-ID"].endswith("@example.org>")
    attached = mail.get_payload()[1]
    assert attached.get_content_type() == "application/epub+zip"
    assert attached.get_filename() == "october.epub"
    assert attached.get_payload(decode=True) == book.read_bytes()
    assert "approve" in result.stderr


HEADERS = ["From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type"]
EVIL = "evil@example.org"
TITLES = {
    f"=?utf-8?q?Hi=0D=0ABcc:_{EVIL}?=": f"= ?utf-8?q?Hi=0D=0ABcc:_{EVIL}?=",
    f"a =?utf-8?b?SGkKQmNjOiB4?= Bcc: {EVIL}": f"a = ?utf-8?b?SGkKQmNjOiB4?= Bcc: {EVIL}",
    f"Hi&#13;&#10;Bcc: {EVIL}&#10;&#10;body": f"Hi Bcc: {EVIL} body",
    f"Hi\u2028Bcc:\x85{EVIL}": f"Hi Bcc: {EVIL}",
    "=\u200b?utf-8?q?=0A?= שלום \u202e資本論": "= ?utf-8?q?=0A?= שלום 資本論",
    "x" * 100_000: "x" * 199 + "…",
    "Man\xadu\xadscript = 2?": "Manuscript = 2?",
}


@pytest.mark.parametrize(("title", "subject"), TITLES.items(), ids=range(len(TITLES)))
@pytest.mark.parametrize("by", ["title", "subject", "name"])
def test_no_title_subject_or_file_name_brings_a_header(
    post_office: Open, make_epub: MakeEpub, title: str, subject: str, by: str
) -> None:
    office = post_office()
    words = html.unescape(title)
    name = f"{words.replace('/', '_')[:60]}.epub" if by == "name" else "a.epub"
    book = make_epub(name, "urn:uuid:1", title=title if by == "title" else "T")
    more = ["--subject", words] if by == "subject" else []
    result = send(book, "--to", "a@example.org", *more)
    assert result.exit_code == 0, result.output
    (mail,) = office.received
    assert mail.keys() == HEADERS
    assert [part.keys() for part in mail.get_payload()] == [
        ["Content-Type", "Content-Transfer-Encoding"],
        ["Content-Type", "Content-Transfer-Encoding", "Content-Disposition", "MIME-Version"],
    ]
    seen = str(make_header(decode_header(mail["Subject"])))
    assert seen == ("T" if by == "name" else subject)
    attached = mail.get_payload()[1].get_filename()
    assert attached.endswith(".epub")
    assert not set(attached) & set('\r\n\x85\u2028/:*?"')


def test_no_address_brings_a_header(post_office: Open, make_epub: MakeEpub) -> None:
    office = post_office()
    book = make_epub("a.epub", "urn:uuid:1")
    for address in (f"a@b.org\r\nBcc: {EVIL}", "=?utf-8?q?a=0Ab?=@b.org", "a\x00@b.org"):
        result = send(book, "--to", address)
        assert result.exit_code == 2
        assert "LOA-021" in result.stderr
    assert office.received == []


def test_a_faulty_epub_is_not_sent(post_office: Open, make_epub: MakeEpub) -> None:
    office = post_office()
    words = ["send", str(make_epub("a.epub", "urn:uuid:1")), "--to", "reader@kindle.com"]
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 1
    assert "a.epub" in result.stderr
    assert office.received == office.logins == []


def test_the_password_may_lie_in_the_keyring(
    post_office: Open, make_epub: MakeEpub, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = post_office()
    monkeypatch.delenv("PUBLISH_SMTP_PASSWORD")
    before = keyring.get_keyring()
    ring = Keyring()
    keyring.set_keyring(ring)
    try:
        book = make_epub("a.epub", "urn:uuid:1")
        assert send(book, "--to", "a@example.org").exit_code == 0
        ring.locked = True
        locked = send(book, "--to", "a@example.org")
    finally:
        keyring.set_keyring(before)
    assert len(office.received) == 1
    assert locked.exit_code == 2
    assert "LOA-031" in locked.stderr
    assert f"keyring set localhost {USER}" in locked.stderr


@pytest.mark.parametrize(
    ("ways", "code", "words"),
    [
        ({"bad_sender": USER}, "LOA-027", "refused the sender ann@example.org: 550 5.7.1"),
        ({"bad_recipient": "a@b.org"}, "LOA-028", "refused the recipient a@b.org: 5.1.1 no such"),
        ({"answer": "554 5.6.0 no books here"}, "LOA-029", "did not take the mail: 554 5.6.0"),
        ({"answer": "552 5.3.4 too big"}, "LOA-023", "too large for localhost: 552"),
        ({"size": 700}, "LOA-023", "and it takes 700"),
        ({"drops": True}, "LOA-030", "the connection to localhost broke"),
        ({"name": "elsewhere.example.org"}, "LOA-025", "certificate of localhost"),
        ({"implicit": True, "name": "elsewhere.example.org"}, "LOA-025", "Hostname mismatch"),
    ],
    ids=lambda value: value if str(value).startswith("LOA") else "",
)
def test_a_failure_is_told_in_plain_words(
    post_office: Open, make_epub: MakeEpub, ways: dict[str, object], code: str, words: str
) -> None:
    office = post_office(**ways)
    result = send(make_epub("a.epub", "urn:uuid:1", "long " * 200), "--to", "a@b.org")
    assert result.exit_code == 1, result.output
    assert f"error {code}" in result.stderr
    assert words in result.stderr
    assert "answer" in ways or office.received == []


@pytest.mark.parametrize("password", ["wrong but secret", "clé secrète"])
def test_a_wrong_password_is_refused_and_not_shown(
    post_office: Open, make_epub: MakeEpub, monkeypatch: pytest.MonkeyPatch, password: str
) -> None:
    post_office()
    monkeypatch.setenv("PUBLISH_SMTP_PASSWORD", password)
    result = send(make_epub("a.epub", "urn:uuid:1"), "--to", "a@b.org", "--verbose")
    assert result.exit_code == 1
    assert "LOA-026" in result.stderr
    assert "secr" not in result.output


def test_a_certificate_of_an_unknown_authority_is_never_accepted(
    post_office: Open, make_epub: MakeEpub, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    office = post_office()
    trustme.CA().cert_pem.write_to_path(str(tmp_path / "other.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "other.pem"))
    result = send(make_epub("a.epub", "urn:uuid:1"), "--to", "a@b.org")
    assert "LOA-025" in result.stderr
    assert office.logins == office.received == []


def test_a_server_that_speaks_the_other_kind_of_tls_gets_no_open_mail(
    post_office: Open, make_epub: MakeEpub, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = post_office(implicit=False)
    monkeypatch.setenv("PUBLISH_SMTP_TLS", "implicit")
    result = send(make_epub("a.epub", "urn:uuid:1"), "--to", "a@b.org")
    assert result.exit_code == 1
    assert "LOA-025" in result.stderr
    assert office.received == []


def test_no_server_no_connection(
    post_office: Open, make_epub: MakeEpub, monkeypatch: pytest.MonkeyPatch
) -> None:
    post_office()
    monkeypatch.setenv("PUBLISH_SMTP_PORT", "9")
    result = send(make_epub("a.epub", "urn:uuid:1"), "--to", "a@b.org")
    assert result.exit_code == 1
    assert "LOA-024" in result.stderr


@pytest.mark.parametrize("name", ["book.azw3", "book.mobi"])
def test_a_kindle_takes_no_kindle_files_by_mail(
    post_office: Open, tmp_path: Path, name: str
) -> None:
    office = post_office()
    (tmp_path / name).write_bytes(b"x")
    result = send(tmp_path / name, "--to", "reader@free.kindle.com")
    assert result.exit_code == 1
    assert "LOA-022" in result.stderr
    assert "epub, pdf" in result.stderr
    assert office.received == []


def test_more_than_amazon_takes_is_refused_before_anything_is_sent(
    post_office: Open, tmp_path: Path
) -> None:
    office = post_office(size=1 << 30)
    with (tmp_path / "big.pdf").open("wb") as file:
        file.truncate(50_000_001)
    result = send(tmp_path / "big.pdf", "--to", "reader@kindle.com")
    assert result.exit_code == 1
    assert "50,000,000" in result.stderr
    assert office.received == office.logins == []


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("HOST", "", "PUBLISH_SMTP_HOST is not set"),
        ("USER", "", "PUBLISH_SMTP_FROM is not set"),
        ("PORT", "smtp", "'smtp', no port"),
        ("TLS", "none", "never mailed over an open line"),
    ],
)
def test_a_missing_or_wrong_setting_is_named(
    post_office: Open,
    make_epub: MakeEpub,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    value: str,
    words: str,
) -> None:
    post_office()
    monkeypatch.setenv(f"PUBLISH_SMTP_{name}", value)
    result = send(make_epub("a.epub", "urn:uuid:1"), "--to", "a@b.org")
    assert result.exit_code == 2
    assert "LOA-020" in result.stderr
    assert words in result.stderr


@pytest.mark.parametrize("address", ["kindle", "a b@kindle.com", "a@b.org\r\nBcc: c@d.org"])
def test_no_address_no_mail(post_office: Open, make_epub: MakeEpub, address: str) -> None:
    office = post_office()
    result = send(make_epub("a.epub", "urn:uuid:1"), "--to", address)
    assert result.exit_code == 2
    assert "LOA-021" in result.stderr
    assert office.received == []
