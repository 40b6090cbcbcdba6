"""What a board doesn't have is named before it is on the board; a program that takes care itself is left alone."""

from __future__ import annotations

import pytest

from kimotsuki_ictclub.errors import ProgramError
from kimotsuki_ictclub.images.look import look_over
from kimotsuki_ictclub.images.program import Program


def look(source, version="v1", **modules):
    files = {"main.py": source.encode(), **{f"{name}.py": text.encode() for name, text in modules.items()}}
    look_over(Program(files, own_files=tuple(files)), version)


def told(source, version="v1", **modules):
    with pytest.raises(ProgramError) as error:
        look(source, version, **modules)
    return error.value


MICROBIT = "from microbit import *\n"


@pytest.mark.parametrize(
    ("source", "feature", "line"),
    [
        (MICROBIT + "print(microphone.sound_level())\n", "microphone", 2),
        ("import microbit\nmicrobit.speaker.off()\n", "speaker", 2),
        ("import microbit as m\ndef f():\n    m.set_volume(3)\nf()\n", "set_volume", 3),
        ("from microbit import pin_logo\n", "pin_logo", 1),
        ("from microbit import pin_logo as nose\n", "pin_logo", 1),
        ("from audio import SoundEffect\n", "SoundEffect", 1),
        ("import audio as a\na.play(a.SoundEffect())\n", "SoundEffect", 2),
        (MICROBIT + "pin0.set_touch_mode(pin0.CAPACITIVE)\n", "set_touch_mode", 2),
        ("import log\n", "log", 1),
        ("from power import deep_sleep\n", "power", 1),
        ("import os\nprint(os.stat('a'))\n", "stat", 2),
        ("from os import ilistdir\n", "ilistdir", 1),
        ("import micropython as mp\nmp.schedule(print, 1)\n", "schedule", 2),
        ("class A:\n    @property\n    def a(self):\n        return 1\n", "property", 2),
        ("print(complex(1, 2))\n", "complex", 1),
        ("x = memoryview(b'a')\n", "memoryview", 1),
        ("from neopixel import NeoPixel as N\nn = N(1, 2)\nn.write()\n", "write", 3),
        ("import neopixel\nprint(neopixel.NeoPixel.ORDER)\n", "ORDER", 2),
        ("from neopixel import *\nclass A:\n    def __init__(self):\n        self.n = NeoPixel(1, 2)\n"
         "        self.n.fill(0)\nA()\n", "fill", 5),
        (MICROBIT + "def loop():\n    if uart.any():\n        print(uart.read().decode())\nwhile True:\n    loop()\n",
         "decode", 4),
        (MICROBIT + "def shout():\n    speaker.on()\nwhile True:\n    if button_a.is_pressed():\n        shout()\n",
         "speaker", 3),
        (MICROBIT + "n = 0\nwhile True:\n    n += 1\n    if n > 5:\n        speaker.on()\n", "speaker", 6),
    ],
)  # fmt: skip
def test_a_v2_feature_in_a_program_for_v1_is_named(source, feature, line):
    error = told(source)
    assert error.code == "feature-missing"
    assert f"`{feature}`" in error.message and "V2" in error.message
    assert error.values["line"] == line
    look(source, "v2")


def test_a_v1_feature_in_a_program_for_v2_is_named():
    source = "import radio\nradio.on()\nradio.config(data_rate=radio.RATE_250KBIT)\n"
    error = told(source, "v2")
    assert error.values["line"] == 3 and "only V1" in error.message and "V1" in error.hint
    look(source, "v1")


@pytest.mark.parametrize(
    "source",
    [
        "try:\n    import log\nexcept ImportError:\n    log = None\n",
        "try:\n    import log\n    HAS = True\nexcept ImportError:\n    HAS = False\n"
        "if HAS:\n    import log\n    log.add(a=1)\n",
        "import microbit\nif hasattr(microbit, 'speaker'):\n    microbit.speaker.off()\n",
        "import microbit\nV2 = hasattr(microbit, 'speaker')\nif V2:\n    microbit.speaker.off()\n",
        "import microbit\nV2 = 'speaker' in dir(microbit)\nwhile True:\n    if V2 and microbit.button_a.is_pressed():\n"
        "        microbit.speaker.off()\n",
        MICROBIT + "import microbit\nif not hasattr(microbit, 'speaker'):\n    raise SystemExit\nspeaker.off()\n",
        MICROBIT + "import microbit\ndef is_v2():\n    return hasattr(microbit, 'speaker')\n"
        "if is_v2():\n    speaker.off()\n",
        MICROBIT + "import os\nx = speaker if os.uname().machine.startswith('micro:bit v2') else None\n",
        MICROBIT + "import os\nif os.uname()[0] == 'microbit':\n    pass\nelse:\n    import smbus2\n",
        MICROBIT + "import sys\nif sys.platform == 'linux':\n    from smbus2 import SMBus\n",
        "import sys\nif sys.implementation.name != 'micropython':\n    import serial\n",
        MICROBIT + "V2 = False\nif V2:\n    speaker.off()\n",
        MICROBIT + "if False:\n    speaker.off()\n    import jetpack\n",
        MICROBIT + "if 0:\n    pass\nelif not True:\n    speaker.off()\n",
        MICROBIT + "def never():\n    speaker.off()\n    import jetpack\n",
        MICROBIT + "if button_a.is_pressed():\n    import jetpack\n",
        MICROBIT + "while True:\n    sleep(10)\nimport jetpack\n",
        "if __name__ != '__main__':\n    import jetpack\n",
        MICROBIT + "microphone = getattr(uart, 'microphone', None)\nif microphone:\n    microphone.sound_level()\n",
        MICROBIT + "s = getattr(uart, 'x', None)\nif s is not None:\n    speaker.off()\n",
        "speaker = 3\nprint(speaker)\n",
        "import math as microphone\nprint(microphone.pi)\n",
        "from random import randint as speaker\nprint(speaker(1, 2))\n",
        "for speaker in range(3):\n    print(speaker)\n",
        "try:\n    1 / 0\nexcept ZeroDivisionError as speaker:\n    print(speaker)\n",
        "def run_every(f):\n    return f\nrun_every(print)\n",
        "class Box:\n    def decode(self):\n        return 1\nprint(Box().decode())\n",
        "class Box:\n    def fill(self, n):\n        return n\nring = Box()\nring.fill(3)\n",
        MICROBIT + "uart.write('a')\nf = open('a', 'w')\nf.write('b')\nImage(5, 5).fill(9)\n",
        "try:\n    print(b'a'.decode())\nexcept AttributeError:\n    print(str(b'a', 'utf-8'))\n",
        "text = b'a'\nprint(text.decode() if hasattr(text, 'decode') else text)\n",
        "text = b'a'\nx = hasattr(text, 'decode') and text.decode()\n",
        "TRUE = 1\nPass = 2\nprint(TRUE, Pass)\n",
    ],
)  # fmt: skip
def test_a_program_that_takes_care_itself_is_left_alone(source):
    look(source, "v1")


def test_own_modules_have_their_own_names():
    look(
        "from helper import *\nspeaker()\nhelp_me().decode()\n",
        helper="def speaker():\n    pass\n\n\ndef decode():\n    pass\n",
    )
    assert told("import helper\n", helper="import log\n").values["file"] == "helper.py"


@pytest.mark.parametrize(
    "source",
    [
        "import jetpack\n",
        "def main():\n    import jetpack\nmain()\n",
        "while True:\n    import jetpack\n",
        "if __name__ == '__main__':\n    import jetpack\n",
        "if True:\n    from jetpack import fly\n",
    ],
)
def test_an_unknown_module_is_said_where_it_is_certain_to_be_reached(source):
    error = told(source)
    assert error.code == "module-missing"
    assert "jetpack" in error.message and "--module jetpack.py" in error.hint
    assert "jetpack" in error.values["text"]


@pytest.mark.parametrize(
    ("source", "line", "right"),
    [
        ("x = TRUE\n", 1, "True"),
        ("while true:\n    pass\n", 1, "True"),
        ("x = none\n", 1, "None"),
        ("for i in range(3):\n    Break\n", 2, "break"),
        ("if 1:\n    PASS\n", 2, "pass"),
    ],
)
def test_a_word_with_wrong_capitals_is_named(source, line, right):
    error = told(source)
    assert error.values["line"] == line and f"`{right}`" in error.message


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("basic.show_string('Hi')\n", 1),
        ("def on_button_pressed_a():\n    pass\ninput.on_button_pressed(Button.A, on_button_pressed_a)\n", 3),
        ("led.plot(1, 2)\n", 1),
        ("x = 1\nserial.write_line('a')\n", 2),
        ("import music\nmusic.play_tone(262, 4)\n", 2),
        ("import radio\nradio.on_received_number(print)\n", 2),
        ("x = IconNames.HEART\n", 1),
    ],
)
def test_python_of_makecode_is_named(source, line):
    error = told(source)
    assert error.code == "program-makecode" and error.values["line"] == line and "MakeCode" in error.message


@pytest.mark.parametrize(
    "source",
    [
        "class Panel:\n    temperature = 3\ninput = Panel()\nprint(input.temperature)\n",
        "led = pin = 3\nprint(led.plot)\n",
        "import radio\nradio.send('a')\nradio.receive()\n",
        "import music\nmusic.play(music.DADADADUM)\nmusic.set_tempo(bpm=120)\nmusic.pitch(440)\n",
        MICROBIT + "led.on()\n",
    ],
)
def test_a_childs_own_names_are_no_makecode(source):
    look(source)
