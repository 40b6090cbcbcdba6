"""Whatever a browser sends is done, or refused by the page; nothing breaks, and the next message is answered."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kimotsuki_ictclub import attendance

from .test_face import Device, token_in

OVER = 10**30
FORMS = (b"[" * 60_000, b'{"what":' * 7_000, b"\xff", b"", b'"\\ud800"', b'{"what":"mine"', b"1e999")
KEYS = (
    "lesson",
    "owner",
    "move",
    "place",
    "work",
    "version",
    "text",
    "writer",
    "name",
    "value",
    "label",
    "board",
    "step",
    "session",
    "who",
)
CHILD = ("open", "mine", "keep", "run", "stop", "check", "hint", "hand", "flash", "withdraw", "versions", "look",
         "take_back", "press", "slip")  # fmt: skip
CLUB = ("look", "version", "keep", "take_back", "give", "hand_down", "code", "clock", "confirm", "values", "label",
        "free", "flash_lesson", "flash_wish", "flash_work", "show_label", "leds", "sit")  # fmt: skip
odd = st.sampled_from([None, True, -1, OVER, -OVER, 1e999, "", "\ud800", "\0", "x" * 41, [], {}, [[]], "1", "4", 4, 1])
values = odd | st.lists(odd, max_size=3) | st.dictionaries(st.sampled_from(KEYS), odd, max_size=2)


def messages(verbs: tuple[str, ...]) -> st.SearchStrategy[dict[str, object]]:
    named = st.dictionaries(st.sampled_from(KEYS), values, max_size=6)
    return st.builds(lambda verb, more: {**more, "what": verb}, st.sampled_from(verbs) | odd, named)


@pytest.fixture(scope="module")
def device(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Device]:
    with attendance.open_records(tmp_path_factory.mktemp("page") / "club.sqlite") as records:
        made = Device(records)
        made.enter("みかん")
        made.club_token = token_in(made.http.get("/club/").text)
        yield made
        made.evening.close()


def sent(device: Device, address: str, body: bytes) -> int:
    token = device.club_token if address.startswith("/club") else device.token
    answer = device.http.post(address, content=body, headers={"x-desk-token": token})
    assert answer.status_code == 200 or {"code", "error"} & answer.json().keys(), answer.text
    return answer.status_code


@settings(max_examples=150)
@given(messages(CHILD))
@example({"what": "open", "lesson": 1e999})
@example({"what": "open", "lesson": OVER})
@example({"what": "versions", "work": OVER})
def test_a_childs_page(device: Device, message: dict[str, object]) -> None:
    assert sent(device, "/act", json.dumps(message).encode()) in (200, 400, 409)
    assert device.act("mine").status_code == 200


@settings(max_examples=150)
@given(messages(CLUB))
def test_an_instructors_page(device: Device, message: dict[str, object]) -> None:
    assert sent(device, "/club/act", json.dumps(message).encode()) in (200, 400, 409)


@settings(max_examples=80)
@given(st.fixed_dictionaries({}, optional={"key": values, "nickname": values, "code": values}))
@example({"key": OVER})
@example({"nickname": "みかん", "code": 1})
def test_who_wants_to_enter(device: Device, message: dict[str, object]) -> None:
    assert sent(device, "/enter", json.dumps(message).encode()) in (200, 400, 403, 429)


@pytest.mark.parametrize("address", ["/act", "/club/act", "/enter"])
def test_what_is_no_message(device: Device, address: str) -> None:
    for body in FORMS:
        assert sent(device, address, body) == 400
