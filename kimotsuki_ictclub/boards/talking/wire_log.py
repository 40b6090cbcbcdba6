"""What the log keeps of a conversation: when and how many bytes went, and words that the protocol is made of.

Never what a file holds or a program prints: of what a board says only the words of MicroPython and the raw REPL are
repeated, of our own commands their beginning up to the first text in quotes.
"""

from __future__ import annotations

import builtins
import itertools
import re
import time
from logging import Logger

_KEPT = 4000  # bytes of an answer in which words are looked for
_MOST_WORDS = 16
_FIRST_WORDS = re.compile(rb"[A-Za-z0-9_.,;:=*+<>()\[\] ]{1,40}")
_CONTROL = re.compile(rb"[\x01-\x04\r]+")
_CONTROL_NAMES = {1: "Ctrl-A", 2: "Ctrl-B", 3: "Ctrl-C", 4: "Ctrl-D", 13: "Return"}
_EXCEPTIONS = "|".join(
    name for name, kind in vars(builtins).items() if isinstance(kind, type) and issubclass(kind, BaseException)
)
_WORDS = re.compile(
    (
        r"raw REPL; CTRL-B to exit|soft reboot|Traceback \(most recent call last\)|, line \d{1,5}|"
        rf"\b(?:{_EXCEPTIONS})\b(?=:|\r|\n|$)|MicroPython v[\d.]{{1,12}}|micro:bit v[\d.]{{1,12}}|"
        r"<DAPLink:Overflow>|>>> (?:\r\n)?|(?<![^>\x04\r\n])OK|\x04|\x06|(?<![^\x04\n])>"
    ).encode()
)
_SHOWN = {b"\x04": "end", b"\x06": "asks", b">": "prompt", b">>>": ">>>"}


class WireLog:
    """One conversation; `name` is the board's."""

    def __init__(self, logger: Logger, name: str) -> None:
        self._logger = logger
        self._name = name
        self._begin = self._sent_at = time.monotonic()
        self._all_sent = self._all_came = 0
        self._kept = bytearray()
        self._came = 0  # bytes since the last that were sent
        self._first = self._last = 0.0
        self._repeated: tuple[str, int] = ("", 0)

    def sent(self, content: bytes, *, is_command: bool) -> None:
        """Note bytes that went to the board."""
        self._flush()
        self._all_sent += len(content)
        self._sent_at = time.monotonic()
        self.note(f"sent {len(content)} bytes: {_of_command(content) if is_command else _of_signs(content)}")

    def came(self, content: bytes) -> None:
        """Note bytes that came from the board; they are told together, when something is sent or noted."""
        if not content:
            return
        self._last = time.monotonic()
        if not self._came:
            self._first = self._last
        self._came += len(content)
        self._all_came += len(content)
        self._kept += content[: max(0, _KEPT - len(self._kept))]

    def note(self, text: str) -> None:
        """Write what else happens on the line; the same many times in a row is written twice."""
        self._flush()
        before, times = self._repeated
        if text == before:
            self._repeated = (text, times + 1)
            return
        self._tell_repeated()
        self._repeated = (text, 0)
        self._logger.debug("%s %s", self._name, text)

    def close(self) -> None:
        """Write what is left, and the sums."""
        self._flush()
        self._tell_repeated()
        self._logger.info(
            "%s closed after %.3f s: %d bytes sent, %d bytes came",
            self._name, time.monotonic() - self._begin, self._all_sent, self._all_came,
        )  # fmt: skip

    def _tell_repeated(self) -> None:
        text, times = self._repeated
        self._repeated = ("", 0)
        if times:
            self._logger.debug("%s the same again %d times: %s", self._name, times, text)

    def _flush(self) -> None:
        if not self._came:
            return
        self._tell_repeated()
        self._logger.debug(
            "%s came %d bytes, %.3f to %.3f s later: %s",
            self._name, self._came, self._first - self._sent_at, self._last - self._sent_at,
            said(bytes(self._kept), self._came),
        )  # fmt: skip
        self._kept.clear()
        self._came = 0


def said(content: bytes, length: int) -> str:
    """Return the known words in the beginning `content` of an answer of `length` bytes; other text as its length."""
    parts: list[str] = []
    at = 0
    for match in itertools.islice(_WORDS.finditer(content), _MOST_WORDS):
        if other := match.start() - at:
            parts.append(f"({other})")
        at = match.end()
        parts.append(_SHOWN.get(match.group().strip(b" \r\n"), match.group().decode().strip(", ")))
    rest = length - at
    return " ".join(_counted([*parts, f"({rest})"] if rest else parts))


def _of_command(content: bytes) -> str:
    match = _FIRST_WORDS.match(content)
    return f"command {match.group().decode().strip()}…" if match else "command"


def _of_signs(content: bytes) -> str:
    if not _CONTROL.fullmatch(content):
        return "of a file"
    return " ".join(_counted([_CONTROL_NAMES[sign] for sign in content]))


def _counted(parts: list[str]) -> list[str]:
    """Return `parts` with the same in a row said once, with their number."""
    runs = [(part, len(list(same))) for part, same in itertools.groupby(parts)]
    return [f"{part} ×{count}" if count > 1 else part for part, count in runs]
