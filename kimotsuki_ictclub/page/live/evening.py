"""The club evening: who is here, and the steady look at all boards."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool

from ...attendance.records import Records
from ...errors import ClubError
from ...lessons import Lesson, load_all
from ...telemetry import EventSource
from ...work import Owner, Works
from ..said import said_error
from .channel import Channel
from .checks import CheckQueue
from .child import Child
from .flash_table import FlashRequest, FlashTable
from .kept_evening import KeptEvening

LOOK_SECONDS = 0.08  # between two looks at a board: LEDs and text come so often
_UNSEEN_SECONDS = 5.0  # then the time of a board stands still at which nobody looks: the page is hidden or closed
_ALONE_SECONDS = 60.0  # a board whose child has no page open is switched off then


class Evening:
    """What the faces of the page share. For the event loop's thread only, where nothing else is said.

    `kept` is the file in which hands, wishes, seats and the clock outlive the server.
    """

    def __init__(
        self,
        records: Records,
        *,
        processes: int | None = None,
        elsewhere: Callable[[], list[EventSource]] = list,
        kept: Path | None = None,
    ) -> None:
        self.records = records
        self.elsewhere = elsewhere  # gives sources of what other venues share, for the live values
        self.works = Works(records)
        self.lessons: dict[int, Lesson] = {lesson.number: lesson for lesson in load_all()}
        self.children: dict[int, Child] = {}  # by the owner's id
        self.checks = CheckQueue(processes)
        self.flash_table = FlashTable()
        self.news = Channel()  # for the instructor's face: "child 12", "flash"
        self.kept = KeptEvening(kept)
        self.seats: dict[str, int] = {}  # who sits at which board: label → owner's id
        self._looking: asyncio.Task[None] | None = None
        # A file of an older form, or records that cannot be reached: the evening begins without it.
        with suppress(ClubError, ValueError, LookupError, TypeError, AttributeError):
            self._take_up()

    def child(self, owner: Owner) -> Child:
        """Return the child, who sits down where it is not here yet."""
        child = self.children.get(owner.id)
        if child is None:
            child = self.children[owner.id] = Child(owner)
        child.owner = owner
        return child

    def raise_hand(self, child: Child, *, up: bool) -> None:
        """Raise a child's hand, or take it down."""
        child.hand_since = time.time() if up else None
        child.channel.tell(hand=up)
        hands = {str(one.owner.id): one.hand_since for one in self.children.values() if one.hand_since}
        self.kept.keep("hands", hands)
        self.changed(child)

    def sit_at(self, label: str, owner_id: int | None) -> None:
        """Note who sits at the board `label`, and at no other; None: nobody does."""
        before = self.seats.pop(label, None)
        self.seats = {board: owner for board, owner in self.seats.items() if owner != owner_id}
        if owner_id is not None:
            self.seats[label] = owner_id
        self.kept.keep("seats", self.seats)
        for one in (before, owner_id):
            child = self.children.get(one) if one is not None else None
            if child is not None:
                child.channel.tell(seat=self.seat_of(child))
        self.news.tell(seats=self.seats)

    def seat_of(self, child: Child) -> str:
        """Return the label of the board at which a child sits; "" where it sits at none."""
        return next((label for label, owner in self.seats.items() if owner == child.owner.id), "")

    def changed(self, child: Child) -> None:
        """Tell the instructor's face that something is new with a child."""
        if self.news.heard:
            self.news.tell(**{f"child {child.owner.id}": child.facts()})

    def flash_changed(self, request: FlashRequest | None, owner_id: int) -> None:
        """Tell the child and the instructor how a wish at the flash table stands; None: it was withdrawn."""
        facts = None
        if request is not None:
            facts = request.facts() | {"before": self.flash_table.before(request)}
        child = self.children.get(owner_id)
        if child is not None:
            child.channel.tell(flash=facts)
        self.news.tell(flash=[one.facts() for one in self.flash_table.requests.values()])
        self.kept.keep(
            "wishes", [[one.owner_id, one.work_id, one.version, one.label] for one in self.flash_table.open()]
        )

    def wish_answered(
        self, request: FlashRequest, state: str, *, board: str = "", error: ClubError | None = None
    ) -> None:
        """Take the flash table's answer to a wish ("flashing", "done", "failed"), and tell all whom it concerns."""
        request.state, request.board, request.error = state, board or request.board, error
        self.flash_changed(request, request.owner_id)
        for other in self.flash_table.waiting():
            self.flash_changed(other, other.owner_id)

    def _take_up(self) -> None:
        """Take up what an earlier server has kept of this evening."""
        for owner_id, since in (self.kept.get("hands") or {}).items():
            if (owner := self.works.owner(int(owner_id))) is not None:
                self.child(owner).hand_since = float(since)
        for owner_id, work_id, version, label in self.kept.get("wishes") or ():
            with suppress(ClubError):
                work = self.works.work(int(work_id))
                text = next((one.text for one in self.works.versions(work) if one.number == version), work.text)
                if (owner := self.works.owner(int(owner_id))) is not None and work.owner_id == owner.id:
                    self.flash_table.ask(
                        owner_id=owner.id, nickname=owner.nickname, work_id=work.id, version=version,
                        lesson=work.lesson, text=text, label=str(label),
                    )  # fmt: skip
        self.seats = {str(label): int(owner) for label, owner in (self.kept.get("seats") or {}).items()}

    def look_after(self) -> None:
        """See that boards are looked at as long as one is on."""
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())

    async def _look(self) -> None:
        while on := [child for child in self.children.values() if child.board.on]:
            for child in on:
                self.look_at(child)
                self.rest(child)
                if child.here:
                    child.seen = time.monotonic()
                elif time.monotonic() - child.seen > _ALONE_SECONDS:
                    await run_in_threadpool(child.board.stop)
                    self.look_at(child)
            await asyncio.sleep(LOOK_SECONDS)

    def look_at(self, child: Child) -> None:
        """Tell what is new on a child's board."""
        news: dict[str, Any] = child.board.look()
        if "state" in news and child.board.mistake is not None:
            child.mistake = child.board.mistake
            news["mistake"] = said_error(child.mistake)
        if "state" in news or "pace" in news:
            self.changed(child)
        if news:
            child.channel.tell(**news)

    def rest(self, child: Child) -> None:
        """Let the time of a board stand still when nobody has looked for a while, and go on when somebody does."""
        now, looked_at = time.monotonic(), child.channel.looked_at
        if looked_at:
            child.looked = now
        if child.board.rest(not looked_at and now - child.looked >= _UNSEEN_SECONDS):
            self.changed(child)

    def say_goodbye(self) -> None:
        """End all streams of news: the server closes."""
        for child in self.children.values():
            child.channel.close()
        self.news.close()

    def close(self) -> None:
        """Switch everything off. From any thread, when the server has closed."""
        self.checks.close()
        for child in self.children.values():
            child.board.stop()
