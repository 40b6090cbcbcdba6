"""The boards on the table: found as they are plugged in, and flashed in threads, each with its own result."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from starlette.concurrency import run_in_threadpool

from ...boards import Board, find_boards
from ...boards.flashing.flashable import Flashable, Step
from ...boards.flashing.many import Outcome, flash_many
from ...boards.ids import Version
from ...boards.talking.ask import show_label
from ...errors import BoardError, ClubError
from ...folders import data_folder
from ...language import N_
from ...virtual.hosting.classroom import tell
from ...virtual.hosting.registry import hosted_boards
from ..live.channel import Channel
from ..said import said_error

_FACE = "☺"
LOOK_SECONDS = 2.0  # between two looks for boards, while somebody watches


class Table:
    """What lies on the table. For the event loop's thread only, where nothing else is said."""

    def __init__(self, news: Channel) -> None:
        self.news = news
        self.boards: dict[str, Board] = {}  # by place, see `place_of`
        self._states: dict[str, dict[str, Any]] = {}  # of those that are or were flashed
        self._showing: set[str] = set()  # whose LEDs show their label
        self._trouble: ClubError | None = None
        self._looking: asyncio.Task[None] | None = None

    def watch(self) -> None:
        """Look for boards as long as somebody listens."""
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())

    def facts(self) -> dict[str, Any]:
        """Return what the page shows."""
        return {
            "boards": [
                {
                    "place": place,
                    "label": board.label,
                    "name": board.name,
                    "version": board.version or "",
                    "state": board.state,
                    "virtual": (board.port or "").startswith(("virtual://", "ictclub")),
                    "flash": self._states.get(place),
                    "shows": place in self._showing,
                }
                for place, board in self.boards.items()
            ],
            "trouble": said_error(self._trouble) if self._trouble else None,
        }

    def board(self, place: str) -> Board:
        """Return a board on the table. Raises: BoardError `board-gone`."""
        if place not in self.boards:
            raise BoardError("board-gone", N_("This board is not on the table any more."), N_("Plug it in again."))
        return self.boards[place]

    def called(self, label: str) -> Board | None:
        """Return the board called `label`, if it is on the table."""
        return next((board for board in self.boards.values() if label and board.is_called(label)), None)

    async def flash(
        self, places: Sequence[str], image_for: Callable[[Version], Flashable], what: str
    ) -> list[Outcome]:  # fmt: skip
        """Flash the boards at `places`, none of which may be busy already, and tell how it goes; `what` is shown.

        Raises: BoardError `board-gone`, `flash-busy`.
        """
        chosen = {place: self.board(place) for place in places}
        if any(self.is_busy(place) for place in places):
            raise _busy()
        for place in places:
            self._states[place] = {"what": what, "step": "looking", "part": 0.0, "done": False, "error": None}
        self.tell()
        loop = asyncio.get_running_loop()

        def progress(board: Board, step: Step, part: float) -> None:
            loop.call_soon_threadsafe(self._note, place_of(board), {"step": step, "part": part})

        def done(outcome: Outcome) -> None:
            error = said_error(outcome.error) if outcome.error else None
            news = {"step": "", "part": 1.0, "done": True, "error": error}
            loop.call_soon_threadsafe(self._note, place_of(outcome.board), news)

        try:
            return await run_in_threadpool(
                flash_many, list(chosen.values()), image_for, progress=progress, done=done
            )  # fmt: skip
        finally:
            for place in places:  # whatever happened, none stays busy
                if not self._states[place]["done"]:
                    self._note(place, {"done": True})

    def is_busy(self, place: str) -> bool:
        """Whether a board is being flashed, or shows its label."""
        return place in self._showing or not self._states.get(place, {"done": True})["done"]

    async def show_label(self, place: str) -> None:
        """Let a board's LEDs show its label (a face, where it has none); its program begins anew afterwards.

        Raises: BoardError `board-gone`, `flash-busy`, and as `ask_board`.
        """
        board = self.board(place)
        if self.is_busy(place):
            raise _busy()
        self._showing.add(place)
        self.tell()
        try:
            await run_in_threadpool(show_label, board, board.label or _FACE)
        finally:
            self._showing.discard(place)
            self.tell()

    async def leds(self) -> dict[str, list[int]]:
        """Return what the LEDs of hosted virtual boards show: place → 25 brightnesses (0–9), row by row."""
        return await run_in_threadpool(_leds)

    async def look(self) -> None:
        """Look which boards there are, and tell where that has changed."""
        before = self.facts()
        try:
            found = await run_in_threadpool(find_boards)
            self.boards, self._trouble = {place_of(board): board for board in found}, None
        except ClubError as error:
            self._trouble = error
        for place in [place for place in self._states if place not in self.boards and not self.is_busy(place)]:
            del self._states[place]
        if self.facts() != before:
            self.tell()

    def tell(self) -> None:
        """Tell the pages what lies on the table."""
        self.news.tell(table=self.facts())

    async def _look(self) -> None:
        while self.news.heard:
            await self.look()
            await asyncio.sleep(LOOK_SECONDS)

    def _note(self, place: str, news: dict[str, Any]) -> None:
        if place in self._states:
            self._states[place] |= news
            self.tell()


def _busy() -> BoardError:
    return BoardError("flash-busy", N_("This board is busy already."), N_("Wait for its result."))


def _leds() -> dict[str, list[int]]:
    found = {}
    for board in hosted_boards(data_folder()):
        with suppress(ClubError):  # it was just unplugged
            found[board.unique_id] = [light for row in tell(board)["display"] for light in row]
    return found


def place_of(board: Board) -> str:
    """Return by what a board is known as long as it lies there: its unique id, or where it is plugged in."""
    return board.unique_id or board.port or str(board.drive)
