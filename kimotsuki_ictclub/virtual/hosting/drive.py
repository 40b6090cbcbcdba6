"""A virtual board's drive: a folder that takes a hex, goes away and comes back, as DAPLink's does."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ...errors import ClubError, ImageError
from ...files import write_whole
from .faults import FAIL_TEXTS, Faults

# Where a full and a read-only drive are imitated: the only places of a PC that answer so to anybody.
_FULL, _READ_ONLY = Path("/dev/full"), Path("/sys/kernel/uevent_seqnum")
USUAL_HEX = "microbit.hex"  # the name under which the toolkit drops a hex
_LOOK_SECONDS = 0.1
_SLOW = 10  # how many times longer the fault `slow-remount` takes
_DETAILS = """\
# DAPLink Firmware - see https://daplink.io
Unique ID: {unique_id}
HIC ID: {hic}
Auto Reset: 1
Automation allowed: 0
Overflow detection: 0
Daplink Mode: {mode}
Interface Version: 0257
USB Interfaces: MSD, CDC, HID, WebUSB
Remount count: {remounts}
URL: https://microbit.org/device/?id={board_id}&v=0257
"""


@dataclass(frozen=True)
class DriveTimes:
    """How long the steps of a copy take, in seconds; hardware.md of the micro:bit says where they come from."""

    quiet: float = 0.5  # without writes until the drive detaches
    away: float = 2.0  # from then until it is back: about 2.5 s after the last write
    stall: float = 20.0  # an unfinished file fails after so long
    bytes_a_second: float = 90_000.0  # a 1.3 MB V2 hex takes 13.5 to 17.5 s (DAPLink #856)

    def scaled(self, factor: float) -> DriveTimes:
        """Return the times multiplied by `factor`; below 1 is faster than a real drive."""
        return DriveTimes(
            self.quiet * factor, self.away * factor, self.stall * factor, self.bytes_a_second / max(factor, 1e-6)
        )


class VirtualDrive:
    """The drive of one board; `step` lets it look and act, and is to be called every `look_seconds`."""

    def __init__(
        self,
        folder: Path,
        unique_id: str,
        on_hex: Callable[[str], None],
        *,
        times: DriveTimes | None = None,
        faults: Faults | None = None,
        data_log: Callable[[], bytes] = bytes,
    ) -> None:
        """`on_hex` gets the text of each hex; an ImageError from it becomes FAIL.TXT. `data_log` gives MY_DATA.HTM."""
        self.folder = folder
        self.unique_id = unique_id
        self.times = times or DriveTimes()
        self.faults = faults or Faults({})
        self.mounted = False
        self._on_hex = on_hex
        self._data_log = data_log
        self._remounts = 0
        self._failure: tuple[str, str] | None = None  # file name and content for the next mount
        self._left_over: tuple[str, str] | None = None  # name and text of a hex that was not taken
        self._seen: tuple[Path, tuple[int, int], float] | None = None  # hex, its size and time, since when
        self._back_at: float | None = None
        self._maintenance = False
        self.plug_in()

    @property
    def look_seconds(self) -> float:
        """How often `step` is to be called: a copy is over when nothing was written for a while."""
        return min(_LOOK_SECONDS, self.times.quiet / 5, self.times.away / 5)

    @property
    def present(self) -> bool:
        """Whether it is mounted, or away only for a moment."""
        return self.mounted or self._back_at is not None

    def plug_in(self) -> None:
        """Mount the drive afresh, with nothing but its own files on it."""
        self._remounts = 0
        self._failure = self._left_over = None
        self._mount()

    def unplug(self) -> None:
        """Take the drive away, with whatever was copied onto it."""
        self.mounted = False
        self._seen = self._back_at = None
        shutil.rmtree(self.folder, ignore_errors=True)

    def step(self) -> None:
        """Look at the folder once: take a finished hex, or come back."""
        now = time.monotonic()
        if self._back_at is not None and now >= self._back_at:
            self._remounts += 1
            self._mount()
        elif self.mounted:
            if self.faults.has("maintenance") != self._maintenance:
                self.unplug()
                self._mount()
            self._obstruct()
            self._look(now)

    def show_log(self) -> None:
        """Show the data log as it is now; a real drive shows what there was when it was mounted."""
        if self.mounted and (page := self._data_log()):
            with suppress(OSError):  # a full disk is no reason for a board to die
                write_whole(self.folder / "MY_DATA.HTM", page)

    def _mount(self) -> None:
        self._seen = self._back_at = None
        self._maintenance = self.faults.has("maintenance")
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True, exist_ok=True)
        details = _DETAILS.format(
            unique_id=self.unique_id,
            hic=self.unique_id[-8:],
            mode="Bootloader" if self._maintenance else "Interface",
            remounts=self._remounts,
            board_id=self.unique_id[:4],
        )
        (self.folder / "MICROBIT.HTM").write_text('<a href="https://microbit.org/">micro:bit</a>\n', "utf-8")
        if self._failure:
            (self.folder / self._failure[0]).write_text(self._failure[1], "utf-8", newline="\r\n")
        (self.folder / "DETAILS.TXT").write_text(details, "utf-8", newline="\r\n")
        if self._left_over:
            path = self.folder / self._left_over[0]
            path.write_text(self._left_over[1], "ascii")
            facts = path.stat()
            self._seen = (path, (facts.st_size, facts.st_mtime_ns), float("inf"))  # never long enough there
        self.mounted = True
        self.show_log()

    def _obstruct(self) -> None:
        """Make the usual hex name lead to a place that answers "full" or "forbidden"."""
        for fault, place in (("drive-full", _FULL), ("drive-read-only", _READ_ONLY)):
            path = self.folder / USUAL_HEX
            if not self.faults.has(fault):
                if path.is_symlink() and path.readlink() == place:
                    path.unlink()
            elif sys.platform.startswith("linux") and not path.is_symlink():
                path.symlink_to(place)

    def _look(self, now: float) -> None:
        hexes = [path for path in self.folder.iterdir() if path.suffix.lower() == ".hex" and not path.is_symlink()]
        if not hexes:
            self._seen = None
            return
        try:
            facts = hexes[0].stat()
        except OSError:
            return  # renamed or removed at this moment
        state = (facts.st_size, facts.st_mtime_ns)
        if self._seen is None or self._seen[:2] != (hexes[0], state):
            self._seen = (hexes[0], state, now)
            return
        waited = now - self._seen[2]
        if waited < self.times.quiet + facts.st_size / self.times.bytes_a_second:
            return
        text = hexes[0].read_text("ascii", "replace")
        if ":00000001FF" in text[-4096:]:
            self._take(text)
        elif waited >= self.times.stall:
            self._fail("fail-504")
            self._detach()

    def _take(self, text: str) -> None:
        self._failure = self._left_over = None
        failing = next((name for name in FAIL_TEXTS if self.faults.take(name)), None)
        if self.faults.take("hex-stays"):
            self._left_over = (USUAL_HEX, text)
        elif failing or self._maintenance:
            self._fail(failing or "fail-524")
        elif self.faults.take("assert"):
            self._failure = ("ASSERT.TXT", "Assert\nFile: flash_manager.c\nLine: 172\nSource: Application\n")
        elif self.faults.take("drive-vanishes"):
            self.unplug()
            return
        else:
            try:
                self._on_hex(text)
            except ImageError as error:
                self._fail("fail-529" if error.code == "hex-wrong-board" else "fail-521")
            except ClubError:
                self._failure = ("FAIL.TXT", "error: An internal error has occurred.\ntype: internal\n")
        self._detach()

    def _fail(self, name: str) -> None:
        text, kind = FAIL_TEXTS[name]
        self._failure = ("FAIL.TXT", f"error: {text}\ntype: {kind}\n")

    def _detach(self) -> None:
        self.unplug()
        slow = _SLOW if self.faults.take("slow-remount") else 1
        self._back_at = time.monotonic() + self.times.away * slow
