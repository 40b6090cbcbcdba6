"""Serving the desk from this PC: the port, the addresses, the browser, and a clean end."""

from __future__ import annotations

import socket
import webbrowser
from collections.abc import Callable
from contextlib import suppress

import psutil
import uvicorn

from ...errors import AttendanceError
from ...language import N_, _
from ..records import Records
from .app import THIS_PC, desk_app
from .guard import new_pin

PORT = 4649  # よろしく


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
    listener = _listen("0.0.0.0" if lan else "127.0.0.1", port)
    number = listener.getsockname()[1]
    addresses = _addresses() if lan else []
    pin = new_pin() if lan else None
    app = desk_app(records, pin=pin, hosts=(*THIS_PC, *addresses, *_names()) if lan else THIS_PC)
    here = f"http://127.0.0.1:{number}/"
    lines = [_("The desk on this PC: %(address)s") % {"address": here}]
    if pin is not None:
        lines += [_("On a tablet: %(address)s") % {"address": f"http://{address}:{number}/"} for address in addresses]
        lines += [
            _("PIN: %(pin)s") % {"pin": pin},
            _("Use --lan in the club's own Wi-Fi only: nicknames cross the network unencrypted."),
        ]
    lines.append(_("Ctrl-C closes the desk."))

    def ready() -> None:
        for line in lines:
            show(line)
        if open_browser:
            webbrowser.open(here)

    config = uvicorn.Config(
        app, log_level="critical", access_log=False, proxy_headers=False, server_header=False,
        timeout_graceful_shutdown=5, lifespan="off",
    )  # fmt: skip
    with listener, suppress(KeyboardInterrupt):
        _Server(config, ready).run(sockets=[listener])


class _Server(uvicorn.Server):
    """uvicorn, telling when it answers."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self.ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready()


def _listen(address: str, port: int | None) -> socket.socket:
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
                    port=number, reason=error.strerror or error,
                ) from error  # fmt: skip
    raise AssertionError("unreachable: the last port either opens or raises")


def _addresses() -> list[str]:
    """Return this PC's IPv4 addresses in the networks it is in."""
    found = (address for addresses in psutil.net_if_addrs().values() for address in addresses)
    return [
        one.address
        for one in found
        if one.family == socket.AF_INET and not one.address.startswith(("127.", "169.254."))
    ]


def _names() -> list[str]:
    name = socket.gethostname().lower()
    return [name, f"{name}.local"]
