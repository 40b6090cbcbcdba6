"""A face's page with an editor in it: its template filled in, and the policy under which it runs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from ..attendance.desk.door import with_cookie
from ..attendance.desk.guard import new_token
from ..attendance.desk.shield import HEADERS
from ..language import language
from ..readings import plain


def editor_page(
    request: Request, cookie: str | None, template: Path, text: Mapping[str, str], settings: Mapping[str, Any],
    room: str = "", **more: Any,
) -> Response:  # fmt: skip
    """Return the page made of `template`, with the cookie that lets its browser in (into `room`, see `Door`).

    text: its words in the language of this PC, shown without readings until its script writes them. settings: what its
    script is told; more: what else the template needs; language and the editor's style mark are added.
    """
    style, shown = new_token(), language()  # the editor writes its style into the page; nobody else may
    html = _templates(template.parent).get_template(template.name).render(
        lang=shown, text={key: plain(words) for key, words in text.items()},
        settings={**settings, "lang": shown, "style": style}, **more,
    )  # fmt: skip
    response = HTMLResponse(html)
    response.headers["content-security-policy"] = HEADERS["content-security-policy"].replace(
        "style-src 'self'", f"style-src 'self' 'nonce-{style}'"
    )
    return with_cookie(request, response, cookie or "", room)


@cache
def _templates(folder: Path) -> Environment:
    return Environment(loader=FileSystemLoader(folder), autoescape=True)
