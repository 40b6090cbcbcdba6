"""Programs that never end, flood, eat memory, reset, fault or fill the flash: told, and harmless to other seats."""

from __future__ import annotations

from kimotsuki_ictclub.lessons import find
from kimotsuki_ictclub.page.child.program import program_from
from kimotsuki_ictclub.page.live.board import ChildBoard

from ..attendance.desk.conftest import until

GOOD = """
from microbit import *
import neopixel
KIND = 'maqueen'
lights = neopixel.NeoPixel(pin15, 2)
lights[1] = (255, 0, 0)
lights.show()
while True:
    print('line:', pin13.read_digital())
    sleep(50)
"""
WILD = {
    "flood": "while True:\n    print('<script>alert(1)</script>' * 40)\n",
    "memory": "kept = []\nwhile True:\n    kept.append('x' * 2000)\n",
    "reset": "from microbit import *\nprint('again')\nreset()\n",
    "fault": "import machine\nmachine.mem32[0xFFFFFFF0] = 1\n",
    "flash": "with open('f', 'w') as f:\n    while True:\n        f.write('x' * 2000)\n",
    "deep": "".join(" " * depth + "if True:\n" for depth in range(100)) + " " * 100 + "print(1)\n",
    "signs": "print('a\\x00b\\u202ec\\x1b[31md')\n",
}
SEEN = {
    "memory": "stopped",
    "flash": "stopped",
    "fault": "failed",
    "deep": "failed",
    "reset": "stopped",
    "signs": "ended",
}


def test_a_wild_program_is_told_at_its_own_seat_and_harms_no_other() -> None:
    boards = {name: ChildBoard() for name in (*WILD, "good")}

    def told() -> bool:
        """Look at all boards; return whether each has shown what is wrong with it."""
        for board in boards.values():
            printed = board.look().get("printed", ())
            assert len(printed) <= 400
            assert all(len(line) <= 1000 for line in printed)
        return all(boards[name].state == state for name, state in SEEN.items()) and all(
            len(boards[name].lines) > 1 for name in ("flood", "good")
        )

    try:
        for name, board in boards.items():
            board.run(program_from(WILD.get(name, GOOD), find(4), "v1"), "v1")
        until(told, 120)
        good = boards["good"]
        until(lambda: good.look().get("printed"), 120)
        # What the program has plugged in is there, is shown, and its slider moves it: black below the left sensor.
        until(lambda: good.look() is not None and good.whole()["lights"] == {"15": [[0, 0, 0], [255, 0, 0]]}, 120)
        assert good.lines[-1] == "line: 1"
        good.press("line", 1)
        until(lambda: "line: 0" in good.look().get("printed", ()), 120)
    finally:
        for board in boards.values():
            board.stop()
    assert boards["memory"].mistake.code == "program-memory"
    assert "place for files is full" in str(boards["flash"].mistake)
    assert boards["fault"].mistake.code == "program-crash"
    assert "Too many blocks" in str(boards["deep"].mistake)
    assert boards["reset"].mistake.code == "program-restarts" and boards["reset"].mistake.values["line"] == 3
    assert list(boards["signs"].lines) == ["a<U+0000>b<U+202E>c<U+001B>[31md"]
