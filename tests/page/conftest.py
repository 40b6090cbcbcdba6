"""The page as it really runs: its own records, a real port, a real browser."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from kimotsuki_ictclub import attendance
from kimotsuki_ictclub.attendance import Records
from kimotsuki_ictclub.attendance.desk.server import server_config
from kimotsuki_ictclub.page import page_app
from kimotsuki_ictclub.page.live.evening import Evening

from ..attendance.desk.conftest import browser, until

__all__ = ["browser"]

KEY = b"k" * 32  # of cookies: a server that comes back knows its browsers


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    with attendance.open_records(tmp_path / "club.sqlite") as opened:
        yield opened


def awaited(evening: Coroutine[Any, Any, Any]) -> Any:
    """Return what comes of `evening`, in a thread of its own: the browser of other tests has a loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, evening).result()


@contextmanager
def running(records: Records, *, port: int = 0, **options: object) -> Iterator[tuple[str, Evening]]:
    """Serve the page in a thread; the address without a slash at its end, and what goes on there."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    app = page_app(records, key=KEY, **options)  # type: ignore[arg-type]
    server = uvicorn.Server(server_config(app))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        until(lambda: server.started)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", app.state.evening
    finally:
        server.force_exit = server.should_exit = True
        thread.join()
        listener.close()
        app.state.evening.close()
