"""The desk's web application: a few addresses, none of which holds a name."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Container
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from ...errors import AttendanceError
from ...language import language
from ..care.access_log import note
from ..care.erasure import drop_old_notes
from ..people import everybody
from ..records import Records
from .actions import apply, forget_old_actions
from .astray import not_here
from .door import THIS_PC, Door, render, with_cookie
from .farewell import Farewell
from .guard import Guard, cookie_name, new_pin, same
from .office import Office
from .shield import Shield
from .state import desk_state
from .survey_page import SurveyPage
from .texts import texts
from .touch_window import ensure_key

TOKEN_HEADER = "x-desk-token"
OFFLINE_HEADER = "x-desk-offline"
_STATIC = Path(__file__).parent / "static"


def desk_app(
    records: Records,
    *,
    pin: str | None = None,
    hosts: Container[str] = THIS_PC,
    guard: Guard | None = None,
    office_pin: str | None = None,
    addresses: Callable[[], list[str]] = list,
) -> Starlette:
    """Return the web application; with `pin`, browsers on other devices must know it, or come by a one-time link.

    `addresses` tells at which addresses a tablet reaches it at the moment, as "http://192.168.1.5:4649". With
    `guard` the desk is a part of a bigger application, which has that guard, and a `Shield` around the whole.
    `office_pin` opens the organizers' pages on this PC; without one it is made, and is in the state as `office_pin`.
    """
    desk = _Desk(records, guard or Guard(pin))
    office = Office(records, Guard(office_pin or new_pin()), _on_this_pc)
    door = Door(desk.guard, addresses, lambda request: _on_this_pc(request))
    app = Starlette(
        routes=[
            Route("/", desk.page),
            Route("/state", desk.state),
            Route("/actions", desk.actions, methods=["POST"]),
            Route("/offline.js", desk.offline_script),
            *door.routes(),
            *SurveyPage(records, desk.guard).routes(),
            *office.routes(),
            Mount("/static", StaticFiles(directory=_STATIC)),
        ],
        exception_handlers={HTTPException: not_here},
        middleware=[] if guard else [Middleware(Shield, hosts=hosts)],
    )
    app.state.farewell = desk.farewell
    app.state.office_pin = office.guard.pin
    return app


class _Desk:
    def __init__(self, records: Records, guard: Guard) -> None:
        self.records = records
        self.guard = guard
        self.farewell = Farewell()
        # Tablets write one after the other: waiting here is fair and quick, waiting for SQLite's lock is neither.
        self.turn = asyncio.Lock()

    def page(self, request: Request) -> Response:
        """Give the page itself; who has no cookie yet gets one, or is asked for the PIN."""
        cookie = request.cookies.get(cookie_name(request))
        token = self.guard.token(cookie)
        here = _on_this_pc(request)
        if token is None:
            if self.guard.pin is not None and not here:
                return RedirectResponse(f"{request.scope['root_path']}/pin", 303)
            cookie = self.guard.let_in()
            token = self.guard.token(cookie)
        # offline.js fetches the page too, to have it; nobody is looking then.
        if not self._opened(looking=OFFLINE_HEADER not in request.headers):
            return HTMLResponse(render("trouble.html"), 503)
        settings = {
            "token": token,
            "texts": texts(),
            "lang": language(),
            "door": here and self.guard.pin is not None,
        }
        return with_cookie(request, HTMLResponse(render("desk.html", settings=settings)), cookie or "")

    def _opened(self, *, looking: bool) -> bool:
        """Note that somebody looks; return whether anything can be read, even where nothing can be written."""
        try:
            with self.records.writing() as db:
                ensure_key(db)
                forget_old_actions(db)
                drop_old_notes(db)
                if looking:
                    note(db, "desk", len(everybody(db)), by="desk")
        except AttendanceError:
            return self._read(None) is not None
        return True

    def state(self, request: Request) -> Response:
        """Give what the tablet shows."""
        cookie = request.cookies.get(cookie_name(request))
        if self.guard.token(cookie) is None:
            return JSONResponse({"code": "desk-closed"}, 401)
        if self.farewell.said(cookie or ""):
            return JSONResponse({"code": "desk-closed"}, 410)
        wanted = request.query_params.get("session", "")
        number = int(wanted) if wanted.isascii() and wanted.isdecimal() and len(wanted) < 10 else None
        found = self._read(number)
        return JSONResponse({"code": "records-unreachable"}, 503) if found is None else JSONResponse(found)

    async def actions(self, request: Request) -> Response:
        """Do what a tablet sends; the answer comes when it is on the disk."""
        token = self.guard.token(request.cookies.get(cookie_name(request)))
        if token is None:
            return JSONResponse({"code": "desk-closed"}, 401)
        if not same(request.headers.get(TOKEN_HEADER, ""), token):
            return JSONResponse({"code": "desk-token"}, 403)
        try:
            message = json.loads(await request.body())
            async with self.turn:
                answer = await run_in_threadpool(apply, self.records, message, trusted=_on_this_pc(request))
                return JSONResponse(answer)
        except (ValueError, RecursionError):
            return JSONResponse({"code": "desk-message"}, 400)
        except AttendanceError as error:
            return JSONResponse({"code": error.code}, 400 if error.code == "desk-message" else 503)

    def offline_script(self, request: Request) -> Response:
        """Give the service worker; from here, and not from /static, it may serve the page itself."""
        return FileResponse(_STATIC / "offline.js")

    def _read(self, wanted: int | None) -> dict[str, Any] | None:
        try:
            with self.records.reading() as db:
                return desk_state(db, wanted)
        except AttendanceError:
            return None


def _on_this_pc(request: Request) -> bool:
    return request.client is not None and request.client.host in THIS_PC
