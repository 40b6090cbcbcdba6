"""What a guide says a board prints is what both boards print: every quoted error is provoked, on V1 and on V2."""

import re
from dataclasses import dataclass

import pytest

from kimotsuki_ictclub.checking.trial_board import START_SECONDS, TrialBoard
from kimotsuki_ictclub.folders import course_folder
from kimotsuki_ictclub.images import program_of
from kimotsuki_ictclub.virtual import Air

SIGNS = "Error|no attribute|name '|isn't|is not|not enough|needs more|not found|ENOENT|does not answer|no such"
QUOTE = re.compile(rf"`([^`]*(?:{SIGNS})[^`]*)`")
BOTH = ("v1", "v2")
BEGIN = "from microbit import *\n"
RADIO = BEGIN + "import radio\nradio.on()\n"
ROBOT = (course_folder("firmware") / "robot.py",)


@dataclass(frozen=True)
class Case:
    quote: str  # several, joined by |
    source: str
    boards: tuple[str, ...] = BOTH
    modules: tuple = ()
    friend: str = ""  # the program of a second board in radio reach


CASES = [
    Case("SyntaxError: invalid syntax", BEGIN + "while True：\n    sleep(5)\n"),
    Case("SyntaxError: invalid syntax", BEGIN + "display.show(1)\u3000\n"),
    Case("SyntaxError: invalid syntax", BEGIN + "while True:\nsleep(5)\n"),
    Case("SyntaxError: invalid syntax", "x = 1\nif x => 3:\n    pass\n"),
    Case("IndentationError: unexpected indent", BEGIN + "display.show(1)\n    sleep(5)\n"),
    Case("AttributeError|no attribute 'show（1）'", BEGIN + "display.show（1）\n"),
    Case("name '”A”'", BEGIN + "display.scroll(”A”)\n"),
    Case("NameError", BEGIN + "dispray.show(1)\n"),
    Case("name 'dark'", "DARK = 80\nif 3 < dark:\n    pass\n"),
    Case("name 'temprature'", BEGIN + "temprature()\n"),
    Case("'int' object is not iterable", "for i in 5:\n    pass\n", ("v1",)),
    Case("'int' object isn't iterable", "for i in 5:\n    pass\n", ("v2",)),
    Case("not enough arguments for format string", "print('x:%d,y:%d' % (1,))\n", ("v1",)),
    Case("format string needs more arguments", "print('x:%d,y:%d' % (1,))\n", ("v2",)),
    Case("OSError|file not found", "open('places.csv')\n", ("v1",)),
    Case("OSError|ENOENT", "open('places.csv')\n", ("v2",)),
    Case("KeyError", "print({'heart': 1}['hart'])\n"),
    Case(
        "ValueError: received packet is not a string",
        RADIO + "while True:\n    radio.receive()\n    sleep(10)\n",
        friend=RADIO + "while True:\n    radio.send_bytes(b'abcd')\n    sleep(50)\n",
    ),
    Case("robot does not answer", "from robot import Robot\nRobot('maqueen').drive(50, 50)\n", modules=ROBOT),
    Case("no such robot", "from robot import Robot\nRobot('sarvo')\n", modules=ROBOT),
    Case("MemoryError", "x = []\nwhile True:\n    x.append('many words' * 20)\n", ("v1",)),
]


def guides():
    return {path.parent.name: path.read_text("utf-8") for path in course_folder("lessons").glob("*/guide.md")}


def test_every_error_that_a_guide_quotes_is_provoked_here():
    quoted = {quote for text in guides().values() for quote in QUOTE.findall(text)}
    assert quoted == {quote for case in CASES for quote in case.quote.split("|")}


@pytest.mark.parametrize(
    ("case", "version"),
    [pytest.param(case, version, id=f"{case.quote}-{version}") for case in CASES for version in case.boards],
)
def test_a_board_says_what_the_guide_quotes(case, version, tmp_path):
    air = Air()
    board = TrialBoard(version, program_of(write(tmp_path / "my.py", case.source), case.modules), air=air)
    if case.friend:
        TrialBoard(version, program_of(write(tmp_path / "friend.py", case.friend)), air=air)
    board.run_until(lambda: "Error" in board.printed_in_all, timeout=START_SECONDS[version] + 3)
    board.run(seconds=0.05)
    assert all(quote in board.printed_in_all for quote in ("Traceback", *case.quote.split("|")))


@pytest.mark.parametrize("version", BOTH)
def test_a_missing_colon_is_told_with_the_line_below(version, tmp_path):
    """As guide 1 says: look at the line above, too."""
    board = TrialBoard(version, program_of(write(tmp_path / "my.py", BEGIN + "while True\n    sleep(5)\n")))
    board.run(seconds=START_SECONDS[version] + 0.2)
    assert ", line 3" in board.printed_in_all


def write(path, text):
    path.write_text(text, "utf-8")
    return path
