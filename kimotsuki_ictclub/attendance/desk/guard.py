"""Who may use the desk: a cookie for each browser, a token in each message, on the network a PIN or a one-time link.

Nothing here knows of pages or of attendance: a bigger application that holds the desk uses the same guard.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
import time
from urllib.parse import quote, unquote

from starlette.requests import HTTPConnection

from .pin_attempts import FREE_ATTEMPTS, Attempts

__all__ = ["FREE_ATTEMPTS", "PIN_DIGITS", "SESSION_SECONDS", "Guard", "new_pin", "new_token", "same"]

PIN_DIGITS = 6
SESSION_SECONDS = 12 * 3600
LINK_SECONDS = 600
COOKIE = "ictclub-desk"


def new_pin() -> str:
    """Return a PIN of six random digits."""
    return f"{secrets.randbelow(10**PIN_DIGITS):0{PIN_DIGITS}}"


def new_token() -> str:
    """Return a secret that nobody guesses."""
    return secrets.token_urlsafe(32)


class Guard:
    """Knows the browsers that are in, and slows down whoever tries PINs.

    Cookies are signed and not kept: however many are asked for, none pushes another one out.
    """

    def __init__(self, pin: str | None, key: bytes | None = None) -> None:
        """`key` signs the cookies; one that was kept lets the browsers of an earlier run stay in."""
        self.pin = pin
        self.guests = 0  # how many came in by a link
        self._key = key or secrets.token_bytes(32)
        self._attempts = Attempts()
        self._link = ("", 0.0)
        self._lock = threading.Lock()

    def let_in(self) -> str:
        """Return a new cookie value for a browser that may use the desk."""
        content = f"{int(time.monotonic()) + SESSION_SECONDS}.{new_token()}"
        return f"{content}.{self._signature('cookie', content)}"

    def token(self, cookie: str | None) -> str | None:
        """Return the token that messages under `cookie` must carry; None where the cookie is not in."""
        content, _, signature = (cookie or "").rpartition(".")
        if not same(signature, self._signature("cookie", content)):
            return None
        if int(content.partition(".")[0]) <= time.monotonic():
            return None
        return self._signature("token", content)

    def wait_seconds(self, device: str = "") -> int:
        """Return for how many seconds no PIN of `device` is looked at; 0 where one may be tried."""
        with self._lock:
            wait = self._attempts.wait_seconds(device)
            return round(wait + 0.5) if wait else 0

    def try_pin(self, written: str, device: str = "") -> bool:
        """Return whether `written` is the PIN; while `device` (its address) has to wait, nothing is."""
        with self._lock:
            if self.pin is None or not self._attempts.take_turn(device):
                return False
            if same(written, self.pin):
                self._attempts.right(device)
                return True
            self._attempts.wrong(device)
            return False

    def link_secret(self) -> str:
        """Return what lets one browser in without the PIN: the same one until it is used, or ten minutes old."""
        with self._lock:
            secret, until = self._link
            if until <= time.monotonic():
                self._link = secret, until = new_token(), time.monotonic() + LINK_SECONDS
            return secret

    def use_link(self, secret: str) -> bool:
        """Return whether `secret` is the one-time link's; it lets nobody else in after that."""
        with self._lock:
            if self._link[1] <= time.monotonic() or not same(secret, self._link[0]):
                return False
            self._link = ("", 0.0)
            self.guests += 1
            return True

    def sealed(self, purpose: str, content: str) -> str:
        """Return `content` with a signature, for a cookie that says more than that a browser is in."""
        return f"{quote(content, safe='')}.{self._signature(purpose, content)}"

    def unsealed(self, purpose: str, sealed: str | None) -> str | None:
        """Return the content of what `sealed` gave out for the same purpose; None where it is anything else."""
        written, _, signature = (sealed or "").rpartition(".")
        content = unquote(written)
        return content if same(signature, self._signature(purpose, content)) else None

    def _signature(self, purpose: str, content: str) -> str:
        return hmac.new(self._key, f"{purpose} {content}".encode(errors="replace"), hashlib.sha256).hexdigest()


def cookie_name(connection: HTTPConnection, purpose: str = "") -> str:
    """Return the name of this server's cookie: browsers keep cookies by host alone, so the port is in the name."""
    server = connection.scope.get("server") or ("", None)
    return "-".join(str(part) for part in (COOKIE, server[1], purpose) if part)


def same(one: str, other: str) -> bool:
    """Compare two secrets in a time that does not tell where they differ."""
    return hmac.compare_digest(one.encode(errors="replace"), other.encode(errors="replace"))
