"""The memory of a microcontroller on Unicorn: flash that takes stores when it may, RAM, memory-mapped I/O."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any, NoReturn

from .machine import FLASH_START, RAM_START, Lease, machine_for

Reader = Callable[[int, int], int]  # (offset, size) -> value
Writer = Callable[[int, int, int], None]  # (offset, size, value)
Readers = dict[int, Callable[[], int]]  # by place
Writers = dict[int, Callable[[int], None]]
Observer = Callable[[int, bool, int], None]  # (address, whether it is written, value)

WORD = 0xFFFF_FFFF
_PAGE = 0x1000

# The GIL stays held while Unicorn runs (a slice is short), so its callbacks need not take it: half the cost of a call.
_READ_CB = ctypes.PYFUNCTYPE(ctypes.c_uint64, ctypes.c_void_p, ctypes.c_uint64, ctypes.c_uint, ctypes.c_void_p)
_WRITE_CB = ctypes.PYFUNCTYPE(None, ctypes.c_void_p, ctypes.c_uint64, ctypes.c_uint, ctypes.c_uint64, ctypes.c_void_p)


class WildPointer(Exception):
    """A peripheral was told to use memory that is not there."""


class Engine:
    """A Cortex-M without a clock or interrupts: it runs so many instructions and says why it stopped.

    flash: `flash_size` bytes at 0; ram: `ram_size` bytes at 0x2000_0000; both as memoryviews.
    exact=False forces the slower instruction counter, see `counter.py`.
    """

    def __init__(self, model: int, flash_size: int, ram_size: int, *, exact: bool = True) -> None:
        machine = self.machine = machine_for(self, model, flash_size, ram_size, exact=exact)
        self.lease: Lease | None = Lease(machine)
        self.uc, self.flash, self.ram, self.counter = machine.uc, machine.flash, machine.ram, machine.counter
        self.run, self.stop, self.let_ram_run = machine.run, machine.stop, machine.let_ram_run
        self.registers, self.register, self.set_register = machine.registers, machine.register, machine.set_register
        self.fill_flash, self.put_flash, self.tell_before = machine.fill_flash, machine.put_flash, machine.tell_before
        self._callbacks: list[tuple[int, int, Any, Any]] = []  # (start, size, read, write) of memory-mapped I/O
        self.watched = False
        self.failure: BaseException | None = None  # raised inside an I/O handler
        self.flash_writer: Callable[[int, bytes], None] | None = None
        self.flash_writable: Callable[[], bool] = lambda: False
        self.end_slice: Callable[[], None] = self.stop
        self.exception: Callable[[int], bool] = lambda _number: False
        self.reach: Callable[[int], None] = lambda _address: None
        self.stored: list[tuple[int, bytes]] = []  # in the running slice

    def take_lease(self) -> Lease:
        """Return what keeps the machine; when it is dropped the engine does nothing any more."""
        assert self.lease is not None
        lease, self.lease = self.lease, None
        return lease

    def lose(self) -> None:
        """The machine is another one's from now on."""
        self.run = self.stop = self.let_ram_run = self.tell_before = self.fill_flash = self.put_flash = _gone  # type: ignore[assignment]
        self.registers = self.register = self.set_register = _gone  # type: ignore[assignment]
        self.flash = self.ram = memoryview(b"")

    @property
    def running_ram(self) -> range:
        """The part of RAM that code may run from."""
        return self.machine.running_ram

    # -- memory ---------------------------------------------------------------------------------
    def map_constants(self, start: int, content: bytes) -> memoryview:
        """Map words that the CPU can only read (device information, user configuration); return their memory."""
        memory = self.machine.map_constants(start, -(-len(content) // _PAGE) * _PAGE)
        memory[: len(content)] = content
        return memory

    def map_io(
        self,
        start: int,
        size: int,
        read: Reader,
        write: Writer,
        *,
        readers: Readers | None = None,
        writers: Writers | None = None,
    ) -> None:
        """Let `read` and `write` answer for every access in [start, start + size), but for registers with an action.

        readers, writers: offset of a register → its action, whatever the width of the access.
        The thunks are our own: those of the binding cost as much as the access itself.
        """
        reader_of, writer_of = (readers or {}).get, (writers or {}).get

        def on_read(_uc: int, offset: int, width: int, _user: int) -> int:
            action = reader_of(offset)
            try:
                return read(offset, width) if action is None else action()
            except BaseException as error:
                self.fail(error)
                return 0

        def on_write(_uc: int, offset: int, width: int, value: int, _user: int) -> None:
            action = writer_of(offset)
            try:
                if action is None:
                    write(offset, width, value)
                else:
                    action(value)
            except BaseException as error:
                self.fail(error)

        self._map_callbacks(start, size, on_read, on_write)

    def map_registers(
        self,
        start: int,
        size: int,
        readers: Readers,
        writers: Writers,
        values: dict[int, int],
    ) -> None:
        """As `map_io`, with an action for each register, by address; other registers keep what is written.

        Without the step in between: tens of thousands of accesses a second come here.
        """
        reader_of, writer_of, value_of = readers.get, writers.get, values.get

        def on_read(_uc: int, offset: int, _width: int, _user: int) -> int:
            action = reader_of(start + offset)
            if action is None:
                return value_of(start + offset, 0)
            try:
                return action()
            except BaseException as error:
                self.fail(error)
                return 0

        def on_write(_uc: int, offset: int, _width: int, value: int, _user: int) -> None:
            action = writer_of(start + offset)
            if action is None:
                values[start + offset] = value
                return
            try:
                action(value)
            except BaseException as error:
                self.fail(error)

        self._map_callbacks(start, size, on_read, on_write)

    @property
    def reads(self) -> list[Any]:
        """What answers reads, a callback for each region."""
        return [on_read for _start, _size, on_read, _on_write in self._callbacks]

    @property
    def writes(self) -> list[Any]:
        """What takes writes, a callback for each region."""
        return [on_write for _start, _size, _on_read, on_write in self._callbacks]

    def exchange(self, wrap: Callable[[int, Any, Any], tuple[Any, Any]]) -> list[tuple[Any, Any]]:
        """Put wrap(region, on_read, on_write) in the place of each region's callbacks; return those from before."""
        regions, self._callbacks = self._callbacks, []
        for number, (start, size, on_read, on_write) in enumerate(regions):
            self.machine.unmap(start)
            self._map_callbacks(start, size, *wrap(number, on_read, on_write))
        return [(on_read, on_write) for _start, _size, on_read, on_write in regions]

    def watch(self, observer: Observer) -> None:
        """Let `observer` see every access to memory-mapped I/O from now on, in the order in which they happen.

        Only who watches pays for it: the callbacks are exchanged.
        """
        self.watched = True
        starts = [start for start, *_rest in self._callbacks]
        self.exchange(lambda region, *callbacks: self._watched(observer, starts[region], *callbacks))

    def _watched(self, observer: Observer, start: int, on_read: Any, on_write: Any) -> tuple[Any, Any]:
        def tell(address: int, writing: bool, value: int) -> None:
            try:
                observer(address, writing, value)
            except BaseException as error:
                self.fail(error)

        def read(uc: int, offset: int, width: int, user: int) -> int:
            value: int = on_read(uc, offset, width, user)
            tell(start + offset, False, value)
            return value

        def write(uc: int, offset: int, width: int, value: int, user: int) -> None:
            tell(start + offset, True, value)
            on_write(uc, offset, width, value, user)

        return read, write

    def _map_callbacks(self, start: int, size: int, on_read: Any, on_write: Any) -> None:
        self._callbacks.append((start, size, on_read, on_write))
        self.machine.map_callbacks(start, size, _READ_CB(on_read), _WRITE_CB(on_write))

    def fail(self, error: BaseException) -> None:
        """Keep an error of an I/O handler; the run loop raises it, because Unicorn's C code can't."""
        self.failure = self.failure or error
        self.stop()

    def memory(self, address: int, size: int) -> memoryview:
        """Return `size` bytes of RAM or flash at `address`.

        Raises: WildPointer where there is no such memory.
        """
        memory, start = (self.ram, RAM_START) if address >= RAM_START else (self.flash, FLASH_START)
        offset = address - start
        if offset + size > len(memory):
            raise WildPointer(f"no memory at {address:#010x}")
        return memory[offset : offset + size]

    def flash_store(self, address: int, size: int, value: int) -> bool:
        """Flash takes stores only while its controller allows them; bits only go from 1 to 0."""
        if not self.flash_writable():
            return False
        stored = (value & ((1 << 8 * size) - 1)).to_bytes(size, "little")
        kept = bytes(a & b for a, b in zip(self.flash[address : address + size], stored, strict=True))
        # Whether Unicorn then does the store itself, as it stands, depends on the state of its TLB; so the bytes are
        # put right after the instruction too. Not by `put_flash`: no firmware here rewrites code that has run.
        self.flash[address : address + size] = kept
        self.stored.append((address, kept))
        self.end_slice()
        try:
            if self.flash_writer:
                self.flash_writer(address, kept)
        except BaseException as error:  # the binding, which calls this hook, would keep it for itself
            self.fail(error)
        self.machine.clear_it_state()
        return True

    def settle_stores(self) -> None:
        """Between slices: give the flash what its stores have left."""
        for address, kept in self.stored:
            self.flash[address : address + len(kept)] = kept
        self.stored.clear()


def _gone(*_arguments: object) -> NoReturn:
    raise RuntimeError("nobody holds this board any more")
