"""Hand a mail in at its server (RFC 5321) over TLS, and say in plain words what went wrong."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage

from publish.load.mail.settings import MailServer, Security
from publish.model.finding import Finding, Place, PublishError, error

PATIENCE_SECONDS = 60.0
TOO_LARGE = 552
"""RFC 1870 section 6.1: the message is larger than the server takes."""


def deliver(message: EmailMessage, server: MailServer) -> None:
    """Send it; raises PublishError where the server did not take it.

    LOA-023 too large, LOA-024 no connection, LOA-025 no trusted TLS, LOA-026 login refused,
    LOA-027 sender refused, LOA-028 recipient refused, LOA-029 the mail itself refused,
    LOA-030 the connection broke.
    """
    try:
        connection = _connect(server)
    except (OSError, smtplib.SMTPException) as problem:
        raise PublishError(_explain_connecting(problem, server)) from problem
    try:
        with connection:
            _hand_in(connection, message, server)
    except (OSError, smtplib.SMTPException) as problem:
        raise PublishError(_explain(problem, server)) from problem


def _connect(server: MailServer) -> smtplib.SMTP:
    """Open the line and encrypt it; the server's certificate must be trusted and bear its name."""
    trust = ssl.create_default_context()
    if server.security is Security.IMPLICIT:
        return smtplib.SMTP_SSL(server.host, server.port, timeout=PATIENCE_SECONDS, context=trust)
    connection = smtplib.SMTP(server.host, server.port, timeout=PATIENCE_SECONDS)
    try:
        connection.starttls(context=trust)
    except BaseException:
        connection.close()
        raise
    return connection


def _hand_in(connection: smtplib.SMTP, message: EmailMessage, server: MailServer) -> None:
    connection.ehlo_or_helo_if_needed()
    size, limit = len(message.as_bytes()), connection.esmtp_features.get("size", "")
    if limit.isdecimal() and 0 < int(limit) < size:
        raise PublishError(_too_large(server, f"{size:,} bytes, and it takes {int(limit):,}"))
    if server.user:
        _log_in(connection, server)
    connection.send_message(message)


def _log_in(connection: smtplib.SMTP, server: MailServer) -> None:
    try:
        connection.login(server.user, server.password)
    except UnicodeEncodeError:  # it would quote the password
        words = f"the login at {server.host} can carry ASCII characters only"
        hint = "choose a password without accents; many providers make an app password"
        raise PublishError(error("LOA-026", words, Place(server.host), hint)) from None


def _explain_connecting(problem: Exception, server: MailServer) -> Finding:
    where = f"{server.host}:{server.port}"
    if isinstance(problem, ssl.SSLCertVerificationError):
        words = f"the certificate of {where} is not to be trusted: {problem.verify_message}"
        hint = "nothing was sent; check PUBLISH_SMTP_HOST, or have the server's owner renew it"
        return error("LOA-025", words, Place(server.host), hint)
    if isinstance(problem, ssl.SSLError | smtplib.SMTPNotSupportedError):
        words = f"{where} offers no encrypted connection of this kind"
        hint = "nothing was sent; try PUBLISH_SMTP_PORT=465, or 587, or PUBLISH_SMTP_TLS"
        return error("LOA-025", words, Place(server.host), hint)
    words = f"no connection to {where}: {_plain(problem)}"
    hint = "check PUBLISH_SMTP_HOST, PUBLISH_SMTP_PORT and your network; nothing was sent"
    return error("LOA-024", words, Place(server.host), hint)


def _explain(problem: Exception, server: MailServer) -> Finding:
    place = Place(server.host)
    if getattr(problem, "smtp_code", 0) == TOO_LARGE:
        return _too_large(server, _plain(problem))
    if isinstance(problem, smtplib.SMTPAuthenticationError):
        hint = "check PUBLISH_SMTP_USER and the password; many providers want an app password"
        return error("LOA-026", f"{server.host} refused the login: {_plain(problem)}", place, hint)
    if isinstance(problem, smtplib.SMTPNotSupportedError):
        words = f"{server.host} cannot do this: {_plain(problem)}"
        return error("LOA-026", words, place, "leave PUBLISH_SMTP_USER out, or use another server")
    if isinstance(problem, smtplib.SMTPSenderRefused):
        words = f"{server.host} refused the sender {server.sender}: {_plain(problem)}"
        return error("LOA-027", words, place, "set PUBLISH_SMTP_FROM to an address of yours there")
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        ((address, (_, why)),) = problem.recipients.items()
        words = f"{server.host} refused the recipient {address}: {_text(why)}"
        return error("LOA-028", words, place, "check the address of --to")
    if isinstance(problem, smtplib.SMTPResponseException):
        words = f"{server.host} did not take the mail: {_plain(problem)}"
        return error("LOA-029", words, place, "its words tell why; nothing was sent")
    words = f"the connection to {server.host} broke: {_plain(problem)}"
    return error("LOA-030", words, place, "see whether the book arrives before you send it again")


def _too_large(server: MailServer, why: str) -> Finding:
    words = f"the mail is too large for {server.host}: {why}"
    return error("LOA-023", words, Place(server.host), "send fewer files, or load over USB")


def _plain(problem: Exception) -> str:
    if isinstance(problem, smtplib.SMTPResponseException):
        return f"{problem.smtp_code} {_text(problem.smtp_error)}"
    return _text(getattr(problem, "strerror", None) or str(problem) or type(problem).__name__)


def _text(words: bytes | str) -> str:
    """Make one printable line of what a server said."""
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:300]
