"""The desk as a part of a bigger application: its guard and shield around the whole, the desk below an address."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from kimotsuki_ictclub.attendance import Records
from kimotsuki_ictclub.attendance.desk import desk_app
from kimotsuki_ictclub.attendance.desk.guard import Guard
from kimotsuki_ictclub.attendance.desk.shield import HEADERS, Shield

from .conftest import here, register
from .test_actions import action


@pytest.fixture
def club(records: Records) -> TestClient:
    async def live(socket: WebSocket) -> None:
        await socket.accept()
        await socket.send_text("live")
        await socket.close()

    async def broken(request: object) -> None:
        raise RuntimeError("a name")

    guard = Guard("123456")
    app = Starlette(
        routes=[
            Mount("/desk", desk_app(records, guard=guard)),
            WebSocketRoute("/live", live),
            Route("/broken", broken),
        ],
        middleware=[Middleware(Shield, hosts=("testserver",))],
    )
    return TestClient(app, follow_redirects=True, raise_server_exceptions=False)


def test_the_desk_works_below_an_address(club: TestClient, records: Records, session: int) -> None:
    (mikan,) = register(records, "みかん")
    page = club.get("/desk/")
    assert page.url.path == "/desk/pin", "a device that is not this PC is asked"
    token = page.text.partition('name="token" value="')[2].partition('"')[0]
    page = club.post("/desk/pin", data={"token": token, "pin": "123456"})
    assert page.url.path == "/desk/" and page.status_code == 200
    for file in ("static/desk.css", "static/desk.js", "offline.js"):
        assert club.get(f"/desk/{file}").status_code == 200
    assert '"/static' not in page.text and '"/pin' not in page.text
    key = page.text.partition('"token": "')[2].partition('"')[0]
    touch = {"actions": [action("check-in", session, person=mikan)]}
    assert club.post("/desk/actions", json=touch, headers={"x-desk-token": key}).json() == {"refused": {}}
    assert here(records) == {"みかん": "present"}


def test_the_shield_holds_for_all_parts(club: TestClient, capsys: pytest.CaptureFixture[str]) -> None:
    for answer in (
        club.get("/broken"),
        club.get("/broken"),
        club.get("/nothing"),
        club.get("/desk/", headers={"host": "["}),
    ):
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert capsys.readouterr().err == "desk: RuntimeError\n", "the kind, once, and no name"


def test_a_websocket_of_another_site_is_refused(club: TestClient) -> None:
    with club.websocket_connect("/live", headers={"origin": "http://testserver"}) as socket:
        assert socket.receive_text() == "live"
    for headers in ({"origin": "http://evil.example"}, {"origin": "null"}, {"host": "evil.example"}, {"host": "["}):
        with pytest.raises(WebSocketDisconnect), club.websocket_connect("/live", headers=headers):
            pass
