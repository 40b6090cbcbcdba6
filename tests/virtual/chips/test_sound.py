"""The tone that a board plays."""

from __future__ import annotations

import pytest

from tests.virtual.conftest import MakeBoard


@pytest.mark.parametrize("hertz", [262, 440, 880])
def test_pitch(start: MakeBoard, hertz: int):
    board = start(f"import music\nmusic.pitch({hertz}, 600)\nsleep(300)\nprint('end')\n")
    board.run(0.4)
    assert board.pitch == pytest.approx(hertz, rel=0.02)
    assert board.run_until("end")
    board.run(0.3)
    assert board.pitch == 0


def test_a_melody_has_its_notes(start: MakeBoard):
    board = start("import music\nmusic.play(['c4:8', 'e4:8', 'g4:8'])\nprint('end')\n")
    heard = []

    def listen() -> bool:
        heard.append(round(board.pitch))
        return "end" in board.serial.text

    assert board.run_until(listen, timeout=8)
    for note in (262, 330, 392):
        assert any(abs(pitch - note) < 0.03 * note for pitch in heard), (note, heard)
