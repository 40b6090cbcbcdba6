"""The files on a board, read and written over its raw REPL; nothing that a board sends is ever executed here."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby

from ...errors import BoardError
from ...language import N_
from .raw_repl import NoAnswer, RawRepl

MAIN = "main.py"  # what the runtime runs at its start

# What the board computes over a file so that the PC can compare it: its words of 128 bytes, as whole numbers, are the
# digits of one number to the base 3, modulo a prime. Large whole numbers are computed in C on the board: far quicker
# than bytes in a loop. To powers of 2 the prime is no neighbour: each byte has its own weight.
_WORD = 128
_MODULUS = (1 << 60) - 93
_FINGERPRINT = """\
c=f=open({name!r},'rb')
a=0
while c:
 c=f.read({word})
 a=a*3+int.from_bytes(c,'big')
f.close()
print(a%{modulus})"""
_READ_SECONDS = 20.0  # the fingerprint of the longest file on a V1 takes a second, reading it eleven
# What can be true of a board; what it says beyond that is damaged, or a lie.
_NUMBER = re.compile(rb"\s*([0-9]{1,20})\s*")
_RUNTIME = re.compile("[ -~]{1,60}")
_LONGEST_NAME = 120  # bytes (MicroPython's docs, "Storage")
_LARGEST_FILE = 1 << 20  # bytes; the flash of a V2 has half of it
_LONGEST_LIST = 1 << 16  # bytes; 240 files with the longest names
_LONGEST_LINE = 4 * _WORD + 3  # bytes: b'…' with every byte written as \xff

# A file travels in pieces; the board asks for each with one character and has written it before it asks for the next.
# The file system of both runtimes has chunks of 128 bytes (images/image.py): a marker, 126 bytes of data, the next
# chunk's number; the first chunk's data begin with two bytes and the file's name. A new chunk may cost the erase of a
# page, 21 ms on a V1 and 85 ms on a V2, in which the board hears nothing: so a piece ends where a chunk ends, when no
# byte is on its way. On a V1 it ends three bytes later (that many its UART keeps), for a V1 writes four bytes at a
# time, five times as fast, what begins on a multiple of four.
_RECEIVE = """\
from microbit import uart
f=open({name!r},'wb')
for k in {pieces}:
 uart.write('\\6')
 while k:k-=f.write(uart.read(k)or b'')
f.close()
"""
_READY = b"\6"
_INTO_NEXT_CHUNK = {"v1": 3, "v2": 0}
_OPENING = 2.0  # seconds until the board asks for the first piece: it compiles, and may erase a page
_SILENCE = 1.0  # seconds until it asks for the next; after that bytes were lost

# A stop sign inside a file would interrupt the board that receives it.
_CTRL_C = b"\x03"

# Longest command of the cautious way: V1 takes 512 bytes; on V2 it must fit the receive buffer of 128.
_COMMAND = {"v1": 480, "v2": 120}


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
        self.version = version

    def ask(self) -> BoardAnswer:
        """Return the runtime and the sizes of all files.

        Raises: NoAnswer, BoardError (`board-answer-damaged`).
        """
        answer = self.repl.run("import os\nprint([os.uname()[2]]+[(n,os.size(n)) for n in os.listdir()])")
        parts = _parsed(answer, _LONGEST_LIST)
        if not isinstance(parts, list) or not parts or not _is_runtime(parts[0]) or not all(map(_is_file, parts[1:])):
            raise _damaged(answer)
        return BoardAnswer(parts[0], dict(parts[1:]))

    def fingerprint(self, name: str) -> int:
        """Return the fingerprint of the file `name`, computed on the board from its flash."""
        return self._number(self.repl.run(_fingerprint_code(name), _READ_SECONDS))

    @staticmethod
    def _number(printed: bytes) -> int:
        number = _NUMBER.fullmatch(printed)
        if number is None:
            raise _damaged(printed)
        return int(number[1])

    def is_whole(self, name: str, size: int) -> bool:
        """Return whether all `size` bytes of the file `name` can be read; not so where its writing was cut off."""
        printed = self.repl.run(
            f"f=open({name!r},'rb')\ns=0\nc=1\nwhile c:\n c=len(f.read({_WORD}))\n s+=c\nprint(s)", _READ_SECONDS
        )
        return self._number(printed) == size

    def read(self, name: str) -> bytes:
        """Return the content of the file `name`, byte for byte.

        Raises: NoAnswer, BoardError (`board-answer-damaged`).
        """
        printed = self.repl.run(
            f"f=open({name!r},'rb')\nwhile 1:\n b=f.read({_WORD})\n if not b:break\n print(b)\nf.close()", _READ_SECONDS
        )
        content = bytearray()
        for line in printed.splitlines():
            part = _parsed(line, _LONGEST_LINE)
            if not isinstance(part, bytes) or not part:
                raise _damaged(line)
            content += part
        return bytes(content)

    def remove(self, name: str) -> None:
        """Take the file `name` off the board."""
        self.repl.run(f"import os\nos.remove({name!r})")

    def write(self, name: str, content: bytes, *, progress: Callable[[int], None] = lambda sent: None) -> int:
        """Write the file `name` near the speed of the wire and return its fingerprint, computed on the board.

        `progress` gets the number of bytes sent so far.

        Raises: NoAnswer (`board-silent`, `bytes-lost`); BoardError (`board-refused`, `board-answer-damaged`).
        """
        sizes = _pieces(name, len(content), self.version)
        # With a piece of nothing at the end the board says that it has written the last one.
        self.repl.start(_RECEIVE.format(name=name, pieces=_expression([*sizes, 0])) + _fingerprint_code(name))
        self._await_request(_OPENING)
        sent = 0
        for size in sizes:
            self.repl.write(content[sent : sent + size])
            self._await_request(_SILENCE)
            sent += size
            progress(sent)
        return self._number(self.repl.finish(_READ_SECONDS))

    def _await_request(self, timeout: float) -> None:
        try:
            ready = self.repl.takes(_READY, timeout)
        except NoAnswer as error:
            raise _bytes_lost() from error
        if not ready:  # the command ended early: no room, or a stop sign on the line
            self.repl.finish()
            raise _bytes_lost()

    def write_cautiously(self, name: str, content: bytes) -> None:
        """Write the file `name` in short commands, each answered before the next: slow, but nothing can overrun.

        Raises: NoAnswer (`board-silent`); BoardError (`board-refused`).
        """
        self.repl.run(f"f=open({name!r},'wb')")
        start = 0
        while start < len(content):
            size = _COMMAND[self.version]
            while len(command := f"f.write({content[start : start + size]!r})") > _COMMAND[self.version]:
                size -= max(1, (len(command) - _COMMAND[self.version]) // 4)
            self.repl.run(command)
            start += size
        self.repl.run("f.close()")


def travels(content: bytes) -> bool:
    """Return whether `content` can be sent over the serial line: a stop sign in it cannot."""
    return _CTRL_C not in content


def _fingerprint_code(name: str) -> str:
    return _FINGERPRINT.format(name=name, word=_WORD, modulus=_MODULUS)


def _pieces(name: str, size: int, version: str) -> list[int]:
    """Return the sizes of the pieces in which a board takes the `size` bytes of the file `name`."""
    from ...images.image import CHUNK_DATA_BYTES, HEADER_BYTES

    first = min(CHUNK_DATA_BYTES - HEADER_BYTES - len(name.encode()) + _INTO_NEXT_CHUNK[version], size)
    whole, last = divmod(size - first, CHUNK_DATA_BYTES)
    return [piece for piece in (first, *[CHUNK_DATA_BYTES] * whole, last) if piece]


def _expression(sizes: list[int]) -> str:
    """Return `sizes` as a short expression for the board."""
    runs = ((bytes([size]), len(list(same))) for size, same in groupby(sizes))
    return "+".join(f"{size!r}*{count}" if count > 1 else repr(size) for size, count in runs)


def _is_runtime(part: object) -> bool:
    return isinstance(part, str) and _RUNTIME.fullmatch(part) is not None


def _is_file(part: object) -> bool:
    """Whether `part` is a pair of a name and a size that a file on a board can have."""
    if not isinstance(part, tuple) or len(part) != 2:
        return False
    name, size = part
    if not isinstance(name, str) or type(size) is not int:
        return False
    try:
        return 0 < len(name.encode()) <= _LONGEST_NAME and 0 <= size <= _LARGEST_FILE
    except UnicodeEncodeError:  # half a character: no file on a PC can be called so
        return False


def _parsed(answer: bytes, longest: int) -> object:
    """Return the value that the board has printed; one of more than `longest` bytes is not even looked at."""
    if len(answer) > longest:
        raise _damaged(answer)
    try:
        return ast.literal_eval(answer.decode().strip())
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError) as error:
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
