"""The desk's web application: four addresses, none of which holds a name."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Collection
from pathlib import Path
from urllib.parse import parse_qs

from jinja2 import Environment, FileSystemLoader
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from ...errors import AttendanceError
from ...language import language
from ...readings import plain
from ..care.access_log import note
from ..records import Records
from .actions import apply
from .guard import PIN_DIGITS, SESSION_SECONDS, Guard, new_token, same
from .shield import Shield
from .state import desk_state
from .texts import page_texts, texts

THIS_PC = ("localhost", "127.0.0.1", "::1")
COOKIE = "ictclub-desk"
TOKEN_HEADER = "x-desk-token"
_HERE = Path(__file__).parent


def desk_app(records: Records, *, pin: str | None = None, hosts: Collection[str] = THIS_PC) -> Starlette:
    """Return the web application; with `pin`, browsers on other devices must know it."""
    desk = _Desk(records, Guard(pin))
    return Starlette(
        routes=[
            Route("/", desk.page),
            Route("/pin", desk.pin, methods=["GET", "POST"]),
            Route("/state", desk.state),
            Route("/actions", desk.actions, methods=["POST"]),
            Mount("/static", StaticFiles(directory=_HERE / "static")),
        ],
        middleware=[Middleware(Shield, hosts=hosts)],
    )


class _Desk:
    def __init__(self, records: Records, guard: Guard) -> None:
        self.records = records
        self.guard = guard
        # Tablets write one after the other: waiting here is fair and quick, waiting for SQLite's lock is neither.
        self.turn = asyncio.Lock()
        templates = Environment(loader=FileSystemLoader(_HERE / "templates"), autoescape=True)
        self.desk_page = templates.get_template("desk.html")
        self.pin_page = templates.get_template("pin.html")

    def page(self, request: Request) -> Response:
        """Give the page itself; who has no cookie yet gets one, or is asked for the PIN."""
        cookie = request.cookies.get(COOKIE)
        token = self.guard.token(cookie)
        if token is None:
            if self.guard.pin is not None and not _on_this_pc(request):
                return RedirectResponse("/pin", 303)
            cookie = self.guard.let_in()
            token = self.guard.token(cookie)
        try:
            with self.records.writing() as db:
                note(db, "desk", len(desk_state(db)["people"]), by="desk")
        except AttendanceError as error:
            return PlainTextResponse(str(error), 503)
        shown = language()
        html = self.desk_page.render(
            lang=shown, text=_plain_texts(shown), settings={"token": token, "texts": texts(), "lang": shown}
        )
        return _with_cookie(HTMLResponse(html), cookie)

    async def pin(self, request: Request) -> Response:
        """Ask for the PIN, and let in who knows it."""
        if self.guard.pin is None or self.guard.token(request.cookies.get(COOKIE)):
            return RedirectResponse("/", 303)
        wrong = False
        if request.method == "POST":
            form = parse_qs((await request.body()).decode(errors="replace"), max_num_fields=10)
            form_token = form.get("token", [""])[0]
            if not form_token or not same(form_token, request.cookies.get(f"{COOKIE}-form", "")):
                return JSONResponse({"code": "desk-token"}, 403)
            if self.guard.try_pin(form.get("pin", [""])[0].strip()):
                return _with_cookie(RedirectResponse("/", 303), self.guard.let_in())
            wrong = True
        return self._pin_form(wrong)

    def _pin_form(self, wrong: bool) -> Response:
        shown, wait = language(), self.guard.wait_seconds()
        form_token = new_token()
        html = self.pin_page.render(
            lang=shown, text=_plain_texts(shown), digits=PIN_DIGITS, token=form_token, wrong=wrong, wait=wait
        )
        response = HTMLResponse(html, 429 if wait else 403 if wrong else 200)
        response.set_cookie(f"{COOKIE}-form", form_token, httponly=True, samesite="strict", max_age=600, path="/pin")
        return response

    def state(self, request: Request) -> Response:
        """Give what the tablet shows."""
        if self.guard.token(request.cookies.get(COOKIE)) is None:
            return JSONResponse({"code": "desk-closed"}, 401)
        wanted = request.query_params.get("session", "")
        return self._state(int(wanted) if wanted.isdecimal() and len(wanted) < 10 else None)

    async def actions(self, request: Request) -> Response:
        """Do what a tablet sends; the answer comes when it is on the disk."""
        token = self.guard.token(request.cookies.get(COOKIE))
        if token is None:
            return JSONResponse({"code": "desk-closed"}, 401)
        if not same(request.headers.get(TOKEN_HEADER, ""), token):
            return JSONResponse({"code": "desk-token"}, 403)
        try:
            message = json.loads(await request.body())
            async with self.turn:
                return JSONResponse({"refused": await run_in_threadpool(apply, self.records, message)})
        except (ValueError, RecursionError):
            return JSONResponse({"code": "desk-message"}, 400)
        except AttendanceError as error:
            return JSONResponse({"code": error.code}, 400 if error.code == "desk-message" else 503)

    def _state(self, wanted: int | None) -> Response:
        try:
            with self.records.reading() as db:
                return JSONResponse(desk_state(db, wanted))
        except AttendanceError as error:
            return JSONResponse({"code": error.code}, 503)


def _plain_texts(code: str) -> dict[str, str]:
    """Return the texts without readings: the page shows them until its script has written the readings over them."""
    return {key: plain(text) for key, text in page_texts(code).items()}


def _on_this_pc(request: Request) -> bool:
    return request.client is not None and request.client.host in THIS_PC


def _with_cookie(response: Response, cookie: str | None) -> Response:
    response.set_cookie(COOKIE, cookie or "", httponly=True, samesite="strict", max_age=SESSION_SECONDS)
    return response
