"""The files on boards as a person handles them: listed, fetched, put, removed, and collected from a whole class.

A board's program is stopped for it and starts again. What a board says is never executed, and its names never lead
out of the folder that was asked for.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ..errors import BoardError, ClubError, writing_to
from ..files import fit_for_pc, write_whole
from ..language import N_
from .board import Board
from .flashing.quick import put
from .noting import note
from .talking.ask import stopped
from .talking.board_files import BoardFiles, fingerprint

_logger = logging.getLogger(__name__)

LONGEST_NAME = 120  # bytes of a file's name on a board: MicroPython's docs, "Storage"
_MICROFS_TIMEOUT = 5.0  # seconds that microfs waits for an answer


@dataclass(frozen=True)
class Collected:
    """What came off one board, or why nothing did."""

    board: Board
    written: tuple[Path, ...]
    unchanged: tuple[Path, ...]  # were collected before, byte for byte
    error: ClubError | None


def list_files(board: Board) -> dict[str, int]:
    """Return name → size in bytes of the files on `board`.

    Raises: BoardError as `ask_board` does.
    """
    with _files(board) as files:
        return files.ask().sizes


def get_file(board: Board, name: str) -> bytes:
    """Return the content of one file, compared with the board's own fingerprint of it.

    Raises: BoardError (`file-missing`, `content-differs` and as `ask_board` does).
    """
    with _files(board) as files:
        return _read(files, _known(name, files.ask().sizes))


def put_file(board: Board, name: str, content: bytes) -> None:
    """Write one file onto `board` and verify it there; its other files stay.

    Raises: BoardError (`file-name-wrong`, `files-full`, `content-differs`, `board-refused` and as `ask_board` does).
    """
    if not 0 < len(name.encode()) <= LONGEST_NAME or not name.isprintable() or "/" in name:
        raise BoardError(
            "file-name-wrong",
            N_("A board can't keep a file called “%(name)s”."),
            N_("Use a short name without slashes, such as data.txt."),
            name=name,
        )
    with _files(board) as files:
        put(files, files.ask().sizes, name, content, lambda _sent: None)


def remove_file(board: Board, name: str) -> None:
    """Take one file off `board`.

    Raises: BoardError (`file-missing` and as `ask_board` does).
    """
    with _files(board) as files:
        known = _known(name, files.ask().sizes)
        if re.fullmatch(r"[\w.~ -]+", known):
            _remove_by_microfs(files, known)
        else:
            files.remove(known)  # microfs would put quotes of the name into its command


def collect(boards: Sequence[Board], folder: Path) -> Iterator[Collected]:
    """Fetch every file of every board into `folder`, below the board's name; all boards at once, as they are done.

    Nothing is written over: a file that changed since is written beside the one that was collected before.
    """
    names = [_free_names(boards, board) for board in boards]
    with ThreadPoolExecutor(max_workers=max(1, len(boards))) as pool:
        yield from pool.map(lambda pair: _collect(pair[0], folder / pair[1]), zip(boards, names, strict=True))


@contextmanager
def _files(board: Board) -> Iterator[BoardFiles]:
    with stopped(board) as repl:
        yield BoardFiles(repl, board.version or "v2")


def _collect(board: Board, folder: Path) -> Collected:
    written: list[Path] = []
    unchanged: list[Path] = []
    try:
        with writing_to(folder, BoardError, "not-collected"), _files(board) as files:
            for name in sorted(files.ask().sizes):
                content = _read(files, name)
                path, is_new = _place(folder, fit_for_pc(name), content)
                if is_new:
                    write_whole(path, content)
                (written if is_new else unchanged).append(path)
    except ClubError as error:
        note(_logger, board, "not collected: %s", error)
        return Collected(board, tuple(written), tuple(unchanged), error)
    return Collected(board, tuple(written), tuple(unchanged), None)


def _place(folder: Path, name: str, content: bytes) -> tuple[Path, bool]:
    """Return where `content` belongs, and whether it is not there yet."""
    path, number = folder / name, 1
    while path.exists():
        if path.is_file() and path.read_bytes() == content:
            return path, False
        number += 1
        path = folder / f"{Path(name).stem} ({number}){Path(name).suffix}"
    return path, True


def _free_names(boards: Sequence[Board], board: Board) -> str:
    """Return the folder's name for `board`; two that would have one name get the end of their port too."""
    own = fit_for_pc(board.label or board.unique_id[:4] + "-" + board.unique_id[-12:])
    others = [fit_for_pc(one.label).casefold() for one in boards if one is not board and one.label]
    return f"{own} {fit_for_pc(board.unique_id[8:16])}" if own.casefold() in others else own


def _read(files: BoardFiles, name: str) -> bytes:
    content = files.read(name)
    if files.fingerprint(name) != fingerprint(content):
        raise BoardError(
            "content-differs",
            N_("What arrived from the board as %(name)s is not what is on it."),
            N_("Try again; if it happens often, try another cable or socket."),
            name=name,
        )
    return content


def _known(name: str, sizes: dict[str, int]) -> str:
    if name in sizes:
        return name
    raise BoardError(
        "file-missing",
        N_("The board has no file called %(name)s. On it: %(names)s."),
        N_("`ictclub files list` shows them."),
        name=name,
        names=", ".join(sorted(sizes)) or "–",
    )


def _remove_by_microfs(files: BoardFiles, name: str) -> None:
    import microfs

    serial = files.repl.serial
    before, serial.timeout = serial.timeout, _MICROFS_TIMEOUT * files.repl.patience
    if files.repl.wire:
        files.repl.wire.note("microfs removes a file")
    try:
        microfs.rm(name, serial)
    except (OSError, ValueError) as error:
        raise BoardError(
            "board-refused",
            N_("The board answered with an error: %(problem)s"),
            N_("Try again; if it happens often, try another cable or socket."),
            problem=str(error)[:80],
        ) from error
    finally:
        serial.timeout = before
    files.repl.enter()  # microfs leaves the raw REPL
