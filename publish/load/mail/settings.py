"""Where mail is handed in, and as whom: from the environment and the system's keyring.

Nothing of this is read from a book's files, and the password is never shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from publish.model.finding import Finding, UsageError, error

SUBMISSION = 587
SUBMISSIONS = 465
"""The ports of RFC 6409 (STARTTLS) and RFC 8314 (TLS from the first byte)."""


class Security(StrEnum):
    """How the connection is encrypted; there is no third way."""

    STARTTLS = "starttls"
    IMPLICIT = "implicit"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """The server that takes our mail, and who we are to it."""

    host: str
    port: int
    security: Security
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)


def read_settings(environment: Mapping[str, str], sender: str = "") -> MailServer:
    """Read PUBLISH_SMTP_HOST, _PORT, _TLS, _USER, _PASSWORD and _FROM.

    Raises UsageError: LOA-020 a setting is missing or wrong, LOA-031 no password is to be had.
    """
    host = _read(environment, "HOST")
    user = _read(environment, "USER")
    sender = sender or _read(environment, "FROM") or user
    if not host:
        raise UsageError(_missing("HOST", "the mail server, such as smtp.example.org"))
    if "@" not in sender:
        raise UsageError(_missing("FROM", "your own mail address"))
    port = _port(_read(environment, "PORT"))
    security = _security(_read(environment, "TLS"), port)
    password = _password(_read(environment, "PASSWORD"), host, user) if user else ""
    return MailServer(
        host=host, port=port, security=security, sender=sender, user=user, password=password
    )


def _read(environment: Mapping[str, str], name: str) -> str:
    value = environment.get(f"PUBLISH_SMTP_{name}", "")
    return value if name == "PASSWORD" else value.strip()


def _missing(name: str, what: str) -> Finding:
    words = f"PUBLISH_SMTP_{name} is not set: {what}"
    return error("LOA-020", words, hint=f"export PUBLISH_SMTP_{name}=...")


def _port(text: str) -> int:
    if not text:
        return SUBMISSION
    if not text.isdecimal() or not 0 < int(text) < 65536:
        words = f"PUBLISH_SMTP_PORT is {text!r}, no port"
        raise UsageError(
            error("LOA-020", words, hint="use 587, or 465 for TLS from the first byte")
        )
    return int(text)


def _security(text: str, port: int) -> Security:
    if not text:
        return Security.IMPLICIT if port == SUBMISSIONS else Security.STARTTLS
    try:
        return Security(text.lower())
    except ValueError:
        words = f"PUBLISH_SMTP_TLS is {text!r}"
        hint = "use starttls or implicit; a book is never mailed over an open line"
        raise UsageError(error("LOA-020", words, hint=hint)) from None


def _password(given: str, host: str, user: str) -> str:
    """Take the password from the environment, else from the keyring (service: the server)."""
    password = given or _from_keyring(host, user)
    if not password:
        hint = f"export PUBLISH_SMTP_PASSWORD=..., or store it once: keyring set {host} {user}"
        raise UsageError(error("LOA-031", f"no password for {user} at {host} was found", hint=hint))
    return password


def _from_keyring(host: str, user: str) -> str:
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(host, user) or ""
    except KeyringError:  # no keyring on this machine, or a locked one: the same as an empty one
        return ""
