"""The child's face without a browser: who is let in, what is refused, what the editor and the tiles are told."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from kimotsuki_ictclub import attendance
from kimotsuki_ictclub.attendance import Records
from kimotsuki_ictclub.attendance import japan_time as clock
from kimotsuki_ictclub.attendance.sessions import cancel_session
from kimotsuki_ictclub.page import page_app
from kimotsuki_ictclub.page.child import texts
from kimotsuki_ictclub.page.child.words import board_words
from kimotsuki_ictclub.readings import school_year

from .conftest import KEY

HOSTS = ("testserver", "localhost", "127.0.0.1")


def token_in(page: str) -> str:
    """Return the token with which a page's messages must come; "" where it is no page of ours."""
    found = re.search(r'id="settings">(.*?)</script>', page, re.DOTALL)
    return json.loads(found[1])["token"] if found else ""


class Device:
    """A child's device without a screen."""

    def __init__(self, records: Records, *, client: tuple[str, int] = ("127.0.0.1", 50000), **options: object) -> None:
        app = page_app(records, key=KEY, hosts=HOSTS, **options)  # type: ignore[arg-type]
        self.http = TestClient(app, client=client, follow_redirects=False)
        self.evening = app.state.evening
        page = self.http.get("/")
        self.status = page.status_code
        self.policy = page.headers["content-security-policy"]
        self.token = token_in(page.text)
        self.club_token = ""  # where the instructor's page is opened

    def post(self, address: str, message: object):
        return self.http.post(address, json=message, headers={"x-desk-token": self.token})

    def enter(self, nickname: str, *code: str):
        return self.post("/enter", {"nickname": nickname, "code": list(code or ("dog", "cat", "sun"))})

    def act(self, what: str, **more: object):
        return self.post("/act", {"what": what, "writer": "w", **more})


@pytest.fixture
def device(records: Records) -> Iterator[Device]:
    made = Device(records)
    yield made
    made.evening.close()


def test_another_device_needs_the_pin(records: Records):
    stranger = Device(records, client=("192.168.1.9", 50000), pin="123456")
    assert stranger.status == 303
    assert stranger.http.get("/home").status_code == 401
    assert stranger.enter("みかん").status_code == 403


def test_nothing_is_done_without_the_token_or_a_child(device: Device):
    assert device.act("mine").status_code == 401
    device.enter("みかん")
    assert device.http.post("/act", json={"what": "mine"}).status_code == 403
    assert device.act("mine").status_code == 200
    messages: list[object] = [
        {},
        [],
        {"what": "nothing"},
        {"what": "open", "lesson": "x"},
        {"what": "press", "name": "mount"},
    ]
    for message in messages:
        assert device.post("/act", message).status_code == 400


def test_only_the_editor_may_bring_a_style(device: Device):
    assert "unsafe" not in device.policy
    assert re.search(r"style-src 'self' 'nonce-[\w-]{40,}'", device.policy)


def test_a_name_alone_opens_nothing_and_no_child_opens_anothers_work(device: Device):
    device.enter("みかん")
    work = device.act("open", lesson=4).json()["work"]
    device.post("/leave", {})
    assert device.enter("みかん", "dog", "cat", "frog").json()["error"]["code"] == "picture-code-wrong"
    device.enter("りんご")
    refused = device.act("keep", work=work["id"], version=work["version"], text="print(1)")
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "work-unknown")
    assert device.act("versions", work=work["id"]).status_code == 409


def test_what_another_device_wrote_is_not_overwritten(device: Device):
    device.enter("みかん")
    work = device.act("open", lesson=4).json()["work"]
    device.post("/act", {"what": "keep", "writer": "one", "work": work["id"], "version": 1, "text": "print(1)\n"})
    late = device.post(
        "/act", {"what": "keep", "writer": "two", "work": work["id"], "version": 1, "text": "print(2)\n"}
    )
    assert late.status_code == 409
    assert late.json()["newest"]["text"] == "print(1)\n"


def test_a_session_has_its_tiles_and_its_lesson(device: Device, records: Records):
    with records.writing() as db:
        session = attendance.add_session(db, clock.today(), venue="koyama", lesson="第5回")
        attendance.check_in(db, session, attendance.add_participant(db, "みかん"))
        attendance.add_participant(db, "りんご")  # not here today
    assert [tile["nickname"] for tile in device.http.get("/who").json()["tiles"]] == ["みかん"]
    device.enter("みかん")
    assert device.http.get("/home").json()["today"] == [5]


def test_without_a_session_the_next_lesson_of_the_class_is_proposed(device: Device, records: Records):
    device.enter("みかん")

    def proposed() -> tuple[list[int], int | None]:
        home = device.http.get("/home").json()
        return home["today"], home["next"]

    assert proposed() == ([], None)
    before = [(21, "レッスン 3"), (14, "4 よるの ライト"), (7, "親子で はんだ付け"), (6, "12")]
    with records.writing() as db:
        for days, lesson in before:
            last = attendance.add_session(db, clock.today() - timedelta(days=days), venue="koyama", lesson=lesson)
        cancel_session(db, last)
    assert proposed() == ([], 5)


def test_a_hex_for_the_own_cable_is_for_both_boards(device: Device):
    device.enter("みかん")
    device.act("open", lesson=1)
    answer = device.http.get("/program.hex")
    assert answer.status_code == 200
    assert answer.text.startswith(":")
    assert answer.text.count("\n:0400000A") >= 2  # a part for each kind of board


def test_the_editor_knows_the_boards_words():
    words = board_words()
    assert "LED" in words["microbit.display"]["show"]["help"]
    assert words["microbit"]["button_a"]["of"] == "Button"
    assert "was_pressed" in words["Button"]
    assert "print" in words[""]


def test_no_word_of_the_page_is_also_the_name_of_a_slider_or_button():
    assert not texts._TEXTS.keys() & texts._OF_CONTROLS.keys()


def test_a_school_year_is_read_as_lists_write_it():
    found = [school_year(written) for written in ("小3", "小学３年", "中1", "高2", "", "先生")]
    assert found == [3, 3, 7, 10, None, None]
