"""Requests that no browser of the club sends: an answer with a reason and all headers, never a traceback."""

from __future__ import annotations

import json
import socket
from urllib.parse import urlsplit

import httpx

from kimotsuki_ictclub.attendance import Records
from kimotsuki_ictclub.attendance.desk.shield import HEADERS

from .conftest import Tablet, here, running
from .test_guard import elsewhere


def raw(address: str, request: bytes) -> tuple[int, dict[str, str]]:
    """Send bytes and return status and headers of the answer."""
    place = urlsplit(address)
    with socket.create_connection((place.hostname, place.port), timeout=90) as connection:
        connection.sendall(request)
        answer = b""
        while b"\r\n\r\n" not in answer:
            more = connection.recv(65536)
            if not more:
                break
            answer += more
    first, *lines = answer.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    return int(first.split()[1]), headers


WRONG_HOSTS = [
    b"[", b"[::1", b"]", b"127.0.0.1:port", b"127.0.0.1:1:2", b"a@127.0.0.1", b"127.0.0.1/..", b"127.0.0.1?x",
    b"127.0.0.1 evil.example", b"\xff\xfe", b"", b"127.0.0.1:99999999", b"evil.example", b"127.0.0.1.evil.example",
    b"[::ffff:7f00:1%25x]", b"..", b"x" * 5000,
]  # fmt: skip
NO_REQUESTS = [
    b"GET / HTTP/1.1\r\n\r\n",  # no host at all
    b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\n\r\n",
    b"nonsense\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(64) + b"\r\n\r\n",  # a browser that tries https
    b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"a" * 200_000 + b"\r\n\r\n",
    b"POST /actions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -5\r\n\r\n",
    b"POST /actions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
    b"GET /static/%00 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    b"POST /actions HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: http://127.0.0.1\r\nOrigin: http://evil.example\r\n"
    b"Content-Length: 0\r\n\r\n",
]
FORM = "application/x-www-form-urlencoded"
FORMS = [
    (b"", FORM),
    (b"&".join(b"a%d=1" % number for number in range(50)), FORM),
    (b"pin=1&pin=2&token=x", FORM),
    (b"pin=\xff\xfe", FORM),
    (b"token=x", FORM),
    (b"{}", "application/json"),
    (b"--x\r\n\r\n", "multipart/form-data; boundary=x"),
    (b"pin=123456", ""),
]
MESSAGES = [b"", b"{", b"[]", b"null", b"\xff", b'{"actions":{}}', b'{"actions":[1]}', b"[" * 100_000,
    b'{"actions":[' + b"9" * 10_000 + b"]}",
     b'{"actions":[{"id":"\\ud800"}]}', json.dumps({"actions": [{}] * 201}).encode()]  # fmt: skip


def test_a_wrong_host(address: str) -> None:
    for host in WRONG_HOSTS:
        for method in (b"GET", b"POST"):
            request = method + b" / HTTP/1.1\r\nHost: " + host + b"\r\nContent-Length: 0\r\n\r\n"
            assert_refused(raw(address, request), 400)


def test_what_is_no_request(address: str) -> None:
    for request in NO_REQUESTS:
        assert_refused(raw(address, request), 400)


def test_a_malformed_origin(address: str) -> None:
    tablet = Tablet(address)
    for origin in ("http://[", "http://", "x", "http://127.0.0.1:port", "//", "http://a b", "http://a,http://b"):
        answer = tablet.send(origin=origin)
        assert_refused((answer.status_code, dict(answer.headers)), 400)


def test_a_malformed_form_at_the_door(records: Records) -> None:
    with running(records, pin="123456") as address, elsewhere(address) as device:
        device.get("/pin")
        for content, kind in FORMS:
            answer = device.post("/pin", content=content, headers={"content-type": kind})
            assert_refused((answer.status_code, dict(answer.headers)), 400)
        assert device.get("/state").status_code == 401


def test_a_malformed_message(records: Records, session: int, address: str) -> None:
    tablet = Tablet(address)
    for body in MESSAGES:
        answer = tablet.client.post("/actions", content=body, headers={"x-desk-token": tablet.token})
        assert (answer.status_code, answer.json()) == (400, {"code": "desk-message"}), body[:50]
    assert here(records) == {}


def test_a_length_that_is_missing_or_too_much(address: str) -> None:
    chunked = b"POST /actions HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert_refused(raw(address, chunked), 411)
    huge = b"POST /actions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99999999999999999999\r\n\r\n"
    assert_refused(raw(address, huge), 413)


def test_a_websocket_and_an_odd_question_are_no_trouble(address: str) -> None:
    upgrade = {"connection": "upgrade", "upgrade": "websocket", "sec-websocket-key": "x", "sec-websocket-version": "13"}
    assert httpx.get(address + "/", headers=upgrade, trust_env=False, verify=False).status_code == 200
    for question in ("session=²", "session=9999999999999", "session=-1", "session=1&session=2", "%00=%ff"):
        assert Tablet(address).client.get(f"/state?{question}").status_code == 200


def assert_refused(answer: tuple[int, dict[str, str]], status: int) -> None:
    assert answer[0] == status
    assert {name: answer[1].get(name) for name in HEADERS} == HEADERS
