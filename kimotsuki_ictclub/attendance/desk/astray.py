"""What a person sees who comes to an address where there is nothing to see; programs get a code."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.types import Scope

from .door import render


def person_looks(scope: Scope) -> bool:
    """Whether a browser asks for a page to show, and no script for an answer."""
    return scope["method"] == "GET" and "text/html" in Headers(scope=scope).get("accept", "")


async def not_here(request: Request, error: Exception) -> Response:
    """Answer where an address leads nowhere, or may not be asked so."""
    status = error.status_code if isinstance(error, HTTPException) else 404
    if person_looks(request.scope):
        return HTMLResponse(render("astray.html", say="not_here"), status)
    return JSONResponse({"code": "desk-address"}, status)


def failed(scope: Scope) -> Response:
    """Answer where the server itself has failed."""
    if person_looks(scope):
        return HTMLResponse(render("astray.html", say="failed"), 500)
    return JSONResponse({"code": "desk-failed"}, 500)


def refused(scope: Scope, why: PlainTextResponse) -> Response:
    """Answer what is asked under a name that is not this PC's, and the like."""
    return HTMLResponse(render("astray.html", say="other_name"), why.status_code) if person_looks(scope) else why
