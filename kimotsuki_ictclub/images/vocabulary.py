"""What a program uses and its board doesn't have: modules, and names that only the other board version has."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator, Mapping

from ..folders import course_folder
from ..language import N_
from .board_names import ATTRIBUTES, INSTEAD, MODULES, ONLY
from .habits import counting_sign, meant, spelling_mistake
from .mistake_error import MistakeError, mistake_at
from .program import Program
from .reach import Place, own_names, reached
from .source_text import nodes_of, tree_of

_OTHER = {"v1": "v2", "v2": "v1"}


def check_vocabulary(program: Program, version: str) -> None:
    """Look in all files for modules and names that the board doesn't have, and for words with wrong capitals.

    What stands in a `try`, behind a question what the program runs on (`hasattr`, `os.uname()`), or in a function
    that nobody calls is the program's own care.
    Raises: MistakeError "feature-missing" (only the other board has it), "module-missing", "program-syntax".
    """
    trees = {name: tree_of(program.text(name)) for name in program.files if name.endswith(".py")}
    whole = {name: tree for name, tree in trees.items() if tree is not None}
    if len(whole) < len(trees):
        return  # the board's parser says what is wrong
    words = _Words(program, whole, version)
    for place in reached(whole):
        if place.file in program.own_files:
            words.look_at(place)


class _Words:
    """What the names in a program stand for."""

    def __init__(self, program: Program, trees: Mapping[str, ast.Module], version: str) -> None:
        self._program, self._version = program, version
        self._missing = ONLY[_OTHER[version]]
        self._attributes = ATTRIBUTES[_OTHER[version]]
        self._own = own_names(trees.values())
        self._scopes = {name: _Scope(tree) for name, tree in trees.items()}

    def look_at(self, place: Place) -> None:
        """Raise MistakeError where the board doesn't have what stands here."""
        node = place.node
        sign = counting_sign(self._program.shown_name(place.file), self._program.text(place.file), node)
        if sign is not None:
            raise sign
        for module in _imported(node):
            self._look_at_module(place, module)
        if isinstance(node, ast.ImportFrom) and node.module in self._missing:
            for alias in node.names:
                if alias.name in self._missing[node.module]:
                    raise self._feature_missing(place, alias.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            self._look_at_name(place, node.id)
        elif isinstance(node, ast.Attribute):
            self._look_at_attribute(place, node)

    def _look_at_module(self, place: Place, module: str) -> None:
        if f"{module}.py" in self._program.files or module in MODULES[self._version]:
            return
        if module in MODULES[_OTHER[self._version]]:
            raise self._feature_missing(place, module)
        if place.sure:
            raise self._module_missing(place, module)

    def _look_at_name(self, place: Place, name: str) -> None:
        scope = self._scopes[place.file]
        if name in self._own or scope.is_open(self._program.files):
            return
        if any(name in self._missing.get(module, ()) for module in ("microbit", "builtins", *scope.stars)):
            raise self._feature_missing(place, name)
        if meant(name):
            raise spelling_mistake(self._program.shown_name(place.file), self._program.text(place.file),
                                   _line(place.node), name)  # fmt: skip

    def _look_at_attribute(self, place: Place, node: ast.Attribute) -> None:
        holder = self._scopes[place.file].path_of(node.value)
        if holder in self._missing and node.attr in self._missing[holder]:
            raise self._feature_missing(place, node.attr, f"{holder.rpartition('.')[2]}.{node.attr}")
        if node.attr in self._attributes and node.attr not in self._own and f"{holder}.py" not in self._program.files:
            raise self._feature_missing(place, node.attr)

    def _feature_missing(self, place: Place, feature: str, path: str = "") -> MistakeError:
        instead = INSTEAD.get(feature) or INSTEAD.get(path)
        if self._version == "v2":
            sentence = N_("A V2 board has no `%(feature)s`; only V1 boards do.")
            hint = N_("Use a V1 board, or leave that part out.")
        else:
            sentence = N_("A V1 board has no `%(feature)s`; only V2 boards do.")
            hint = N_("Use a V2 board, or leave that part out.")
            if instead:
                hint = N_("Use a V2 board, or write it like this: %(instead)s")
        return self._mistake(place, "feature-missing", sentence, hint, feature=feature, instead=instead)

    def _module_missing(self, place: Place, module: str) -> MistakeError:
        if (course_folder("firmware") / f"{module}.py").is_file():
            hint = N_("Put it on the board too: --module %(module)s.py")
        elif hasattr(builtins, module):
            hint = N_("`%(module)s` is there already: leave the import out.")
        else:
            hint = N_("Look at the spelling. A module of your own goes on the board with --module %(module)s.py")
        sentence = N_("The board has no module called `%(module)s`.")
        return self._mistake(place, "module-missing", sentence, hint, module=module)

    def _mistake(self, place: Place, code: str, sentence: str, hint: str, **values: object) -> MistakeError:
        file, source = self._program.shown_name(place.file), self._program.text(place.file)
        return mistake_at(file, source, _line(place.node), sentence, hint, code, board=self._version.upper(), **values)


class _Scope:
    """What a file calls the modules and classes that it imports."""

    def __init__(self, tree: ast.Module) -> None:
        self._paths: dict[str, str] = {}  # name in the program → "neopixel.NeoPixel"
        self.stars: set[str] = set()  # modules of which it imports everything
        for node in nodes_of(tree):
            if isinstance(node, ast.Import):
                self._paths.update({alias.asname or alias.name: alias.name for alias in node.names})
            elif isinstance(node, ast.ImportFrom) and node.module:
                for alias in node.names:
                    self._paths[alias.asname or alias.name] = f"{node.module}.{alias.name}"
                self.stars |= {node.module for alias in node.names if alias.name == "*"}
        for node in nodes_of(tree):
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
                made = self.path_of(node.value.func)
                if made:
                    self._paths.update({name: made for target in node.targets for name in _dotted(target)})

    def path_of(self, node: ast.AST) -> str:
        """Return the module, or the class (also of an instance), that an expression stands for; "" for unknown."""
        if isinstance(node, ast.Call):
            return self.path_of(node.func)
        for name in _dotted(node):
            if name in self._paths:
                return self._paths[name]
            if name == "NeoPixel" and "neopixel" in self.stars:
                return "neopixel.NeoPixel"
        if isinstance(node, ast.Attribute):
            holder = self.path_of(node.value)
            return f"{holder}.{node.attr}" if holder else ""
        return ""

    def is_open(self, files: Mapping[str, bytes]) -> bool:
        """Whether names may come from a module that nobody here knows."""
        return any(f"{module}.py" not in files and module not in MODULES["v2"] for module in self.stars)


def _dotted(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Name):
        yield node.id
    elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        yield f"{node.value.id}.{node.attr}"


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name.partition(".")[0] for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        return [node.module.partition(".")[0]]
    return []


def _line(node: ast.AST) -> int:
    return int(getattr(node, "lineno", 1))
