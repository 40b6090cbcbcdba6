"""The files on a board, read and written over its raw REPL; nothing that a board sends is ever executed here."""

from __future__ import annotations

import ast
import time
from collections.abc import Callable
from dataclasses import dataclass

from ..errors import BoardError
from ..language import N_
from .raw_repl import NoAnswer, RawRepl

# What the board computes over a file so that the PC can compare it: its words of 128 bytes, as whole numbers, are the
# digits of one number to the base 3, modulo a prime. Large whole numbers are computed in C on the board: far quicker
# than bytes in a loop. To powers of 2 the prime is no neighbour: each byte has its own weight.
_WORD = 128
_MODULUS = (1 << 60) - 93

# A stop sign inside a file would interrupt the board that receives it.
_CTRL_C = b"\x03"

# The file system of both runtimes has chunks of 128 bytes: a marker, 126 bytes of data, the next chunk's number. The
# first chunk's data begin with two bytes and the file's name. What begins on a multiple of four a V1 writes four bytes
# at a time, five times as fast: so pieces begin there, and the last one in a chunk takes three bytes of the next too.
_CHUNK_END, _HEADER, _AHEAD = 127, 3, 3
_PERIOD = (40, 40, 46)  # bytes that the board takes at a time
# Bytes on their way at most, below the receive buffers (V1 64 bytes, V2 128: codal and DAL serial defaults).
_WINDOW = {"v1": 60, "v2": 120}
# Longest command of the cautious way: V1 takes 512 bytes; on V2 it must fit the receive buffer.
_COMMAND = {"v1": 480, "v2": 120}
_ACK = 32  # an acknowledgement is one character, 32 + the number of bytes taken
_SILENCE = 2.0  # seconds without an acknowledgement after which bytes were lost; V2 takes 1.1 s to open main.py

# The board compiles these for each file: a V1 needs 0.3 ms for each of their characters, so there are few. A receiver
# that waits for lost bytes is stopped with Ctrl-C. `chr(…)` would take a millisecond more than `bytes([…])`.
_RECEIVE = """\
from microbit import uart
f=open({name!r},'wb')
for k in {pieces}:
 while k:
  b=uart.read(k)
  if b:
   uart.write(bytes([{ack}+len(b)]))
   k-=f.write(b)
f.close()"""
_FINGERPRINT = """\
c=f=open({name!r},'rb')
a=0
while c:
 c=f.read({word})
 a=a*3+int.from_bytes(c,'big')
f.close()
print(a%{modulus})"""


@dataclass(frozen=True)
class BoardAnswer:
    """What a board says about itself."""

    runtime: str  # MicroPython's own version, such as "2.1.2"
    sizes: dict[str, int]  # bytes of each file on it


def fingerprint(content: bytes) -> int:
    """Return the number that `BoardFiles.fingerprint` gives for a file with this content."""
    number = 0
    for start in range(0, len(content) + _WORD, _WORD):  # the last word is empty: there the board sees the end
        number = number * 3 + int.from_bytes(content[start : start + _WORD], "big")
    return number % _MODULUS


class BoardFiles:
    """The files of one board whose raw REPL is entered."""

    def __init__(self, repl: RawRepl, version: str) -> None:
        self.repl = repl
        self._version = version

    def ask(self) -> BoardAnswer:
        """Return the runtime and the sizes of all files.

        Raises: NoAnswer, BoardError (`board-answer-damaged`).
        """
        answer = self.repl.run("import os\nprint([os.uname()[2]]+[(n,os.size(n)) for n in os.listdir()])")
        parts = _parsed(answer)
        if not isinstance(parts, list) or not parts or not isinstance(parts[0], str):
            raise _damaged(answer)
        try:
            sizes = {str(name): int(size) for name, size in parts[1:]}
        except (TypeError, ValueError) as error:
            raise _damaged(answer) from error
        return BoardAnswer(parts[0], sizes)

    def fingerprint(self, name: str) -> int:
        """Return the fingerprint of the file `name`, computed on the board from its flash."""
        answer = _parsed(self.repl.run(_FINGERPRINT.format(name=name, word=_WORD, modulus=_MODULUS), timeout=20))
        if not isinstance(answer, int):
            raise _damaged(str(answer).encode())
        return answer

    def read(self, name: str) -> bytes:
        """Return the content of the file `name`, byte for byte."""
        printed = self.repl.run(
            f"f=open({name!r},'rb')\nwhile 1:\n b=f.read({_WORD})\n if not b:break\n print(b)\nf.close()", timeout=60
        )
        lines = [_parsed(line) for line in printed.splitlines()]
        if not all(isinstance(line, bytes) for line in lines):
            raise _damaged(printed)
        return b"".join(lines)  # type: ignore[arg-type]

    def remove(self, name: str) -> None:
        """Take the file `name` off the board."""
        self.repl.run(f"import os\nos.remove({name!r})")

    def write(self, name: str, content: bytes, *, progress: Callable[[int], None] = lambda sent: None) -> None:
        """Write the file `name` near the speed of the wire; `progress` gets the number of bytes taken so far.

        Bytes travel as they are while the board writes those before them; never more are on their way than
        its receive buffer holds.

        Raises: NoAnswer (`board-silent`); BoardError (`bytes-lost`, `board-refused`).
        """
        self.repl.start(_RECEIVE.format(name=name, pieces=_pieces(name, len(content)), ack=_ACK))
        window = _WINDOW[self._version]
        sent = taken = 0
        heard = time.monotonic()
        while taken < len(content):
            if sent < min(taken + window, len(content)):
                self.repl.write(content[sent : taken + window])
                sent = min(taken + window, len(content))
            answers = self.repl.read_some()
            if answers:
                heard = time.monotonic()
            for at, answer in enumerate(answers):
                if taken >= len(content):  # what follows the last acknowledgement is the end of the command
                    self.repl.push_back(answers[at:])
                    break
                if not _ACK < answer <= _ACK + max(_PERIOD):  # no acknowledgement: the board stopped early
                    self.repl.push_back(answers[at:])
                    self.repl.finish()
                    raise _bytes_lost()
                taken += answer - _ACK
            if answers:
                progress(min(taken, len(content)))
            elif time.monotonic() - heard > _SILENCE * self.repl.patience:
                raise _bytes_lost()
        self.repl.finish()

    def write_cautiously(self, name: str, content: bytes) -> None:
        """Write the file `name` in short commands, each answered before the next: slow, but nothing can overrun.

        Raises: NoAnswer (`board-silent`); BoardError (`board-refused`).
        """
        self.repl.run(f"f=open({name!r},'wb')")
        start = 0
        while start < len(content):
            size = _COMMAND[self._version]
            while len(command := f"f.write({content[start : start + size]!r})") > _COMMAND[self._version]:
                size -= max(1, (len(command) - _COMMAND[self._version]) // 4)
            self.repl.run(command)
            start += size
        self.repl.run("f.close()")


def travels(content: bytes) -> bool:
    """Return whether `content` can be sent over the serial line: a stop sign in it cannot."""
    return _CTRL_C not in content


def _pieces(name: str, size: int) -> str:
    """Return, as an expression, the sizes of the pieces in which a board takes the `size` bytes of the file `name`."""
    start = _HEADER + len(name.encode())
    ahead = min(-start % 4, size)
    first = min(_CHUNK_END + _AHEAD - start - ahead, size - ahead)
    periods, rest = divmod(size - ahead - first, sum(_PERIOD))
    return f"{bytes([ahead, *_cut(first)])!r}+{bytes(_PERIOD)!r}*{periods}+{bytes(_cut(rest))!r}"


def _cut(size: int) -> list[int]:
    """Return the sizes of the pieces that `size` bytes up to the end of a chunk travel in."""
    pieces = []
    while size > max(_PERIOD):
        pieces.append(_PERIOD[0])
        size -= _PERIOD[0]
    return [*pieces, size]


def _parsed(answer: bytes) -> object:
    try:
        return ast.literal_eval(answer.decode().strip())
    except (ValueError, SyntaxError, RecursionError, MemoryError) as error:
        raise _damaged(answer) from error


def _damaged(answer: bytes) -> BoardError:
    return BoardError(
        "board-answer-damaged",
        N_("The board's answer arrived damaged: %(answer)s"),
        N_("Try again; if it happens often, try another cable or socket."),
        answer=answer[:80].decode("utf-8", "replace"),
    )


def _bytes_lost() -> NoAnswer:
    return NoAnswer(
        "bytes-lost",
        N_("Bytes were lost on the serial line."),
        N_("Try again; if it happens often, try another cable or socket."),
    )
