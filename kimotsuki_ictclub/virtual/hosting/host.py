"""One hosted virtual board: its firmware runs, its drive takes hexes, its serial port takes one program at a time."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import time
from pathlib import Path
from typing import Any

from ...errors import ClubError, VirtualBoardError
from ...language import N_
from ..board import VirtualBoard
from .drive import DriveTimes, VirtualDrive
from .faults import Faults
from .registry import HostedBoard, register, registry_folder, unregister

LOOPBACK = "127.0.0.1"
_SLICE = 0.002  # virtual seconds a step: what a byte may wait for its answer
_FARTHEST_BEHIND = 0.1  # seconds; a board on a busy PC then goes on from here instead of hurrying after
_DROP_AFTER = 600  # bytes of a file after which the fault `cable-drops` happens
_LOSE_EVERY = 97  # every so many bytes one is lost with the fault `bytes-lost`
_LOSE_FROM = 400  # bytes that arrive first: the conversation begins, then the file suffers
_FLOODING = "while True:\n    print('0123456789' * 20)\n"
_WORLD = ("temperature", "light", "acceleration", "sound", "magnetic_field")


class BoardHost:
    """Runs one board; call `step` again and again."""

    def __init__(
        self,
        version: str,
        unique_id: str,
        home: Path,
        *,
        times: DriveTimes | None = None,
        seed: int = 1,
    ) -> None:
        self.home = home
        self.unique_id = unique_id
        self.board = VirtualBoard(version, seed=seed)
        self.faults = Faults({})
        self.drive = VirtualDrive(
            registry_folder(home) / f"MICROBIT {unique_id[8:14]}",
            unique_id,
            self.board.flash,
            times=times,
            faults=self.faults,
        )
        self.plugged_in = True
        self._listener: socket.socket | None = None
        self._client: socket.socket | None = None
        self._address = ("", 0)
        self._received = 0  # bytes from this client
        self._control = socket.create_server((LOOPBACK, 0))
        self._control.setblocking(False)
        self._wall, self._virtual = time.monotonic(), self.board.time
        self._listed: HostedBoard | None = None
        self._listen()
        self._list()

    @property
    def has_client(self) -> bool:
        """Whether a program has the serial port open."""
        return self._client is not None

    @property
    def behind(self) -> float:
        """How far the board's time is behind the wall clock, in seconds."""
        return (time.monotonic() - self._wall) - (self.board.time - self._virtual)

    def step(self) -> None:
        """Serve drive, port and control once, and run the board where it is behind the wall clock."""
        self._serve_control()
        if self.faults.take("flood"):
            self.faults.set("flood", 0)
            self.board.flash(_FLOODING)
        self.drive.step()
        self._serve_port()
        behind = self.behind
        if behind > _FARTHEST_BEHIND:
            self._wall, self._virtual = time.monotonic() - _SLICE, self.board.time
        if behind > 0:
            try:
                self.board.run(_SLICE)
            except VirtualBoardError:
                self.board.reset()  # its firmware stopped: as a real board, only a reset brings it back
            self._send(self.board.serial.read())
        self._list()

    def close(self) -> None:
        """Unplug the board and take it off the list."""
        self._drop_client()
        for one in (self._listener, self._control):
            if one:
                one.close()
        self.drive.unplug()
        unregister(self.home, self.unique_id)

    # -- the list -------------------------------------------------------------------------------------
    def _list(self) -> None:
        entry = HostedBoard(
            self.unique_id,
            self.board.version,
            f"socket://{LOOPBACK}:{self._address[1]}" if self.plugged_in and not self._in_maintenance else None,
            str(self.drive.folder) if self.plugged_in and self.drive.mounted else None,
            self._control.getsockname()[1],
            os.getpid(),
        )
        if entry != self._listed:
            register(self.home, entry)
            self._listed = entry

    @property
    def _in_maintenance(self) -> bool:
        return self.faults.has("maintenance")  # the interface chip's bootloader has no serial port

    # -- the serial port ------------------------------------------------------------------------------
    def _listen(self) -> None:
        """Let one program in. While it is there nobody listens, so that a second one is refused, as on a cable."""
        if self._listener is None:
            self._listener = socket.create_server((LOOPBACK, self._address[1]), backlog=1)
            self._listener.setblocking(False)
            self._address = self._listener.getsockname()

    def _stop_listening(self) -> None:
        if self._listener:
            self._listener.close()
            self._listener = None

    def _serve_port(self) -> None:
        held = self.faults.has("port-held") or not self.plugged_in or self._in_maintenance
        if held or self._client:
            self._stop_listening()
            if held:
                self._drop_client()
                return
        else:
            self._listen()
        if self._listener:
            with contextlib.suppress(BlockingIOError):
                self._client, _address = self._listener.accept()
                self._client.setblocking(False)
                self._client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._received = 0
        if self._client:
            self._receive()

    def _receive(self) -> None:
        assert self._client
        try:
            content = self._client.recv(4096)
        except BlockingIOError:
            return
        except OSError:
            content = b""
        if not content:
            self._drop_client()
            return
        before = self._received
        self._received += len(content)
        if self._received > _LOSE_FROM and self.faults.take("bytes-lost"):
            content = bytes(byte for at, byte in enumerate(content, before) if at % _LOSE_EVERY)
        if self._received > _DROP_AFTER and self.faults.take("cable-drops"):
            self.board.serial.write(content)
            self.unplug()
            return
        self.board.serial.write(content)

    def _send(self, content: bytes) -> None:
        if content and self._client:
            try:
                self._client.send(content)
            except BlockingIOError:
                pass  # nobody reads: what doesn't fit into the PC's buffer is lost, as on a cable
            except OSError:
                self._drop_client()

    def _drop_client(self) -> None:
        if self._client:
            self._client.close()
            self._client = None

    # -- changes from outside -------------------------------------------------------------------------
    def unplug(self) -> None:
        """Pull the cable: power, drive and port go."""
        self.plugged_in = False
        self._drop_client()
        self.drive.unplug()
        self.board.reset()

    def plug_in(self) -> None:
        """Put the cable in again: the board starts afresh."""
        self.plugged_in = True
        self.board.reset()
        self.drive.plug_in()

    def _serve_control(self) -> None:
        try:
            caller, _address = self._control.accept()
        except BlockingIOError:
            return
        with caller, contextlib.suppress(OSError):
            caller.settimeout(2)
            with caller.makefile("rwb") as stream:
                stream.write(json.dumps(self._answer(stream.readline(65536))).encode() + b"\n")

    def _answer(self, line: bytes) -> dict[str, Any]:
        try:
            self._change(json.loads(line))
            self.drive.step()  # whoever asked finds the change done
            self._serve_port()
            self._list()
        except ClubError as error:
            return {"error": error.to_dict()}
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            return {"error": {"code": "request-wrong", "message": str(error), "hint": ""}}
        world = {name: getattr(self.board, name) for name in _WORLD if name != "sound" or self.board.version == "v2"}
        return {
            "display": [list(row) for row in self.board.display],
            "faults": self.faults.left,
            "plugged_in": self.plugged_in,
            "behind": round(self.behind, 3),
            **world,
        }

    def _change(self, request: dict[str, Any]) -> None:
        for name, value in request.items():
            if name in _WORLD:
                setattr(self.board, name, tuple(value) if isinstance(value, list) else value)
            elif name == "fault":
                self.faults.set(*value)
            elif name == "press":
                self.board.press(value)
            elif name == "release":
                self.board.release(value)
            elif name == "repair":
                self.faults.left.clear()
                if not (self.plugged_in and self.drive.present):
                    self.plug_in()
            elif name == "reset":
                self.board.reset()
            elif name == "plugged_in":
                (self.plug_in if value else self.unplug)()
            else:
                raise VirtualBoardError(
                    "request-wrong",
                    N_("A virtual board has nothing called %(name)s."),
                    N_("Look at `ictclub classroom set --help`."),
                    name=name,
                )
