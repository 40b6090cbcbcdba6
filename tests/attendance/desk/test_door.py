"""The way in for tablets: PINs by device and in all, the one-time link, cookies of several desks and of many."""

from __future__ import annotations

import html
import re

import httpx
import pytest

from kimotsuki_ictclub.attendance import Records
from kimotsuki_ictclub.attendance.desk.guard import Guard
from kimotsuki_ictclub.attendance.desk.pin_attempts import FREE_ATTEMPTS
from kimotsuki_ictclub.attendance.desk.server import OwnNames, lines_for_others

from .conftest import Tablet, running
from .test_guard import type_pin

PIN = "123456"


class Time:
    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    clock = Time()
    monkeypatch.setattr("kimotsuki_ictclub.attendance.desk.pin_attempts.time.monotonic", clock.monotonic)
    return clock


def device(address: str, number: int) -> httpx.Client:
    """A device with its own address in the network."""
    return httpx.Client(
        base_url=address,
        transport=httpx.HTTPTransport(local_address=f"127.0.0.{number}", verify=False),
        trust_env=False,
        verify=False,
        timeout=90,
    )


def test_wrong_pins_of_one_device_lock_no_other_out(records: Records) -> None:
    with running(records, pin=PIN) as address, device(address, 2) as attacker, device(address, 3) as tablet:
        for _ in range(FREE_ATTEMPTS + 5):
            answer = type_pin(attacker, "000000")
        assert answer.status_code == 429 and int(answer.headers["retry-after"]) > 20
        assert type_pin(tablet, PIN).status_code == 303


def test_a_whole_network_of_attackers_delays_a_tablet_by_minutes_at_most(time: Time) -> None:
    guard = Guard(PIN)
    attackers = [f"10.0.0.{number}" for number in range(250)]
    turn = 0.0
    for _ in range(3600):  # an hour, each second every attacker tries
        for attacker in attackers:
            if not guard.wait_seconds(attacker):
                guard.try_pin("000000", attacker)
        time.now += 1
        if time.now == 1060.0:
            assert not guard.try_pin(PIN, "tablet"), "it asks for its turn"
            assert 0 < guard.wait_seconds("tablet") <= 300
            turn = time.now + guard.wait_seconds("tablet")
        if time.now == turn:
            assert guard.try_pin(PIN, "tablet")
    assert turn
    looked_at = sum(known.wrong for known in guard._attempts._devices.values())
    assert looked_at < 0.003 * 10**6, "PINs tried in an hour"
    assert guard.try_pin(PIN, "another tablet"), "after the first rush, newcomers are not in the attackers' lane"


def test_thirty_tablets_come_in_at_once(time: Time) -> None:
    guard = Guard(PIN)
    assert all(guard.try_pin(PIN, f"10.0.0.{number}") for number in range(30))


def test_a_device_that_waits_is_not_looked_at(time: Time) -> None:
    guard = Guard(PIN)
    for _ in range(FREE_ATTEMPTS):
        guard.try_pin("0", "x")
    assert not guard.try_pin(PIN, "x")
    time.now += guard.wait_seconds("x")
    assert guard.try_pin(PIN, "x")


def use_link(tablet: httpx.Client, secret: str) -> httpx.Response:
    token = re.search(r'name="token" value="([^"]+)"', tablet.get("/pin").text)
    assert token
    return tablet.post("/pin", data={"token": token[1], "link": secret})


def test_a_link_lets_in_one_device_whatever_pins_were_tried(records: Records) -> None:
    guard = Guard(PIN)
    with running(records, guard=guard) as address, device(address, 2) as one, device(address, 3) as other:
        for _ in range(FREE_ATTEMPTS):
            type_pin(one, "000000")
        secret = guard.link_secret()
        assert secret == guard.link_secret(), "it stays until it is used"
        assert use_link(other, "guessed").status_code == 403
        assert use_link(one, secret).status_code == 303
        assert one.get("/state").status_code == 200
        assert use_link(other, secret).status_code == 403
        assert other.get("/state").status_code == 401
        assert guard.link_secret() != secret


def test_a_link_lasts_ten_minutes(time: Time) -> None:
    guard = Guard(PIN)
    secret = guard.link_secret()
    time.now += 601
    assert not guard.use_link(secret) and not guard.use_link("")
    assert guard.link_secret() != secret


def test_only_the_pc_sees_the_door(records: Records) -> None:
    address_shown = ["http://192.168.1.5:4649", "http://10.0.0.1:4649"]
    with running(records, pin=PIN, addresses=lambda: address_shown) as address:
        page = httpx.get(f"{address}/door", trust_env=False, verify=False).text
        assert PIN in page and "http://192.168.1.5:4649" in page and "<svg" in page
        other = httpx.get(f"{address}/door?at=http://10.0.0.1:4649", trust_env=False, verify=False).text
        assert '<p class="big">http://10.0.0.1:4649</p>' in other
        evil = httpx.get(f"{address}/door?at=http://evil.example", trust_env=False, verify=False).text
        assert "evil.example" not in html.unescape(evil)
        with device(address, 2) as tablet:
            assert tablet.get("/door").status_code == 303
            type_pin(tablet, PIN)
            assert tablet.get("/door").headers["location"] == "/", "nor does a tablet that is in"


def test_without_a_network_the_door_says_so(records: Records) -> None:
    with running(records, pin=PIN) as address:
        page = httpx.get(f"{address}/door", trust_env=False, verify=False).text
        assert "in no network yet" in page and "<svg" not in page


def test_two_desks_on_one_pc_keep_their_browsers(records: Records) -> None:
    with running(records) as one, running(records) as other:
        browser = httpx.Client(trust_env=False, verify=False)  # cookies go by host, whatever the port
        for desk in (one, other, one):
            assert browser.get(f"{desk}/").status_code == 200
        assert [browser.get(f"{desk}/state").status_code for desk in (one, other)] == [200, 200]


def test_a_flood_without_cookies_pushes_nobody_out(records: Records, session: int) -> None:
    with running(records) as address:
        tablet = Tablet(address)
        with httpx.Client(base_url=address, trust_env=False, verify=False) as flood:
            for _ in range(100):
                flood.cookies.clear()
                flood.get("/pin")
        assert tablet.state()["session"]["id"] == session
    guard = Guard(None)
    first = guard.let_in()
    for _ in range(20_000):
        guard.let_in()
    assert guard.token(first)


def test_cookies_cannot_be_made_up() -> None:
    guard = Guard(None)
    cookie = guard.let_in()
    until, secret, signature = cookie.split(".")
    made_up = [
        "", ".", "..", "x", f"{until}0.{secret}.{signature}", f"{until}.{secret}x.{signature}", f".{secret}.",
               f"{until}.{secret}.{signature[:-1]}", Guard(None).let_in(), cookie + "\udc80", f"{cookie}.{signature}",
    ]  # fmt: skip
    assert [one for one in made_up if guard.token(one) is not None] == []
    assert guard.token(cookie) and guard.token(cookie) not in cookie


def test_an_address_that_comes_later_is_answered(records: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    now: list[str] = []
    monkeypatch.setattr("kimotsuki_ictclub.attendance.desk.server.own_addresses", lambda: now)
    names = OwnNames()
    clock = Time()
    monkeypatch.setattr("kimotsuki_ictclub.attendance.desk.server.time.monotonic", clock.monotonic)
    assert "127.0.0.1" in names and "192.168.1.5" not in names
    now.append("192.168.1.5")
    clock.now += 2
    assert "192.168.1.5" in names and "evil.example" not in names
    assert lines_for_others("On a tablet: %(address)s", now) == ["On a tablet: 192.168.1.5/"]
    assert "in no network yet" in lines_for_others("On a tablet: %(address)s", [])[0]
    now[:] = ["192.168.7.7"]
    clock.now += 2
    assert "192.168.7.7" in names and "192.168.1.5" not in names
