"""Serving the desk from this PC: the port, the addresses, the browser, and a clean end."""

from __future__ import annotations

import asyncio
import socket
import sys
import time
import webbrowser
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Any

import psutil
import uvicorn
from starlette.types import ASGIApp

from ...errors import AttendanceError, system_words
from ...language import N_, _
from ..records import Records
from .app import desk_app
from .connections import BACKLOG, ImpatientProtocol, most_connections
from .door import THIS_PC
from .guard import new_pin
from .texts import NO_NETWORK

PORT = 4649  # よろしく

Farewells = Callable[[Callable[[], bool]], Awaitable[None]]  # told at the end, given whether to hurry


def serve(
    records: Records,
    *,
    port: int | None = None,
    lan: bool = False,
    open_browser: bool = True,
    show: Callable[[str], object] = print,
) -> None:
    """Serve the desk until Ctrl-C, on this PC only or, with `lan`, to tablets in the same network with a PIN.

    `port` is 0 to 65535 (0: any free one); without it 4649, or a free one where that is taken. `show` gets the
    lines that a person needs to see.

    Raises: AttendanceError `port-taken`.
    """
    listener = listen("0.0.0.0" if lan else "127.0.0.1", port)
    number = listener.getsockname()[1]
    pin = new_pin() if lan else None

    def addresses() -> list[str]:
        return [f"http://{address}:{number}" for address in own_addresses()] if lan else []

    app = desk_app(records, pin=pin, hosts=OwnNames() if lan else THIS_PC, addresses=addresses)
    here = f"http://127.0.0.1:{number}/"
    lines = [_("The desk on this PC: %(address)s") % {"address": here}]
    if pin is not None:
        lines += lines_for_others(_("On a tablet: %(address)s"), addresses())
        lines += [
            _("PIN: %(pin)s") % {"pin": pin},
            _("A tablet's QR code, and an address that comes later: %(address)s") % {"address": f"{here}door"},
            _("Use --lan in the club's own Wi-Fi only: nicknames cross the network unencrypted."),
        ]
    lines += [
        _("For organizers, on this PC only: %(address)s  PIN: %(pin)s")
        % {"address": f"{here}office", "pin": app.state.office_pin},
        _("Ctrl-C closes the desk."),
    ]

    def ready() -> None:
        for line in lines:
            show(line)
        if open_browser:
            webbrowser.open(here)

    with listener, suppress(KeyboardInterrupt):
        Server(server_config(app), ready, app.state.farewell.say).run(sockets=[listener])


def server_config(app: ASGIApp) -> uvicorn.Config:
    """Return how uvicorn serves an application at the door: no log, no strange headers, impatient connections."""
    return uvicorn.Config(
        app, log_level="critical", access_log=False, proxy_headers=False, server_header=False, lifespan="off",
        http=ImpatientProtocol, ws="none", limit_concurrency=most_connections() + 1, backlog=BACKLOG,
        timeout_graceful_shutdown=5,
    )  # fmt: skip


class OwnNames:
    """The names and addresses under which this PC is asked; a Wi-Fi may give it another one at any time."""

    def __init__(self) -> None:
        self._known: frozenset[str] = frozenset()
        self._looked = float("-inf")

    def __contains__(self, name: object) -> bool:
        if name in THIS_PC:
            return True
        if name not in self._known and time.monotonic() - self._looked >= 1:
            self._looked = time.monotonic()
            self._known = frozenset((*own_addresses(), *_names()))
        return name in self._known


class Server(uvicorn.Server):
    """uvicorn, telling when it answers, and the tablets when it closes."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None], farewell: Farewells) -> None:
        super().__init__(config)
        self.ready = ready
        self.farewell = farewell

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin, and tell."""
        asyncio.get_running_loop().set_exception_handler(_say_once())
        await super().startup(sockets)
        self.ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Say farewell, and end."""
        await self.farewell(lambda: self.force_exit)
        await super().shutdown(sockets)


def _say_once() -> Callable[[asyncio.AbstractEventLoop, dict[str, Any]], None]:
    """Return what prints each kind of trouble once: asyncio's own tracebacks would fill the disk in a flood."""
    said: set[str] = set()

    def say(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        kind = type(context.get("exception")).__name__
        if kind not in said:
            said.add(kind)
            print(f"desk: {kind}", file=sys.stderr)

    return say


def listen(address: str, port: int | None) -> socket.socket:
    """Return a socket that listens on `port`, or on a free one where none was asked for and 4649 is taken."""
    wanted = [PORT, 0] if port is None else [port]
    for number in wanted:
        # The protocol is named: asyncio switches off the wait for fuller packets (40 ms) only where it is.
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        try:
            if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):  # Windows: no other program may share the port
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
            else:
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((address, number))
            return listener
        except OSError as error:
            listener.close()
            if number == wanted[-1]:
                raise AttendanceError(
                    "port-taken", N_("Port %(port)s cannot be used: %(reason)s"),
                    N_("Another desk may be open. Close it, or choose another port: --port 0"),
                    port=number, reason=system_words(error),
                ) from error  # fmt: skip
    raise AssertionError("unreachable: the last port either opens or raises")


def own_addresses() -> list[str]:
    """Return this PC's IPv4 addresses in the networks it is in, the one that leads outside first."""
    found = (address for addresses in psutil.net_if_addrs().values() for address in addresses)
    own = [
        one.address
        for one in found
        if one.family == socket.AF_INET and not one.address.startswith(("127.", "169.254."))
    ]
    main = _main_address()
    return sorted(own, key=lambda address: address != main)


def lines_for_others(saying: str, addresses: Sequence[str]) -> list[str]:
    """Return `saying` with each address under which other devices reach this PC, or that it is in no network yet."""
    return [saying % {"address": f"{address}/"} for address in addresses] or [_(NO_NETWORK)]


def _main_address() -> str:
    """Return the address from which this PC would speak to the outside; nothing is sent for it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        try:
            asked.connect(("192.0.2.1", 9))  # RFC 5737: an address for examples
        except OSError:
            return ""
        return str(asked.getsockname()[0])


def _names() -> list[str]:
    name = socket.gethostname().lower()
    return [name, f"{name}.local"]
