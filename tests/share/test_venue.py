"""What a reader makes of messages: clocks put right, losses counted, senders and boards kept apart and bounded."""

from __future__ import annotations

from kimotsuki_ictclub.errors import ClubError
from kimotsuki_ictclub.share.buffer import Buffer
from kimotsuki_ictclub.share.clock import SenderClock
from kimotsuki_ictclub.share.messages import Batch, Row, State
from kimotsuki_ictclub.share.venue import Venue
from kimotsuki_ictclub.telemetry import Back, Event, Gone, Notice, Sample

WALL = 1_800_000_000.0  # what our own clock shows when our monotonic one shows 0
A, B = "0000000a", "0000000b"


def batch(sender: str, first: int, sent: float, *rows: Row | None) -> Batch:
    return Batch(sender, first, WALL + sent, list(rows))


def row(time: float, board: str = "07", **values: float) -> Row:
    return Row(WALL + time, board, values or {"x": 1.0})


def samples(events: list[Event]) -> list[tuple[float, str]]:
    return [(round(event.time, 3), event.board) for event in events if isinstance(event, Sample)]


def notices(events: list[Event]) -> list[ClubError]:
    return [event.error for event in events if isinstance(event, Notice)]


def codes(events: list[Event]) -> list[str]:
    return [error.code for error in notices(events)]


def test_a_wrong_clock_is_corrected_and_told_once():
    venue = Venue("uchinoura", 100.0, WALL)
    events: list[Event] = []
    for number in range(40):
        now = 100.0 + number / 10
        events += venue.samples(batch(A, number, now + 3.2, row(now + 3.15)), now + 0.01)
    (notice,) = notices(events)
    assert notice.code == "share-clock" and "uchinoura is 3.2 s ahead" in str(notice)
    placed = samples(events)
    assert placed == sorted(placed) and len(placed) == 39  # the first was measured before we were there
    assert all(abs(time - (100.0 + number / 10 - 0.04)) < 0.01 for number, (time, _b) in enumerate(placed, 1))
    behind = Venue("koyama", 100.0, WALL)
    told = [behind.samples(batch(A, 0, 100 - 90_000 + n), 100 + n) for n in range(3)]
    assert "90000 s behind" in str(notices(told[2])[0])


def test_samples_that_waited_keep_their_time_and_a_clock_that_was_set_is_followed():
    clock = SenderClock()
    for second in range(10):
        clock.hear(second, second + 5.0)
    for second in range(300):  # a broker gives out at once what waited for five minutes
        clock.hear(10 + second, 315.0)
    assert abs(clock.place(200.0) - 205.0) < 0.1
    for second in range(70):  # now the sender slept: its clock stays 100 s behind
        clock.hear(215.0 + second, 320.0 + second)
    assert abs(clock.place(200.0) - 305.0) < 0.1


def test_what_is_missing_is_counted_and_what_comes_twice_is_not():
    venue = Venue("koyama", 100.0, WALL)
    rows = [row(100.1 + number / 100) for number in range(10)]
    assert len(samples(venue.samples(batch(A, 50, 100.2, *rows[:4]), 100.2))) == 4
    assert len(samples(venue.samples(batch(A, 52, 100.2, *rows[2:6]), 100.3))) == 2
    assert len(samples(venue.samples(batch(A, 59, 100.4, rows[9]), 100.4))) == 1
    assert venue.whole.lost == 3 and venue.counts["koyama/07"].samples == 7
    assert codes(venue.losses(101.0)) == ["share-lost"] and venue.losses(102.0) == []
    venue.samples(batch(A, 61, 103, None, rows[9]), 103)
    told = venue.losses(112.0)
    assert codes(told) == ["share-lost", "share-bad-messages"] and str(notices(told)[0]).startswith("1 samples")


def test_two_senders_of_one_name_are_kept_apart():
    venue = Venue("koyama", 100.0, WALL)
    first = venue.samples(batch(A, 0, 101, row(101)), 101)
    second = venue.samples(batch(B, 0, 131.1, row(131.1)), 101.1)
    assert samples(first) == [(101.0, "koyama/07")] and samples(second) == [(101.1, "koyama-2/07")]
    assert codes(second) == ["venue-twice"]
    for number in range(10):  # no more than four at once
        venue.samples(batch(f"0000001{number}", 0, 101.2, row(101.2)), 101.2)
    assert set(venue.counts) == {"koyama/07", "koyama-2/07", "koyama-3/07", "koyama-4/07"}
    assert venue.whole.damaged == 8


def test_a_venue_that_goes_leaves_gaps_and_its_next_sender_takes_its_place():
    venue = Venue("koyama", 100.0, WALL)
    venue.samples(batch(A, 0, 101, row(101), row(101, "08")), 101)
    went = venue.state(State(A, here=False), 102)
    assert [(type(event), event.board) for event in went] == [(Gone, "koyama/07"), (Gone, "koyama/08")]
    assert venue.state(State(A, here=False), 102) and venue.state(State(B, here=False), 102) == []
    again = venue.samples(batch(B, 0, 104, row(104), Row(WALL + 104.5, "07", None)), 104)
    assert [(type(event), event.board) for event in again] == [
        (Back, "koyama/07"), (Sample, "koyama/07"), (Gone, "koyama/07"),
    ]  # fmt: skip
    assert codes(Venue("koyama", 200.0, WALL).state(State(A, here=False), 200)) == ["venue-away"]


def test_the_last_values_count_from_now_and_only_when_their_sender_is_there():
    venue = Venue("koyama", 100.0, WALL)
    assert venue.last(batch(A, 0, 40, row(39, "07", light=5.0), None, Row(WALL + 39, "08", None))) == []
    assert venue.samples(batch(B, 0, 100.2), 100.2) == []  # another one's
    came = venue.samples(batch(A, 9, 100.5), 100.5)
    assert [event for event in came if isinstance(event, Sample)] == [Sample(100.5, "koyama-2/07", {"light": 5.0})]


def test_ten_thousand_labels_and_channels_are_bounded():
    venue = Venue("koyama", 100.0, WALL)
    for number in range(0, 10_000, 500):
        venue.samples(batch(A, number, 101, *[row(101, f"b{number + n}") for n in range(500)]), 101)
    assert len(venue.counts) == 200 and venue.whole.damaged == 9_800
    other = Venue("koyama", 100.0, WALL)
    for number in range(0, 1000, 50):
        other.samples(batch(A, number, 101, *[row(101, "07", **{f"c{number + n}": 1.0}) for n in range(50)]), 101)
    assert other.counts["koyama/07"].samples == 256 and other.whole.damaged == 744


def test_a_full_buffer_gives_up_the_oldest_and_knows_how_many():
    buffer = Buffer(limit=1000)
    for number in range(100):
        buffer.add(f"[{number:038d}]")  # 100 bytes with what Python needs
    assert (buffer.dropped, buffer.first, len(buffer)) == (90, 90, 10)
    assert [int(text.strip("[]")) for text in buffer.take(3, 10_000)] == [90, 91, 92]
    assert len(buffer.take(100, 85)) == 2 and buffer.first == 95
