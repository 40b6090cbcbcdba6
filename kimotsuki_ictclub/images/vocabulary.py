"""What a board's MicroPython knows: modules, and names that only one board version has.

The lists were asked from runtimes 1.1.1 and 2.1.2 themselves; tests/images/test_vocabulary.py asks them again.
"""

from __future__ import annotations

import ast
import builtins
import warnings
from collections.abc import Iterator

from ..errors import ProgramError
from ..folders import course_folder
from ..language import N_
from .mistakes import MistakeError
from .program import Program

_SHARED_MODULES = frozenset(
    [
        "antigravity",
        "array",
        "audio",
        "builtins",
        "collections",
        "gc",
        "love",
        "machine",
        "math",
        "microbit",
        "micropython",
        "music",
        "neopixel",
        "os",
        "radio",
        "random",
        "speech",
        "struct",
        "sys",
        "this",
        "time",
        "ucollections",
        "ustruct",
        "utime",
        "__main__",
    ]
)
MODULES = {
    "v1": _SHARED_MODULES,
    "v2": _SHARED_MODULES | frozenset(["errno", "log", "power", "uarray", "uerrno", "urandom", "usys"]),
}
# Names of the module microbit, and methods, that V2 has and V1 has not.
V2_NAMES = frozenset(
    [
        "Sound",
        "SoundEvent",
        "microphone",
        "pin_logo",
        "pin_speaker",
        "run_every",
        "set_volume",
        "speaker",
        "ws2812_write",
    ]
)
V2_METHODS = frozenset(["set_touch_mode"])


def check_vocabulary(program: Program, name: str, version: str) -> None:
    """Look for modules and names that the board doesn't have.

    What stands in a `try`, or in an `if` that asks `hasattr`, is the program's own care.
    Raises: MistakeError "feature-missing" (V2 only), "module-missing".
    """
    text = program.text(name)
    tree = parsed(text)
    if tree is None:
        return  # the board's parser says what is wrong
    own = _defined(tree)
    for node in _unguarded(tree):
        for module in _imported(node):
            if f"{module}.py" not in program.files and module not in MODULES[version]:
                raise _module_missing(program, name, node, module, version)
        used = _used(node)
        if version == "v1" and (used in V2_NAMES - own or used in V2_METHODS):
            raise _feature_missing(program, name, node, str(used))


def parsed(text: str) -> ast.Module | None:
    """Return the syntax tree of a program, or None where it has mistakes; nothing of it is run."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _unguarded(tree: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(tree):
        if isinstance(child, ast.Try) or (isinstance(child, ast.If) and "hasattr" in ast.dump(child.test)):
            continue
        yield child
        yield from _unguarded(child)


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name.partition(".")[0] for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        return [node.module.partition(".")[0]]
    return []


def _used(node: ast.AST) -> str | None:
    """Return the name of microbit, or the method, that a node uses."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        return node.id
    if isinstance(node, ast.ImportFrom) and node.module == "microbit":
        return next((alias.name for alias in node.names if alias.name in V2_NAMES), None)
    if isinstance(node, ast.Attribute):
        of_microbit = isinstance(node.value, ast.Name) and node.value.id == "microbit"
        return node.attr if of_microbit or node.attr in V2_METHODS else None
    return None


def _defined(tree: ast.AST) -> set[str]:
    """Return the names that the program itself gives a meaning to."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.arg):
            names.add(node.arg)
        elif isinstance(node, ast.ImportFrom) and node.module != "microbit":
            names.update(alias.asname or alias.name for alias in node.names)
    return names


def _feature_missing(program: Program, name: str, node: ast.AST, feature: str) -> ProgramError:
    return MistakeError(
        "feature-missing",
        N_("A V1 board has no `%(feature)s`; only V2 boards do."),
        N_("Use a V2 board, or leave that part out."),
        feature=feature,
        board="V1",
        **_place(program, name, node),
    )


def _module_missing(program: Program, name: str, node: ast.AST, module: str, version: str) -> ProgramError:
    place = _place(program, name, node)
    if module in MODULES["v2"]:
        return MistakeError(
            "feature-missing",
            N_("A V1 board has no `%(feature)s`; only V2 boards do."),
            N_("Use a V2 board, or leave that part out."),
            feature=module,
            board="V1",
            **place,
        )
    if (course_folder("firmware") / f"{module}.py").is_file():
        hint = N_("Put it on the board too: --module %(module)s.py")
    elif hasattr(builtins, module):
        hint = N_("`%(module)s` is there already: leave the import out.")
    else:
        hint = N_("Look at the spelling. A module of your own goes on the board with --module %(module)s.py")
    return MistakeError(
        "module-missing",
        N_("The board has no module called `%(module)s`."),
        hint,
        module=module,
        board=version.upper(),
        **place,
    )


def _place(program: Program, name: str, node: ast.AST) -> dict[str, object]:
    line = getattr(node, "lineno", 1)
    return {
        "file": program.shown_name(name),
        "line": line,
        "text": program.text(name).splitlines()[line - 1].strip(),
    }
