"""The addresses of the child's face. None of them holds a name."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from functools import cache
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from ...attendance.desk.app import TOKEN_HEADER
from ...attendance.desk.guard import SESSION_SECONDS, Guard, cookie_name, same
from ...errors import ClubError
from ...language import language
from ...work import PICTURES
from .. import today
from ..editor_page import editor_page
from ..live.child import Child
from ..live.evening import Evening
from ..live.patience import MOST_PAGES
from ..said import NO_MESSAGE, said, said_error
from .actions import Actions
from .program import hex_of
from .sheet import sheet_of
from .texts import CONTROLS_SHOWN, page_texts, texts
from .words import board_words

_WAIT_CODE = 429
_TEMPLATE = Path(__file__).parent / "templates" / "child.html"


class ChildFace:
    """The child's page, what it asks for, and the news that it hears."""

    def __init__(self, evening: Evening, guard: Guard, on_this_pc: Callable[[Request], bool]) -> None:
        self.evening = evening
        self.guard = guard
        self.on_this_pc = on_this_pc
        self.actions = Actions(evening)

    def routes(self) -> list[BaseRoute]:
        """Return the routes to put into an application."""
        return [
            Route("/", self.page),
            Route("/who", self.who),
            Route("/enter", self.enter, methods=["POST"]),
            Route("/leave", self.leave, methods=["POST"]),
            Route("/home", self.home),
            Route("/news", self.news),
            Route("/act", self.act, methods=["POST"]),
            Route("/sheet/{lesson:int}/{year:int}", self.sheet),
            Route("/words", self.words),
            Route("/program.hex", self.hex),
        ]

    def page(self, request: Request) -> Response:
        """Give the page; who has no cookie yet gets one, or is asked for the PIN."""
        cookie = request.cookies.get(cookie_name(request))
        token = self.guard.token(cookie)
        if token is None:
            if self.guard.pin is not None and not self.on_this_pc(request):
                return RedirectResponse(f"{request.scope['root_path']}/pin", 303)
            cookie = self.guard.let_in()
            token = self.guard.token(cookie)
        settings = {
            "token": token, "texts": texts(), "kanji": _kanji(),
            "controls": CONTROLS_SHOWN,
            "pictures": [{"name": one.name, "sign": one.sign, "ja": one.ja, "en": one.en} for one in PICTURES],
        }  # fmt: skip
        return editor_page(request, cookie, _TEMPLATE, page_texts(language()), settings)

    # -- who it is ------------------------------------------------------------------------------------
    async def who(self, request: Request) -> Response:
        """Give the tiles: who has checked in this evening."""
        if not self._is_in(request):
            return _closed()
        found = await run_in_threadpool(today.tiles, self.evening.records)
        return JSONResponse(
            {"tiles": [{"key": tile.key, "nickname": tile.nickname, "reading": tile.reading} for tile in found]}
        )

    async def enter(self, request: Request) -> Response:
        """Let a child in by its name and its three pictures; the first time these become its pictures.

        Without pictures the answer is whether the name has some already.
        """
        if not self._may_write(request):
            return _closed(403)
        try:
            message = json.loads(await request.body())
            key, nickname, code = message.get("key"), str(message.get("nickname", "")), message.get("code")
            tile = await run_in_threadpool(
                today.person_of if key else today.person_called, self.evening.records, str(key or nickname)
            )
            who = tile.id if tile else nickname
            if code is None:
                begun = await run_in_threadpool(self.evening.works.begun, who)
                return JSONResponse({"known": begun is not None and begun.has_code})
            owner = await run_in_threadpool(self.evening.works.let_in, who, [str(one) for one in code])
        except NO_MESSAGE:
            return JSONResponse({"code": "page-message"}, 400)
        except ClubError as error:
            return JSONResponse({"error": said_error(error)}, _WAIT_CODE if error.code == "picture-code-wait" else 403)
        self.evening.changed(self.evening.child(owner))
        response = JSONResponse({"year": tile.year if tile else None})
        response.set_cookie(
            cookie_name(request, "child"), self.guard.sealed("child", str(owner.id)), httponly=True,
            samesite="strict", max_age=SESSION_SECONDS,
        )  # fmt: skip
        return response

    async def leave(self, request: Request) -> Response:
        """Forget who sat at this device."""
        if not self._may_write(request):
            return _closed(403)
        response = JSONResponse({})
        response.delete_cookie(cookie_name(request, "child"), httponly=True, samesite="strict")
        return response

    async def home(self, request: Request) -> Response:
        """Give what a child may choose from: the lessons of today first."""
        child = await self._child(request)
        if child is None:
            return _closed()
        records, lessons = self.evening.records, self.evening.lessons
        now = await run_in_threadpool(today.lessons_now, records, lessons)
        return JSONResponse(
            {
                "nickname": child.owner.nickname,
                "today": now,
                "next": None if now else await run_in_threadpool(today.next_lesson, records, lessons),
                "lessons": [
                    {"number": one.number, "title": said(one.title), "promise": said(one.promise),
                     "youngest": one.grades[0]}
                    for one in lessons.values()
                    if one.has_program
                ],
                "works": (await self.actions.do(child, {"what": "mine"}))["works"],
            }
        )  # fmt: skip

    # -- at work --------------------------------------------------------------------------------------
    async def news(self, request: Request) -> Response:
        """Give all news of the child's place, as long as the page is open."""
        child = await self._child(request)
        if child is None:
            return _closed()
        if child.channel.listeners >= MOST_PAGES:
            return JSONResponse({"code": "page-too-fast"}, _WAIT_CODE)
        return StreamingResponse(
            self._told(child, request.query_params.get("page", "")), media_type="text/event-stream"
        )

    async def _told(self, child: Child, page: str) -> AsyncIterator[bytes]:
        """Yield the news, and tell the instructor that the child's page came, and that it went."""
        stream = child.channel.stream(lambda: self._whole(child), page)
        came = False
        try:
            async for part in stream:
                if not came:
                    came = True
                    self.evening.changed(child)
                    self.evening.checks.prepare()
                yield part
        finally:
            await stream.aclose()
            self.evening.changed(child)

    def _whole(self, child: Child) -> dict[str, Any]:
        """Return all that a page which has just come needs to know."""
        wish = self.evening.flash_table.of(child.owner.id)
        return child.whole() | {
            "flash": wish.facts() | {"before": self.evening.flash_table.before(wish)} if wish else None,
            "seat": self.evening.seat_of(child),
        }

    async def act(self, request: Request) -> Response:
        """Do what the page asks for."""
        if not self._may_write(request):
            return _closed(403)
        child = await self._child(request)
        if child is None:
            return _closed()
        try:
            return JSONResponse(await self.actions.do(child, json.loads(await request.body())))
        except ClubError as error:
            answer: dict[str, Any] = {"error": said_error(error)}
            if error.code == "work-changed-elsewhere" and child.work is not None:
                newest = await run_in_threadpool(self.evening.works.work, child.work.id)
                answer["newest"] = {"text": newest.text, "version": newest.version}
            return JSONResponse(answer, _WAIT_CODE if error.code == "page-too-fast" else 409)
        except NO_MESSAGE:
            return JSONResponse({"code": "page-message"}, 400)

    async def sheet(self, request: Request) -> Response:
        """Give the worksheet of a lesson for a school year."""
        lesson = self.evening.lessons.get(request.path_params["lesson"])
        if not self._is_in(request) or lesson is None:
            return _closed()
        try:
            return JSONResponse(await run_in_threadpool(sheet_of, lesson, request.path_params["year"]))
        except ClubError as error:
            return JSONResponse({"error": said_error(error)}, 500)

    async def words(self, request: Request) -> Response:
        """Give the words that the editor completes."""
        if not self._is_in(request):
            return _closed()
        try:
            return JSONResponse(await run_in_threadpool(board_words))
        except ClubError:
            return JSONResponse({})  # the editor works without

    async def hex(self, request: Request) -> Response:
        """Give the program that is open as a hex for the child's own cable."""
        child = await self._child(request)
        if child is None or child.work is None:
            return _closed()
        try:
            image = await run_in_threadpool(hex_of, child.work.text, child.lesson)
        except ClubError as error:
            return JSONResponse({"error": said_error(error)}, 409)
        return Response(image.hex, media_type="application/octet-stream")

    # -- the door -------------------------------------------------------------------------------------
    def _is_in(self, request: Request) -> bool:
        return self.guard.token(request.cookies.get(cookie_name(request))) is not None

    def _may_write(self, request: Request) -> bool:
        token = self.guard.token(request.cookies.get(cookie_name(request)))
        return token is not None and same(request.headers.get(TOKEN_HEADER, ""), token)

    async def _child(self, request: Request) -> Child | None:
        """Return the child that sits at the browser; None where none does."""
        if not self._is_in(request):
            return None
        written = self.guard.unsealed("child", request.cookies.get(cookie_name(request, "child")))
        if written is None or not written.isdecimal():
            return None
        here = self.evening.children.get(int(written))
        if here is not None:
            return here
        owner = await run_in_threadpool(self.evening.works.owner, int(written))
        return self.evening.child(owner) if owner else None


def _closed(status: int = 401) -> Response:
    return JSONResponse({"code": "page-closed"}, status)


@cache
def _kanji() -> list[str]:
    """Return the kanji that each school year of primary school learns, for the readings on the page."""
    from kanji_lists import KYOIKU

    return ["".join(sorted(getattr(KYOIKU, f"GRADE{year}"))) for year in range(1, 7)]
