"""A whole club evening without a board on the table: flash, stream, record, plot, count who came.

Everything goes the way it would go with real boards; only the world around the virtual ones is moved by hand.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import ClubError
from ..language import N_, _
from ..readings import plain
from .folder import HOME, RECORDS, DemoFolder

if TYPE_CHECKING:
    from ..boards import Board
    from ..boards.flashing.many import Outcome
    from ..lessons import Lesson
    from ..telemetry import Recording

RECORDED_SECONDS = 12.0
_STEP_SECONDS = 0.2  # how often the world changes
# The children of the demo, with the names that a club in Kagoshima might choose.
_NICKNAMES = ("みかん", "ぽんかん", "たんかん", "つわぶき", "うみがめ", "いるか", "やぶさめ", "ろけっと")
_VENUES = ("koyama", "uchinoura")
_LESSONS_OF_EVENINGS = ("1", "4", "6")

Say = Callable[[str], None]


@dataclass(frozen=True)
class Scene:
    """A lesson on a board, and how its world changes: `input` goes evenly from one of its `stops` to the next."""

    lesson: int
    board: str
    input: str
    stops: tuple[float, ...]
    story: str

    def value(self, part: float) -> float:
        """Return the input after `part` of the time, 0.0–1.0."""
        place = part * (len(self.stops) - 1)
        before = min(int(place), len(self.stops) - 2)
        return self.stops[before] + (self.stops[before + 1] - self.stops[before]) * (place - before)


SCENES = (
    Scene(
        6,
        "virtual://v1",
        "temperature",
        (18, 33, 22),
        N_("The room of the V1 board warms from 18 to 33 °C and cools again."),
    ),
    Scene(4, "virtual://v2", "light", (230, 5), N_("The lamp over the V2 board dims from 230 to 5.")),
)


@dataclass(frozen=True)
class DemoFiles:
    """What the demo has left."""

    recordings: tuple[Path, ...]
    pictures: tuple[Path, ...]
    records: Path
    progress: str


def run_demo(out: Path, say: Say) -> DemoFiles:
    """Play the evening; every file goes below `out`, nothing into the user's own club data.

    `say` gets a line about each step, in the reader's language.

    Raises: ClubError as the steps do; SetupError as DemoFolder.clear.
    """
    folder = DemoFolder(out)
    folder.clear()
    with folder.kept(), _own_home(out / HOME):
        lessons, boards = _flash(say)
        recordings = _record(boards, out, say)
        pictures = [_draw(lesson, recording, out) for lesson, recording in zip(lessons, recordings, strict=True)]
        say(_("Plots drawn: %(files)s") % {"files": ", ".join(map(str, pictures))})
        progress = _attend(out / RECORDS)
    say(_("Three club meetings are logged in %(file)s.") % {"file": out / RECORDS})
    return DemoFiles(
        tuple(recording.path for recording in recordings if recording.path),
        tuple(pictures),
        out / RECORDS,
        progress,
    )


@contextmanager
def _own_home(folder: Path) -> Iterator[None]:
    """Keep what the toolkit remembers (virtual boards, labels) below the demo's folder."""
    before = os.environ.get("ICTCLUB_HOME")
    os.environ["ICTCLUB_HOME"] = str(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ["ICTCLUB_HOME"]
        else:
            os.environ["ICTCLUB_HOME"] = before


def _flash(say: Say) -> tuple[list[Lesson], list[Board]]:
    from .. import lessons
    from ..boards import choose_board
    from ..boards.flashing.many import flash_many
    from ..images import build

    chosen = [lessons.find(str(scene.lesson)) for scene in SCENES]
    boards = [choose_board(scene.board) for scene in SCENES]
    images = {board.version: build(lesson, str(board.version)) for lesson, board in zip(chosen, boards, strict=True)}
    for lesson, board in zip(chosen, boards, strict=True):
        say(
            _("Lesson %(number)s “%(title)s” became a hex for %(board)s.")
            % {"number": lesson.number, "title": plain(lesson.title.shown()), "board": board.name}
        )
    _raise_first(flash_many(boards, images.__getitem__, full=True))
    say(_("Both boards were flashed, and what runs on them is what was sent."))
    return chosen, boards


def _raise_first(outcomes: Sequence[Outcome]) -> None:
    for outcome in outcomes:
        if outcome.error is not None:
            raise outcome.error


def _record(boards: Sequence[Board], out: Path, say: Say) -> list[Recording]:
    """Record all boards at once while their worlds change."""
    for scene in SCENES:
        say(_(scene.story))
    say(_("Recording for %(seconds).0f seconds …") % {"seconds": RECORDED_SECONDS})
    results: dict[int, Recording | ClubError] = {}
    threads = [
        threading.Thread(target=_record_one, args=(number, scene, board, out, results))
        for number, (scene, board) in enumerate(zip(SCENES, boards, strict=True))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    recordings = []
    for number, _scene in enumerate(SCENES):
        result = results[number]
        if isinstance(result, ClubError):
            raise result
        recordings.append(result)
    return recordings


def _record_one(number: int, scene: Scene, board: Board, out: Path, results: dict[int, Recording | ClubError]) -> None:
    from ..telemetry import BoardSource, record
    from ..virtual.hosting.protocol_virtual import seat_at

    seat = seat_at(str(board.port))
    ended = threading.Event()

    def change_world() -> None:
        started = time.monotonic()
        while not ended.is_set():
            part = min(1.0, (time.monotonic() - started) / RECORDED_SECONDS)
            seat.send(**{scene.input: scene.value(part)})
            ended.wait(_STEP_SECONDS)

    world = threading.Thread(target=change_world)
    world.start()
    try:
        path = out / f"{scene.input}.csv"
        results[number] = record([BoardSource(board)], RECORDED_SECONDS, path)
    except ClubError as error:
        results[number] = error
    finally:
        ended.set()
        world.join()


def _draw(lesson: Lesson, recording: Recording, out: Path) -> Path:
    from ..plotting import draw_recording, save_picture

    figure = draw_recording(recording, title=plain(lesson.title.shown()), lesson=lesson)
    assert recording.path is not None
    return save_picture(figure, out / f"{recording.path.stem}.png")


def _attend(path: Path) -> str:
    """Log three meetings of this fiscal year and return the line of progress."""
    from datetime import timedelta

    from .. import attendance
    from ..attendance.japan_time import today

    with attendance.open_records(path) as records, records.writing() as db:
        people = [attendance.add_participant(db, nickname) for nickname in _NICKNAMES]
        day = today()
        for number, lesson in enumerate(_LESSONS_OF_EVENINGS):
            session = attendance.add_session(
                db, day - timedelta(days=number), venue=_VENUES[number % 2], start="18:30", end="20:00", lesson=lesson
            )
            for person in people[number : number + 6]:
                attendance.check_in(db, session, person, state="present")
        return attendance.progress(db, attendance.fiscal_year_of(day)).summary()
