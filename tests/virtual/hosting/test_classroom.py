"""A classroom in worker processes, found by another process and changed from outside."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kimotsuki_ictclub.errors import VirtualBoardError
from kimotsuki_ictclub.virtual.hosting.classroom import Classroom, places, tell
from kimotsuki_ictclub.virtual.hosting.registry import hosted_boards

FIND = """
import json
from kimotsuki_ictclub.boards import find_boards
print(json.dumps([[board.version, board.unique_id, board.state] for board in find_boards()]))
"""


def test_another_process_finds_its_boards_with_the_usual_search(own_home: Path) -> None:
    with Classroom(own_home, 1, 1) as room:
        found = json.loads(subprocess.check_output([sys.executable, "-c", FIND], text=True))
        assert sorted(found) == sorted([place.version, place.unique_id, "ready"] for place in room.places)
        hosted = {board.version: board for board in hosted_boards(own_home)}
        assert tell(hosted["v1"], temperature=30, light=7)["temperature"] == 30
        assert tell(hosted["v2"])["temperature"] != 30
        assert tell(hosted["v2"], acceleration=[0, 1024, 0])["acceleration"] == [0, 1024, 0]
        with pytest.raises(VirtualBoardError):
            tell(hosted["v1"], temperature="warm")
        with pytest.raises(VirtualBoardError) as caught:
            tell(hosted["v1"], fault=["earthquake", 1])
        assert caught.value.code == "fault-unknown"
        with pytest.raises(VirtualBoardError) as caught:
            Classroom(own_home, 1).__enter__()
        assert caught.value.code == "classroom-open"
    assert hosted_boards(own_home) == []
    assert not list((own_home / "classroom").iterdir())
    with pytest.raises(VirtualBoardError) as caught:
        tell(hosted["v1"], temperature=20)
    assert caught.value.code == "host-gone"


def test_the_same_places_have_the_same_ids_every_time() -> None:
    assert places(2, 1) == places(2, 1)
    assert places(2, 1)[0] == places(5, 0)[0]
    assert len({place.unique_id for place in places(20, 20)}) == 40
    assert all(len(seat.unique_id) == 48 for seat in places(1, 1))


@pytest.mark.parametrize("numbers", [(0, 0), (-1, 2)])
def test_a_classroom_without_boards_is_refused(tmp_path: Path, numbers: tuple[int, int]) -> None:
    with pytest.raises(VirtualBoardError) as caught:
        Classroom(tmp_path, *numbers)
    assert caught.value.code == "classroom-wrong"
