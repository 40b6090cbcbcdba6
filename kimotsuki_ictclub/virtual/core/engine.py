"""Unicorn with the memory of a microcontroller: flash, RAM, registers in batches, memory-mapped I/O.

Everything that leans on a habit of Unicorn 2.1 stands in this file and in `counter.py`, with the reason.
"""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Callable
from typing import Any

os.environ.setdefault("UC_IGNORE_REG_BREAK", "1")  # writing PC between slices is not a "break"
import unicorn
from unicorn import arm_const as arm
from unicorn.unicorn_py3.unicorn import uclib

from .counter import CountingHook, InstructionCounter

Reader = Callable[[int, int], int]  # (offset, size) -> value
Writer = Callable[[int, int, int], None]  # (offset, size, value)
Observer = Callable[[int, bool, int], None]  # (address, whether it is written, value)

FLASH_START = 0x0000_0000
RAM_START = 0x2000_0000
WORD = 0xFFFF_FFFF
_THUMB_STATE = 1 << 24  # EPSR.T, Armv7-M Architecture Reference Manual B1.4.2
_TLB_VIRTUAL = 1  # uc_tlb_type: fills are ours
_CTL_TLB_FLUSH = 11  # uc_control_type; the Python binding has no name for it
_READ_WRITE_RUN, _READ_WRITE = 7, 3
_GROW_LOOP = bytes.fromhex("0168 1044 013b fbd1")  # ldr r1,[r0]; add r0,r2; subs r3,#1; bne
_GROW_AT = 0x180

# The GIL stays held while Unicorn runs (a slice is short), so its callbacks need not take it: half the cost of a call.
_READ_CB = ctypes.PYFUNCTYPE(ctypes.c_uint64, ctypes.c_void_p, ctypes.c_uint64, ctypes.c_uint, ctypes.c_void_p)
_WRITE_CB = ctypes.PYFUNCTYPE(None, ctypes.c_void_p, ctypes.c_uint64, ctypes.c_uint, ctypes.c_uint64, ctypes.c_void_p)
_TLB_CB = ctypes.PYFUNCTYPE(
    ctypes.c_bool,
    ctypes.c_void_p,
    ctypes.c_uint64,
    ctypes.c_int,
    ctypes.POINTER(ctypes.c_uint64),
    ctypes.c_void_p,
)
_CODE_CB = ctypes.PYFUNCTYPE(None, ctypes.c_void_p, ctypes.c_uint64, ctypes.c_uint32, ctypes.c_void_p)


_library = ctypes.PyDLL(uclib._name)
_emu_start = ctypes.PYFUNCTYPE(
    ctypes.c_int, ctypes.c_void_p, ctypes.c_uint64, ctypes.c_uint64, ctypes.c_uint64, ctypes.c_size_t
)(("uc_emu_start", _library))
_BATCH = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)
_reg_read_batch, _reg_write_batch = _BATCH(("uc_reg_read_batch", _library)), _BATCH(("uc_reg_write_batch", _library))
_ONE = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
_reg_read, _reg_write = _ONE(("uc_reg_read", _library)), _ONE(("uc_reg_write", _library))


class WildPointer(Exception):
    """A peripheral was told to use memory that is not there."""


class Registers:
    """A fixed set of CPU registers, moved with one call (one by one they cost 2 µs each)."""

    def __init__(self, handle: int, ids: list[int]) -> None:
        self._handle, self._count = handle, len(ids)
        values, numbers = (ctypes.c_uint64 * len(ids))(), (ctypes.c_int * len(ids))(*ids)
        start = ctypes.addressof(values)
        pointers = (ctypes.c_void_p * len(ids))(*[start + 8 * i for i in range(len(ids))])
        self._kept = values, numbers, pointers  # only their addresses are used
        self._ids, self._pointers = ctypes.addressof(numbers), ctypes.addressof(pointers)
        self._bytes = memoryview(values).cast("B")
        self._layout = struct.Struct("<" + "I4x" * len(ids))

    def read(self) -> tuple[int, ...]:
        """Return the registers' values, 32 bits each."""
        _reg_read_batch(self._handle, self._ids, self._pointers, self._count)
        return self._layout.unpack(self._bytes)

    def write(self, *values: int) -> None:
        """Set all registers of the set."""
        self._layout.pack_into(self._bytes, 0, *values)
        _reg_write_batch(self._handle, self._ids, self._pointers, self._count)


class Engine:
    """A Cortex-M without a clock or interrupts: it runs so many instructions and says why it stopped.

    flash: `flash_size` bytes at 0; ram: `ram_size` bytes at 0x2000_0000; both as memoryviews.
    exact=False forces the slower instruction counter, see `counter.py`.
    """

    def __init__(self, model: int, flash_size: int, ram_size: int, *, exact: bool = True) -> None:
        self.uc = unicorn.Uc(unicorn.UC_ARCH_ARM, unicorn.UC_MODE_THUMB | unicorn.UC_MODE_MCLASS)
        self.uc.ctl_set_cpu_model(model)
        self.handle = self.uc._uch
        self._address: int = ctypes.cast(self.handle, ctypes.c_void_p).value or 0
        self._until = flash_size - 2  # never executed; `until` must lie in executable memory
        self._kept: list[Any] = []  # what Unicorn points to must not be collected
        self._callbacks: list[tuple[int, int, Any, Any]] = []  # (start, size, read, write) of memory-mapped I/O
        self.failure: BaseException | None = None  # raised inside an I/O handler
        self.flash = self._map(FLASH_START, flash_size, unicorn.UC_PROT_READ | unicorn.UC_PROT_EXEC)
        # No EXEC on RAM: a page that may hold code makes every store into it take Unicorn's slow path.
        self.ram = self._map(RAM_START, ram_size, unicorn.UC_PROT_READ | unicorn.UC_PROT_WRITE)
        self.uc.hook_add(unicorn.UC_HOOK_MEM_WRITE_PROT, self._flash_store, None, 0, flash_size - 1)
        self.ram_runs = False  # whether code may run from RAM
        self.flash_writer: Callable[[int, bytes], None] | None = None
        self.flash_writable: Callable[[], bool] = lambda: False
        self.end_slice: Callable[[], None] = self.stop
        self.stored: list[tuple[int, bytes]] = []  # in the running slice
        self.uc.ctl_set_tlb_mode(_TLB_VIRTUAL)
        self._hook(unicorn.UC_HOOK_TLB_FILL, _TLB_CB(self._fill_tlb))
        self._word = ctypes.c_uint32()
        self._word_pointer = ctypes.addressof(self._word)
        self.counter: InstructionCounter | CountingHook
        found = InstructionCounter.find(self) if exact else None
        self.counter = found or CountingHook(self)
        self._grow_tlb()

    # -- memory ---------------------------------------------------------------------------------
    def _map(self, start: int, size: int, protection: int) -> memoryview:
        memory = (ctypes.c_uint8 * size)()
        self._kept.append(memory)
        self.uc.mem_map_ptr(start, size, protection, memory)
        return memoryview(memory).cast("B")

    def map_constants(self, start: int, content: bytes) -> memoryview:
        """Map words that the CPU can only read (device information, user configuration); return their memory."""
        size = -(-len(content) // 0x1000) * 0x1000
        memory = self._map(start, size, unicorn.UC_PROT_READ)
        memory[: len(content)] = content
        return memory

    def map_io(self, start: int, size: int, read: Reader, write: Writer) -> None:
        """Let `read` and `write` answer for every access in [start, start + size).

        The thunks are our own: those of the binding cost as much as the access itself.
        """

        def on_read(_uc: int, offset: int, width: int, _user: int) -> int:
            try:
                return read(offset, width)
            except BaseException as error:
                self.fail(error)
                return 0

        def on_write(_uc: int, offset: int, width: int, value: int, _user: int) -> None:
            try:
                write(offset, width, value)
            except BaseException as error:
                self.fail(error)

        self._map_callbacks(start, size, on_read, on_write)

    def map_registers(
        self,
        start: int,
        size: int,
        readers: dict[int, Callable[[], int]],
        writers: dict[int, Callable[[int], None]],
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

    def watch(self, observer: Observer) -> None:
        """Let `observer` see every access to memory-mapped I/O from now on, in the order in which they happen.

        Only who watches pays for it: the callbacks are exchanged.
        """
        watched, self._callbacks = self._callbacks, []
        for start, size, on_read, on_write in watched:
            self.uc.mem_unmap(start, size)
            self._map_callbacks(start, size, *self._watched(observer, start, on_read, on_write))

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
        thunks = _READ_CB(on_read), _WRITE_CB(on_write)
        self._kept.append(thunks)
        status = uclib.uc_mmio_map(
            self.handle,
            start,
            size,
            ctypes.cast(thunks[0], ctypes.c_void_p),
            None,
            ctypes.cast(thunks[1], ctypes.c_void_p),
            None,
        )
        if status:
            raise unicorn.UcError(status)

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

    def _flash_store(self, _uc: object, _access: int, address: int, size: int, value: int, _user: object) -> bool:
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
        self._clear_it_state()
        return True

    def settle_stores(self) -> None:
        """Between slices: give the flash what its stores have left."""
        for address, kept in self.stored:
            self.flash[address : address + len(kept)] = kept
        self.stored.clear()

    def fill_flash(self, content: bytes) -> None:
        """Put another firmware in. All translations go: those that are only removed keep their memory for good."""
        self.flash[: len(content)] = content
        self.uc.ctl_flush_tb()

    def put_flash(self, address: int, content: bytes) -> None:
        """Change flash and forget what was translated from there."""
        self.flash[address : address + len(content)] = content
        self.uc.ctl_remove_cache(address, address + len(content))

    # -- address translation --------------------------------------------------------------------
    def _fill_tlb(self, _uc: int, address: int, access: int, entry: Any, _user: int) -> bool:
        entry[0] = address
        entry[1] = _READ_WRITE_RUN if address < RAM_START or self.ram_runs else _READ_WRITE
        if access != unicorn.UC_MEM_FETCH:
            self._clear_it_state()
        return True

    def _clear_it_state(self) -> None:
        """Put the IT bits back to 0.

        Unicorn restores the CPU state before it calls these hooks and leaves the bits of an IT block behind;
        the next block would then be decoded as conditional.
        """
        self._word.value = _THUMB_STATE
        _reg_write(self._address, arm.UC_ARM_REG_EPSR, self._word_pointer)

    def _grow_tlb(self) -> None:
        """Make Unicorn's soft TLB larger than its first 256 KiB: flash and RAM pages evict each other there.

        It doubles when it is flushed after many pages were touched.
        """
        self.flash[_GROW_AT : _GROW_AT + len(_GROW_LOOP)] = _GROW_LOOP
        for _ in range(3):
            for start, pages in ((FLASH_START, len(self.flash) >> 10), (RAM_START, len(self.ram) >> 10)):
                self.uc.reg_write(arm.UC_ARM_REG_R0, start)
                self.uc.reg_write(arm.UC_ARM_REG_R2, 1024)
                self.uc.reg_write(arm.UC_ARM_REG_R3, pages)
                self.run(_GROW_AT, 4 * pages)
            self.uc.ctl(_CTL_TLB_FLUSH, 1)
        self.flash[_GROW_AT : _GROW_AT + len(_GROW_LOOP)] = bytes(len(_GROW_LOOP))
        self.uc.ctl_flush_tb()  # a change of mapped memory does not drop translated blocks

    def let_ram_run(self, runs: bool) -> None:
        """Let code run from RAM, or not again; stores are slower while it may, and unseen by the translator else."""
        if runs != self.ram_runs:
            if not runs:
                self.uc.ctl_flush_tb()  # or the next code at the same place would be taken for that of today
            self.ram_runs = runs
            execute = unicorn.UC_PROT_EXEC if runs else 0
            self.uc.ctl(_CTL_TLB_FLUSH, 1)
            self.uc.mem_protect(RAM_START, len(self.ram), unicorn.UC_PROT_READ | unicorn.UC_PROT_WRITE | execute)

    # -- hooks and running ----------------------------------------------------------------------
    def _hook(self, kind: int, thunk: Any) -> None:
        self._kept.append(thunk)
        hook = ctypes.c_size_t()
        status = uclib.uc_hook_add(
            self.handle,
            ctypes.byref(hook),
            ctypes.c_int(kind),
            ctypes.cast(thunk, ctypes.c_void_p),
            None,
            ctypes.c_uint64(1),
            ctypes.c_uint64(0),
        )
        if status:
            raise unicorn.UcError(status)

    def hook_code(self, callback: Callable[[], None]) -> None:
        """Call `callback` before every instruction. Must come before the first run: cached blocks lack it."""
        self._hook(unicorn.UC_HOOK_CODE, _CODE_CB(lambda _uc, _address, _size, _user: callback()))

    def run(self, pc: int, count: int) -> int:
        """Run `count` instructions from `pc`; return Unicorn's error number, 0 where there is none.

        Always with a count: a run without one would leave blocks that a later count cannot stop.
        """
        status: int = _emu_start(self._address, pc | 1, self._until, 0, count)
        return status

    def stop(self) -> None:
        """End the running slice as soon as Unicorn can."""
        uclib.uc_emu_stop(self.handle)

    def registers(self, *ids: int) -> Registers:
        """Return a set of registers that is read and written with one call."""
        return Registers(self._address, list(ids))

    def register(self, register: int) -> int:
        """Return one register's value."""
        _reg_read(self._address, register, self._word_pointer)
        return self._word.value

    def set_register(self, register: int, value: int) -> None:
        """Set one register."""
        self._word.value = value
        _reg_write(self._address, register, self._word_pointer)
