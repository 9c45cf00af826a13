"""The mail itself: a short text and the books as attachments (RFC 5322, RFC 2045)."""

from __future__ import annotations

from collections.abc import Sequence
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, make_msgid
from mimetypes import MimeTypes
from pathlib import Path

from publish.load.identity import identify
from publish.load.mail.clean import clean_name, clean_words

TYPES = MimeTypes()
"""Python's own table; the system's would differ from machine to machine."""

EPUB_TYPE = "application/epub+zip"


def write_message(
    files: Sequence[Path], sender: str, recipient: str, subject: str = ""
) -> EmailMessage:
    """Put the books into one mail; the subject is the first book's title unless given.

    Mail is dated when it is sent (RFC 5322 section 3.6.1): here alone the clock is read.
    """
    titles = [clean_words(identify(path).title) or clean_name(path.stem) for path in files]
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = recipient
    message["Subject"] = clean_words(subject) or titles[0]
    message["Date"] = formatdate()
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
    message.set_content("\n".join(titles) + "\n")
    for path in files:
        kind = EPUB_TYPE if path.suffix.lower() == ".epub" else TYPES.guess_type(path.name)[0]
        main, _, sub = (kind or "application/octet-stream").partition("/")
        name = clean_name(path.name)
        message.add_attachment(path.read_bytes(), maintype=main, subtype=sub, filename=name)
    return message
