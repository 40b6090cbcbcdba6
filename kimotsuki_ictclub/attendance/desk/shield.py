"""What every answer carries, and which requests are not looked at: the layer around a whole application."""

from __future__ import annotations

import re
import sys
from collections.abc import Container

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .astray import failed, refused

LARGEST_BODY = 256_000

HEADERS = {
    # Only this server's own files; inline scripts, frames and other servers are shut out.
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
        " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",  # with "no-referrer" the desk's own forms would come as from nowhere
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(self), microphone=(), geolocation=()",
    "cache-control": "no-store",  # names must not stay in a tablet's cache
}
# What an answer may set otherwise: a page whose editor needs a style of its own, files that never change.
_OWN = ("content-security-policy", "cache-control")
_HOST = r"(?P<name>[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?|\[[0-9a-f:.]+\])(?P<port>:[0-9]{1,5})?"
_AUTHORITY = re.compile(_HOST)
_ORIGIN = re.compile(rf"https?://(?P<authority>{_HOST})")


class Shield:
    """Answers only to the desk's own names, only to its own pages, and never with more than is meant.

    `hosts` holds the names in small letters; it is asked anew for each request, since a PC's addresses change.
    """

    def __init__(self, app: ASGIApp, hosts: Container[str]) -> None:
        self.app = app
        self.hosts = hosts
        self._told: set[str] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] == "websocket":
            if self._wrong_place(Headers(scope=scope)) is None:
                await self.app(scope, receive, send)
            else:
                await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False

        async def guarded_send(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                headers = MutableHeaders(scope=message)
                own = {name: headers[name] for name in _OWN if name in headers}
                headers.update({**HEADERS, **own})
            await send(message)

        refusal = self._refusal(scope)
        if refusal is not None:
            await refused(scope, refusal)(scope, receive, guarded_send)
            return
        try:
            await self.app(scope, _limited(receive), guarded_send)
        except ClientDisconnect:
            return
        except Exception as error:
            self._tell(type(error).__name__)
            if not begun:
                await failed(scope)(scope, receive, guarded_send)

    def _tell(self, kind: str) -> None:
        """Print the kind of an error only, once: what it says could hold a name, and a flood would fill the disk."""
        if kind not in self._told and len(self._told) < 100:
            self._told.add(kind)
            print(f"desk: {kind}", file=sys.stderr)

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        headers = Headers(scope=scope)
        writes = scope["method"] not in ("GET", "HEAD")
        wrong = self._wrong_place(headers, origin_too=writes)
        if wrong is not None:
            return wrong
        if "\0" in scope["path"]:
            return PlainTextResponse("malformed address", 400)
        if writes:
            length = headers.get("content-length", "")
            if not length:
                return PlainTextResponse("length required", 411)
            if not length.isdecimal() or len(length) > 9 or int(length) > LARGEST_BODY:
                return PlainTextResponse("too large", 413)
        return None

    def _wrong_place(self, headers: Headers, *, origin_too: bool = True) -> PlainTextResponse | None:
        hosts, origins = headers.getlist("host"), headers.getlist("origin")
        host = _AUTHORITY.fullmatch(hosts[0].lower()) if len(hosts) == 1 else None
        if host is None:
            return PlainTextResponse("malformed host", 400)
        # A page of another site that points its name at this PC (DNS rebinding) comes with that name.
        if host["name"].strip("[]") not in self.hosts:
            return PlainTextResponse("unknown host", 400)
        if origin_too and origins and origins != ["null"]:
            origin = _ORIGIN.fullmatch(origins[0].lower()) if len(origins) == 1 else None
            if origin is None:
                return PlainTextResponse("malformed origin", 400)
            if origin["authority"] != host[0]:
                return PlainTextResponse("another site's request", 403)
        elif origin_too and origins:
            return PlainTextResponse("another site's request", 403)
        return None


def _limited(receive: Receive) -> Receive:
    """Give on at most `LARGEST_BODY` bytes, whatever the header announced."""
    received = 0

    async def limited() -> Message:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received > LARGEST_BODY:
            return {"type": "http.disconnect"}
        return message

    return limited
