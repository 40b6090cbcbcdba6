"""What the lists say about the two runtimes, the runtimes say too; what a V1 doesn't have is named as such."""

import pytest

from kimotsuki_ictclub import images
from kimotsuki_ictclub.errors import ProgramError
from kimotsuki_ictclub.images.vocabulary import MODULES, V2_METHODS, V2_NAMES
from kimotsuki_ictclub.virtual import VirtualBoard


def names_on(version):
    """Return dir(microbit) and dir(pin0) of the real runtime."""
    board = VirtualBoard(version, "import microbit\nprint(dir(microbit))\nprint(dir(microbit.pin0))\nprint('END')\n")
    assert board.run_until("END", timeout=5)
    import ast

    module, pin = (set(ast.literal_eval(line)) for line in board.serial.lines[:2])
    return module, pin


def test_names_that_only_v2_has_are_those_of_the_runtimes():
    (v1, v1_pin), (v2, v2_pin) = names_on("v1"), names_on("v2")
    assert {name for name in v2 - v1 if not name.startswith("__")} == V2_NAMES
    assert {name for name in v2_pin - v1_pin if name.islower() and not name.startswith("__")} == V2_METHODS


@pytest.mark.parametrize("version", ["v1", "v2"])
def test_the_modules_are_those_of_the_runtimes(version):
    """Those that show something when they are imported are left out: love, this, antigravity."""
    asked = [*(MODULES["v1"] | MODULES["v2"]) - {"love", "this", "antigravity"}, "json", "re", "uio"]
    program = "".join(f"try:\n  import {name}\n  print('+{name}')\nexcept ImportError:\n  pass\n" for name in asked)
    board = VirtualBoard(version, program + "print('END')\n")
    assert board.run_until("END", timeout=20)
    found = {line[1:] for line in board.serial.lines if line.startswith("+")}
    assert found == MODULES[version] - {"love", "this", "antigravity"}


@pytest.mark.parametrize(
    ("source", "feature", "line"),
    [
        ("from microbit import *\nprint(microphone.sound_level())\n", "microphone", 2),
        ("import microbit\nmicrobit.speaker.off()\n", "speaker", 2),
        ("from microbit import pin_logo\n", "pin_logo", 1),
        ("from microbit import *\npin0.set_touch_mode(pin0.CAPACITIVE)\n", "set_touch_mode", 2),
        ("import log\n", "log", 1),
        ("from power import deep_sleep\n", "power", 1),
    ],
)
def test_a_v2_feature_in_a_program_for_v1_is_named(tmp_path, source, feature, line):
    path = tmp_path / "my.py"
    path.write_text(source)
    for version in ("v1", "universal"):
        with pytest.raises(ProgramError) as error:
            images.build(path, version)
        assert error.value.code == "feature-missing"
        assert f"`{feature}`" in error.value.message and "V2" in error.value.message
        assert error.value.values["line"] == line
    assert images.build(path, "v2").version == "v2"


@pytest.mark.parametrize(
    "source",
    [
        "try:\n    import log\nexcept ImportError:\n    log = None\n",
        "import microbit\nif hasattr(microbit, 'speaker'):\n    microbit.speaker.off()\n",
        "speaker = 3\nprint(speaker)\n",
        "def run_every(f):\n    return f\nrun_every(print)\n",
    ],
)
def test_a_program_that_takes_care_itself_is_left_alone(tmp_path, source):
    path = tmp_path / "my.py"
    path.write_text(source)
    assert images.build(path, "v1").version == "v1"


def test_an_unknown_module_is_said_before_it_is_on_the_board(tmp_path):
    path = tmp_path / "my.py"
    path.write_text("import jetpack\n")
    with pytest.raises(ProgramError) as error:
        images.build(path, "v1")
    assert error.value.code == "module-missing"
    assert "jetpack" in error.value.message and "--module jetpack.py" in error.value.hint
