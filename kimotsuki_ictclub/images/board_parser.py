"""The board's own parser: it compiles a program on a virtual board, and nothing of the program is run."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from ..errors import ImageError, ProgramError, VirtualBoardError
from ..language import N_
from ..virtual import VirtualBoard
from .breakdowns import deepest, nested_too_deeply
from .mistakes import syntax_mistake
from .program import MAIN, Program
from .source_text import parsed

# MicroPython compiles a whole file before it runs the first line. With this line put before it, a program that
# compiles stops at once, and uses no more of the board's memory than it will when it runs.
_STOP, _STOPPED = "1/0\n", "ZeroDivisionError"
_ANSWER = re.compile(r"(?:line (\d+)[^\n]*\r?\n)?(\w+(?:Error|Exception))\b[^\r\n]*\r?\n")
_TOO_DEEP = "RuntimeError"  # "maximum recursion depth exceeded"
_TIMEOUT = 20.0  # virtual seconds; 28 KB take under 3
HEAP_BYTES = {"v1": 10_240, "v2": 65_536}  # MICROPY_HEAP of the two runtimes


class Complaint(NamedTuple):
    """What a board's parser says: the kind of error, and the line (from 1; None for memory)."""

    kind: str
    line: int | None


def check_by_parser(program: Program, name: str, version: str) -> None:
    """Compile one file of a program on a virtual board; main.py after the modules that it imports.

    Raises: MistakeError "program-syntax"; ProgramError "program-too-big-for-memory", "program-too-large".
    """
    source, file = program.text(name), program.shown_name(name)
    try:
        complaint = complaint_of(source, version)
        if complaint is None and name == MAIN:
            _check_memory_with_modules(program, version)
    except ImageError as error:
        raise ProgramError(
            "program-too-large",
            N_("%(file)s has %(size)s bytes; a board needs %(room)s more to check it."),
            N_("Make it shorter: long comments and texts take room too."),
            file=file,
            size=len(program.files[name]),
            room=len(_STOP),
        ) from error
    if complaint is None:
        return
    if complaint.kind == "MemoryError":
        raise ProgramError(
            "program-too-big-for-memory",
            N_("%(file)s (%(size)s bytes) needs more working memory than a %(board)s board has (%(limit)s bytes)."),
            N_("Make the program shorter, or use fewer modules; a V2 board has more memory."),
            file=file,
            size=len(program.files[name]),
            limit=HEAP_BYTES[version],
            board=version.upper(),
        )
    if complaint.kind == _TOO_DEEP:
        raise nested_too_deeply(file, source, deepest(source)[0], version)
    raise syntax_mistake(file, source, complaint.line or 1)


@lru_cache(maxsize=64)
def complaint_of(source: str, version: str) -> Complaint | None:
    """Return what a board's parser finds wrong in `source`; None where it compiles.

    Raises: ImageError "files-too-large"; VirtualBoardError "parser-silent".
    """
    answer = _answer_to(_STOP + source, {}, version)
    if answer is None:
        raise VirtualBoardError(
            "parser-silent",
            N_("The virtual board gave no answer about the program."),
            N_("Please report this program to the makers of the toolkit."),
        )
    if answer.kind == _STOPPED:
        return None
    return answer._replace(line=answer.line - _STOP.count("\n") if answer.line else None)


def _answer_to(main: str, modules: Mapping[str, bytes], version: str) -> Complaint | None:
    """Return the first error that a board with these files prints; None where it prints none in time."""
    board = VirtualBoard(version, _Files({MAIN: main.encode(), **modules}))
    try:
        board.run_until(lambda: _ANSWER.search(board.serial.text), timeout=_TIMEOUT)
    except VirtualBoardError as error:
        if error.code != "firmware-fault":
            raise
        return Complaint(_TOO_DEEP, None)  # a V1 has no guard: its stack runs into the heap
    answer = _ANSWER.search(board.serial.text)
    return Complaint(answer[2], int(answer[1]) if answer[1] else None) if answer else None


def _check_memory_with_modules(program: Program, version: str) -> None:
    """Import the modules that main.py imports for sure, beside the compiled main.py, and look whether memory is full.

    Raises: ProgramError "program-too-big-for-memory"; ImageError "files-too-large".
    """
    tree = parsed(program.text())
    imported = [] if tree is None else [name for name in _imports_at_top(tree) if f"{name}.py" in program.files]
    if not imported:
        return
    start = "".join(f"import {name}\n" for name in imported) + _STOP
    modules = {name: content for name, content in program.files.items() if name != MAIN}
    try:
        answer = _answer_to(start + program.text(), modules, version)
    except ImageError:
        return  # no room for these lines more: it cannot be tried
    if answer is not None and answer.kind == "MemoryError":
        raise ProgramError(
            "program-too-big-for-memory",
            N_(
                "%(file)s and what it imports (%(modules)s) need more working memory together than a %(board)s board "
                "has (%(limit)s bytes)."
            ),
            N_("Make the program shorter, or use fewer modules; a V2 board has more memory."),
            file=program.shown_name(MAIN),
            modules=", ".join(program.shown_name(f"{name}.py") for name in imported),
            limit=HEAP_BYTES[version],
            board=version.upper(),
        )  # fmt: skip


def _imports_at_top(tree: ast.Module) -> list[str]:
    """Return the modules that a program imports in its outermost lines, in their order."""
    names = []
    for node in tree.body:
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.append(node.module)
    return list(dict.fromkeys(names))


class _Files(NamedTuple):
    """A program as a virtual board takes it."""

    files: dict[str, bytes]
