"""Surveys on the tablet: choose who you are, touch a face for each question, write a line. Nothing says who it was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from html import escape
from typing import Any

from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from ...errors import AttendanceError
from ...language import _
from ...readings import OLDEST, as_ruby, for_year
from ..models import Audience
from ..papers.survey_sheets import CHILDRENS_YEAR, MOUTHS
from ..records import Records
from ..surveys.answers import LINE_LENGTH
from ..surveys.questions import FACE_WORDS, FACES, SURVEYS
from ..surveys.tablets import keep_sheet
from .door import form_fields, render
from .guard import Guard, cookie_name, same


class SurveyPage:
    """The pages at `/survey`, for whoever may use the desk."""

    def __init__(self, records: Records, guard: Guard) -> None:
        self.records = records
        self.guard = guard

    def routes(self) -> list[BaseRoute]:
        """Return the routes to put into an application."""
        return [
            Route("/survey", self.page),
            Route("/survey/{audience}", self.page, methods=["GET", "POST"]),
        ]

    async def page(self, request: Request) -> Response:
        """Ask who answers, show the sheet, or keep what was answered."""
        root = request.scope["root_path"]
        token = self.guard.token(request.cookies.get(cookie_name(request)))
        if token is None:
            return RedirectResponse(f"{root}/", 303)
        asked = request.path_params.get("audience")
        if asked not in {None, *Audience}:
            return RedirectResponse(f"{root}/survey", 303)
        if request.method != "POST":
            return self._html(request, token, asked)
        fields = form_fields(request.headers.get("content-type", ""), await request.body())
        if fields is None:
            return JSONResponse({"code": "desk-message"}, 400)
        if not same(fields.get("token", ""), token):
            return JSONResponse({"code": "desk-token"}, 403)
        try:
            await run_in_threadpool(self._keep, asked or "", fields)
        except AttendanceError as error:
            return self._html(request, token, asked, trouble=str(error), status=400)
        return RedirectResponse(f"{root}/survey?done=1", 303)

    def _keep(self, audience: str, fields: dict[str, str]) -> None:
        given = {key: face for key, face in fields.items() if key not in ("token", "said")}
        faces = {key: int(face) if face in ("1", "2", "3", "4") else 0 for key, face in given.items()}
        with self.records.writing() as db:
            keep_sheet(db, audience, faces, fields.get("said", ""), age=timedelta())

    def _html(
        self, request: Request, token: str, asked: str | None, *, trouble: str = "", status: int = 200
    ) -> Response:
        year = CHILDRENS_YEAR if asked in (None, Audience.CHILD) else OLDEST
        shown = _shown_for(year)
        values: dict[str, Any] = {
            "root": request.scope["root_path"],
            "token": token,
            "trouble": trouble,
            "done": "done" in request.query_params,
            "words": {
                "title": shown(_("Survey")), "who": shown(_("Who are you?")), "thanks": shown(_("Thank you!")),
                "send": shown(_("Hand it in")), "back": shown(_("To the check-in page")),
                "note": shown(_("Write no name. You may leave some out.")),
                "waiting": shown(_("No connection. The sheet is kept here and sent later. Leave this page open.")),
                "empty": shown(_("Choose at least one face.")), "next": shown(_("Another sheet")),
                "refused": shown(_("That did not work. Please ask a grown-up.")),
            },
        }  # fmt: skip
        if asked is None:
            values["audiences"] = [(one.value, shown(_(survey.title))) for one, survey in SURVEYS.items()]
        else:
            survey = SURVEYS[Audience(asked)]
            values |= {
                "audience": asked,
                "heading": shown(_(survey.title)),
                "questions": [(one.key, shown(_(one.text))) for one in survey.questions],
                "faces": [(face, MOUTHS[face], shown(_(FACE_WORDS[face]))) for face in FACES],
                "line": shown(_(survey.line)),
                "longest": LINE_LENGTH,
            }
        return HTMLResponse(render("survey.html", **values), status)


def _shown_for(year: int) -> Callable[[str], Markup]:
    return lambda text: Markup(as_ruby(for_year(escape(text), year), year))
