"""A real SMTP server on loopback: TLS by a certificate authority of our own, and every failure."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message

import trustme
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "ann@example.org", "correct horse 4711"


@dataclass
class PostOffice:
    """How the server behaves, and what it took."""

    size: int = 10 << 20
    bad_sender: str = ""
    bad_recipient: str = ""
    answer: str = "250 OK"
    drops: bool = False
    received: list[Message] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)

    async def handle_MAIL(  # noqa: N802  aiosmtpd names it
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address == self.bad_sender:
            return "550 5.7.1 you may not send as this"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address == self.bad_recipient:
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.encrypted.append(session.ssl is not None or server.transport.get_extra_info("cipher"))
        self.received.append(message_from_bytes(envelope.content))
        return self.answer

    def authenticate(self, *words: object) -> AuthResult:
        login = words[-1]
        assert isinstance(login, LoginPassword)
        self.logins.append(login.login.decode())
        right = (login.login, login.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=right, handled=False)


class Line(SMTP):
    """The server's side of a connection; it hangs up in the middle of a book where it is to."""

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        if not self.event_handler.drops:
            await super().smtp_DATA(arg)
            return
        await self.push("354 go on")
        await self._reader.readline()
        self.transport.abort()


@contextmanager
def open_post_office(
    office: PostOffice, authority: trustme.CA, *, implicit: bool, name: str = "localhost"
) -> Iterator[int]:
    """Serve on a free port of 127.0.0.1 in a thread of its own; gives the port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    ways = {} if implicit else {"tls_context": context, "require_starttls": True}
    loop = asyncio.new_event_loop()

    def answer() -> SMTP:
        return Line(
            office,
            hostname="post.example.org",
            authenticator=office.authenticate,
            auth_require_tls=not implicit,
            data_size_limit=office.size,
            loop=loop,
            **ways,
        )

    opening = loop.create_server(answer, "127.0.0.1", 0, ssl=context if implicit else None)
    server = loop.run_until_complete(opening)
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        asyncio.run_coroutine_threadsafe(_close(server), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _close(server: asyncio.Server) -> None:
    """Close the server and hang up on whoever is still on the line."""
    server.close()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    await asyncio.sleep(0)
