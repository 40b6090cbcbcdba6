"""The addresses of the instructor's face; they answer on this PC, and on another device with a PIN of their own."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from ...attendance.desk.app import TOKEN_HEADER
from ...attendance.desk.door import Door
from ...attendance.desk.guard import Guard, cookie_name, same
from ...errors import ClubError
from ...handout.sheet import SHEETS, render
from ...language import language
from ...readings import OLDEST
from ...work.exporting import export_zip
from .. import today
from ..editor_page import editor_page
from ..live.evening import Evening
from ..said import NO_MESSAGE, said_error
from .actions import Actions, lesson_facts
from .phases import Clock
from .table import Table
from .texts import page_texts, texts

_TEMPLATE = Path(__file__).parent / "templates" / "club.html"
ROOM = "club"
# A page to print brings its own style and pictures, and no script.
_PAPER_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; frame-ancestors 'none'"


class InstructorFace:
    """The instructor's page, what it asks for, and the news that it hears."""

    def __init__(
        self, evening: Evening, guard: Guard, on_this_pc: Callable[[Request], bool],
        addresses: Callable[[], list[str]] = list,
    ) -> None:  # fmt: skip
        """`guard`: without a PIN the face is for this PC only. It is not the children's: their cookies open nothing."""
        self.evening = evening
        self.guard = guard
        self.on_this_pc = on_this_pc
        self.addresses = addresses
        self.door = Door(guard, addresses, on_this_pc, ROOM)
        self.table = Table(evening.news)
        self.clock = Clock(evening.kept, evening.lessons)
        self.actions = Actions(evening, self.table, self.clock)

    def routes(self) -> list[BaseRoute]:
        """Return the routes to put into an application."""
        return [
            Route("/club", lambda request: RedirectResponse(f"{request.scope['root_path']}/club/", 303)),
            Route("/club/", self.page),
            *self.door.routes(),
            Route("/club/home", self._here(self.home)),
            Route("/club/news", self._here(self.news)),
            Route("/club/act", self._here(self.act), methods=["POST"]),
            Route("/club/works.zip", self._here(self.works_zip)),
            Route("/club/recording.csv", self._here(self.recording)),
            Route("/club/recording.png", self._here(self.picture)),
            Route("/club/paper/{lesson:int}/{sheet}", self._here(self.paper)),
        ]

    def page(self, request: Request) -> Response:
        """Give the page; a browser on another device is asked for the PIN, or sent to the children's."""
        here = self.on_this_pc(request)
        cookie = request.cookies.get(cookie_name(request, ROOM))
        if not here and self.guard.pin is None:
            return RedirectResponse(f"{request.scope['root_path']}/", 303)
        if self.guard.token(cookie) is None:
            if not here:
                return RedirectResponse(f"{request.scope['root_path']}/{ROOM}/pin", 303)
            cookie = self.guard.let_in()
        settings: dict[str, Any] = {
            "token": self.guard.token(cookie), "texts": texts(), "kanji": [], "year": OLDEST,
            "lessons": [lesson_facts(one) for one in self.evening.lessons.values() if one.has_program],
            "door": here and self.guard.pin is not None, "here": here,
        }  # fmt: skip
        if here and self.guard.pin is not None:  # for a colleague's device
            settings["colleague"] = {"pin": self.guard.pin, "addresses": self.addresses()}
        return editor_page(request, cookie, _TEMPLATE, page_texts(language()), settings, ROOM)

    def _here(self, answer: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
        """Let only browsers ask that have opened the page: this PC's, and others that knew the PIN."""

        async def guarded(request: Request) -> Response:
            if self.door.token(request) is None or not (self.guard.pin or self.on_this_pc(request)):
                return JSONResponse({"code": "page-closed"}, 401)
            return await answer(request)

        return guarded

    async def home(self, request: Request) -> Response:
        """Say that the server is there."""
        return JSONResponse({})

    async def news(self, request: Request) -> Response:
        """Give all that goes on, and then all news."""
        records, lessons = self.evening.records, self.evening.lessons
        now = await run_in_threadpool(today.lessons_now, records, lessons)
        if not now and (following := await run_in_threadpool(today.next_lesson, records, lessons)):
            now = [following]
        return StreamingResponse(self._watched(now), media_type="text/event-stream")

    async def _watched(self, today_now: list[int]) -> Any:
        stream = self.evening.news.stream(
            lambda: {
                "children": [child.facts() for child in self.evening.children.values()],
                "flash": [one.facts() for one in self.evening.flash_table.requests.values()],
                "table": self.table.facts(),
                "clock": self.clock.facts(),
                "values": self.actions.values.facts(),
                "seats": self.evening.seats,
                "today": today_now,
            }
        )
        async for part in stream:
            self.table.watch()
            yield part

    async def act(self, request: Request) -> Response:
        """Do what the page asks for."""
        token = self.door.token(request)
        if token is None or not same(request.headers.get(TOKEN_HEADER, ""), token):
            return JSONResponse({"code": "page-closed"}, 403)
        try:
            return JSONResponse(await self.actions.do(json.loads(await request.body())))
        except ClubError as error:
            return JSONResponse({"error": said_error(error)}, 409)
        except NO_MESSAGE:
            return JSONResponse({"code": "page-message"}, 400)

    async def works_zip(self, request: Request) -> Response:
        """Give the works of today as a zip."""
        with tempfile.TemporaryDirectory(prefix="ictclub-page-") as folder:
            file = Path(folder) / "works.zip"
            standings = await run_in_threadpool(self.evening.works.works_today)
            await run_in_threadpool(export_zip, self.evening.works, file, standings)
            content = file.read_bytes()
        headers = {"content-disposition": 'attachment; filename="works.zip"'}
        return Response(content, media_type="application/zip", headers=headers)

    async def recording(self, request: Request) -> Response:
        """Give what the boards have sent since it was begun, as a CSV."""
        try:
            content = await run_in_threadpool(self.actions.values.csv)
        except ClubError as error:
            return JSONResponse({"error": said_error(error)}, 409)
        headers = {"content-disposition": 'attachment; filename="recording.csv"'}
        return Response(content, media_type="text/csv", headers=headers)

    async def picture(self, request: Request) -> Response:
        """Give the same as a picture."""
        try:
            content = await run_in_threadpool(self.actions.values.picture)
        except ClubError as error:
            return JSONResponse({"error": said_error(error)}, 409)
        return Response(content, media_type="image/png")

    async def paper(self, request: Request) -> Response:
        """Give a worksheet (for a school year, `?year=3`) or a guide as a page to print."""
        lesson, sheet = self.evening.lessons.get(request.path_params["lesson"]), request.path_params["sheet"]
        year = request.query_params.get("year", "")
        if lesson is None or sheet not in SHEETS:
            return JSONResponse({"code": "page-message"}, 404)
        try:
            known = year.isascii() and year.isdecimal() and len(year) <= 2
            page = await run_in_threadpool(render, lesson, sheet, min(int(year), OLDEST) if known else None)
        except ClubError as error:
            return JSONResponse({"error": said_error(error)}, 500)
        return HTMLResponse(page, headers={"content-security-policy": _PAPER_POLICY})
