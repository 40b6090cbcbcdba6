"""The house rules that a test can hold: who may import whom, file sizes, docstrings, a quick start."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import kimotsuki_ictclub

PACKAGE = Path(kimotsuki_ictclub.__file__).parent
FILES = sorted(path for path in PACKAGE.rglob("*.py") if not {"course", "tests"} & set(path.relative_to(PACKAGE).parts))
# A part may import the parts below its own line, and those beside it only where they are named together.
LAYERS = (
    {"__main__"},
    {"cli"},
    {"handout"},
    {"demo", "doctor", "notebook", "checking"},
    {"plotting", "attendance"},
    {"telemetry"},
    {"boards"},
    {"images"},
    {"lessons"},
    {"virtual"},
    {"readings"},
    {"errors", "language", "files", "folders", "browser", "board_ids"},
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
}


def part_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def layer_of(part: str) -> int | None:
    return next((number for number, parts in enumerate(LAYERS) if part in parts), None)


def imported_parts(path: Path) -> set[tuple[int, str]]:
    """Return (line, part of this package) for every import, also inside functions."""
    found = set()
    package = ["kimotsuki_ictclub", *path.relative_to(PACKAGE).parts[:-1]]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = [*base, *(node.module.split(".") if node.module else [])]
            if module[:1] != ["kimotsuki_ictclub"]:
                continue
            names = [module[1]] if len(module) > 1 else [alias.name for alias in node.names]
            found |= {(node.lineno, name) for name in names}
    return found


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
            known = {"attendance", "errors", "language", "files", "folders", "browser", "readings"}
            assert {part for _line, part in imported_parts(path)} <= known, path


def test_help_loads_nothing_heavy():
    program = (
        "import sys\nfrom kimotsuki_ictclub.cli import execute\nexecute(['--help'])\n"
        f"print(sorted({HEAVY!r} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, encoding="utf-8")
    assert done.stderr.strip() == "[]"
    assert "attendance" in done.stdout
