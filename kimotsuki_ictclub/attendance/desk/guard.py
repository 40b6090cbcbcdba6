"""Who may use the desk: a cookie for each browser, a token in each message, a PIN on the club's network."""

from __future__ import annotations

import hmac
import secrets
import threading
import time

PIN_DIGITS = 6
FREE_ATTEMPTS = 5
FIRST_WAIT_SECONDS = 30.0
LONGEST_WAIT_SECONDS = 900.0
SESSION_SECONDS = 12 * 3600
_MOST_SESSIONS = 500


def new_pin() -> str:
    """Return a PIN of six random digits."""
    return f"{secrets.randbelow(10**PIN_DIGITS):0{PIN_DIGITS}}"


def new_token() -> str:
    """Return a secret that nobody guesses."""
    return secrets.token_urlsafe(32)


class Guard:
    """Keeps the browsers that are in, and slows down whoever tries PINs.

    Attempts are counted over all devices together: on a network anybody can take a new address.
    """

    def __init__(self, pin: str | None) -> None:
        self.pin = pin
        self._tokens: dict[str, tuple[str, float]] = {}
        self._wrong = 0
        self._closed_until = 0.0
        self._lock = threading.Lock()

    def let_in(self) -> str:
        """Return a new cookie value for a browser that may use the desk."""
        with self._lock:
            now = time.monotonic()
            self._tokens = {cookie: kept for cookie, kept in self._tokens.items() if kept[1] > now}
            while len(self._tokens) >= _MOST_SESSIONS:
                del self._tokens[next(iter(self._tokens))]
            cookie = new_token()
            self._tokens[cookie] = (new_token(), now + SESSION_SECONDS)
            return cookie

    def token(self, cookie: str | None) -> str | None:
        """Return the token that messages under `cookie` must carry; None where the cookie is not in."""
        with self._lock:
            token, until = self._tokens.get(cookie or "", ("", 0.0))
            return token if until > time.monotonic() else None

    def wait_seconds(self) -> int:
        """Return for how many seconds no PIN is looked at; 0 where one may be tried."""
        with self._lock:
            return max(0, round(self._closed_until - time.monotonic() + 0.5))

    def try_pin(self, written: str) -> bool:
        """Return whether `written` is the PIN; while the desk is closed to attempts, nothing is."""
        with self._lock:
            if self.pin is None or time.monotonic() < self._closed_until:
                return False
            if same(written, self.pin):
                self._wrong = 0
                return True
            self._wrong += 1
            if self._wrong >= FREE_ATTEMPTS:
                wait = FIRST_WAIT_SECONDS * 2 ** min(self._wrong - FREE_ATTEMPTS, 10)
                self._closed_until = time.monotonic() + min(wait, LONGEST_WAIT_SECONDS)
            return False


def same(one: str, other: str) -> bool:
    """Compare two secrets in a time that does not tell where they differ."""
    return hmac.compare_digest(one.encode(errors="replace"), other.encode(errors="replace"))
