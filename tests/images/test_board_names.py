"""What the tables say about the two runtimes, the runtimes say too."""

from __future__ import annotations

import ast
from functools import cache

import pytest

from kimotsuki_ictclub.images.board_names import ATTRIBUTES, INSTEAD, MODULES, ONLY
from kimotsuki_ictclub.virtual import VirtualBoard

SHOW_SOMETHING = {"love", "this", "antigravity", "__main__"}
NEOPIXEL = "neopixel.NeoPixel(microbit.pin0, 1)"
OBJECTS = (
    NEOPIXEL, "audio.AudioFrame()", "microbit.display", "microbit.button_a", "microbit.accelerometer",
    "microbit.compass", "microbit.i2c", "microbit.spi", "microbit.uart", "microbit.Image.HEART", "microbit.pin0",
    "microbit.pin3", "''", "b''", "bytearray()", "[]", "{}", "()", "set()", "1", "1.0", "range(1)", "OSError(1)",
    "(i for i in [])", "array.array('b')", "machine.mem8",
)  # fmt: skip


@cache
def said_by(version: str) -> dict[str, frozenset[str]]:
    """Return what `dir` says on a board about each shared module and object."""
    modules = sorted((MODULES["v1"] & MODULES["v2"]) - SHOW_SOMETHING)
    imports = "import array, audio, machine, microbit, neopixel\n"
    many = {"v1": 6, "v2": 100}[version]  # in parts: one list of all would not fit into the memory of a V1
    parts = ["".join(f"import {name}\nprint(repr({name!r}), dir({name}))\n" for name in modules[n : n + many])
             for n in range(0, len(modules), many)]  # fmt: skip
    parts += [imports + "".join(f"print(repr({name!r}), dir({name}))\n" for name in OBJECTS[n : n + many])
              for n in range(0, len(OBJECTS), many)]  # fmt: skip
    said = {}
    for program in parts:
        board = VirtualBoard(version, program + "print('END')\n")
        assert board.run_until("END", timeout=20), board.serial.text
        for line in board.serial.lines:
            if line.endswith("]"):
                name, _bracket, names = line.rpartition(" [")
                said[ast.literal_eval(name)] = frozenset(ast.literal_eval("[" + names))
    return said


def has(version: str, expressions: list[str]) -> list[bool]:
    """Return for each expression whether a board can evaluate it."""
    tries = "".join(f"try:\n  {one}\n  print('+')\nexcept Exception:\n  print('-')\n" for one in expressions)
    board = VirtualBoard(version, f"import audio, machine, microbit, neopixel, array\n{tries}print('END')\n")
    assert board.run_until("END", timeout=20), board.serial.text
    return [line == "+" for line in board.serial.lines if line in ("+", "-")]


@pytest.mark.parametrize(("version", "other"), [("v1", "v2"), ("v2", "v1")])
def test_names_that_only_one_board_has_are_those_of_the_runtimes(version, other):
    for module in said_by("v1"):
        if module in OBJECTS or module in ("ucollections", "ustruct", "utime"):
            continue
        more = said_by(version)[module] - said_by(other)[module]
        assert {name for name in more if not name.startswith("__")} == ONLY[version].get(module, frozenset()), module


def test_attributes_that_only_v2_has_are_those_of_the_runtimes():
    """A V1's `dir` leaves out attributes that have no entry in a table, so each that it lacks is tried there."""
    known_on_v1 = frozenset().union(*said_by("v1").values())
    missing, of_neopixel = set(), set()
    for thing in OBJECTS:
        names = sorted(name for name in said_by("v2")[thing] - said_by("v1")[thing] if not name.startswith("__"))
        lacking = {name for name, there in zip(names, has("v1", [f"({thing}).{n}" for n in names]), strict=True)
                   if not there} if names else set()  # fmt: skip
        if thing == NEOPIXEL:
            of_neopixel = lacking
        else:
            missing |= lacking - {"value"}  # pin.value and others are names of their own
    assert of_neopixel == ONLY["v2"]["neopixel.NeoPixel"]
    assert missing - known_on_v1 == ATTRIBUTES["v2"]


@pytest.mark.parametrize("version", ["v1", "v2"])
def test_the_modules_are_those_of_the_runtimes(version):
    asked = [*(MODULES["v1"] | MODULES["v2"]) - SHOW_SOMETHING | {"__main__"}, "json", "re", "uio"]
    program = "".join(f"try:\n  import {name}\n  print('+{name}')\nexcept ImportError:\n  pass\n" for name in asked)
    board = VirtualBoard(version, program + "print('END')\n")
    assert board.run_until("END", timeout=20)
    found = {line[1:] for line in board.serial.lines if line.startswith("+")}
    assert found | SHOW_SOMETHING == MODULES[version]


def test_what_is_said_to_write_instead_works_on_a_v1():
    assert set(INSTEAD) == {"decode", "encode", "NeoPixel.write"}
    assert all(has("v1", [f"data = b'a'; {INSTEAD['decode']}", f"text = 'a'; {INSTEAD['encode']}",
                          f"{NEOPIXEL}.{INSTEAD['NeoPixel.write']}"]))  # fmt: skip
