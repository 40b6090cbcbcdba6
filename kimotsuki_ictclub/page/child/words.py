"""The board's own words for the editor, with their help in Japanese, read from the stubs: nothing of them is run.

The browser completes by itself, also while nobody can be reached, so it needs one table of all words. A notebook asks
jedi (notebook/cells/words_of_board.py), which follows one program through the same stubs and makes no such table.
"""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import Any

from ...images.source_text import parsed
from ...lessons.program_folder import stubs_folder

MODULES = ("microbit", "music", "radio", "neopixel", "speech", "random", "math", "utime", "log", "power", "audio")
_PYTHON = ("print", "range", "len", "str", "int", "float", "round", "abs", "min", "max", "sum", "sorted", "list")
_LONGEST_HELP = 160  # characters

Words = dict[str, dict[str, Any]]  # name → what it is: "kind", "help", "form", "of" (whose members it has)


@cache
def board_words() -> dict[str, Words]:
    """Return the words of the modules and of what lies in them: "microbit", "microbit.display", "Image" … → words.

    Under "" are Python's own that beginners use. Raises: SetupError "stubs-missing".
    """
    folder = stubs_folder() / "stdlib"
    found: dict[str, Words] = {}
    for module in MODULES:
        path = folder / module / "__init__.pyi"
        if path.is_file():
            for inner in sorted((folder / module).glob("*.pyi")):
                if inner.stem != "__init__":
                    _read(inner, f"{module}.{inner.stem}", found)
        else:
            path = folder / f"{module}.pyi"
        if path.is_file():
            _read(path, module, found)
    builtins: dict[str, Words] = {}
    _read(folder / "builtins.pyi", "builtins", builtins)
    found[""] = {name: word for name, word in builtins["builtins"].items() if name in _PYTHON}
    return found


def _read(path: Path, name: str, found: dict[str, Words]) -> None:
    tree = parsed(path.read_text("utf-8"))
    if tree is None:
        return
    words = found.setdefault(name, {})
    for node, help_of in _with_help(tree.body):
        if isinstance(node, ast.ClassDef):
            members = {
                member: word for inner, help_ in _with_help(node.body) for member, word in _word(inner, help_, name)
            }
            found.setdefault(node.name, {}).update(members)
            words[node.name] = {"kind": "class", "help": help_of, "of": node.name}
        elif isinstance(node, ast.ImportFrom) and node.module is None:
            for alias in node.names:
                words[alias.asname or alias.name] = {"kind": "module", "help": "", "of": f"{name}.{alias.name}"}
        else:
            words.update(_word(node, help_of, name))
    if (text := ast.get_docstring(tree)) and "." in name:
        module, _, inside = name.rpartition(".")
        found.setdefault(module, {})[inside] = {"kind": "module", "help": _short(text), "of": name}


def _with_help(body: list[ast.stmt]) -> list[tuple[ast.stmt, str]]:
    """Return the statements, each with the first line of its own docstring, or of the text that follows it."""
    pairs = []
    for place, node in enumerate(body):
        text = ast.get_docstring(node) if isinstance(node, ast.FunctionDef | ast.ClassDef) else None
        after = body[place + 1] if place + 1 < len(body) else None
        if text is None and isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant):
            text = str(after.value.value)
        pairs.append((node, _short(text or "")))
    return pairs


def _word(node: ast.stmt, help_of: str, module: str) -> list[tuple[str, dict[str, Any]]]:
    if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
        names = [argument.arg for argument in node.args.args if argument.arg not in ("self", "cls")]
        return [(node.name, {"kind": "function", "help": help_of, "form": f"{node.name}({', '.join(names)})"})]
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and not node.target.id.startswith("_"):
        of = ast.unparse(node.annotation).split("[")[0].split(".")[-1]
        return [(node.target.id, {"kind": "value", "help": help_of, "of": of})]
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        return [(node.targets[0].id, {"kind": "value", "help": help_of})]
    return []


def _short(text: str) -> str:
    """Return the first paragraph of a help text, without the marks of its markup."""
    first = text.strip().split("\n\n")[0].replace("``", "").replace("**", "").replace("\n", "")
    return first[:_LONGEST_HELP]
