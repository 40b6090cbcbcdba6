"""The house rules that a test can hold: who may import whom, file sizes, docstrings, a quick start."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import kimotsuki_ictclub

PACKAGE = Path(kimotsuki_ictclub.__file__).parent
FILES = sorted(path for path in PACKAGE.rglob("*.py") if "course" not in path.relative_to(PACKAGE).parts)
PAGE = Path(__file__).parent.parent / "docs" / "architecture.md"
# A part may import the parts below its own line, and those beside it only where they are named together.
LAYERS = (
    {"__main__"},
    {"cli"},
    {"hub"},
    {"page"},
    {"handout"},
    {"demo", "doctor", "notebook", "checking", "work"},
    {"plotting", "attendance", "share"},
    {"telemetry"},
    {"boards"},
    {"images"},
    {"lessons"},
    {"virtual"},
    {"readings"},
    {"errors", "language", "visible", "log", "files", "encoding", "folders", "browser", "board_ids"},
)
LOWEST = len(LAYERS) - 1
HEAVY = {
    "matplotlib",
    "numpy",
    "pandas",
    "rich",
    "sqlalchemy",
    "unicorn",
    "nbconvert",
    "jupyterlab",
    "serial",
    "alembic",
    "paho",
}


def part_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def layer_of(part: str) -> int | None:
    return next((number for number, parts in enumerate(LAYERS) if part in parts), None)


def name_of(path: Path) -> str:
    """Return the dotted name of a module, without the package's own; "" for the package."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name_of(path): path for path in FILES}


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Yield (line, module of this package) for every import, also inside functions and for the type checker."""
    package = ["kimotsuki_ictclub", *path.relative_to(PACKAGE).parts[:-1]]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            found = [*base, *(node.module.split(".") if node.module else [])]
            if found[:1] == ["kimotsuki_ictclub"]:
                module = ".".join(found[1:])
                inner = [f"{module}.{alias.name}".lstrip(".") for alias in node.names]
                yield from ((node.lineno, name if name in MODULES else module) for name in inner)
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.startswith("kimotsuki_ictclub."):
                    yield node.lineno, alias.name.partition(".")[2]


def imported_parts(path: Path) -> set[tuple[int, str]]:
    """Return (line, part of this package) for every import."""
    return {(line, name.split(".")[0]) for line, name in imports(path) if name}


def room_of(path: Path) -> str:
    """Return the dotted name of a module's folder, "" for the package's own."""
    return ".".join(path.relative_to(PACKAGE).parts[:-1])


def circles_in(graph: dict[str, set[str]]) -> list[list[str]]:
    """Return the groups of modules that import each other, whether straight or by way of others."""
    reached: dict[str, set[str]] = {}
    for start in graph:
        seen: set[str] = set()
        ahead = list(graph[start])
        while ahead:
            name = ahead.pop()
            if name not in seen:
                seen.add(name)
                ahead += graph.get(name, ())
        reached[start] = seen
    groups = {frozenset(other for other in reached[name] if name in reached.get(other, ())) for name in graph}
    return sorted(sorted(group) for group in groups if group)


def test_a_circle_is_found():
    assert circles_in({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}, "e": set()}) == [["a", "b", "c"]]


def test_no_modules_import_each_other():
    """The one exception: a chip has peripherals, and each of them knows its chip."""
    graph = {name: {other for _line, other in imports(path)} - {name} for name, path in MODULES.items()}
    for name in graph:
        if name.startswith("virtual.chips."):
            graph[name].discard("virtual.chips.chip")
    assert circles_in(graph) == []


def test_no_rooms_import_each_other():
    """A room and the rooms within it are one; all others stand in one order."""
    graph: dict[str, set[str]] = {}
    for path in FILES:
        room = room_of(path)
        others = {room_of(MODULES[other]) for _line, other in imports(path)}
        apart = {other for other in others if other and room.split(".")[: len(other.split("."))] != other.split(".")}
        graph.setdefault(room, set()).update(other for other in apart if not other.startswith(f"{room}."))
    assert circles_in(graph) == []


def test_no_scripts_of_pages_import_each_other():
    graph = {
        str(path): {
            str((path.parent / name).resolve()) for name in re.findall(r'from "(\.[^"]+)"', path.read_text("utf-8"))
        }
        for path in PACKAGE.resolve().rglob("*.js")
    }
    assert any(graph.values())
    assert circles_in(graph) == []


def test_the_layers_are_those_of_the_page():
    drawn = PAGE.read_text(encoding="utf-8").partition("## Who may import whom")[2].split("```")[1]
    assert [set(line.split()) for line in drawn.strip().splitlines()] == list(LAYERS[1:])  # without __main__


def test_no_folder_is_flat_and_long():
    """A command is a file in cli, however many there are."""
    for folder in {path.parent for path in FILES} - {PACKAGE / "cli"}:
        assert len([path for path in folder.glob("*.py") if path.name != "__init__.py"]) <= 18, folder


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_nothing_imports_from_above(path: Path):
    part = part_of(path)
    if part == "__init__":
        return
    own = layer_of(part)
    assert own is not None, f"{part} has no place in the layers"
    wrong = [
        f"line {line}: {part} imports {other}"
        for line, other in imported_parts(path)
        if other != part and (layer_of(other) is None or layer_of(other) < own or (layer_of(other) == own < LOWEST))
    ]
    assert wrong == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_file_is_too_long(path: Path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 600


def test_the_virtual_board_knows_nothing_of_the_club():
    for path in FILES:
        if part_of(path) == "virtual":
            parts = {part for _line, part in imported_parts(path)}
            assert parts <= {"virtual", "errors", "language", "files", "board_ids"}, path


def test_boards_reach_virtual_ones_in_two_places_only():
    for path in FILES:
        if part_of(path) == "boards" and path.name not in ("virtual_boards.py", "find.py"):
            assert "virtual" not in {part for _line, part in imported_parts(path)}, path


def test_attendance_knows_nothing_of_boards():
    for path in FILES:
        if part_of(path) == "attendance":
            known = {
                "attendance",
                "errors",
                "language",
                "visible",
                "files",
                "encoding",
                "folders",
                "browser",
                "readings",
            }
            if path.name == "lesson_titles.py":  # a session's lesson is called as in the catalogue
                known.add("lessons")
            assert {part for _line, part in imported_parts(path)} <= known, path


def test_help_loads_nothing_heavy():
    program = (
        "import sys\nfrom kimotsuki_ictclub.cli import execute\nexecute(['--help'])\n"
        f"print(sorted({HEAVY!r} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, encoding="utf-8")
    assert done.stderr.strip() == "[]"
    assert "attendance" in done.stdout
