"""Who may speak to the server: this machine, with the token of this start, from a page of our own.

The page shows text of strangers' PDFs, so nothing in it may run: scripts, styles and pictures come from here alone.
A web site elsewhere that is open in the same browser must not reach the server either: its requests lack the
cookie or come under another Host (DNS rebinding) or Origin.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

LOOPBACK = "127.0.0.1"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-store",
}
# A week: a page left open over a weekend works on, while the server of this start is running.
COOKIE_SECONDS = 7 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Door:
    """The port of this start and its token."""

    port: int
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)

    @property
    def address(self) -> str:
        """What a person opens."""
        return f"{self.origin}/?token={self.token}"

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        return f"http://{LOOPBACK}:{self.port}"

    @property
    def cookie(self) -> str:
        """Cookies do not tell ports apart, so their names must."""
        return f"jixiao_{self.port}"

    def hosts(self) -> tuple[str, ...]:
        """The Host headers a browser on this machine can send."""
        return f"{LOOPBACK}:{self.port}", f"localhost:{self.port}"

    def knows(self, token: str) -> bool:
        """Whether it is the token; takes the same time for every wrong one."""
        return hmac.compare_digest(token.encode(), self.token.encode())


class Guard:
    """Lets a request through to `app`, or answers it: an ASGI middleware."""

    def __init__(self, app: ASGIApp, door: Door) -> None:
        self._app = app
        self._door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        from starlette.datastructures import MutableHeaders

        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return

        async def send_with_headers(message: dict[str, object]) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        answer = self._answer(scope)
        await (answer or self._app)(scope, receive, send_with_headers)  # type: ignore[arg-type]

    def _answer(self, scope: Scope) -> ASGIApp | None:
        """A refusal, or the way in for a token in the address; None lets through."""
        from starlette.requests import Request
        from starlette.responses import PlainTextResponse, RedirectResponse

        request = Request(scope)
        host = request.headers.get("host", "")
        if host not in self._door.hosts():
            return PlainTextResponse("This server answers to its own address only.\n", 421)
        origin = request.headers.get("origin")
        if request.method != "GET" and origin != f"http://{host}":
            return PlainTextResponse("Requests that change something come from its own page only.\n", 403)
        token = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if scope["path"] == "/" and token and self._door.knows(token):
            into = RedirectResponse("/", 303)
            into.set_cookie(
                self._door.cookie, self._door.token, max_age=COOKIE_SECONDS, httponly=True, samesite="strict"
            )
            return into
        if not self._door.knows(request.cookies.get(self._door.cookie, "")):
            return PlainTextResponse("Open the address that jixiao review has printed, with its token.\n", 403)
        return None
