"""The way in for a tablet: the PIN, or a one-time link that the desk's own PC shows as a QR code."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from ...language import language
from ...readings import plain
from .guard import PIN_DIGITS, SESSION_SECONDS, Guard, cookie_name, new_token, same
from .texts import page_texts

THIS_PC = ("localhost", "127.0.0.1", "::1")
_FORM = "application/x-www-form-urlencoded"


class Door:
    """The pages at the door: `/pin` for whoever wants in, `/door` for the PC that lets in.

    With `room` it is the door of a part of the application with a PIN of its own: `/room/pin`, and a cookie of its own.
    """

    def __init__(
        self, guard: Guard, addresses: Callable[[], list[str]], on_this_pc: Callable[[Request], bool], room: str = ""
    ) -> None:
        self.guard = guard
        self.addresses = addresses
        self.on_this_pc = on_this_pc
        self.room = room

    def routes(self) -> list[BaseRoute]:
        """Return the routes to put into an application."""
        if self.room:
            return [Route(f"/{self.room}/pin", self.pin, methods=["GET", "POST"])]
        return [Route("/pin", self.pin, methods=["GET", "POST"]), Route("/door", self.door)]

    def token(self, request: Request) -> str | None:
        """Return the token that messages of this browser must carry; None where it is not in."""
        return self.guard.token(request.cookies.get(cookie_name(request, self.room)))

    async def pin(self, request: Request) -> Response:
        """Ask for the PIN, and let in who knows it or comes by the link."""
        inside = f"{request.scope['root_path']}/{self.room}/".replace("//", "/")
        if self.guard.pin is None or self.token(request):
            return RedirectResponse(inside, 303)
        if request.method == "GET":
            return self._pin_form(request)
        form = form_fields(request.headers.get("content-type", ""), await request.body())
        if form is None or not form.keys() & {"pin", "link"}:
            return JSONResponse({"code": "desk-message"}, 400)
        form_token = form.get("token", "")
        if not form_token or not same(form_token, request.cookies.get(cookie_name(request, f"{self.room}form"), "")):
            return JSONResponse({"code": "desk-token"}, 403)
        link = form.get("link", "")
        device = request.client.host if request.client else ""
        if self.guard.use_link(link) if link else self.guard.try_pin(form.get("pin", "").strip(), device):
            return with_cookie(request, RedirectResponse(inside, 303), self.guard.let_in(), self.room)
        return self._pin_form(request, wrong="link" if link else "pin")

    def _pin_form(self, request: Request, wrong: str = "") -> Response:
        device = request.client.host if request.client else ""
        wait = self.guard.wait_seconds(device)
        form_token = new_token()
        html = render("pin.html", digits=PIN_DIGITS, token=form_token, wrong=wrong, wait=wait, room=self.room)
        response = HTMLResponse(html, 429 if wait and wrong != "link" else 403 if wrong else 200)
        if wait:
            response.headers["retry-after"] = str(wait)
        response.set_cookie(
            cookie_name(request, f"{self.room}form"), form_token, httponly=True, samesite="strict", max_age=600
        )  # fmt: skip
        return response

    def door(self, request: Request) -> Response:
        """Show this PC how a tablet comes in: address, PIN, and a QR code that lets in one."""
        if self.guard.pin is None or not self.on_this_pc(request):
            return RedirectResponse(f"{request.scope['root_path']}/", 303)
        addresses = self.addresses()
        address = request.query_params.get("at", "")
        address = address if address in addresses else (addresses or [""])[0]
        qr = ""
        if address:
            import segno

            # Behind the #, so that no server, history of a proxy or preview of a scanner has or uses it.
            link = f"{address}{request.scope['root_path']}/pin#{self.guard.link_secret()}"
            qr = Markup(segno.make(link, micro=False).svg_inline(omitsize=True, border=3, light="#fff", dark="#000"))
        others = [other for other in addresses if other != address]
        return HTMLResponse(
            render("door.html", address=address, others=others, pin=self.guard.pin, qr=qr, guests=self.guard.guests)
        )


@cache
def _templates() -> Environment:
    return Environment(loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True)


def render(template: str, **values: Any) -> str:
    """Return a page in the language of this PC. Texts come without readings: the page's script writes those."""
    shown = language()
    text = {key: plain(message) for key, message in page_texts(shown).items()}
    return _templates().get_template(template).render(lang=shown, text=text, **values)


def with_cookie(request: Request, response: Response, cookie: str, room: str = "") -> Response:
    """Return `response` with the cookie that lets a browser in (into `room`, which has a door of its own)."""
    response.set_cookie(cookie_name(request, room), cookie, httponly=True, samesite="strict", max_age=SESSION_SECONDS)
    return response


def form_fields(content_type: str, body: bytes) -> dict[str, str] | None:
    """Return the fields of a form, each of which may stand there once; None where it is no such form."""
    if content_type.partition(";")[0].strip().lower() != _FORM:
        return None
    try:
        form = parse_qs(body.decode("utf-8"), max_num_fields=10, keep_blank_values=True)
    except ValueError:
        return None
    return {name: values[0] for name, values in form.items()} if all(len(v) == 1 for v in form.values()) else None
