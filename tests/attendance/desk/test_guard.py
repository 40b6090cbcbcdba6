"""Who gets in: cookies, tokens, the PIN, other sites' pages."""

from __future__ import annotations

import re

import httpx
import pytest

from kimotsuki_ictclub.attendance import Records
from kimotsuki_ictclub.attendance.desk.guard import FREE_ATTEMPTS, Guard, new_pin

from .conftest import Tablet, here, register, running
from .test_actions import action


def elsewhere(address: str) -> httpx.Client:
    """A device that is not this PC."""
    return httpx.Client(
        base_url=address,
        transport=httpx.HTTPTransport(local_address="127.0.0.2", verify=False),
        trust_env=False,
        verify=False,
    )


def type_pin(device: httpx.Client, pin: str) -> httpx.Response:
    token = re.search(r'name="token" value="([^"]+)"', device.get("/pin").text)
    assert token
    return device.post("/pin", data={"token": token[1], "pin": pin})


def test_another_device_needs_the_pin(records: Records, session: int) -> None:
    register(records, "みかん")
    with running(records, pin="123456") as address, elsewhere(address) as tablet:
        assert tablet.get("/").headers["location"] == "/pin"
        for path in ("/state", "/"):
            assert "みかん" not in tablet.get(path).text
        assert tablet.get("/state").status_code == 401
        assert type_pin(tablet, "000000").status_code == 403
        assert type_pin(tablet, "123456").status_code == 303
        assert tablet.get("/state").json()["people"][0]["nickname"] == "みかん"


def test_this_pc_needs_no_pin(records: Records, session: int) -> None:
    with running(records, pin="123456") as address:
        assert Tablet(address).state()["session"]["id"] == session


def test_pins_cannot_be_tried_through(records: Records) -> None:
    with running(records, pin="123456") as address:
        for _ in range(FREE_ATTEMPTS):
            with elsewhere(address) as stranger:  # a new browser each time: it helps nothing
                answer = type_pin(stranger, "000000")
        assert answer.status_code == 429
        with elsewhere(address) as stranger:
            assert type_pin(stranger, "123456").status_code == 429, "even the right one must wait"
            assert stranger.get("/state").status_code == 401


def test_the_wait_for_pins_grows_and_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr("kimotsuki_ictclub.attendance.desk.guard.time.monotonic", lambda: now)
    guard = Guard("123456")
    for _ in range(FREE_ATTEMPTS):
        guard.try_pin("0")
    waits = []
    for _ in range(3):
        waits.append(guard.wait_seconds())
        now += waits[-1] + 1
        assert not guard.try_pin("0")
    assert waits[0] >= 30 and waits[1] > 1.5 * waits[0] and waits[2] > 1.5 * waits[1]
    now += 10_000
    assert guard.try_pin("123456")


def test_pins_are_six_digits_and_differ() -> None:
    pins = {new_pin() for _ in range(50)}
    assert len(pins) > 40 and all(re.fullmatch(r"\d{6}", pin) for pin in pins)


def test_a_cookie_ends_after_the_evening(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr("kimotsuki_ictclub.attendance.desk.guard.time.monotonic", lambda: now)
    guard = Guard(None)
    cookie = guard.let_in()
    assert guard.token(cookie)
    now += 12 * 3600 + 1
    assert guard.token(cookie) is None


@pytest.mark.parametrize(
    "headers",
    [
        {"x-desk-token": "wrong"},
        {"x-desk-token": ""},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"host": "evil.example"},
    ],
)
def test_another_sites_page_changes_nothing(
    records: Records, session: int, address: str, headers: dict[str, str]
) -> None:
    (mikan,) = register(records, "みかん")
    answer = Tablet(address).send(action("check-in", session, person=mikan), **headers)
    assert answer.status_code in (400, 403)
    assert here(records) == {}


def test_without_the_cookie_nothing_is_told(records: Records, address: str) -> None:
    register(records, "みかん")
    assert httpx.get(f"{address}/state", trust_env=False, verify=False).status_code == 401
    assert httpx.post(f"{address}/actions", json={"actions": []}, trust_env=False, verify=False).status_code == 401


def test_too_much_is_not_read(records: Records, address: str) -> None:
    tablet = Tablet(address)
    answer = tablet.client.post("/actions", content=b"x" * 300_000, headers={"x-desk-token": tablet.token})
    assert answer.status_code == 413


def test_what_every_answer_carries(address: str) -> None:
    tablet = Tablet(address)
    for path in ("/", "/state", "/static/desk.js", "/nothing-here"):
        headers = tablet.client.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff" and headers["cache-control"] == "no-store"
    cookie = httpx.get(address, trust_env=False, verify=False).headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=strict" in cookie
