"""A class to practise with: virtual children who write, run and check as a class does, with its typical mistakes.

They use the verbs of the child's page, so that a mentor sees what a real evening would show, and records of their own.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

from starlette.concurrency import run_in_threadpool

from ..attendance import add_participant, add_session, check_in
from ..attendance import japan_time as clock
from ..attendance.models import Session
from ..errors import ClubError
from ..lessons import Lesson
from ..readings import plain
from .child.actions import Actions
from .live.child import Child
from .live.evening import Evening

MOST = 60
_NAMES = ("みかん", "りんご", "もも", "かき", "なし", "ぶどう", "いちご", "すいか", "ばなな", "うめ", "くり", "ゆず")
_TYPING_SECONDS = 12.0  # between two pieces of a program that a child writes
_LOOK_SECONDS = 20.0  # that it looks at what its board does
_HAND_SECONDS = 240.0  # after this it gives up and goes on by itself
_WRITER = "rehearsal"


class Rehearsal:
    """`count` virtual children at `lesson`; pace: how many times faster than a class. For the event loop's thread."""

    def __init__(self, evening: Evening, lesson: Lesson, count: int, *, pace: float = 1.0, seed: int = 1) -> None:
        self.evening = evening
        self.lesson = lesson
        self.count = min(count, MOST)
        self.pace = pace
        self.actions = Actions(evening)
        self._seed = seed
        self._session = 0  # its number in the records
        self._tasks: set[asyncio.Task[None]] = set()
        self._evenings: list[asyncio.Task[None]] = []

    def begin(self) -> None:
        """Let them come in one after the other, to a session of today."""
        with self.evening.records.writing() as db:
            lesson = f"{self.lesson.number} {plain(self.lesson.title.ja)}"
            self._session = add_session(db, clock.today(), venue="koyama", lesson=lesson).id
        self._evenings = [self._start(self._evening_of(number)) for number in range(self.count)]

    async def over(self) -> None:
        """Wait until every child has done what it does; their pages stay open."""
        await asyncio.gather(*self._evenings)

    async def end(self) -> None:
        """Let them go."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _check_in(self, name: str) -> int:
        """Return the number of a child in the list who has just come."""
        with self.evening.records.writing() as db:
            child, session = add_participant(db, name), db.get(Session, self._session)
            assert session is not None
            check_in(db, session, child)
            return int(child.id)

    def _start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _evening_of(self, number: int) -> None:
        chance = random.Random(self._seed * MOST + number)  # its own, so that the others' pace changes nothing
        await self._wait(chance, number * 1.5)
        name = _NAMES[number % len(_NAMES)] + (str(number // len(_NAMES) + 1) if number >= len(_NAMES) else "")
        number_in_list = await run_in_threadpool(self._check_in, name)
        owner = await run_in_threadpool(self.evening.works.owner_without_code, number_in_list)
        child = self.evening.child(owner)
        self._start(_listen(child))
        await self.actions.do(child, {"what": "open", "lesson": self.lesson.number})
        right = self.lesson.main.read_text("utf-8")
        mistakes = typical_mistakes(right)
        wrong = mistakes[number % len(mistakes)]
        await self._write(chance, child, wrong)
        await self._try(child, "run")
        await self._wait(chance, _LOOK_SECONDS)
        await self._try(child, "check")
        await self._checked(child)
        if chance.random() < 0.3:
            await self.actions.do(child, {"what": "hand", "up": True})
            await self._until(lambda: child.hand_since is None, _HAND_SECONDS)
            await self.actions.do(child, {"what": "hand", "up": False})
        for step in [name for name, done in child.steps.items() if not done][:1]:
            await self.actions.do(child, {"what": "hint", "step": step})
        if chance.random() < 0.85:  # the others do not find it by themselves
            await self._write(chance, child, right)
            await self._try(child, "run")
            await self._wait(chance, _LOOK_SECONDS)
            await self._try(child, "check")
            await self._checked(child)
            if child.passed and chance.random() < 0.5:
                await self._try(child, "flash")

    async def _write(self, chance: random.Random, child: Child, text: str) -> None:
        """Write `text` piece by piece, as somebody types."""
        lines = text.splitlines(keepends=True)
        piece = max(1, len(lines) // 4)
        for end in range(piece, len(lines) + piece, piece):
            await self._wait(chance, _TYPING_SECONDS)
            await self._try(child, "keep", "".join(lines[:end]))

    async def _try(self, child: Child, verb: str, text: str | None = None) -> None:
        """Do a verb with the program as it is, or with `text`; a mentor may have written meanwhile."""
        assert child.work is not None
        work = await run_in_threadpool(self.evening.works.work, child.work.id)
        message = {"what": verb, "work": work.id, "text": work.text if text is None else text, "version": work.version}
        with suppress(ClubError):
            await self.actions.do(child, message | {"writer": f"{_WRITER} {child.owner.id}"[:40]})

    async def _checked(self, child: Child) -> None:
        await self._until(lambda: child.queued is None, 600.0 * self.pace)

    async def _until(self, seen: Callable[[], bool], seconds: float) -> None:
        left = seconds / self.pace
        while not seen() and left > 0:
            await asyncio.sleep(0.2)
            left -= 0.2

    async def _wait(self, chance: random.Random, seconds: float) -> None:
        await asyncio.sleep(seconds * chance.uniform(0.6, 1.4) / self.pace)


def typical_mistakes(right: str) -> list[str]:
    """Return what children typically make of a right program: without a colon, with a wrong capital letter, turned
    round, without the line that switches off, and half of it.
    """
    lines = right.splitlines(keepends=True)
    found = []
    for wanted, other in (
        (":\n", "\n"),
        (" < ", " > "),
        ("display.", "Display."),
        ("sleep(", "slep("),
        (" == ", " = "),
    ):
        place = next((n for n, line in enumerate(lines) if wanted in line and not line.lstrip().startswith("#")), None)
        if place is not None:
            found.append("".join([*lines[:place], lines[place].replace(wanted, other, 1), *lines[place + 1 :]]))
    found.append("".join(line for line in lines if "clear()" not in line))
    found.append("".join(lines[: max(3, len(lines) // 2)]))
    return [text for text in dict.fromkeys(found) if text != right] or [right]


async def _listen(child: Child) -> None:
    """Be the child's open page."""
    async for _news in child.channel.stream(dict):
        pass
