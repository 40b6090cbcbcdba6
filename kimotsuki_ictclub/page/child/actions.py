"""What a child's page asks for, one verb a method; each answer is for the page that asked, news go to all of them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool

from ...errors import ClubError, WorkError
from ...language import N_
from ...lessons import Lesson
from ...notebook.controls import controls_of, needs_v2, plays_tones
from ...virtual.hosting.controls import CONTROLS
from ...work import Kind, Owner, Work
from ..live.child import MOST_HINTS, Child
from ..live.evening import Evening
from ..said import said, said_error
from .program import LONGEST_TEXT, first_mistake, may_slip, program_from

OWN_LESSON = 0  # a program that belongs to no lesson
_OWN_START = "from microbit import *\n\n"
_VERSIONS = ("v1", "v2")

Message = dict[str, Any]
Answer = dict[str, Any]


@dataclass(frozen=True)
class Kept:
    """A work that is on the disk, and what can be seen in its program without a board of `version`."""

    work: Work
    version: str
    mistake: ClubError | None
    controls: list[str]

    def answer(self) -> Answer:
        """Return what the page is told."""
        return {
            "version": self.work.version,
            "mistake": said_error(self.mistake) if self.mistake else None,
            "controls": self.controls,
        }


class Actions:
    """The verbs of a child's page."""

    def __init__(self, evening: Evening) -> None:
        self.evening = evening
        self.works = evening.works
        self._tasks: set[asyncio.Task[None]] = set()
        self._slips: set[int] = set()  # owners whose text the parser looks at
        self._turns: dict[int, asyncio.Lock] = {}  # a child's pages wait for each other
        self._verbs: dict[str, Callable[[Child, Message], Awaitable[Answer]]] = {
            "open": self._open,
            "mine": self._mine,
            "keep": self._keep,
            "run": self._run,
            "stop": self._stop,
            "check": self._check,
            "hint": self._hint,
            "hand": self._hand,
            "flash": self._flash,
            "withdraw": self._withdraw,
            "versions": self._versions,
            "look": self._look,
            "take_back": self._take_back,
        }

    async def do(self, child: Child, message: Any) -> Answer:
        """Do what `message` asks for. Raises: ClubError; one of NO_MESSAGE for what is none."""
        verb = message["what"]
        child.seen = time.monotonic()
        if verb == "press":
            return self._press(child, message) if child.patience.may_press() else {}
        if verb == "hidden":
            child.channel.hide(str(message["page"]), message["hidden"] is True)
            self.evening.rest(child)
            return {}
        if verb == "slip":
            with child.patience.asking():
                return await self._slip(child, message)  # what is typed meanwhile does not wait for it
        turn = self._turns.setdefault(child.owner.id, asyncio.Lock())
        with child.patience.asking():
            async with turn:
                await child.patience.before(verb)
                child.acted = time.time()
                return await self._verbs[verb](child, message)

    async def _slip(self, child: Child, message: Message) -> Answer:
        """Say what the board's parser stumbles over in a text, where nothing plainer is wrong; nothing where the same
        child's text is being looked at.
        """
        text, owner = str(message["text"]), child.owner.id
        if owner in self._slips:
            return {}
        self._slips.add(owner)
        try:
            version = _version(message, child.lesson, text)
            if await run_in_threadpool(may_slip, text, child.lesson, version):
                found = await self.evening.checks.slip(str(owner), text, version)
                if found is not None:
                    return {"slip": said_error(found.mistake) | {"first": found.first, "last": found.last}}
        except ClubError:
            pass  # ▶ and ✔ will say it
        finally:
            self._slips.discard(owner)
        return {"slip": None}

    # -- works ----------------------------------------------------------------------------------------
    async def _open(self, child: Child, message: Message) -> Answer:
        number = int(message["lesson"])
        lesson = None if number == OWN_LESSON else self.evening.lessons[number]
        starter = _OWN_START
        if lesson is not None and lesson.has_program:
            starter = (lesson.folder / "starter.py").read_text("utf-8")
        work = await run_in_threadpool(self.works.open_work, child.owner, number, starter)
        if child.work is None or child.work.id != work.id:
            await self._sit_down(child, work)
        child.work = work
        self.evening.changed(child)
        return {
            **self._facts(work, lesson),
            "report": child.report(),
            "mistake": said_error(child.mistake) if child.mistake else None,
        }

    async def _sit_down(self, child: Child, work: Work) -> None:
        """Take up a work where it was left: its last check, and nothing of another's."""
        child.work = work
        child.lesson = self.evening.lessons.get(work.lesson)
        child.mistake = None
        await run_in_threadpool(child.board.stop)
        checks = await run_in_threadpool(self.works.checks, work)
        child.steps = dict(checks[-1].steps) if checks else {}
        child.hints = dict(checks[-1].hints) if checks else {}
        child.passed = bool(checks) and checks[-1].passed
        child.fails = {name: 1 for name, done in child.steps.items() if not done}
        child.channel.tell(report=child.report(), mistake=None)

    async def _mine(self, child: Child, message: Message) -> Answer:
        works = await run_in_threadpool(self.works.works_of, child.owner)
        return {"works": [{"lesson": work.lesson, "at": work.changed_at.timestamp()} for work in works]}

    async def _keep(self, child: Child, message: Message) -> Answer:
        return (await self._kept(child, message, Kind.TYPED)).answer()

    async def _kept(self, child: Child, message: Message, kind: Kind) -> Kept:
        """Put what the page shows on the disk, and look over it. Raises: WorkError `work-changed-elsewhere` …"""
        before = child.work
        kept = await run_in_threadpool(self._keep_and_look, child.owner, message, kind)
        if before is None or before.id != kept.work.id:
            await self._sit_down(child, kept.work)
        child.work = kept.work
        if before is None or kept.work.text != before.text or kind is not Kind.TYPED:
            child.tell_text(_writer(message))
        if not child.board.on:
            child.mistake = kept.mistake
        self.evening.changed(child)
        return kept

    def _keep_and_look(self, owner: Owner, message: Message, kind: Kind) -> Kept:
        """Do all that may wait for the disk or takes long, in one thread."""
        text, base = str(message["text"]), int(message["version"])
        if len(text) > LONGEST_TEXT:
            raise WorkError("work-too-long", N_("This program is too long for a board."), N_("Make it shorter."))
        try:
            work = self.works.keep(int(message["work"]), text, base, kind, writer=_writer(message), owner=owner)
        except WorkError as error:
            if error.code == "work-unknown":
                raise _not_there() from error
            raise
        lesson = self.evening.lessons.get(work.lesson)
        version = _version(message, lesson, text)
        return Kept(work, version, first_mistake(text, lesson, version), _controls(text, lesson))

    async def _of(self, child: Child, message: Message) -> Work:
        """Return the work that a message is about. Raises: WorkError `work-unknown`, also for another child's."""
        work = await run_in_threadpool(self.works.work, int(message["work"]))
        if work.owner_id != child.owner.id:
            raise _not_there()
        return work

    async def _versions(self, child: Child, message: Message) -> Answer:
        work = await self._of(child, message)
        found = await run_in_threadpool(self.works.versions, work)
        return {
            "versions": [
                {"number": one.number, "kind": str(one.kind), "at": one.at.timestamp(), "text": one.text}
                for one in found[:60]
            ]
        }

    async def _look(self, child: Child, message: Message) -> Answer:
        work = await self._of(child, message)
        return {"text": work.text, "version": work.version}

    async def _take_back(self, child: Child, message: Message) -> Answer:
        work, writer = await self._of(child, message), _writer(message)
        child.work = await run_in_threadpool(
            self.works.take_back, work, int(message["number"]), int(message["version"]), writer=writer
        )
        child.tell_text("")  # all pages show it, also the one that asked
        return {"version": child.work.version, "text": child.work.text}

    # -- the board ------------------------------------------------------------------------------------
    async def _run(self, child: Child, message: Message) -> Answer:
        kept = await self._kept(child, message, Kind.RUN)
        child.mistake = kept.mistake
        if kept.mistake is None:
            try:
                await run_in_threadpool(self._start, child, kept)
            except ClubError as error:
                child.mistake = error
        if child.mistake is not None:
            await run_in_threadpool(child.board.stop)
        self.evening.look_at(child)
        self.evening.look_after()
        answer = kept.answer() | {"mistake": said_error(child.mistake) if child.mistake else None}
        child.channel.tell(mistake=answer["mistake"])
        self.evening.changed(child)
        return answer | {"state": child.board.state, "tones": plays_tones({"main.py": kept.work.text.encode()})}

    def _start(self, child: Child, kept: Kept) -> None:
        """Put a program on the child's board. Raises: ClubError."""
        program = program_from(kept.work.text, child.lesson, kept.version)
        friends = (child.lesson.files,) if child.lesson and "radio" in child.lesson.sensors else ()
        child.board.run(program, kept.version, friends)

    async def _stop(self, child: Child, message: Message) -> Answer:
        await run_in_threadpool(child.board.stop)
        self.evening.look_at(child)
        return {}

    def _press(self, child: Child, message: Message) -> Answer:
        friend = message.get("board") == 1  # the board that hears the child's by radio
        child.board.press(message["name"], message["value"], friend=friend)
        return {}

    # -- check, hints, help ---------------------------------------------------------------------------
    async def _check(self, child: Child, message: Message) -> Answer:
        kept = await self._kept(child, message, Kind.CHECK)
        lesson = child.lesson
        if lesson is None or not lesson.has_program:
            raise WorkError("check-none", N_("There is no check for this program."), N_("Press ▶ and look yourself."))
        if child.queued is None:
            child.queued = 0
            task = asyncio.create_task(self._checked(child, kept.work, lesson, kept.version))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return kept.answer() | {"queued": child.queued}

    async def _checked(self, child: Child, work: Work, lesson: Lesson, version: str) -> None:
        """Wait for the check's turn, and tell what it found."""

        def place(before: int) -> None:
            child.queued = before
            child.channel.tell(queued=before)

        error: ClubError | None = None
        try:
            report = await self.evening.checks.check(str(child.owner.id), place, work.text, lesson.name, version)
            steps = dict(report["steps"])
            child.steps, child.passed, error = steps, report["passed"], report["mistake"]
            for name, done in steps.items():
                if not done:
                    child.fails[name] = child.fails.get(name, 0) + 1
            await run_in_threadpool(
                self.works.note_check, work, steps, child.hints, verdict=report["verdict"], version=work.version,
                picture=report["picture"],
            )  # fmt: skip
        except ClubError as failed:
            error = failed
        finally:  # whatever happened: nobody waits for it any more
            child.queued = None
            child.mistake = error
            child.channel.tell(
                queued=None, report=child.report(), mistake=said_error(error) if error else None, checked=time.time()
            )
            self.evening.changed(child)

    async def _hint(self, child: Child, message: Message) -> Answer:
        name = str(message["step"])
        if name in child.steps and not child.steps[name]:
            child.hints[name] = min(child.hints.get(name, 0) + 1, child.fails.get(name, 1), MOST_HINTS)
            child.channel.tell(report=child.report())
            self.evening.changed(child)
        return {}

    async def _hand(self, child: Child, message: Message) -> Answer:
        self.evening.raise_hand(child, up=message["up"] is True)
        return {}

    # -- the flash table ------------------------------------------------------------------------------
    async def _flash(self, child: Child, message: Message) -> Answer:
        kept = await self._kept(child, message, Kind.HANDED_IN)
        work = kept.work
        if kept.mistake is None:
            request = self.evening.flash_table.ask(
                owner_id=child.owner.id, nickname=child.owner.nickname, work_id=work.id, version=work.version,
                lesson=work.lesson, text=work.text, label=str(message.get("label", "")).strip()[:40],
            )  # fmt: skip
            self.evening.flash_changed(request, child.owner.id)
        return kept.answer()

    async def _withdraw(self, child: Child, message: Message) -> Answer:
        self.evening.flash_table.withdraw(child.owner.id)
        self.evening.flash_changed(self.evening.flash_table.of(child.owner.id), child.owner.id)
        return {}

    def _facts(self, work: Work, lesson: Lesson | None) -> Answer:
        """Return what the page needs to show a work."""
        return {
            "work": {"id": work.id, "text": work.text, "version": work.version, "lesson": work.lesson},
            "boards": list(lesson.boards) if lesson and lesson.boards else list(_VERSIONS),
            "controls": _controls(work.text, lesson),
            "checks": lesson is not None and lesson.has_program,
            "channels": [
                {"name": one.name, "label": said(one.label), "unit": one.unit, "range": one.range}
                for one in (lesson.channels if lesson else ())
            ],
            "robot": lesson is not None and "robot" in lesson.sensors,
            "tones": plays_tones({"main.py": work.text.encode()}),
        }


def _writer(message: Message) -> str:
    """Return which browser writes."""
    return str(message["writer"])[:40]


def _not_there() -> WorkError:
    return WorkError("work-unknown", N_("This work is not there (any more)."), N_("Load the page again."))


def _version(message: Message, lesson: Lesson | None, text: str) -> str:
    """Return which board the program is for: the one that was chosen, else a V1 where that is enough."""
    allowed = lesson.boards if lesson and lesson.boards else _VERSIONS
    chosen = message.get("board")
    if chosen in allowed:
        return str(chosen)
    return "v2" if "v2" in allowed and needs_v2({"main.py": text.encode()}) else allowed[0]


def _controls(text: str, lesson: Lesson | None) -> list[str]:
    """Return what of the board's world this program and the lesson's own sense, in their order."""
    sensed = set(controls_of({"main.py": text.encode()}) if text.strip() else ())
    if lesson is not None and lesson.has_program:
        sensed |= _sensed_by(lesson.main)
    return [name for name in CONTROLS if name in sensed]


@cache
def _sensed_by(main: Path) -> frozenset[str]:
    """Return what a lesson's own program senses; it is read once an evening."""
    return frozenset(controls_of({"main.py": main.read_bytes()}))
