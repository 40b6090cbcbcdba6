"""The application: three faces behind one door."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Container
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from .. import notebook
from ..attendance import desk
from ..attendance.desk import desk_app
from ..attendance.desk.astray import not_here
from ..attendance.desk.door import THIS_PC, Door
from ..attendance.desk.guard import Guard
from ..attendance.desk.shield import Shield
from ..attendance.records import Records
from .child.face import ChildFace
from .editor_files import editor_folder
from .instructor.face import InstructorFace
from .live.evening import Evening

_CHILD_STATIC = Path(__file__).parent / "child" / "static"
_BENCH_STATIC = Path(notebook.__file__).parent / "web"  # bench.js draws what is plugged in here too
_INSTRUCTOR_STATIC = Path(__file__).parent / "instructor" / "static"
_STATIC = [
    Path(__file__).parent / "static",
    Path(desk.__file__).parent / "static",  # the look of all faces begins with the desk's
]


def page_app(
    records: Records,
    *,
    pin: str | None = None,
    club_pin: str | None = None,
    key: bytes | None = None,
    hosts: Container[str] = THIS_PC,
    addresses: Callable[[], list[str]] = list,
    evening: Evening | None = None,
) -> Starlette:
    """Return the web application; with `pin`, browsers on other devices must know it, or come by a one-time link.

    `club_pin` opens the instructor's face on other devices; without it that is for this PC only. `key` signs the
    cookies; `addresses` tells at which addresses a tablet reaches it. What goes on is in
    `app.state.evening`; close it when the server has closed.

    Raises: SetupError "editor-missing".
    """
    guard = Guard(pin, key)
    club_guard = Guard(club_pin, hashlib.sha256(key + b"club").digest() if key else None)  # no cookie opens both
    evening = evening or Evening(records)
    door = Door(guard, addresses, on_this_pc)
    desk_face = desk_app(records, guard=guard, addresses=addresses)
    app = Starlette(
        routes=[
            *door.routes(),
            *ChildFace(evening, guard, on_this_pc).routes(),
            *InstructorFace(evening, club_guard, on_this_pc, addresses).routes(),
            Mount("/desk", desk_face),
            Mount("/static/child", _Static([_CHILD_STATIC, _BENCH_STATIC])),
            Mount("/static/instructor", _Static([_INSTRUCTOR_STATIC])),
            Mount("/static", _Static(_STATIC)),
            Mount("/editor", _Static([editor_folder()], keep=True)),
        ],
        exception_handlers={HTTPException: not_here},
        middleware=[Middleware(Shield, hosts=hosts)],
    )
    app.state.evening = evening
    app.state.farewell = desk_face.state.farewell
    app.state.office_pin = desk_face.state.office_pin
    return app


def on_this_pc(request: Request) -> bool:
    """Whether a request comes from the PC that serves."""
    return request.client is not None and request.client.host in THIS_PC


class _Static(StaticFiles):
    """Files of several folders; `keep`: browsers may keep them, because their names change with their content."""

    def __init__(self, folders: list[Path], *, keep: bool = False) -> None:
        super().__init__(directory=folders[0])
        self.all_directories = list(folders)
        self._keep = keep

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Answer with a file."""
        response = await super().get_response(path, scope)
        if self._keep:
            response.headers["cache-control"] = "private, max-age=86400"
        return response
