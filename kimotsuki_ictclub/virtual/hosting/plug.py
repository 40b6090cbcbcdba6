"""The cable of a hosted board: a drive, a serial port for one program at a time, a place on the list, faults.

Two TCP ports on this PC belong to it: the serial port, and, with the next number, one that takes changes of the board's
world, its faults and a break on the line, a line of JSON each.
"""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import socket
import time
from collections.abc import Callable, Mapping
from typing import Any

from ...errors import ClubError
from .changes import Change, change, state
from .faults import Faults
from .registry import HostedBoard, creation_time, drive_folder, register, unregister
from .room import Room
from .seat_request import Cable

LOOPBACK = "127.0.0.1"
_LONGEST_REQUEST = 65_536  # bytes
_DROP_AFTER = 600  # bytes of a file after which the fault `cable-drops` happens
_LOSE_EVERY = 97  # every so many bytes one is lost with the fault `bytes-lost`
_LOSE_FROM = 400  # bytes that arrive first: the conversation begins, then the file suffers
_FLOODING = "while True:\n    print('0123456789' * 20)\n"
_LIST_AGAIN_SECONDS = 0.5
_PAIRS_TRIED = 100


class Plug:
    """The cable of the first board of `room`; `selector` calls back when a socket has something."""

    def __init__(self, room: Room, cable: Cable, selector: selectors.BaseSelector) -> None:
        self.room, self.cable = room, cable
        self.faults = Faults({})
        self.drive = room.mount(drive_folder(cable.home, cable.unique_id), cable.unique_id, cable.times, self.faults)
        self.plugged_in = True
        self._selector = selector
        self._client: socket.socket | None = None
        self._received = 0  # bytes from this client
        self._callers: dict[socket.socket, bytearray] = {}  # who asks for changes, and what came of the question
        self._listed: HostedBoard | None = None
        self._list_due = 0.0
        self._created = creation_time(os.getpid()) or 0.0
        self._listener: socket.socket | None
        self._listener, self._control = _two_listeners()
        self._address: tuple[str, int] = self._control.getsockname()
        self._watch(self._control, self._let_ask)
        if self._listener:
            self._watch(self._listener, self._let_in)
        room.listeners.append(self._send)
        self.tend()

    @property
    def has_client(self) -> bool:
        """Whether a program has the serial port open."""
        return self._client is not None

    def tend(self) -> None:
        """Let faults happen that were set, and bring port and list up to date."""
        if self.faults.take("flood"):
            self.faults.set("flood", 0)
            self.room.flash(0, _FLOODING)
        held = self.faults.has("port-held") or not self.plugged_in or self._in_maintenance
        if held:
            self._drop_client()
        if held or self._client:
            self._stop_listening()
        elif self._listener is None:
            self._listener = _listener(self._address[1] - 1)
            self._watch(self._listener, self._let_in)
        self._list()

    def close(self) -> None:
        """Unplug the board and take it off the list."""
        self._drop_client()
        self._stop_listening()
        for one in (self._control, *self._callers):
            self._forget(one)
        self._callers.clear()
        self.room.unmount()
        unregister(self.cable.home, self.cable.unique_id)

    # -- the list -------------------------------------------------------------------------------------
    def _list(self) -> None:
        there = self.plugged_in and not self._in_maintenance
        entry = HostedBoard(
            self.cable.unique_id,
            self.room.board.version,
            f"virtual://{LOOPBACK}:{self._address[1] - 1}" if there else None,
            str(self.drive.folder) if self.plugged_in and self.drive.mounted else None,
            self._address[1],
            os.getpid(),
            self._created,
        )
        if entry != self._listed and time.monotonic() >= self._list_due:
            try:
                register(self.cable.home, entry)
            except OSError:
                self._list_due = time.monotonic() + _LIST_AGAIN_SECONDS  # a full disk is no reason for boards to die
            else:
                self._listed = entry

    @property
    def _in_maintenance(self) -> bool:
        return self.faults.has("maintenance")  # the interface chip's bootloader has no serial port

    # -- sockets --------------------------------------------------------------------------------------
    def _watch(self, one: socket.socket, call: Callable[[], None]) -> None:
        one.setblocking(False)
        self._selector.register(one, selectors.EVENT_READ, call)

    def _forget(self, one: socket.socket) -> None:
        with contextlib.suppress(KeyError, ValueError):
            self._selector.unregister(one)
        one.close()

    # -- the serial port ------------------------------------------------------------------------------
    def _stop_listening(self) -> None:
        """While a program is there nobody listens, so that a second one is refused, as on a cable."""
        if self._listener:
            self._forget(self._listener)
            self._listener = None

    def _let_in(self) -> None:
        if self._listener is None:
            return
        try:
            client, _address = self._listener.accept()
        except OSError:
            return  # gone again
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._client, self._received = client, 0
        self._watch(client, self._receive)
        self.drive.show_log()
        self.room.attach()
        self.tend()

    def _client_port(self) -> int | None:
        """The TCP port of the program that has the serial port open."""
        with contextlib.suppress(OSError):
            return int(self._client.getpeername()[1]) if self._client else None
        return None

    def _receive(self) -> None:
        if self._client is None:
            return
        try:
            content = self._client.recv(4096)
        except BlockingIOError:
            return
        except OSError:
            content = b""
        if not content:
            self._drop_client()
            self.tend()
            return
        before = self._received
        self._received += len(content)
        if self._received > _LOSE_FROM and self.faults.take("bytes-lost"):
            content = bytes(byte for at, byte in enumerate(content, before) if at % _LOSE_EVERY)
        self.room.write(content)
        if self._received > _DROP_AFTER and self.faults.take("cable-drops"):
            self.unplug()
            self.tend()

    def _send(self, content: bytes) -> None:
        if self._client:
            try:
                self._client.send(content)
            except BlockingIOError:
                pass  # nobody reads: what doesn't fit into the PC's buffer is lost, as on a cable
            except OSError:
                self._drop_client()
                self.tend()

    def _drop_client(self) -> None:
        if self._client:
            self._forget(self._client)
            self._client = None
            self.room.detach()

    # -- changes from outside -------------------------------------------------------------------------
    def unplug(self) -> None:
        """Pull the cable: power, drive and port go."""
        self.plugged_in = False
        self._drop_client()
        self.drive.unplug()
        self.room.reset(0)

    def plug_in(self) -> None:
        """Put the cable in again: the board starts afresh."""
        self.plugged_in = True
        self.room.reset(0)
        self.drive.plug_in()

    def _repair(self) -> None:
        self.faults.left.clear()
        if not (self.plugged_in and self.drive.present):
            self.plug_in()

    @property
    def changes(self) -> Mapping[str, Change]:
        """What a cable adds to the table of changes."""
        return {
            "fault": lambda _room, _number, value: self.faults.set(*value),
            "repair": lambda _room, _number, _value: self._repair(),
            "plugged_in": lambda _room, _number, value: (self.plug_in if value else self.unplug)(),
        }

    def change(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Do what `request` asks, and return how the board is then. Raises: ClubError."""
        self._receive()  # a program that has closed the port a moment ago is gone for whoever asks
        self.room.watch(self.room.request.linger)
        change(self.room, 0, request, self.changes)
        self.drive.step()  # whoever asked finds the change done
        self._let_in()
        self.tend()
        return {
            **state(self.room),
            "client": self._client_port(),
            "faults": dict(self.faults.left),
            "plugged_in": self.plugged_in,
            "port": self._address[1] - 1,
        }

    def _let_ask(self) -> None:
        try:
            caller, _address = self._control.accept()
        except OSError:
            return
        self._callers[caller] = bytearray()
        self._watch(caller, lambda: self._listen_to(caller))

    def _listen_to(self, caller: socket.socket) -> None:
        asked = self._callers[caller]
        try:
            content = caller.recv(4096)
        except BlockingIOError:
            return
        except OSError:
            content = b""
        asked += content
        if content and b"\n" not in asked and len(asked) < _LONGEST_REQUEST:
            return
        del self._callers[caller]
        with contextlib.suppress(OSError):
            if b"\n" in asked:
                caller.send(json.dumps(self._answer(bytes(asked))).encode() + b"\n")
        self._forget(caller)

    def _answer(self, line: bytes) -> dict[str, Any]:
        try:
            request = json.loads(line)
            if not isinstance(request, dict):
                raise ValueError("not an object")
            return self.change(request)
        except ClubError as error:
            return {"error": error.to_dict()}
        except (OSError, ValueError, RecursionError) as error:
            return {"error": {"code": "request-wrong", "message": str(error), "hint": ""}}


def _listener(port: int) -> socket.socket:
    return socket.create_server((LOOPBACK, port), backlog=1)


def _two_listeners() -> tuple[socket.socket, socket.socket]:
    """Return two sockets whose numbers follow each other: for the serial port and for changes."""
    for _try in range(_PAIRS_TRIED):
        first = _listener(0)
        try:
            return first, socket.create_server((LOOPBACK, first.getsockname()[1] + 1))
        except (OSError, OverflowError):
            first.close()
    raise OSError("no two free TCP ports side by side")
