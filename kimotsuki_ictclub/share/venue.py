"""One venue as a reader sees it: its senders, their clocks, their boards, and what does not fit."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..errors import ClubError
from ..telemetry import Back, Counts, Event, Gone, Notice, Sample
from . import notices
from .clock import SenderClock
from .messages import Batch, Row, State

_MOST_SENDERS = 4  # of one name at once
_MOST_BOARDS = 200  # of one venue
_MOST_CHANNELS = 256  # of one venue
_SILENT = 3.0  # seconds without a beat: another sender may have this one's place
_BEATS = 3  # messages before a clock is told about
_TELL_APART = 0.5  # seconds: less is the way of the message
_TELL_AGAIN = 10.0  # seconds between two words about losses


@dataclass
class _Sender:
    """One PC that sends, as long as it does."""

    name: str
    prefix: str  # of its boards: koyama, koyama-2
    heard_at: float
    expected: int | None = None  # the number of the next row
    here: bool = True
    clock: SenderClock = field(default_factory=SenderClock)
    told_ahead: float | None = None
    boards: dict[str, float] = field(default_factory=dict)  # when each was heard last, on our clock
    gone: set[str] = field(default_factory=set)


class Venue:
    """What came from one venue. `joined` is when we began to read: what was measured before is not ours."""

    def __init__(self, name: str, joined: float, wall_minus_monotonic: float) -> None:
        self.name = name
        self.counts: dict[str, Counts] = {}
        self.whole = Counts()  # what belongs to no board: `damaged` messages and rows, `lost` samples
        self._joined = joined
        self._wall = wall_minus_monotonic
        self._senders: list[_Sender] = []
        self._channels: set[str] = set()
        self._last: Batch | None = None  # kept by the broker, until it is known that its sender is there
        self._told: dict[str, tuple[int, float]] = {}  # of each kind of loss: how many, and when it was told

    @property
    def heard(self) -> bool:
        """Whether somebody sends, or sent, under this name."""
        return bool(self._senders)

    def bad(self, count: int = 1) -> None:
        """Count messages or rows that nobody understands."""
        self.whole.damaged += count

    def state(self, state: State, arrival: float) -> list[Event]:
        """Take the news that a sender is there, or not any more."""
        sender = self._known(state.sender)
        if state.here:
            if sender is not None:
                sender.here = True
            return []
        if sender is None:
            return [] if self.heard else [Notice(arrival, self.name, notices.away(self.name))]
        sender.here = False
        error = notices.away(sender.prefix)
        went = [board for board in sender.boards if board not in sender.gone]
        if not went:
            return [Notice(arrival, sender.prefix, error)]
        return [self._gone(sender, board, error, arrival) for board in went]

    def last(self, batch: Batch) -> list[Event]:
        """Take the last values that the broker keeps; they count from when their sender is heard."""
        self._last = batch
        return []

    def samples(self, batch: Batch, arrival: float) -> list[Event]:
        """Take a message of samples."""
        events: list[Event] = []
        sender = self._known(batch.sender) or self._seated(batch.sender, arrival, events)
        if sender is None:
            self.bad(max(1, len(batch.rows)))
            return events
        sender.here, sender.heard_at = True, arrival
        sender.clock.hear(batch.sent, arrival)
        rows = self._new_rows(sender, batch)
        if self._last is not None and self._last.sender == sender.name:
            last, self._last = self._last, None
            now = max(self._joined, arrival)
            for row in last.rows:
                if row is not None and row.values is not None and f"{sender.prefix}/{row.board}" not in sender.boards:
                    events += self._placed(sender, row, now)
        for row in rows:
            if row is None:
                self.bad()
                continue
            when = sender.clock.place(row.time)
            if when >= self._joined:
                events += self._placed(sender, row, when)
        events += self._clock_news(sender, arrival)
        return events

    def losses(self, now: float) -> list[Event]:
        """Return what is to be told of losses and of messages that nobody understands, now and then."""
        events: list[Event] = []
        for kind, count, notice in (
            ("lost", self.whole.lost, notices.lost),
            ("bad", self.whole.damaged, notices.bad_messages),
        ):
            told, at = self._told.get(kind, (0, -_TELL_AGAIN))
            if count > told and now - at >= _TELL_AGAIN:
                self._told[kind] = (count, now)
                events.append(Notice(now, self.name, notice(self.name, count - told)))
        return events

    def _known(self, name: str) -> _Sender | None:
        return next((sender for sender in self._senders if sender.name == name), None)

    def _seated(self, name: str, arrival: float, events: list[Event]) -> _Sender | None:
        """Give a new sender the first free place, after one that is away; None where too many send."""
        for place, old in enumerate(self._senders):
            if not old.here or arrival - old.heard_at > _SILENT:
                # The boards of the one before are those of the new one: the same PC has begun anew.
                self._senders[place] = _Sender(name, old.prefix, arrival, boards=old.boards, gone=set(old.boards))
                return self._senders[place]
        place = len(self._senders)
        if place == _MOST_SENDERS:
            return None
        prefix = f"{self.name}-{place + 1}" if place else self.name
        if place:
            events.append(Notice(arrival, self.name, notices.two_senders(self.name, prefix)))
        self._senders.append(_Sender(name, prefix, arrival))
        return self._senders[-1]

    def _new_rows(self, sender: _Sender, batch: Batch) -> list[Row | None]:
        """Return the rows that did not come before; count those that are missing."""
        expected = batch.first if sender.expected is None else sender.expected
        self.whole.lost += max(0, batch.first - expected)
        sender.expected = max(expected, batch.first + len(batch.rows))
        return batch.rows[max(0, expected - batch.first) :]

    def _placed(self, sender: _Sender, row: Row, when: float) -> list[Event]:
        """Return the sample in a row, at `when` on our clock, and that its board is back."""
        board = f"{sender.prefix}/{row.board}"
        if board not in sender.boards and sum(len(one.boards) for one in self._senders) >= _MOST_BOARDS:
            self.bad()
            return []
        when = max(when, sender.boards.get(board, when))  # no board's time goes backwards
        if row.values is None:
            return [self._gone(sender, board, notices.board_gone(board), when)] if board in sender.boards else []
        if len(self._channels | row.values.keys()) > _MOST_CHANNELS:
            self.bad()
            return []
        self._channels |= row.values.keys()
        sender.boards[board] = when
        self.counts.setdefault(board, Counts()).samples += 1
        sample = Sample(when, board, row.values)
        if board in sender.gone:
            sender.gone.discard(board)
            return [Back(when, board), sample]
        return [sample]

    def _gone(self, sender: _Sender, board: str, error: ClubError, when: float) -> Gone:
        sender.gone.add(board)
        sender.boards[board] = when = max(when, sender.boards[board])
        return Gone(when, board, error)

    def _clock_news(self, sender: _Sender, arrival: float) -> list[Event]:
        ahead = sender.clock.ahead(self._wall)
        told = sender.told_ahead
        if sender.clock.heard < _BEATS or abs(ahead - (told or 0.0)) < _TELL_APART:
            return []
        sender.told_ahead = ahead
        return [Notice(arrival, sender.prefix, notices.clock_ahead(sender.prefix, ahead))]
