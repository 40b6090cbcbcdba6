"""A class of hosted virtual boards is recorded while one of them is unplugged and comes back."""

from __future__ import annotations

import threading
from pathlib import Path

from kimotsuki_ictclub.boards import find_boards
from kimotsuki_ictclub.cli import execute
from kimotsuki_ictclub.log import written_to
from kimotsuki_ictclub.telemetry import Back, BoardSource, Event, Gone, Sample, load_recording, record
from kimotsuki_ictclub.virtual.hosting.classroom import Classroom, tell
from kimotsuki_ictclub.virtual.hosting.registry import hosted_boards


def test_a_board_that_comes_back_is_read_again_and_the_gap_is_marked(own_home: Path, tmp_path: Path) -> None:
    own_home.mkdir(exist_ok=True)
    with Classroom(own_home, v1=2, drive_speed=20):
        assert execute(["flash", "4", "--yes"]) == 0
        boards = find_boards()
        first = next(hosted for hosted in hosted_boards(own_home) if hosted.unique_id == boards[0].unique_id)
        seen: list[Event] = []
        came: dict[str, int] = {}

        def follow(events: list[Event]) -> None:
            """Pull the cable when both have printed, put it in when it is missed, end when both go on."""
            seen.extend(events)
            for event in events:
                if isinstance(event, Sample):
                    came[event.board] = came.get(event.board, 0) + 1
                elif isinstance(event, Gone):
                    came.clear()
                    threading.Timer(0.3, tell, [first], {"plugged_in": True}).start()
            gone = any(isinstance(event, Gone) for event in seen)
            enough = len(came) == 2 and min(came.values()) >= 3
            if enough and not gone:
                came.clear()
                tell(first, plugged_in=False)
            elif enough and any(isinstance(event, Back) for event in seen):
                raise KeyboardInterrupt

        with written_to(tmp_path / "evening.log"):
            recording = record([BoardSource(board) for board in boards], 60, tmp_path / "class.csv", watch=follow)
    away = [event.board for event in seen if isinstance(event, Gone)]
    assert away == [event.board for event in seen if isinstance(event, Back)] == [boards[0].name]
    assert recording.gaps == 1
    log = (tmp_path / "evening.log").read_text("utf-8")
    name = f"v1 {boards[0].unique_id[8:24]}"
    assert f"{name} is gone: BoardError board-gone" in log and ", back after " in log
    assert f"{name} closed, in all: " in log
    read = load_recording(tmp_path / "class.csv")
    assert len(read) == len(recording)
    assert read.of_board(boards[0].name).gaps == 1 and read.of_board(boards[1].name).gaps == 0
