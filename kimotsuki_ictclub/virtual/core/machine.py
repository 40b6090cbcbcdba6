"""Unicorn with flash and RAM, and what was translated from there: kept when a board is dropped, for the next one.

Making one and translating the runtime takes longer than booting it, so a board gets one that another board has left,
with empty memory and registers. Everything that leans on a habit of Unicorn 2.1 stands in this file, in `engine.py` and
in `counter.py`, with the reason.
"""

from __future__ import annotations

import ctypes
import os
import struct
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

os.environ.setdefault("UC_IGNORE_REG_BREAK", "1")  # writing PC between slices is not a "break"
import unicorn
from unicorn import arm_const as arm
from unicorn.unicorn_py3.unicorn import uclib

from .counter import CountingHook, InstructionCounter

FLASH_START = 0x0000_0000
RAM_START = 0x2000_0000
PAGE = 1 << 10  # bytes: the least whose protection can be set
_PART = 512  # bytes of flash that are compared at a time
_MOST_CHANGED = 256  # parts; where more change it is another firmware
_KEPT = 4  # of a kind, with nobody using them: about 5 MB each
_THUMB_STATE = 1 << 24  # EPSR.T, Armv7-M Architecture Reference Manual B1.4.2
_TLB_VIRTUAL = 1  # uc_tlb_type: fills are ours
_CTL_TLB_FLUSH = 11  # uc_control_type; the Python binding has no name for it
_READ_WRITE_RUN, _READ_WRITE = 7, 3
_GROW_LOOP = bytes.fromhex("0168 1044 013b fbd1")  # ldr r1,[r0]; add r0,r2; subs r3,#1; bne
_GROW_AT = 0x180

# The GIL stays held while Unicorn runs (a slice is short), so its callbacks need not take it: half the cost of a call.
_TLB_CB = ctypes.PYFUNCTYPE(
    ctypes.c_bool,
    ctypes.c_void_p,
    ctypes.c_uint64,
    ctypes.c_int,
    ctypes.POINTER(ctypes.c_uint64),
    ctypes.c_void_p,
)
_EXCEPTION_CB = ctypes.PYFUNCTYPE(None, ctypes.c_void_p, ctypes.c_uint32, ctypes.c_void_p)
_CODE_CB = ctypes.PYFUNCTYPE(None, ctypes.c_void_p, ctypes.c_uint64, ctypes.c_uint32, ctypes.c_void_p)

# Without argtypes: they get C values that were made before, and a call costs half of what it does where Python's own
# numbers are turned into them.
_library = ctypes.PyDLL(uclib._name)
_emu_start, _reg_read, _reg_write = _library.uc_emu_start, _library.uc_reg_read, _library.uc_reg_write
_reg_read_batch, _reg_write_batch = _library.uc_reg_read_batch, _library.uc_reg_write_batch


class Registers:
    """A fixed set of CPU registers, moved with one call: a further register costs a fiftieth of the call."""

    def __init__(self, handle: ctypes.c_void_p, ids: list[int]) -> None:
        values, numbers = (ctypes.c_uint64 * len(ids))(), (ctypes.c_int * len(ids))(*ids)
        start = ctypes.addressof(values)
        pointers = (ctypes.c_void_p * len(ids))(*[start + 8 * i for i in range(len(ids))])
        self._set = handle, numbers, pointers, ctypes.c_int(len(ids))
        self._bytes = memoryview(values).cast("B")
        self._layout = struct.Struct("<" + "I4x" * len(ids))
        self._unpack, self._pack_into = self._layout.unpack, self._layout.pack_into

    def read(self) -> tuple[int, ...]:
        """Return the registers' values, 32 bits each."""
        _reg_read_batch(*self._set)
        return self._unpack(self._bytes)

    def write(self, *values: int) -> None:
        """Set all registers of the set."""
        self._pack_into(self._bytes, 0, *values)
        _reg_write_batch(*self._set)


class Owner(Protocol):
    """Whose machine it is (`engine.Engine`)."""

    def flash_store(self, address: int, size: int, value: int) -> bool:
        """The CPU stores into flash; returns whether it may."""

    def exception(self, number: int) -> bool:
        """The CPU met an exception, by QEMU's number; returns whether it may go on."""

    def reach(self, address: int) -> None:
        """The CPU is about to execute the instruction there (`Machine.tell_before`)."""

    def lose(self) -> None:
        """The machine is another one's from now on."""


class Machine:
    """A Cortex-M of Unicorn with `flash_size` bytes at 0 and `ram_size` bytes at 0x2000_0000, both as memoryviews.

    exact=False forces the slower instruction counter, see `counter.py`.
    """

    def __init__(self, model: int, flash_size: int, ram_size: int, *, exact: bool = True) -> None:
        self.kind = (model, flash_size, ram_size) if exact else None
        self.uc = unicorn.Uc(unicorn.UC_ARCH_ARM, unicorn.UC_MODE_THUMB | unicorn.UC_MODE_MCLASS)
        self.uc.ctl_set_cpu_model(model)
        self.handle = ctypes.cast(self.uc._uch, ctypes.c_void_p)
        self._pc, self._count = ctypes.c_uint64(), ctypes.c_size_t()
        until = ctypes.c_uint64(flash_size - 2)  # never executed; `until` must lie in executable memory
        self._start = self.handle, self._pc, until, ctypes.c_uint64(), self._count
        self._kept: list[Any] = []  # what Unicorn points to must not be collected
        self._mapped: dict[int, tuple[int, Any]] = {}  # start -> (size, what Unicorn points to there), of the owner
        self.flash = self._map(FLASH_START, flash_size, unicorn.UC_PROT_READ | unicorn.UC_PROT_EXEC)
        # No EXEC on RAM: a page that may hold code makes every store into it take Unicorn's slow path.
        self.ram = self._map(RAM_START, ram_size, unicorn.UC_PROT_READ | unicorn.UC_PROT_WRITE)
        self.owner: Callable[[], Owner | None] = lambda: None  # weakly held: the machine outlives it
        self.uc.hook_add(unicorn.UC_HOOK_MEM_WRITE_PROT, self._flash_store, None, 0, flash_size - 1)
        self._asked, self._asked_reads = range(0), list[int]()
        self.running_ram = range(0)  # the part of RAM that code may run from
        self._told_before: set[int] = set()
        self.uc.ctl_set_tlb_mode(_TLB_VIRTUAL)
        self._hook(unicorn.UC_HOOK_TLB_FILL, _TLB_CB(self._fill_tlb))
        self._unhandled = False
        self._hook(unicorn.UC_HOOK_INTR, _EXCEPTION_CB(self._exception))
        self._word = ctypes.c_uint32()
        self._word_pointer = ctypes.byref(self._word)
        self.counter: InstructionCounter | CountingHook
        found = InstructionCounter.find(self) if exact else None
        self.counter = found or CountingHook(self)
        self._grow_tlb()
        self._as_new = self.uc.context_save()

    def own(self, owner: Owner) -> None:
        """Belong to `owner`, with the registers, RAM and mapped memory of a new machine; flash stays as it is."""
        for start in list(self._mapped):
            self.unmap(start)
        self.let_ram_run(range(0))
        self.uc.context_restore(self._as_new)
        self.ram[:] = bytes(len(self.ram))
        self.owner = weakref.ref(owner)

    # -- memory ---------------------------------------------------------------------------------
    def _map(self, start: int, size: int, protection: int) -> memoryview:
        memory = (ctypes.c_uint8 * size)()
        self._kept.append(memory)
        self.uc.mem_map_ptr(start, size, protection, memory)
        return memoryview(memory).cast("B")

    def map_constants(self, start: int, size: int) -> memoryview:
        """Map whole pages that the CPU can only read; return their memory."""
        memory = (ctypes.c_uint8 * size)()
        self.uc.mem_map_ptr(start, size, unicorn.UC_PROT_READ, memory)
        self._mapped[start] = size, memory
        return memoryview(memory).cast("B")

    def map_callbacks(self, start: int, size: int, on_read: Any, on_write: Any) -> None:
        """Let C callbacks answer for every access in [start, start + size)."""
        self._mapped[start] = size, (on_read, on_write)
        status = uclib.uc_mmio_map(
            self.handle,
            start,
            size,
            ctypes.cast(on_read, ctypes.c_void_p),
            None,
            ctypes.cast(on_write, ctypes.c_void_p),
            None,
        )
        if status:
            raise unicorn.UcError(status)

    def unmap(self, start: int) -> None:
        """Take away what was mapped there."""
        self.uc.mem_unmap(start, self._mapped.pop(start)[0])

    def fill_flash(self, content: bytes) -> None:
        """Put another firmware in; what was translated from parts that stay as they are is kept."""
        content = content.ljust(len(self.flash), b"\0")
        changed = [
            at for at in range(0, len(content), _PART) if bytes(self.flash[at : at + _PART]) != content[at : at + _PART]
        ]
        self.flash[:] = content
        if len(changed) > _MOST_CHANGED:
            self.uc.ctl_flush_tb()  # translations that are only removed keep their memory for good
        else:
            for at in changed:
                self.uc.ctl_remove_cache(at, at + _PART)

    def put_flash(self, address: int, content: bytes) -> None:
        """Change flash and forget what was translated from there."""
        self.flash[address : address + len(content)] = content
        self.uc.ctl_remove_cache(address, address + len(content))

    def _flash_store(self, _uc: object, _access: int, address: int, size: int, value: int, _user: object) -> bool:
        owner = self.owner()
        return owner is not None and owner.flash_store(address, size, value)

    def _exception(self, _uc: int, number: int, _user: int) -> None:
        owner = self.owner()
        if owner is None or not owner.exception(number):
            self._unhandled = True
            self.stop()

    # -- address translation --------------------------------------------------------------------
    def _fill_tlb(self, _uc: int, address: int, access: int, entry: Any, _user: int) -> bool:
        entry[0] = address
        entry[1] = _READ_WRITE_RUN if address < RAM_START or address in self.running_ram else _READ_WRITE
        if access != unicorn.UC_MEM_FETCH:
            self.clear_it_state()
            if address in self._asked:
                self._asked_reads.append(address)
        return True

    @contextmanager
    def reads_of(self, addresses: range) -> Iterator[list[int]]:
        """Give a list that fills as soon as one of these addresses is read or written."""
        self.uc.ctl(_CTL_TLB_FLUSH, 1)  # from now on the first access to each page is seen
        self._asked, self._asked_reads = addresses, []
        try:
            yield self._asked_reads
        finally:
            self._asked = range(0)

    def clear_it_state(self) -> None:
        """Put the IT bits back to 0.

        Unicorn restores the CPU state before it calls these hooks and leaves the bits of an IT block behind;
        the next block would then be decoded as conditional.
        """
        self._word.value = _THUMB_STATE
        _reg_write(self.handle, arm.UC_ARM_REG_EPSR, self._word_pointer)

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

    def let_ram_run(self, part: range) -> None:
        """Let code run from `part` of RAM, whole pages; stores there are slower meanwhile, elsewhere unseen by the
        translator."""
        if part == self.running_ram:
            return
        if len(self.running_ram) > PAGE:
            self.uc.ctl_flush_tb()  # or the next code at the same place would be taken for that of today
        elif self.running_ram:
            self.uc.ctl_remove_cache(self.running_ram.start, self.running_ram.stop)
        self.running_ram = part
        self.uc.ctl(_CTL_TLB_FLUSH, 1)
        read_write = unicorn.UC_PROT_READ | unicorn.UC_PROT_WRITE
        self.uc.mem_protect(RAM_START, len(self.ram), read_write)
        if part:
            self.uc.mem_protect(part.start, len(part), read_write | unicorn.UC_PROT_EXEC)

    # -- hooks and running ----------------------------------------------------------------------
    def _hook(self, kind: int, thunk: Any, first: int = 1, last: int = 0) -> None:
        self._kept.append(thunk)
        hook = ctypes.c_size_t()
        status = uclib.uc_hook_add(
            self.handle,
            ctypes.byref(hook),
            ctypes.c_int(kind),
            ctypes.cast(thunk, ctypes.c_void_p),
            None,
            ctypes.c_uint64(first),
            ctypes.c_uint64(last),
        )
        if status:
            raise unicorn.UcError(status)

    def hook_code(self, callback: Callable[[], None]) -> None:
        """Call `callback` before every instruction. Must come before the first run: cached blocks lack it."""
        self._hook(unicorn.UC_HOOK_CODE, _CODE_CB(lambda _uc, _address, _size, _user: callback()))

    def tell_before(self, address: int) -> None:
        """Let the owner know before the instruction at `address` is executed; it must not have run yet."""
        if address not in self._told_before:
            self._told_before.add(address)
            self._hook(unicorn.UC_HOOK_CODE, _CODE_CB(self._reach), address, address)

    def _reach(self, _uc: int, address: int, _size: int, _user: int) -> None:
        owner = self.owner()
        if owner is not None:
            owner.reach(address)

    def run(self, pc: int, count: int) -> int:
        """Run `count` instructions from `pc`; return Unicorn's error number, 0 where there is none.

        Always with a count: a run without one would leave blocks that a later count cannot stop.
        """
        self._pc.value, self._count.value = pc | 1, count
        status: int = _emu_start(*self._start)
        if self._unhandled:
            self._unhandled = False
            return int(unicorn.UC_ERR_EXCEPTION)
        return status

    def stop(self) -> None:
        """End the running slice as soon as Unicorn can."""
        uclib.uc_emu_stop(self.handle)

    def registers(self, *ids: int) -> Registers:
        """Return a set of registers that is read and written with one call."""
        return Registers(self.handle, list(ids))

    def register(self, register: int) -> int:
        """Return one register's value."""
        _reg_read(self.handle, register, self._word_pointer)
        return self._word.value

    def set_register(self, register: int, value: int) -> None:
        """Set one register."""
        self._word.value = value
        _reg_write(self.handle, register, self._word_pointer)


_left: dict[Any, list[Machine]] = {}  # machines that nobody uses


def machine_for(owner: Owner, model: int, flash_size: int, ram_size: int, *, exact: bool) -> Machine:
    """Return a machine for `owner`: one that another board has left, or a new one."""
    waiting = _left.get((model, flash_size, ram_size), []) if exact else []
    try:
        machine = waiting.pop()  # not asked for its length first: another thread may take one too
    except IndexError:
        machine = Machine(model, flash_size, ram_size, exact=exact)
    machine.own(owner)
    return machine


class Lease:
    """Whoever may still use a machine holds this; when nobody does any more, the machine is the next board's."""

    def __init__(self, machine: Machine) -> None:
        weakref.finalize(self, _leave, machine).atexit = False


def _leave(machine: Machine) -> None:
    owner = machine.owner()
    if owner is not None:
        owner.lose()
    machine.owner = lambda: None
    waiting = _left.setdefault(machine.kind, [])
    if machine.kind is not None and len(waiting) < _KEPT:
        waiting.append(machine)
