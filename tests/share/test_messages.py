"""What goes over the wire comes out again; what anybody else sends is read or refused, and nothing else."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kimotsuki_ictclub.share.messages import (
    LARGEST,
    BadMessageError,
    Row,
    State,
    read_batch,
    read_state,
    written_batch,
    written_row,
    written_state,
)
from kimotsuki_ictclub.telemetry.label_rules import is_label

NOW = 1_800_000_000.0
GOOD = {"form": 1, "sender": "0a1b2c3d", "first": 7, "sent": NOW, "rows": [[NOW, "07", {"light": 120}]]}
labels = st.text('07みかんé😀 "\\/', min_size=1, max_size=20).filter(str.strip)
channels = st.text("lightあé9 _'\\", min_size=1, max_size=12).filter(is_label)
values = st.dictionaries(channels, st.floats(-1e9, 1e9) | st.just(math.nan), min_size=1, max_size=5)
rows = st.builds(Row, st.floats(NOW - 3600, NOW + 1), labels, values | st.none())
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=40, deadline=None)
@given(st.lists(rows, max_size=4), st.integers(0, 2**40))
def test_rows_arrive_as_they_were(sent: list[Row], first: int):
    batch = read_batch(written_batch("0a1b2c3d", first, NOW, list(map(written_row, sent))))
    assert (batch.sender, batch.first, batch.sent) == ("0a1b2c3d", first, NOW)
    assert len(batch.rows) == len(sent)
    for came, row in zip(batch.rows, sent, strict=True):
        assert came is not None and came.board == row.board and came.time == pytest.approx(row.time, abs=1e-4)
        if row.values is None:
            assert came.values is None
        else:
            assert came.values == pytest.approx(row.values, abs=1e-6, nan_ok=True)


@settings(max_examples=40, deadline=None)
@given(st.fixed_dictionaries({}, optional=dict.fromkeys(GOOD, anything)))
def test_a_message_of_somebody_else_is_read_or_refused(changes: dict[str, object]):
    payload = json.dumps(GOOD | changes).encode("utf-8", "surrogatepass")
    try:
        batch = read_batch(payload)
    except BadMessageError:
        return
    for row in batch.rows:
        if row is not None:
            assert math.isfinite(row.time) and row.board.isprintable() and row.values != {}
            assert all(map(is_label, row.values or {}))


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=60))
def test_bytes_that_are_no_message_are_refused(payload: bytes):
    for read in (read_batch, read_state):
        with pytest.raises(BadMessageError):
            read(payload)


@pytest.mark.parametrize(
    "payload",
    [
        b"[" * 200_000,
        b'{"form":1,' + b" " * LARGEST + b"}",
        json.dumps(GOOD | {"sent": math.nan}).encode(),
        json.dumps(GOOD | {"sent": 1e300}).encode(),
        json.dumps(GOOD | {"first": -1}).encode(),
        json.dumps(GOOD | {"first": True}).encode(),
        json.dumps(GOOD).replace("7,", "1" * 5000 + ",").encode(),
        json.dumps(GOOD | {"sender": "koyama"}).encode(),
        json.dumps(GOOD | {"form": 2}).encode(),
        json.dumps(GOOD | {"rows": [[NOW, "07", {"x": 1}]] * 5001}).encode(),
    ],
)
def test_a_wild_message_is_refused_as_a_whole(payload: bytes):
    with pytest.raises(BadMessageError):
        read_batch(payload)


@pytest.mark.parametrize(
    "row",
    [
        [NOW, "07"], [NOW, "07", {}], [NOW, "07", {"x": "1"}], [NOW, "07", {"x": True}], [NOW, "07", {"x": math.inf}],
        [NOW, "07", {"=x": 1}], [NOW, "07", {"a\u001b": 1}], [NOW, "07", {f"x{n}": 1 for n in range(65)}],
        [NOW, "07\u001b[2J", {"x": 1}], [NOW, "\u202e70", {"x": 1}], [NOW, "0" * 21, {"x": 1}], [NOW, " ", {"x": 1}],
        [NOW, 7, {"x": 1}], [NOW - 1e6, "07", {"x": 1}], [NOW + 90, "07", {"x": 1}], [None, "07", {"x": 1}], "row",
    ],
)  # fmt: skip
def test_a_wild_row_costs_only_itself(row: object):
    payload = json.dumps(GOOD | {"rows": [row, [NOW, "08", {"x": 1, "y": None}]]}).encode()
    bad, good = read_batch(payload).rows
    assert bad is None and good is not None and good.board == "08"
    assert good.values == pytest.approx({"x": 1.0, "y": math.nan}, nan_ok=True)


def test_a_state_says_who_is_there():
    state = State("0a1b2c3d", here=True)
    assert read_state(written_state(state)) == state
    with pytest.raises(BadMessageError):
        read_state(b'{"form":1,"sender":"0a1b2c3d","here":1}')
