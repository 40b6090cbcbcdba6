"""A virtual board that runs in a thread while somebody holds the other end of its serial line."""

from __future__ import annotations

import threading
import time

from ..board import VirtualBoard

_QUANTUM_SECONDS = 0.002  # of virtual time, between looks at the host's side
_BUFFER_BYTES = 4096  # what USB and driver hold while nobody reads
_IDLE_SECONDS = 0.0005


class RunningBoard:
    """Runs `board` until `stop`. `received` holds what it has sent; `condition` guards it and tells of changes.

    paced: no faster than the wall clock, and what nobody reads is lost beyond a buffer, as on a real cable;
    otherwise the board waits for its reader. `error` is what ended the thread, if anything did.
    """

    def __init__(self, board: VirtualBoard, *, paced: bool) -> None:
        self.board, self._paced = board, paced
        self.received = bytearray()
        self.condition = threading.Condition()
        self.error: BaseException | None = None
        self._unsent = bytearray()
        self._stopping = False
        board.on_serial(self._collect)
        self._thread = threading.Thread(target=self._run, name=f"virtual {board.version} board", daemon=True)
        self._thread.start()

    def write(self, data: bytes) -> None:
        """Queue bytes for the board."""
        with self.condition:
            self._unsent += data

    def forget_unsent(self) -> None:
        """Drop queued bytes."""
        with self.condition:
            self._unsent.clear()

    def wait_until_sent(self) -> None:
        """Wait until the board's serial line has carried all queued bytes, or the board has failed."""
        with self.condition:
            self.condition.wait_for(
                lambda: self.error is not None or not (self._unsent or self.board.serial.waiting), timeout=None
            )

    def stop(self) -> None:
        """End the thread; the board stands still."""
        self._stopping = True
        with self.condition:
            self.condition.notify_all()
        self._thread.join()
        self.board.on_serial(None)

    def _collect(self, data: bytes) -> None:
        with self.condition:
            self.received += data
            if self._paced and len(self.received) > _BUFFER_BYTES:
                del self.received[:-_BUFFER_BYTES]
            self.condition.notify_all()

    def _run(self) -> None:
        wall, start = time.perf_counter(), self.board.time
        booted = False  # a board that is switched on by opening its port gets nothing before it can hear it
        try:
            while not self._stopping:
                booted = booted or self.board.is_listening
                with self.condition:
                    data, full = b"", len(self.received) >= _BUFFER_BYTES
                    if booted:
                        data = bytes(self._unsent)
                        self._unsent.clear()
                if data:
                    self.board.serial.write(data)
                if full and not self._paced:
                    time.sleep(_IDLE_SECONDS)
                    continue
                sending = self.board.serial.waiting
                self.board.run(_QUANTUM_SECONDS)
                if sending and not self.board.serial.waiting:
                    with self.condition:
                        self.condition.notify_all()
                if self._paced:
                    ahead = self.board.time - start - (time.perf_counter() - wall)
                    if ahead > _QUANTUM_SECONDS:
                        time.sleep(ahead)
        except BaseException as error:
            with self.condition:
                self.error = error
                self.condition.notify_all()
