"""Whoever reaches the control port of a hosted board, or stands where one was, may say anything: nothing dies of it."""

from __future__ import annotations

import json
import socket
import threading
from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kimotsuki_ictclub.errors import VirtualBoardError
from kimotsuki_ictclub.virtual import VirtualBoard
from kimotsuki_ictclub.virtual.hosting.changes import WORLD
from kimotsuki_ictclub.virtual.hosting.classroom import tell_at

from .test_plug import Hosted, host

__all__ = ["host"]
quick = settings(max_examples=40)
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from([10**400, "flood", "a"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=5,
)
NAMES = [
    *WORLD,
    "digital",
    "analog",
    "touched",
    "wire",
    "plug",
    "press",
    "release",
    "tap",
    "shake",
    "reset",
    "break",
    "fault",
    "repair",
    "plugged_in",
    "other",
]


@quick
@given(st.dictionaries(st.sampled_from(NAMES), values, max_size=3))
@example({"fault": ["flood", "x"]})
@example({"fault": ["cable-drops", float("nan")]})
@example({"temperature": 10**400})
@example({"shake": float("inf")})
@example({"line": [[0, 0], [1, float("nan")]]})
@example({"analog": [1, 10**400]})
@example({"plug": "distance-sensor:1,99"})
def test_a_hosted_board_outlives_any_wish(host: Hosted, wish: dict[str, object]) -> None:
    answer = host.plug._answer(json.dumps(wish).encode())
    assert "error" in answer or "display" in answer
    host.worker.turn(0.01)
    assert "display" in host.plug._answer(b'{"repair": true, "break": false}')


@quick
@given(st.binary(max_size=100))
@example(b"[" * 60_000)
@example(b"9" * 5000)
def test_a_wish_of_any_bytes_is_answered(host: Hosted, line: bytes) -> None:
    json.dumps(host.plug._answer(line))


@pytest.mark.parametrize(
    "answer",
    [b"", b"[]\n", b"null\n", b'"error"\n', b'{"error": 1}\n', b'{"error": {}}\n', b"[" * 100_000 + b"\n", b"\xff\n"],
    ids=lambda answer: repr(answer[:15]),
)
def test_another_program_on_the_port_is_no_classroom(answer: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            client, _address = server.accept()
            with client, suppress(OSError):
                client.recv(4096)
                client.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        with pytest.raises(VirtualBoardError) as caught:
            tell_at(server.getsockname()[1], light=1)
        thread.join()
    assert caught.value.code == "host-gone"


def test_an_answer_with_percent_signs_is_shown() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            client, _address = server.accept()
            with client:
                client.recv(4096)
                client.sendall(b'{"error": {"code": "x", "message": "100 %d", "hint": "%(a)s\\u001b"}}\n')

        thread = threading.Thread(target=serve)
        thread.start()
        with pytest.raises(VirtualBoardError, match=r"100 %d %\(a\)s<U\+001B>"):
            tell_at(server.getsockname()[1])
        thread.join()


@pytest.mark.parametrize("name", ["temperature", "light"])
def test_a_number_larger_than_any_is_refused(name: str) -> None:
    board = VirtualBoard("v1")
    for number in (10**400, float("nan"), float("-inf"), True):
        with pytest.raises(VirtualBoardError) as caught:
            setattr(board, name, number)
        assert caught.value.code == "input-out-of-range"
