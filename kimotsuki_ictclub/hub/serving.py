"""Starting the small hub: one PC with Linux, in one command."""

from __future__ import annotations

import os
import random
import shutil
import socket
import sys
import webbrowser
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from ..attendance.desk.server import lines_for_others, own_addresses
from ..errors import SetupError
from ..folders import data_folder
from ..language import N_, _, language
from ..page.kept_door import kept_door

PORT = 8000
_CONFIG = Path(__file__).with_name("jupyterhub_config.py")
_INNER_PORTS = range(20_000, 32_000)  # below those that the system gives to programs that connect


def serve(
    *, port: int = PORT, lan: bool = False, year: int = 1, open_browser: bool = True,
    show: Callable[[str], object] = print,
) -> None:  # fmt: skip
    """Serve the hub until Ctrl-C, on this PC only or, with `lan`, to devices in the same network.

    port: 1 to 65535. year: the readers' school year (1–10). `show` gets the lines that a person needs to see.

    Raises: SetupError `hub-elsewhere`, `hub-missing`, `hub-proxy-missing`, `hub-port-taken` or `data-folder`.
    """
    _check_this_pc()
    address = "0.0.0.0" if lan else "127.0.0.1"
    if not _is_free(address, port):
        raise SetupError(
            "hub-port-taken", N_("Port %(port)s is used by another program."),
            N_("Is a hub running already? Else choose another one: ictclub hub --port 8010"), port=port,
        )  # fmt: skip
    os.environ["ICTCLUB_LANG"], os.environ["ICTCLUB_GRADE"] = language(), str(year)
    here = f"http://127.0.0.1:{port}/"
    lines = [_("The class hub: %(address)s") % {"address": here}]
    if lan:
        others = [f"http://{one}:{port}" for one in own_addresses()]
        lines += lines_for_others(_("On the children's devices: %(address)s"), others)
        lines.append(_("Use --lan in the club's own Wi-Fi only: everything crosses the network unencrypted."))
    lines += [_("PIN: %(pin)s") % {"pin": kept_door(data_folder()).pin}, _("Ctrl-C closes the hub.")]

    def ready() -> None:
        for line in lines:
            show(line)
        if open_browser:
            webbrowser.open(here)

    _run([f"--JupyterHub.bind_url=http://{address}:{port}/", *_inner_addresses()], ready)


def _run(arguments: list[str], ready: Callable[[], None]) -> None:
    from jupyterhub.app import JupyterHub

    class Hub(JupyterHub):  # type: ignore[misc]
        async def start(self) -> None:
            await super().start()
            ready()

    # In this process: Ctrl-C and a service's stop reach JupyterHub itself, which ends proxy and servers in order.
    Hub.launch_instance([f"--config={_CONFIG}", *arguments])


def _check_this_pc() -> None:
    if not sys.platform.startswith("linux"):
        raise SetupError("hub-elsewhere", N_("The hub runs on Linux only."),
                         N_("For one evening on this PC: ictclub page --lan"))  # fmt: skip
    if find_spec("jupyterhub") is None or find_spec("jupyterhub_idle_culler") is None:
        raise SetupError("hub-missing", N_("JupyterHub is not installed."),
                         N_("Install it: python3 -m pip install kimotsuki-ictclub[hub]"))  # fmt: skip
    if shutil.which("configurable-http-proxy") is None:
        raise SetupError(
            "hub-proxy-missing", N_("JupyterHub's proxy, configurable-http-proxy, is not installed."),
            N_("Debian, Ubuntu: sudo apt install node-configurable-http-proxy. Elsewhere, with Node.js: "
               "sudo npm install -g configurable-http-proxy"),
        )  # fmt: skip


def _inner_addresses() -> list[str]:
    """Return the options with the ports on which hub and proxy speak to each other, on this PC only."""
    hub, proxy = (f"http://127.0.0.1:{port}" for port in free_ports(2))
    return [f"--JupyterHub.hub_bind_url={hub}", f"--ConfigurableHTTPProxy.api_url={proxy}"]


def free_ports(count: int) -> list[int]:
    """Return `count` ports of this PC that nobody uses now."""
    ports = random.sample(_INNER_PORTS, len(_INNER_PORTS))
    free = (port for port in ports if _is_free("127.0.0.1", port))
    return [next(free) for _number in range(count)]


def _is_free(address: str, port: int) -> bool:
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((address, port))
        except OSError:
            return False
        return True
