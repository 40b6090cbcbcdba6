"""The files on a board, read and written over its raw REPL; nothing that a board sends is ever executed here."""

from __future__ import annotations

import ast
import time
from collections.abc import Callable
from dataclasses import dataclass

from ..errors import BoardError
from ..language import N_
from .raw_repl import NoAnswer, RawRepl

# What the board computes over a file so that the PC can compare it: Fletcher's second sum over words of 64 bytes,
# modulo a Mersenne prime. Large whole numbers are computed in C on the board: far quicker than bytes in a loop.
_WORD = 64
_MODULUS = (1 << 61) - 1

# A stop sign inside a file would interrupt the board that receives it.
_CTRL_C = b"\x03"

_PIECE = 48  # bytes that the board takes at a time …
_ENOUGH = 32  # … and puts together before it acknowledges and writes them
# Bytes on their way at most, below the receive buffers (V1 64 bytes, V2 128: codal and DAL serial defaults).
_WINDOW = {"v1": 60, "v2": 120}
# Longest command of the cautious way: V1 takes 512 bytes; on V2 it must fit the receive buffer.
_COMMAND = {"v1": 480, "v2": 120}
_ACK = 32  # an acknowledgement is one character, 32 + the number of bytes taken
_GIVE_UP = 1000  # milliseconds after which the board stops waiting for bytes that were lost

_TOOLS = f"""\
from microbit import uart,running_time as T
def rx(n,l):
 f=open(n,'wb')
 q=b''
 t=T()
 while l and T()-t<{_GIVE_UP}:
  b=uart.read(min({_PIECE},l-len(q)))
  if b:
   q+=b
   t=T()
   k=len(q)
   if k>={_ENOUGH} or k==l:
    uart.write(chr({_ACK}+k))
    f.write(q)
    l-=k
    q=b''
 f.close()
 print(l)
def fp(n):
 f=open(n,'rb')
 a=b=0
 while 1:
  c=f.read({_WORD})
  if not c:break
  a+=int.from_bytes(c,'big')
  b+=a
 f.close()
 print(b%{_MODULUS})
"""


@dataclass(frozen=True)
class BoardAnswer:
    """What a board says about itself."""

    runtime: str  # MicroPython's own version, such as "2.1.2"
    sizes: dict[str, int]  # bytes of each file on it


def fingerprint(content: bytes) -> int:
    """Return the number that `BoardFiles.fingerprint` gives for a file with this content."""
    first = second = 0
    for start in range(0, len(content), _WORD):
        first += int.from_bytes(content[start : start + _WORD], "big")
        second += first
    return second % _MODULUS


class BoardFiles:
    """The files of one board whose raw REPL is entered."""

    def __init__(self, repl: RawRepl, version: str) -> None:
        self.repl = repl
        self._version = version
        self._tools_sent = False

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
        self._send_tools()
        answer = _parsed(self.repl.run(f"fp({name!r})", timeout=20))
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
        self._send_tools()
        self.repl.start(f"rx({name!r},{len(content)})")
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
                if not _ACK < answer < _ACK + _ENOUGH + _PIECE:  # no acknowledgement: the board stopped early
                    self.repl.push_back(answers[at:])
                    self.repl.finish()
                    raise _bytes_lost()
                taken += answer - _ACK
            if answers:
                progress(min(taken, len(content)))
            elif time.monotonic() - heard > 2 * _GIVE_UP / 1000 * self.repl.patience:
                raise _bytes_lost()
        if self.repl.finish().strip() != b"0":
            raise _bytes_lost()

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

    def _send_tools(self) -> None:
        if not self._tools_sent:
            self.repl.run(_TOOLS)
            self._tools_sent = True


def travels(content: bytes) -> bool:
    """Return whether `content` can be sent over the serial line: a stop sign in it cannot."""
    return _CTRL_C not in content


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
