"""What goes over the wire, form 1: rows of samples as JSON. What others send is read as if anybody had written it.

Topics: `ictclub/1/VENUE/samples`, `…/last` and `…/state`; the forms stand in docs/share.md.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from ..boards.labels import LONGEST as LONGEST_LABEL
from ..telemetry.label_rules import is_label

FORM = 1
LARGEST = 262_144  # bytes of a message
MOST_ROWS = 500  # of a message that we send
_MOST_ROWS_READ = 5_000
_MOST_VALUES = 64  # of a row; a board has no more channels
_LATEST_CLOCK = 4e9  # seconds since 1970: the year 2096
_SENDER = re.compile("[0-9a-f]{8}")
_EARLIER, _LATER = 86_400.0, 60.0  # seconds that a row may be older and younger than its message


class BadMessageError(ValueError):
    """A message that is none of ours, or broken."""


class Row(NamedTuple):
    """One sample. `time` is in seconds since 1970 by the sender's clock; `values` None: the board went."""

    time: float
    board: str
    values: dict[str, float] | None


class Batch(NamedTuple):
    """The rows of a message. `first` is the number of its first row; a row that was not understood is None."""

    sender: str
    first: int
    sent: float
    rows: list[Row | None]


class State(NamedTuple):
    """Whether a sender is there."""

    sender: str
    here: bool


def topic(venue: str, kind: str) -> str:
    """Return the topic of a venue ("+": of all) for "samples", "last" or "state"."""
    return f"ictclub/{FORM}/{venue}/{kind}"


def written_row(row: Row) -> str:
    """Return a row as it stands in a message."""
    values: dict[str, float | None] | None = None
    if row.values is not None:
        values = {name: round(value, 6) if math.isfinite(value) else None for name, value in row.values.items()}
    return json.dumps([round(row.time, 4), row.board, values], ensure_ascii=False, separators=(",", ":"))


def written_batch(sender: str, first: int, sent: float, rows: Sequence[str]) -> bytes:
    """Return a message with `rows` that `written_row` has written."""
    head = f'{{"form":{FORM},"sender":"{sender}","first":{first},"sent":{sent:.4f},"rows":['
    return (head + ",".join(rows) + "]}").encode()


def written_state(state: State) -> bytes:
    """Return the message that tells whether a sender is there."""
    return json.dumps({"form": FORM, "sender": state.sender, "here": state.here}).encode()


def read_state(payload: bytes) -> State:
    """Return what a message of state says. Raises: BadMessageError."""
    content = _content(payload)
    if not isinstance(content.get("here"), bool):
        raise BadMessageError
    return State(_sender(content), content["here"])


def read_batch(payload: bytes) -> Batch:
    """Return the rows in a message. Raises: BadMessageError."""
    content = _content(payload)
    sent, first, rows = _number(content.get("sent")), _number(content.get("first")), content.get("rows")
    if sent is None or not 0 <= sent <= _LATEST_CLOCK or first is None or not 0 <= first <= 2**53:
        raise BadMessageError
    if not isinstance(rows, list) or len(rows) > _MOST_ROWS_READ:
        raise BadMessageError
    return Batch(_sender(content), int(first), sent, [_row(row, sent) for row in rows])


def _content(payload: bytes) -> dict[str, Any]:
    if len(payload) > LARGEST:
        raise BadMessageError
    try:
        content = json.loads(payload, parse_int=float)  # an integer of a thousand digits is infinite, not an error
    except (ValueError, RecursionError) as error:
        raise BadMessageError from error
    if not isinstance(content, dict) or content.get("form") != FORM:
        raise BadMessageError
    return content


def _sender(content: dict[str, Any]) -> str:
    sender = content.get("sender")
    if not isinstance(sender, str) or not _SENDER.fullmatch(sender):
        raise BadMessageError
    return sender


def _row(row: object, sent: float) -> Row | None:
    if not isinstance(row, list) or len(row) != 3:
        return None
    time, board = _number(row[0]), row[1]
    if time is None or not sent - _EARLIER <= time <= sent + _LATER or not is_board(board):
        return None
    if row[2] is None:
        return Row(time, board, None)
    values = _values(row[2])
    return Row(time, board, values) if values else None


def is_board(label: object) -> bool:
    """Return whether something can be a board's label; nothing in one moves a cursor."""
    return isinstance(label, str) and 0 < len(label) <= LONGEST_LABEL and label.isprintable() and bool(label.strip())


def _values(content: object) -> dict[str, float] | None:
    if not isinstance(content, dict) or len(content) > _MOST_VALUES:
        return None
    values = {name: math.nan if value is None else _number(value) for name, value in content.items() if is_label(name)}
    known = {name: value for name, value in values.items() if value is not None}
    return known if len(known) == len(content) else None


def _number(value: object) -> float | None:
    """Return a finite number, None where it is none; JSON of Python also knows NaN and Infinity."""
    return value if isinstance(value, float) and math.isfinite(value) else None
