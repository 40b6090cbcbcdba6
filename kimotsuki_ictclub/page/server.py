"""Serving the page from this PC."""

from __future__ import annotations

import webbrowser
from collections.abc import Callable
from contextlib import suppress

from ..attendance.desk.door import THIS_PC
from ..attendance.desk.server import OwnNames, Server, lines_for_others, listen, own_addresses, server_config
from ..attendance.records import Records
from ..folders import data_folder
from ..language import _
from ..lessons import find
from ..telemetry import EventSource
from .app import page_app
from .kept_door import kept_door
from .live.evening import Evening
from .live.kept_evening import FILE_NAME
from .rehearsal import Rehearsal


def serve(
    records: Records,
    *,
    port: int | None = None,
    lan: bool = False,
    open_browser: bool = True,
    rehearse: int = 0,
    lesson: int = 4,
    elsewhere: Callable[[], list[EventSource]] = list,
    show: Callable[[str], object] = print,
) -> None:
    """Serve the page until Ctrl-C, on this PC only or, with `lan`, to devices in the same network with a PIN.

    `port` is 0 to 65535 (0: any free one); without it 4649, or a free one where that is taken. `show` gets the
    lines that a person needs to see. `rehearse` virtual children come to `lesson` by themselves, to practise with.
    `elsewhere` gives what the live values read besides the table.

    Raises: AttendanceError `port-taken`; SetupError `editor-missing`, `data-folder`.
    """
    door = kept_door(data_folder())
    listener = listen("0.0.0.0" if lan else "127.0.0.1", port)
    number = listener.getsockname()[1]

    def addresses() -> list[str]:
        return [f"http://{address}:{number}" for address in own_addresses()] if lan else []

    app = page_app(
        records,
        pin=door.pin if lan else None,
        club_pin=door.club_pin if lan else None,
        key=door.key,
        hosts=OwnNames() if lan else THIS_PC,
        addresses=addresses,
        evening=Evening(records, elsewhere=elsewhere, kept=None if rehearse else data_folder() / FILE_NAME),
    )
    here = f"http://127.0.0.1:{number}/"
    lines = [
        _("The children's page: %(address)s") % {"address": here},
        _("For instructors, on this PC: %(address)s") % {"address": f"{here}club"},
        _("The check-in desk: %(address)s") % {"address": f"{here}desk/"},
    ]
    if lan:
        lines += lines_for_others(_("On the children's devices: %(address)s"), addresses())
        lines += [
            _("PIN: %(pin)s") % {"pin": door.pin},
            _("PIN and QR code, large: %(address)s") % {"address": f"{here}door"},
            _("For instructors on other devices: the same address with club behind it, PIN: %(pin)s")
            % {"pin": door.club_pin},
            _("Use --lan in the club's own Wi-Fi only: nicknames and programs cross the network unencrypted."),
        ]
    lines += [
        _("For organizers, on this PC only: %(address)s  PIN: %(pin)s")
        % {"address": f"{here}desk/office", "pin": app.state.office_pin},
        _("Ctrl-C closes the page."),
    ]

    def ready() -> None:
        for line in lines:
            show(line)
        if rehearse:
            Rehearsal(app.state.evening, find(lesson), rehearse).begin()
        if open_browser:
            webbrowser.open(f"{here}club")

    async def farewell(hurry: Callable[[], bool]) -> None:
        app.state.evening.say_goodbye()
        await app.state.farewell.say(hurry)

    with listener, suppress(KeyboardInterrupt):
        try:
            Server(server_config(app), ready, farewell).run(sockets=[listener])
        finally:
            app.state.evening.close()
