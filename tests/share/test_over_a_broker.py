"""Venues over a real mosquitto: what is sent arrives, whatever happens to broker, readers and others."""

from __future__ import annotations

import asyncio
import gc
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from kimotsuki_ictclub.errors import ShareError
from kimotsuki_ictclub.page.instructor.live_values import LiveValues
from kimotsuki_ictclub.page.instructor.table import Table
from kimotsuki_ictclub.page.live.channel import Channel
from kimotsuki_ictclub.share import Address, Sender, Venues, receiving
from kimotsuki_ictclub.share.messages import topic
from kimotsuki_ictclub.telemetry import Event, Gone, Notice, Sample, SampleReader
from tests.share.broker import Broker

LONG = 120.0  # seconds that a busy machine may take


class Venue:
    """One venue's boards and sender, driven from the test."""

    def __init__(self, sender: Sender) -> None:
        self.sender = sender
        self.printed = 0

    def print(self, count: int, *, board: str = "07") -> None:
        """Let a board print the next numbers."""
        for _ in range(count):
            self.sender.add([Sample(time.monotonic(), board, {"x": float(self.printed)})])
            self.printed += 1


@contextmanager
def sharing(address: str, venue: str, notices: list[str] | None = None) -> Iterator[Venue]:
    told = [] if notices is None else notices
    with Sender(Address.of(address), venue, lambda error: told.append(error.code)) as sender:
        yield Venue(sender)


def reader_of(address: str) -> SampleReader:
    return SampleReader([Venues(Address.of(address))])


def follow(reader: SampleReader, tables: list[Venue], done: Callable[[list[Event]], bool]) -> list[Event]:
    """Read while the tables send, until `done`."""
    events: list[Event] = []
    end = time.monotonic() + LONG
    while not done(events):
        assert time.monotonic() < end, events[-20:]
        for table in tables:
            table.sender.flush()
        events += reader.read(0.05)
    return events


def numbers(events: list[Event], board: str = "koyama/07") -> list[float]:
    return [event.values["x"] for event in events if isinstance(event, Sample) and event.board == board]


def codes(events: list[Event]) -> list[str]:
    return [event.error.code for event in events if isinstance(event, Notice)]


def refusal(address: str, venue: str = "koyama") -> ShareError:
    with pytest.raises(ShareError) as caught, sharing(address, venue):
        pass
    return caught.value


def test_nothing_is_lost_when_the_broker_is_restarted(broker: Broker):
    told: list[str] = []
    with sharing(broker.address(), "koyama", told) as table, reader_of(broker.address("koyama")) as reader:
        table.print(50)
        before = follow(reader, [table], lambda events: len(numbers(events)) == 50)
        table.print(20)  # under way, or not even that
        table.sender.flush()
        broker.stop()
        before += follow(reader, [table], lambda _events: "share-disconnected" in told)
        table.print(1000)
        assert table.sender.waiting >= 1000
        assert broker.start()
        after = follow(reader, [table], lambda events: 1069.0 in numbers(events) and table.sender.waiting == 0)
        assert numbers(before + after) == list(range(1070))
        assert {"share-disconnected", "share-connected"} <= set(codes(before + after))
        assert told == ["share-disconnected", "share-connected"]
        times = [event.time for event in before + after if isinstance(event, Sample)]
        assert times == sorted(times) and times[-1] < time.monotonic()
        assert reader.counts["koyama/07"].samples == 1070 and "koyama" not in reader.counts
        assert (table.sender.sent, table.sender.dropped) == (1070, 0)


def test_by_the_files_of_deploy_each_venue_sends_as_itself(secure_broker: Broker):
    broker = secure_broker
    told: list[str] = []
    koyama, uchinoura = broker.address(user="koyama"), broker.address("koyama", user="uchinoura")
    with sharing(koyama, "koyama", told) as table, reader_of(uchinoura) as reader:
        table.print(10)
        follow(reader, [table], lambda events: numbers(events) == list(range(10)))
        follow(reader, [table], lambda _events: table.sender.sent == 10)
        assert told == []
        foreign: list[str] = []
        with sharing(broker.address(user="uchinoura"), "tashiro", foreign) as other:
            other.print(1)
            follow(reader, [table, other], lambda _events: foreign == ["share-forbidden"])
    wrong = refusal(broker.address(user="koyama", password="kujira-8"))
    assert wrong.code == "share-refused" and "kujira-8" not in str(wrong) + repr(wrong)
    assert refusal(koyama.partition("?")[0]).code == "share-certificate"  # nobody has signed it but the club
    assert refusal(koyama.replace("127.0.0.1", "localhost")).code == "share-certificate"  # another name
    gc.collect()  # a socket that is left open would be told here
    assert refusal(koyama.replace("mqtts", "mqtt")).code == "share-unreachable"
    assert refusal("mqtts://koyama@no-such-host.invalid/").code == "share-unreachable"
    assert refusal("mqtts://localhost/?ca=/dev/null").code == "share-ca-file"
    broker.stop()
    assert "no broker listens there" in str(refusal(koyama))
    with pytest.raises(ShareError, match="no broker"):
        reader_of(uchinoura)


def test_a_second_sender_of_a_name_is_refused_while_the_first_is_heard(broker: Broker):
    with reader_of(broker.address("koyama")) as reader:
        with sharing(broker.address(), "koyama") as table:
            table.print(3)
            follow(reader, [table], lambda events: len(numbers(events)) == 3)
            refused: list[ShareError] = []

            def second() -> None:
                refused.append(refusal(broker.address()))

            thread = threading.Thread(target=second)
            thread.start()
            follow(reader, [table], lambda _events: not thread.is_alive())
            assert [error.code for error in refused] == ["venue-taken"]
            table.print(1)
            follow(reader, [table], lambda events: numbers(events) == [3.0])  # the first goes on
        went = follow(reader, [], lambda events: any(isinstance(event, Gone) for event in events))
        assert [(e.board, e.error.code) for e in went if isinstance(e, Gone)] == [("koyama/07", "venue-away")]
        with sharing(broker.address(), "koyama") as table:  # it said goodbye: the name is free at once
            table.print(1)
            assert numbers(follow(reader, [table], lambda events: bool(numbers(events)))) == [0.0]


def test_who_comes_late_gets_the_last_values(broker: Broker):
    with sharing(broker.address(), "koyama") as table:
        table.print(5)
        with reader_of(broker.address()) as early:
            follow(early, [table], lambda _events: table.sender.sent == 5)
            end = time.monotonic() + LONG
            late: list[Event] = []
            while not late and time.monotonic() < end:  # until the broker has the note of the last values
                begin = time.monotonic()
                with reader_of(broker.address("koyama")) as reader:
                    while not late and time.monotonic() < begin + 2:
                        table.sender.flush()
                        late = reader.read(0.05)
        assert numbers(late) == [4.0] and all(event.time >= begin for event in late)
    with reader_of(broker.address("koyama")) as reader:
        assert "venue-away" in codes(follow(reader, [], lambda events: bool(events)))
    with reader_of(broker.address("nobody")) as reader:
        assert codes(follow(reader, [], lambda events: bool(events))) == ["venue-absent"]
        assert reader.no_samples().code == "venue-absent"


def test_the_page_shows_another_venue_beside_an_empty_table(broker: Broker):
    async def play() -> dict[str, Any]:
        address = Address.of(broker.address("koyama"))
        values = LiveValues(Table(Channel()), Channel(), lambda: [Venues(address)])
        await values.start()
        end = time.monotonic() + LONG
        while not values.facts()["samples"] and time.monotonic() < end:
            sender.add([Sample(time.monotonic(), "07", {"light": 120.0})])
            sender.flush()
            await asyncio.sleep(0.05)
        facts = values.facts()
        await values.stop()
        assert "koyama/07" in values.csv().decode("utf-8")
        return facts

    with Sender(Address.of(broker.address()), "koyama", print) as sender:
        facts = asyncio.run(play())
    assert set(facts["boards"]["koyama/07"]["values"]["light"]) == {120.0} and facts["on"]


def test_a_slow_reader_is_told_how_many_samples_it_has_missed(broker: Broker, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(receiving, "_MOST_BYTES", 20_000)
    with sharing(broker.address(), "koyama") as table, reader_of(broker.address("koyama")) as reader:
        table.print(10)
        first = follow(reader, [table], lambda events: len(numbers(events)) == 10)
        table.print(5000)
        end = time.monotonic() + LONG
        while table.sender.sent < 5010 and time.monotonic() < end:  # nobody reads meanwhile
            table.sender.flush()
            time.sleep(0.01)
        table.print(1)
        events = follow(reader, [table], lambda events: 5010.0 in numbers(events))
        got = numbers(first + events)
        assert got == sorted(set(got)) and len(got) < 5011
        assert reader.counts["koyama"].lost == 5011 - len(got)
        assert "share-lost" in codes(events)


def test_bad_messages_harm_nothing_and_are_told(broker: Broker):
    from paho.mqtt.client import Client, MQTTv5
    from paho.mqtt.enums import CallbackAPIVersion

    now = time.time()
    good: dict[str, Any] = {"form": 1, "sender": "0a1b2c3d", "first": 0, "sent": now, "rows": [[now, "07", {"x": 1}]]}
    payloads = [
        b"", b"koyama", b"\xff\xfe", b"[" * 100_000, json.dumps(good | {"sent": float("nan")}).encode(),
        json.dumps(good | {"rows": [[now, "07\u001b[2J", {"x": 1}], [now, "07", {"x": 1e999}]]}).encode(),
        *(json.dumps(good | {"first": n, "rows": [[now, f"b{n + m}", {"x": 1}] for m in range(1000)]}).encode()
          for n in range(0, 10_000, 1000)),
    ]  # fmt: skip
    stranger = Client(CallbackAPIVersion.VERSION2, protocol=MQTTv5)
    stranger.connect("127.0.0.1", broker.port)
    stranger.loop_start()
    try:
        with sharing(broker.address(), "koyama") as table, reader_of(broker.address()) as reader:
            table.print(5)
            events = follow(reader, [table], lambda events: len(numbers(events)) == 5)
            for payload in payloads:
                for kind in ("samples", "state", "last", "unknown"):
                    stranger.publish(topic("koyama", kind), payload, qos=1)
            stranger.publish(topic("koyama", "samples"), b'{"form":1,"x":"' + b"x" * 400_000 + b'"}', qos=1)
            stranger.publish(topic("ko yama", "samples"), json.dumps(good), qos=1)
            stranger.publish(
                "ictclub/1/koyama/samples", json.dumps(good | {"sender": "last0000"}), qos=1
            ).wait_for_publish(LONG)
            table.print(1)
            events += follow(
                reader, [table], lambda events: 5.0 in numbers(events) and "share-bad-messages" in codes(events)
            )
            assert numbers(events) == list(range(6))
            assert reader.counts["koyama"].damaged > 9_000 and len(reader.counts) <= 203
            assert all(event.board.isprintable() for event in events)
    finally:
        stranger.disconnect()
        stranger.loop_stop()
