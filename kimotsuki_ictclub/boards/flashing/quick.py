"""The quick way: only the files that changed travel, over the serial line, and are verified on the board."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from ...errors import BoardError
from ...language import N_
from ..talking.board_files import MAIN, BoardFiles, fingerprint, travels
from ..talking.raw_repl import NoAnswer, RawRepl
from .swap import BESIDE, goes_beside, swap_in

if TYPE_CHECKING:
    from .flashable import Flashable, Progress


class NeedsDrive(Exception):
    """The quick way is not enough for this board and image: the whole hex is needed. `cause` says why."""

    def __init__(self, cause: BoardError) -> None:
        super().__init__(cause)
        self.cause = cause


def update(repl: RawRepl, image: Flashable, progress: Progress) -> tuple[str, ...]:
    """Make the files of `image` what is on the board, start the program, and return the names that changed.

    `repl` is entered. Other files on the board stay. A run that is cut off leaves files that differ, and the next
    one finds and sends them.

    Raises: NeedsDrive; OSError where the cable drops.
    """
    files = BoardFiles(repl, image.version)
    try:
        answer = files.ask()
        if repl.wire:
            own = re.sub(r"[^\w.+-]", "", answer.runtime)[:20]
            repl.wire.note(f"has runtime {own} and {len(answer.sizes)} files of {sum(answer.sizes.values())} bytes")
        if answer.runtime != image.runtime:
            raise NeedsDrive(_other_runtime(answer.runtime))
        changed = [name for name in _in_order(image) if not _same(files, answer.sizes, name, image.files[name])]
        if not all(travels(image.files[name]) for name in changed):
            raise NeedsDrive(_cannot_travel())
        sizes = {name: size for name, size in answer.sizes.items() if name != BESIDE}
        check_room(sizes, {name: len(image.files[name]) for name in changed}, image.version)
        if sizes != answer.sizes:
            files.remove(BESIDE)  # an earlier run was cut off
        total = sum(len(image.files[name]) for name in changed) or 1
        done = 0
        for name in changed:
            content = image.files[name]
            put(files, sizes, name, content, _part_of(progress, done, total))
            done += len(content)
    except BoardError as error:
        raise NeedsDrive(error) from error
    repl.restart()
    return tuple(changed)


def put(
    files: BoardFiles, sizes: Mapping[str, int], name: str, content: bytes, progress: Callable[[int], None]
) -> None:
    """Write one file and verify it; on a V2 main.py beside the old one where that goes.

    `sizes` are those of the files on the board. Raises: BoardError (`files-full` before anything is written;
        `content-differs`, `board-refused` …).
    """
    check_room(sizes, {name: len(content)}, files.version)
    if name == MAIN and files.version == "v2" and goes_beside(sizes, content):
        _write(files, BESIDE, content, progress)
        swap_in(files.repl)
    else:
        _write(files, name, content, progress)


def check_room(sizes: Mapping[str, int], new: Mapping[str, int], version: str) -> None:
    """See that files of the sizes `new` find room beside those of `sizes` on a board; opening one empties it first.

    Raises: BoardError `files-full`.
    """
    from ...images.image import CHUNK_DATA_BYTES, capacity, chunks_on_board

    taken = sum(chunks_on_board(name, size) for name, size in sizes.items() if name not in new)
    needed = sum(chunks_on_board(name, size) for name, size in new.items())
    free = capacity(version) - taken
    if needed > free:
        raise BoardError(
            "files-full",
            N_("There is no room on the board for %(name)s: %(size)s bytes, and %(free)s are free."),
            N_("`ictclub files list` shows what is on it; `ictclub files rm` takes away what is not needed any more."),
            name=", ".join(new),
            size=sum(new.values()),
            free=max(0, free) * CHUNK_DATA_BYTES,
        )


def _write(files: BoardFiles, name: str, content: bytes, progress: Callable[[int], None]) -> None:
    """Write one file and verify it; where bytes were lost, or it holds a stop sign, cautiously."""
    try:
        right = travels(content) and files.write(name, content, progress=progress) == fingerprint(content)
    except NoAnswer:
        files.repl.enter()
        right = False
    if not right:
        files.write_cautiously(name, content)
        if files.fingerprint(name) != fingerprint(content):
            raise _not_the_same(name)


def _part_of(progress: Progress, done: int, total: int) -> Callable[[int], None]:
    return lambda taken: progress("sending", (done + taken) / total)


def _in_order(image: Flashable) -> list[str]:
    """Return the names with main.py last: a run that is cut off then leaves it as it was, or its beginning."""
    return sorted(image.files, key=lambda name: (name == MAIN, name))


def _same(files: BoardFiles, sizes: dict[str, int], name: str, content: bytes) -> bool:
    if not content:
        return name not in sizes or sizes[name] == 0
    return sizes.get(name) == len(content) and files.fingerprint(name) == fingerprint(content)


def _other_runtime(runtime: str) -> BoardError:
    return BoardError(
        "runtime-other", N_("The board runs MicroPython %(runtime)s."), N_("Flash it with --full."), runtime=runtime
    )


def _cannot_travel() -> BoardError:
    return BoardError(
        "stop-sign-inside",
        N_("A file contains the character Ctrl-C, which would stop the board while it receives."),
        N_("Flash it with --full."),
    )


def _not_the_same(name: str) -> BoardError:
    return BoardError(
        "content-differs",
        N_("What arrived on the board as %(name)s is not what was sent."),
        N_("Flash it with --full; try another cable or socket."),
        name=name,
    )
