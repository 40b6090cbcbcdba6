"""Who may see the organizers' pages, what is at which address, and how a form is answered."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from sqlalchemy.orm import Session as Transaction
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from ....errors import AttendanceError, ClubError
from ....language import _
from ...records import Records
from ...safety.emergency import STYLE, emergency_page
from ...venues import find_venue
from ..door import form_fields, render
from ..guard import Guard, cookie_name, same
from .doing import do
from .downloads import insurance_file, payments_file
from .one_or_two import PREVIEWED, preview
from .paper_files import PAPERS, paper
from .parts import Field, Form, Page, Section
from .shown import SHOWN

_PURPOSE = "office"
_FILES = {"pay": payments_file, "insurance": insurance_file}


class Office:
    """The organizers' pages at `/office`, for this PC only."""

    def __init__(self, records: Records, guard: Guard, on_this_pc: Callable[[Request], bool]) -> None:
        """`guard` has the PIN that the terminal shows; it is another one than the tablets'."""
        self.records = records
        self.guard = guard
        self.on_this_pc = on_this_pc

    def routes(self) -> list[BaseRoute]:
        """Return the routes to put into an application."""
        return [
            Route("/office", self.page, methods=["GET", "POST"]),
            Route("/office/emergency.css", self.style),
            Route("/office/emergency/{key}", self.emergency),
            Route("/office/file/{kind}", self.file),
            Route("/office/paper/{kind}", self.paper, methods=["GET", "POST"]),
            Route("/office/{part}", self.page, methods=["GET", "POST"]),
            Route("/office/{part}/{key:int}", self.page, methods=["GET", "POST"]),
        ]

    async def page(self, request: Request) -> Response:
        """Show a page, or do what its form says and show it again."""
        if not self.on_this_pc(request):
            return RedirectResponse(f"{request.scope['root_path']}/", 303)
        body = await request.body() if request.method == "POST" else b""
        return await run_in_threadpool(self._answer, request, body)

    def _answer(self, request: Request, body: bytes) -> Response:
        token = self._token(request)
        fields = form_fields(request.headers.get("content-type", ""), body) if body else {}
        if fields is None:
            return JSONResponse({"code": "desk-message"}, 400)
        if token is None:
            return self._ask(request, fields.get("pin", "").strip())
        part, key = request.path_params.get("part", "home"), request.path_params.get("key", 0)
        if (part, bool(key)) not in SHOWN:
            return RedirectResponse(f"{request.scope['root_path']}/office", 303)
        trouble, extra = "", []
        if request.method == "POST":
            if not same(fields.get("token", ""), token):
                return JSONResponse({"code": "desk-token"}, 403)
            try:
                if fields.get("doing") in PREVIEWED and "sure" not in fields:
                    extra = [preview(self.records, key, fields)]
                else:
                    do(self.records, key, fields)
                    # What is deleted has no page any more: its list is shown.
                    there = request.url.path.rpartition("/")[0] if fields["doing"] == "delete" else request.url.path
                    return RedirectResponse(f"{there}?done=1", 303)
            except ClubError as error:
                trouble = f"{error.message} {error.hint}"
        try:
            with self.records.noting() as db:
                page = SHOWN[part, bool(key)](db, key)
        except AttendanceError as error:
            status = 503 if error.code.startswith("records-") else 404
            return self._html(request, Page(_("For organizers"), []), token, str(error), status)
        page = Page(page.title, [*extra, *page.sections])
        return self._html(request, page, token, trouble, 400 if trouble else 200)

    def _token(self, request: Request) -> str | None:
        return self.guard.token(request.cookies.get(cookie_name(request, _PURPOSE)))

    def _ask(self, request: Request, pin: str) -> Response:
        device = request.client.host if request.client else ""
        if pin and self.guard.try_pin(pin, device):
            answer: Response = RedirectResponse(request.url.path, 303)
            answer.set_cookie(
                cookie_name(request, _PURPOSE), self.guard.let_in(), httponly=True, samesite="strict",
                path=f"{request.scope['root_path']}/office",
            )  # fmt: skip
            return answer
        wait = self.guard.wait_seconds(device)
        trouble = (
            _("Too many wrong PINs. Please wait %(seconds)s seconds.") % {"seconds": wait}
            if wait
            else _("That is not the PIN.")
            if pin
            else ""
        )
        form = Form("enter", _("Open"), [Field("pin", "PIN", "password")])
        note = _("This PIN is shown in the window in which the desk was opened. It is not the tablets' PIN.")
        return self._html(
            request, Page(_("For organizers"), [Section("", note, forms=[form])]), "", trouble, 403 if pin else 200
        )

    def _html(self, request: Request, page: Page, token: str, trouble: str, status: int) -> Response:
        root = request.scope["root_path"]
        parts = {
            "": _("Tonight"), "/people": _("Participants"), "/sessions": _("Session list"), "/mentors": _("Mentors"),
            "/safety": _("Insurance and emergencies"), "/papers": _("Papers"),
        }  # fmt: skip
        done = _("Done.") if "done" in request.query_params and not trouble else ""
        words = {"back": _("To the check-in page"), "nobody": _("Nothing is there yet.")}
        html = render("office.html", page=page, root=root, token=token, trouble=trouble, done=done,
                      parts=parts if token else {}, words=words)  # fmt: skip
        return HTMLResponse(html, status)

    def emergency(self, request: Request) -> Response:
        """Give a venue's page to print."""
        return self._inside(
            request,
            lambda db: HTMLResponse(
                emergency_page(
                    db,
                    find_venue(db, request.path_params["key"]),
                    link=f"{request.scope['root_path']}/office/emergency.css",
                )
            ),
        )

    def style(self, request: Request) -> Response:
        """Give the style of that page."""
        return Response(STYLE.read_text(encoding="utf-8"), media_type="text/css")

    def file(self, request: Request) -> Response:
        """Give a list as a file."""
        kind = request.path_params["kind"]

        def written(db: Transaction) -> Response:
            with tempfile.TemporaryDirectory(prefix="ictclub-") as folder:
                name = _FILES[kind](db, Path(folder), request.query_params)
                content = (Path(folder) / name).read_bytes()
            return Response(
                content,
                media_type="application/octet-stream",
                headers={"content-disposition": f'attachment; filename="{name}"'},
            )

        if kind not in _FILES:
            return RedirectResponse(f"{request.scope['root_path']}/office", 303)
        return self._inside(request, written)

    async def paper(self, request: Request) -> Response:
        """Give a paper as a file; printing it takes seconds, in which nobody else waits."""
        body = await request.body() if request.method == "POST" else b""
        return await run_in_threadpool(self._paper, request, body)

    def _paper(self, request: Request, body: bytes) -> Response:
        token = self._token(request)
        kind = request.path_params["kind"]
        if token is None or not self.on_this_pc(request) or kind not in PAPERS:
            return RedirectResponse(f"{request.scope['root_path']}/office", 303)
        if request.method == "POST":
            asked = form_fields(request.headers.get("content-type", ""), body)
            if asked is None or not same(asked.get("token", ""), token):
                return JSONResponse({"code": "desk-token"}, 403)
        else:  # an address ends no card, and names nobody
            asked = {key: said for key, said in request.query_params.items() if key not in ("new", "name")}
        try:
            name, content = paper(self.records, kind, asked)
        except ClubError as error:
            return self._html(request, Page(_("For organizers"), []), token, str(error), 400)
        return Response(
            content,
            media_type="application/octet-stream",
            headers={"content-disposition": f'attachment; filename="{name}"'},
        )

    def _inside(self, request: Request, answer: Callable[[Transaction], Response]) -> Response:
        token = self._token(request)
        if token is None or not self.on_this_pc(request):
            return RedirectResponse(f"{request.scope['root_path']}/office", 303)
        try:
            with self.records.writing() as db:
                return answer(db)
        except ClubError as error:
            return self._html(request, Page(_("For organizers"), []), token, str(error), 400)
