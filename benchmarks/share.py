"""Two venues, 30 boards each, 20 samples a second over a local mosquitto, beside a bare paho publisher and subscriber.

Print to chart: from when a sample is printed until the live chart at the other end has taken it. What boards print is
made in the sender's process, so that only the way over the broker is measured.
"""

from __future__ import annotations

import json
import multiprocessing
import resource
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

VENUES, BOARDS, PER_SECOND, SECONDS = ("koyama", "uchinoura"), 30, 20, 10.0
_AFTER = 2.0  # seconds in which what is under way arrives


def due_samples(begin: float, handle: Callable[[int, int], None], between: Callable[[], None]) -> None:
    """Call `handle(board, number)` when each sample is due, the boards spread over each 50 ms."""
    for number in range(int(SECONDS * PER_SECOND)):
        for board in range(BOARDS):
            due = begin + (number + board / BOARDS) / PER_SECOND
            while (wait := due - time.monotonic()) > 0.0005:
                time.sleep(min(wait, 0.02))
                between()
            handle(board, number)


def our_sender(venue: str, port: int, ready: Barrier, answer: Connection) -> None:
    from kimotsuki_ictclub.share import Address, Sender
    from kimotsuki_ictclub.telemetry import Sample

    with Sender(Address.of(f"mqtt://127.0.0.1:{port}"), venue, print) as sender:
        begin = _begin(ready)
        before = _cpu()

        def take(board: int, number: int) -> None:
            now = time.monotonic()
            sender.add([Sample(now, f"{board + 1:02d}", {"light": float(number), "printed": now})])
            sender.flush()

        due_samples(begin, take, sender.flush)
        spent = _cpu() - before
    answer.send(spent)


def bare_sender(venue: str, port: int, ready: Barrier, answer: Connection) -> None:
    client = _bare_client()
    client.connect("127.0.0.1", port)
    client.loop_start()
    begin = _begin(ready)
    before = _cpu()

    def take(board: int, number: int) -> None:
        message = {"light": float(number), "printed": time.monotonic()}
        client.publish(f"{venue}/{board + 1:02d}", json.dumps(message))

    due_samples(begin, take, lambda: None)
    spent = _cpu() - before
    time.sleep(_AFTER / 2)
    client.disconnect()
    client.loop_stop()
    answer.send(spent)


def our_reader(port: int, ready: Barrier, answer: Connection) -> None:
    from kimotsuki_ictclub.plotting.live_chart import LiveChart
    from kimotsuki_ictclub.share import Address, Venues
    from kimotsuki_ictclub.telemetry import Sample, SampleReader

    chart, delays = LiveChart(channels=["light"]), []
    with SampleReader([Venues(Address.of(f"mqtt://127.0.0.1:{port}"))]) as reader:
        begin = _begin(ready)
        before = _cpu()
        while time.monotonic() < begin + SECONDS + _AFTER:
            events = reader.read(0.04)
            chart.add(events)
            now = time.monotonic()
            delays += [now - event.values["printed"] for event in events if isinstance(event, Sample)]
        spent = _cpu() - before
        lost = sum(count.lost for count in reader.counts.values())
    answer.send((spent, delays, lost))


def bare_reader(port: int, ready: Barrier, answer: Connection) -> None:
    delays: list[float] = []
    client = _bare_client()
    client.on_message = lambda _client, _data, message: delays.append(
        time.monotonic() - json.loads(message.payload)["printed"]
    )
    client.on_connect = lambda *_answer: client.subscribe("+/+")
    client.connect("127.0.0.1", port)
    client.loop_start()
    begin = _begin(ready)
    before = _cpu()
    time.sleep(max(0.0, begin + SECONDS + _AFTER - time.monotonic()))
    spent = _cpu() - before
    client.disconnect()
    client.loop_stop()
    answer.send((spent, delays, 0))


def measure(sender: Callable[..., None], reader: Callable[..., None], port: int, broker: int) -> dict[str, Any]:
    """Run both venues' senders and one reader, each in a process of its own; return the figures."""
    import psutil

    context = multiprocessing.get_context("spawn")
    ready = context.Barrier(len(VENUES) + 1)
    processes, answers = [], []
    for function, arguments in [(reader, ()), *((sender, (venue,)) for venue in VENUES)]:
        receiving, sending = context.Pipe(duplex=False)
        process = context.Process(target=function, args=(*arguments, port, ready, sending))
        process.start()
        processes.append(process)
        answers.append(receiving)
    before = sum(psutil.Process(broker).cpu_times()[:2])
    (read, delays, lost), *sent = [answer.recv() for answer in answers]
    of_broker = sum(psutil.Process(broker).cpu_times()[:2]) - before
    for process in processes:
        process.join()
    delays.sort()
    return {
        "sent": int(SECONDS * PER_SECOND) * BOARDS * len(VENUES),
        "received": len(delays),
        "counted_as_lost": lost,
        "p50_ms": round(1000 * statistics.median(delays)),
        "p95_ms": round(1000 * delays[int(len(delays) * 0.95)]),
        "max_ms": round(1000 * delays[-1]),
        "core_percent_of_a_sender": round(100 * statistics.mean(sent) / SECONDS, 1),
        "core_percent_of_the_reader": round(100 * read / SECONDS, 1),
        "core_percent_of_the_broker": round(100 * of_broker / SECONDS, 1),
    }


def main() -> None:
    program = shutil.which("mosquitto") or shutil.which("mosquitto", path="/usr/sbin")
    if program is None or sys.platform == "win32":
        print("share: needs mosquitto")
        return
    print(f"{len(VENUES)} venues x {BOARDS} boards x {PER_SECOND} samples a second, {SECONDS:.0f} s")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mosquitto.conf"
        path.write_text(f"listener {port} 127.0.0.1\nallow_anonymous true\nmax_queued_messages 0\n")
        broker = subprocess.Popen([program, "-c", path], stderr=subprocess.DEVNULL)
        try:
            ours = measure(our_sender, our_reader, port, broker.pid)
            peer = measure(bare_sender, bare_reader, port, broker.pid)
        finally:
            broker.terminate()
            broker.wait()
    print("ours     ", json.dumps(ours))
    print("bare paho", json.dumps(peer))
    ratios = [f"{name} {ours[f'core_percent_of_{name}'] / max(peer[f'core_percent_of_{name}'], 0.1):.2f}"
              for name in ("a_sender", "the_reader", "the_broker")]  # fmt: skip
    print("CPU, ours / bare paho:", "; ".join(ratios).replace("_", " "))


def _begin(ready: Barrier) -> float:
    """Wait until all are connected; return when the first sample is due."""
    ready.wait()
    return time.monotonic() + 1.0


def _bare_client() -> Any:
    from paho.mqtt.client import Client, MQTTv5
    from paho.mqtt.enums import CallbackAPIVersion

    return Client(CallbackAPIVersion.VERSION2, protocol=MQTTv5)


def _cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    main()
