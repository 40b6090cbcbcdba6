"""What the instructor's page asks for, one verb a method."""

from __future__ import annotations

import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool

from ...attendance import LessonProgress
from ...boards.ids import Version
from ...boards.labels import free_label, set_label
from ...errors import ClubError, WorkError
from ...images import Image, build
from ...language import N_
from ...lessons import Lesson
from ...work import Kind, Owner, Work
from ..live.child import Child
from ..live.evening import Evening
from ..live.flash_table import FlashRequest
from ..said import said
from .closing import confirm, proposals
from .live_values import LiveValues
from .phases import Clock
from .table import Table

WRITER = "instructor"

Message = dict[str, Any]
Answer = dict[str, Any]


class Actions:
    """The verbs of the instructor's page."""

    def __init__(self, evening: Evening, table: Table, clock: Clock) -> None:
        self.evening = evening
        self.works = evening.works
        self.table = table
        self.clock = clock
        self.values = LiveValues(table, evening.news, evening.elsewhere)
        self._images: dict[tuple[str, str], Image] = {}  # lessons that were flashed this evening
        self._verbs: dict[str, Callable[[Message], Awaitable[Answer]]] = {
            "look": self._look,
            "version": self._version,
            "keep": self._keep,
            "take_back": self._take_back,
            "give": self._give,
            "hand_down": self._hand_down,
            "code": self._code,
            "clock": self._clock,
            "label": self._label,
            "free": self._free,
            "show_label": self._show_label,
            "leds": self._leds,
            "sit": self._sit,
            "flash_lesson": self._flash_lesson,
            "flash_wish": self._flash_wish,
            "flash_work": self._flash_work,
            "values": self._values,
            "end": self._end,
            "confirm": self._confirm,
        }

    async def do(self, message: Any) -> Answer:
        """Do what `message` asks for. Raises: ClubError; one of NO_MESSAGE for what is none."""
        return await self._verbs[message["what"]](message)

    # -- a child's program ------------------------------------------------------------------------------
    async def _look(self, message: Message) -> Answer:
        work = await run_in_threadpool(self.works.work, int(message["work"]))
        found = await run_in_threadpool(self.works.versions, work)
        return {
            "text": work.text,
            "version": work.version,
            "lesson": work.lesson,
            "versions": [{"number": one.number, "kind": str(one.kind), "at": one.at.timestamp()} for one in found[:60]],
        }

    async def _version(self, message: Message) -> Answer:
        work = await run_in_threadpool(self.works.work, int(message["work"]))
        number = int(message["number"])
        found = await run_in_threadpool(self.works.versions, work)
        return {"text": next(one.text for one in found if one.number == number)}

    async def _keep(self, message: Message) -> Answer:
        work = await run_in_threadpool(self.works.work, int(message["work"]))
        text, base = str(message["text"]), int(message["version"])
        work = await run_in_threadpool(self.works.keep, work, text, base, Kind.INSTRUCTOR, writer=WRITER)
        self._show(work)
        return {"version": work.version}

    async def _take_back(self, message: Message) -> Answer:
        work = await run_in_threadpool(self.works.work, int(message["work"]))
        work = await run_in_threadpool(
            self.works.take_back, work, int(message["number"]), int(message["version"]), writer=WRITER
        )
        self._show(work)
        return {"version": work.version, "text": work.text}

    async def _give(self, message: Message) -> Answer:
        """Give the starter of a lesson, or a text, to some children or to all who are here; what they had stays
        among their versions.
        """
        lesson = self.evening.lessons[int(message["lesson"])]
        starter = await run_in_threadpool(_starter, lesson)
        text = starter if message.get("text") is None else str(message["text"])
        owners = message.get("owners")
        children = [
            child for child in self.evening.children.values() if owners is None or child.owner.id in owners
        ]  # fmt: skip
        for child in children:
            work = await run_in_threadpool(self._given, child.owner, lesson, text)
            self._show(work)
        return {"count": len(children)}

    def _given(self, owner: Owner, lesson: Lesson, text: str) -> Work:
        work = self.works.open_work(owner, lesson.number, text)
        return self.works.keep(work, text, work.version, Kind.STARTER, writer=WRITER)

    def _show(self, work: Work) -> None:
        """Show a changed program on the child's own pages."""
        child = self.evening.children.get(work.owner_id)
        if child is not None and child.work is not None and child.work.id == work.id:
            child.work = work
            child.tell_text(WRITER, by=WRITER)
            self.evening.changed(child)

    # -- a child ----------------------------------------------------------------------------------------
    def _child(self, message: Message) -> Child:
        return self.evening.children[int(message["owner"])]

    async def _hand_down(self, message: Message) -> Answer:
        self.evening.raise_hand(self._child(message), up=False)
        return {}

    async def _code(self, message: Message) -> Answer:
        await run_in_threadpool(self.works.set_code, self._child(message).owner, None)
        return {}

    # -- the evening ------------------------------------------------------------------------------------
    async def _clock(self, message: Message) -> Answer:
        match message["do"]:
            case "begin":
                self.clock.begin(self.evening.lessons[int(message["lesson"])])
            case "move":
                self.clock.move(float(message["seconds"]))
            case "stop":
                self.clock.stop()
            case other:
                raise ValueError(other)
        self.evening.news.tell(clock=self.clock.facts())
        return {}

    async def _end(self, message: Message) -> Answer:
        return {"proposals": await run_in_threadpool(proposals, self.works)}

    async def _confirm(self, message: Message) -> Answer:
        chosen = {int(owner): LessonProgress(progress) for owner, progress in message["progress"].items()}
        count = await run_in_threadpool(confirm, self.works, chosen)
        return {"count": count, "proposals": await run_in_threadpool(proposals, self.works)}

    async def _values(self, message: Message) -> Answer:
        """Read all boards (`on`), or let go of them; what was kept stays until it is begun anew."""
        await (self.values.start() if message["on"] is True else self.values.stop())
        return {}

    # -- the flash table --------------------------------------------------------------------------------
    async def _label(self, message: Message) -> Answer:
        """Give a board a label; `move`: take it away from a board that is not on the table. Who sat there stays."""
        board, wanted = self.table.board(str(message["place"])), str(message["label"])
        if message.get("move") is True and self.table.called(wanted) is None:
            await run_in_threadpool(free_label, wanted)
        label = await run_in_threadpool(set_label, board.unique_id, wanted)
        if board.label in self.evening.seats and board.label != label:
            self.evening.sit_at(label, self.evening.seats[board.label])
        await self.table.look()
        return {}

    async def _free(self, message: Message) -> Answer:
        label = await run_in_threadpool(free_label, str(message["label"]))
        self.evening.sit_at(label, None)
        await self.table.look()
        return {}

    async def _show_label(self, message: Message) -> Answer:
        async with self.values.paused():
            await self.table.show_label(str(message["place"]))
        return {}

    async def _leds(self, message: Message) -> Answer:
        return {"leds": await self.table.leds()}

    async def _sit(self, message: Message) -> Answer:
        """Note which child sits at a board (`owner`: null for none)."""
        owner = message["owner"]
        self.evening.sit_at(str(message["label"]), None if owner is None else self._child(message).owner.id)
        return {}

    async def _flash_lesson(self, message: Message) -> Answer:
        """Flash a lesson onto the boards at the given places; one that fails stops no other."""
        lesson = self.evening.lessons[int(message["lesson"])]
        places = [str(place) for place in message["places"]]
        async with self.values.paused():
            outcomes = await self.table.flash(places, lambda version: self._image(lesson, version), str(lesson.number))
        return {"failed": sum(outcome.error is not None for outcome in outcomes)}

    def _image(self, lesson: Lesson, version: Version) -> Image:
        key = (lesson.name, version)
        if key not in self._images:
            self._images[key] = build(lesson, version)
        return self._images[key]

    async def _flash_wish(self, message: Message) -> Answer:
        """Flash what a child has asked for, onto the board of its label or the one that was touched."""
        request = self.evening.flash_table.requests[int(message["number"])]
        place = str(message["place"])
        await self._flash_text(request, place)
        return {}

    async def _flash_work(self, message: Message) -> Answer:
        """Flash a child's program though it has not asked."""
        work = await run_in_threadpool(self.works.work, int(message["work"]))
        child = self.evening.children[work.owner_id]
        request = self.evening.flash_table.ask(
            owner_id=work.owner_id, nickname=child.owner.nickname, work_id=work.id, version=work.version,
            lesson=work.lesson, text=work.text,
        )  # fmt: skip
        await self._flash_text(request, str(message["place"]))
        return {}

    async def _flash_text(self, request: FlashRequest, place: str) -> None:
        board = self.table.board(place)
        if self.table.is_busy(place) or request.state == "flashing":
            raise WorkError("flash-running", N_("It is on its way already."), N_("Wait for its result."))
        lesson = self.evening.lessons.get(request.lesson)
        self.evening.wish_answered(request, "flashing", board=board.name)
        try:
            async with self.values.paused():
                outcomes = await self.table.flash(
                    [place], lambda version: _image_of(request.text, lesson, version), request.nickname
                )
            error = outcomes[0].error
            if error is None:
                await self._note_board(request, board.name)
                if board.label:
                    self.evening.sit_at(board.label, request.owner_id)
        except ClubError as failed:
            error = failed
        self.evening.wish_answered(request, "failed" if error else "done", board=board.name, error=error)

    async def _note_board(self, request: FlashRequest, name: str) -> None:
        work = await run_in_threadpool(self.works.work, request.work_id)
        await run_in_threadpool(self.works.note_board, work, name)
        child = self.evening.children.get(request.owner_id)
        if child is not None and child.work is not None and child.work.id == work.id:
            child.work = await run_in_threadpool(self.works.work, work.id)
            self.evening.changed(child)


def _image_of(text: str, lesson: Lesson | None, version: Version) -> Image:
    with tempfile.TemporaryDirectory(prefix="ictclub-page-") as folder:
        path = Path(folder) / "main.py"
        path.write_text(text, encoding="utf-8", newline="\n")
        return build(path, version, modules=list(lesson.modules) if lesson else [])


def _starter(lesson: Lesson) -> str:
    if not lesson.has_program:
        raise WorkError("starter-none", N_("This lesson has no program of its own."), N_("Choose another lesson."))
    return (lesson.folder / "starter.py").read_text("utf-8")


def lesson_facts(lesson: Lesson) -> dict[str, Any]:
    """Return what the page shows of a lesson."""
    from ...checking.steps import steps_of

    return {
        "number": lesson.number,
        "title": said(lesson.title),
        "steps": [{"name": step.name, "text": said(step.text)} for step in steps_of(lesson)],
        "boards": list(lesson.boards),
    }
