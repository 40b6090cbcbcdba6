"""The run loop: slices of instructions between events, exceptions in and out, sleep without work.

Exception entry and return: Armv7-M Architecture Reference Manual B1.5.6 to B1.5.8. The process stack, the MPU
and real fault handlers are not modelled: a firmware that faults ends the run with a `FirmwareFault`.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from unicorn import UC_ERR_EXCEPTION, UC_ERR_FETCH_PROT, UC_ERR_INSN_INVALID
from unicorn import arm_const as arm

from .clock import NEVER, Clock
from .engine import WORD, Engine, WildPointer
from .interrupts import SVCALL, InterruptController
from .machine import PAGE, RAM_START, Registers

_WORD, _BASIC_FRAME, _FLOAT_FRAME = struct.Struct("<I"), struct.Struct("<8I"), struct.Struct("<18I")
_TO_HANDLER, _TO_THREAD = 0xFFFF_FFF1, 0xFFFF_FFF9
_NO_FLOAT_FRAME = 1 << 4  # EXC_RETURN bit; 0: the frame has floating-point registers
_FLOAT_ACTIVE = 1 << 2  # CONTROL.FPCA
_PROCESS_STACK = 1 << 1  # CONTROL.SPSEL
_THUMB, _ALIGNED, _FLAGS = 1 << 24, 1 << 9, 0xF80F_0000  # xPSR
_SVC_OPCODE = 0xDF  # upper byte of the instruction
_WFE, _WFI = b"\x20\xbf", b"\x30\xbf"
_LONGEST_SLICE = 1 / 100  # virtual seconds: the host is asked about stops at least so often
_FIRST_WAIT, _LONGEST_WAIT = 150, 6000  # cycles until the end of a critical section is looked for (again)

_EXCEPTION_EXIT = 8  # QEMU's EXCP_EXCEPTION_EXIT

# The calibrated delay loop that the V2 runtime copies into RAM: subs r0,#1; bne; bx lr.
_DELAY_LOOP = bytes.fromhex("0138 fdd1 7047")
_IN_A_TURN = 2  # instructions

# Not as one context of Unicorn's: that holds pointers into the machine that it was saved from.
_ALL = (
    arm.UC_ARM_REG_CONTROL, arm.UC_ARM_REG_PRIMASK, arm.UC_ARM_REG_BASEPRI, arm.UC_ARM_REG_FAULTMASK,
    arm.UC_ARM_REG_PSP, arm.UC_ARM_REG_MSP, arm.UC_ARM_REG_SP, *range(arm.UC_ARM_REG_R0, arm.UC_ARM_REG_R0 + 13),
    arm.UC_ARM_REG_LR, *range(arm.UC_ARM_REG_S0, arm.UC_ARM_REG_S0 + 32), arm.UC_ARM_REG_FPSCR,
)  # fmt: skip


class FirmwareFault(Exception):
    """The firmware did what a CPU cannot do; `pc` is where."""

    def __init__(self, reason: str, pc: int, registers: dict[str, int]) -> None:
        super().__init__(f"{reason} at pc={pc:#010x}")
        self.reason, self.pc, self.registers = reason, pc, registers


class ResetRequest(Exception):
    """The firmware asked for a reset of the chip."""


@dataclass(frozen=True)
class CpuState:
    """What a CPU and its clock hold between two slices."""

    registers: tuple[int, ...] = ()
    pc: int = 0
    asleep: bool = False
    event_flag: bool = False
    look_at: int = 0
    wait: int = 0
    changed: bool = False  # of the interrupt controller
    base: int = 0
    carried: int = 0
    instructions: int = 0


class Cpu:
    """Runs an engine against a clock and an interrupt controller."""

    def __init__(self, engine: Engine, clock: Clock, interrupts: InterruptController) -> None:
        self.engine, self.clock, self.interrupts = engine, clock, interrupts
        self.pc = 0
        self._asleep = self._event_flag = self._reset_wanted = False
        # An interrupt that waits for the end of a critical section is looked at again at this cycle: nobody tells
        # when PRIMASK goes. Not at every end of a slice, because those must not matter.
        self._look_at, self._wait = NEVER, _FIRST_WAIT
        interrupts.must_wait = self._is_masked
        interrupts.on_reset_request = self._request_reset
        engine.end_slice = clock.end_slice
        engine.exception, engine.reach = self._leave_exception, self._skip_turns
        sp_lr_psr = (arm.UC_ARM_REG_LR, arm.UC_ARM_REG_XPSR_NZCVQG, arm.UC_ARM_REG_SP)
        low = [getattr(arm, f"UC_ARM_REG_{name}") for name in ("R0", "R1", "R2", "R3", "R12")]
        # Read after every slice, with all that an exception asks for: one call instead of five.
        self._context = engine.registers(
            arm.UC_ARM_REG_PC, arm.UC_ARM_REG_PRIMASK, arm.UC_ARM_REG_BASEPRI, arm.UC_ARM_REG_FAULTMASK,
            arm.UC_ARM_REG_CONTROL, arm.UC_ARM_REG_SP, *low, arm.UC_ARM_REG_LR, arm.UC_ARM_REG_XPSR,
        )  # fmt: skip
        self._left: tuple[int, ...] | None = None  # this context as the latest slice left it; None: changed since
        # Where an exception returns from: the address that says how, CONTROL, and the stack.
        self._returning = engine.registers(arm.UC_ARM_REG_PC, arm.UC_ARM_REG_CONTROL, arm.UC_ARM_REG_SP)
        self._entry = engine.registers(*sp_lr_psr)
        self._restore = engine.registers(*low, *sp_lr_psr, arm.UC_ARM_REG_PC)
        floats = (*range(arm.UC_ARM_REG_S0, arm.UC_ARM_REG_S0 + 16), arm.UC_ARM_REG_FPSCR)
        self._float = engine.registers(*floats)
        self._entry_with_float = engine.registers(arm.UC_ARM_REG_CONTROL, *sp_lr_psr)
        self._restore_with_float = engine.registers(
            *floats, *low, *sp_lr_psr, arm.UC_ARM_REG_PC, arm.UC_ARM_REG_CONTROL
        )

    def reset(self) -> None:
        """Start again from the vector table in flash."""
        self.interrupts.reset()
        self.engine.let_ram_run(range(0))
        self._asleep = self._event_flag = self._reset_wanted = False
        self._look_at = NEVER
        stack, start = struct.unpack_from("<2I", self.engine.flash, 0)
        for register, value in (
            (arm.UC_ARM_REG_CONTROL, 0),
            (arm.UC_ARM_REG_XPSR_NZCVQG, _THUMB),
            (arm.UC_ARM_REG_PRIMASK, 0),
            (arm.UC_ARM_REG_SP, stack),
            (arm.UC_ARM_REG_MSP, stack),
            (arm.UC_ARM_REG_LR, 0xFFFF_FFFF),
        ):
            self.engine.set_register(register, value)
        self.pc = start & ~1

    @cached_property
    def _all(self) -> tuple[Registers, Registers]:
        registers = self.engine.registers
        return registers(*_ALL, arm.UC_ARM_REG_XPSR), registers(*_ALL, arm.UC_ARM_REG_XPSR_NZCVQG)

    def state(self) -> CpuState:
        """Return what it holds now."""
        clock = self.clock
        return CpuState(
            self._all[0].read(), self.pc, self._asleep, self._event_flag, self._look_at, self._wait,
            self.interrupts.changed, clock.base, clock.carried, clock.instructions,
        )  # fmt: skip

    def set_state(self, state: CpuState) -> None:
        """Go on from what a CPU of this kind held."""
        self._all[1].write(*state.registers)
        self.pc, self._asleep, self._event_flag = state.pc, state.asleep, state.event_flag
        self._look_at, self._wait, self.interrupts.changed = state.look_at, state.wait, state.changed
        clock = self.clock
        clock.base, clock.carried, clock.instructions = state.base, state.carried, state.instructions

    # -- the loop ---------------------------------------------------------------------------------
    def run(self, end: int, stop: Callable[[], bool] | None = None) -> None:
        """Run to cycle `end`, or until `stop()` is true.

        Raises: ResetRequest, FirmwareFault, and what an I/O handler raised.
        """
        engine, clock, interrupts = self.engine, self.clock, self.interrupts
        begin, done, limit = engine.counter.begin, engine.counter.done, engine.counter.limit
        spare, context = engine.counter.spare, self._context
        longest = int(clock.hz * _LONGEST_SLICE)
        clock.run_end = end
        self._left = None
        while clock.base < end:
            clock.sync()
            if self._reset_wanted:
                self._reset_wanted = False
                raise ResetRequest
            if stop is not None and stop():
                return
            if clock.base < clock.stalled_until:
                clock.base = min(clock.stalled_until, end)
                continue
            if self._asleep and (interrupts.pending & interrupts.enabled or interrupts.system_pending):
                self._asleep = False  # a pending interrupt wakes even where it is masked
            if interrupts.changed or (clock.base >= self._look_at and not self._asleep):
                self._take_exception()
            event = clock.next_prompt()
            if self._asleep:
                clock.base = max(clock.base, min(event, end))
                continue
            count = clock.begin(min(clock.base + longest, end, self._look_at, event))
            begin(count)
            error = engine.run(self.pc, count + spare)
            if engine.stored:
                engine.settle_stores()
            counted = done.value
            whole = counted > limit.value  # the limit ended it, not the instruction
            executed = counted - 1 if whole else counted
            clock.advance(executed)
            left = self._left = context.read()
            self.pc = left[0]
            if engine.failure is not None:
                failure, engine.failure = engine.failure, None
                raise failure
            if error:
                self._handle_stop(error)
            elif not whole:
                self._fall_asleep()

    @property
    def instructions(self) -> int:
        """How many instructions have been executed since power-on."""
        return self.clock.instructions

    def _is_masked(self) -> bool:
        return self._look_at != NEVER and bool(self.engine.register(arm.UC_ARM_REG_PRIMASK) & 1)

    def _request_reset(self) -> None:
        self._reset_wanted = True
        self.engine.stop()

    def _opcode(self, address: int, size: int = 2) -> bytes:
        try:
            return bytes(self.engine.memory(address, size))
        except WildPointer:
            return b""

    def _fall_asleep(self) -> None:
        """Unicorn ends a slice early at WFI; WFE it reports as an invalid instruction."""
        opcode = self._opcode(self.pc - 2)
        if opcode == _WFE:
            self._asleep = not self._event_flag
            self._event_flag = False
        elif opcode == _WFI:
            self._asleep = True

    def _handle_stop(self, error: int) -> None:
        if error in (UC_ERR_FETCH_PROT, UC_ERR_EXCEPTION) and self._may_run(self.pc):
            self._let_ram_run()
        elif error == UC_ERR_INSN_INVALID and self._opcode(self.pc - 2) == _WFE:
            self._fall_asleep()
        elif error == UC_ERR_EXCEPTION and self._opcode(self.pc - 1, 1) == bytes([_SVC_OPCODE]):
            self.interrupts.system_pending |= 1 << SVCALL
            if not self._take_exception():
                raise self._fault("supervisor call in a critical section")
        else:
            raise self._fault(f"impossible instruction or access (Unicorn error {error})")

    def _may_run(self, address: int) -> bool:
        """Return whether there is RAM that nothing has run from yet."""
        engine = self.engine
        return RAM_START <= address < RAM_START + len(engine.ram) and address not in engine.running_ram

    def _let_ram_run(self) -> None:
        """Let code run from RAM: from one page where it is the runtime's delay loop, from all of it else."""
        engine, start = self.engine, RAM_START
        size = len(engine.ram)
        if self._is_delay_loop(self.pc):
            engine.tell_before(self.pc)
            start, size = self.pc & -PAGE, PAGE
        engine.let_ram_run(range(start, start + size))

    def _is_delay_loop(self, address: int) -> bool:
        offset = address - RAM_START
        return self.engine.ram[offset : offset + len(_DELAY_LOOP)] == _DELAY_LOOP

    def _skip_turns(self, address: int) -> None:
        """Leave out turns of the delay loop: all but the last, or those until the slice ends."""
        if not self._is_delay_loop(address):
            return
        turns = self.engine.register(arm.UC_ARM_REG_R0) or 1 << 32
        skipped = min(turns - 1, self.clock.left() // _IN_A_TURN)
        if skipped > 0:
            self.engine.set_register(arm.UC_ARM_REG_R0, turns - skipped & WORD)
            self.clock.leave_out(_IN_A_TURN * skipped)

    def _fault(self, reason: str) -> FirmwareFault:
        names = ("control", "sp", "r0", "r1", "r2", "r3", "r12", "lr", "xpsr")
        return FirmwareFault(reason, self.pc, dict(zip(names, self._context.read()[4:], strict=True)))

    # -- exceptions -------------------------------------------------------------------------------
    def _take_exception(self) -> bool:
        """Enter the most urgent pending exception; False where it must wait."""
        interrupts = self.interrupts
        interrupts.changed = False
        if not (interrupts.pending & interrupts.enabled or interrupts.system_pending):
            self._look_at = NEVER
            return False
        exception, priority = interrupts.next_exception()
        if exception is None or interrupts.active_priority() <= priority:
            self._look_at = NEVER
            return False
        context = self._left = self._left or self._context.read()
        primask, basepri, faultmask = context[1:4]
        if primask & 1 or faultmask & 1 or (basepri and priority >= basepri):
            self._wait = _FIRST_WAIT if self._look_at == NEVER else min(self._wait + self._wait // 4, _LONGEST_WAIT)
            self._look_at = self.clock.base + self._wait
            return False
        self._look_at = NEVER
        self._enter_exception(exception, context)
        return True

    def _enter_exception(self, exception: int, context: tuple[int, ...]) -> None:
        control, stack, r0, r1, r2, r3, r12, lr, psr = context[4:]
        if control & _PROCESS_STACK:
            raise self._fault("process stack in use")
        back = _TO_HANDLER if self.interrupts.active else _TO_THREAD
        size, floats, ram = _BASIC_FRAME.size, None, self.engine.ram
        if control & _FLOAT_ACTIVE:
            back &= ~_NO_FLOAT_FRAME
            size, floats = size + _FLOAT_FRAME.size, self._float.read()
        stack -= size
        saved = (psr | _THUMB) & ~_ALIGNED
        if stack & 4:
            stack -= 4
            saved |= _ALIGNED
        offset = stack - RAM_START
        if not 0 <= offset <= len(ram) - size:
            raise self._fault(f"stack pointer {stack:#010x} outside RAM")
        _BASIC_FRAME.pack_into(ram, offset, r0, r1, r2, r3, r12, lr, self.pc & ~1, saved)
        self._left, psr = None, psr & _FLAGS | _THUMB | exception
        if floats is None:
            self._entry.write(back, psr, stack)
        else:
            _FLOAT_FRAME.pack_into(ram, offset + _BASIC_FRAME.size, *floats, 0)
            self._entry_with_float.write(control & ~_FLOAT_ACTIVE, back, psr, stack)
        self.interrupts.begin(exception)
        self.pc = _WORD.unpack(self.engine.memory(self.interrupts.vector_table + 4 * exception, 4))[0] & ~1

    def _leave_exception(self, number: int) -> bool:
        """Return from an exception in the middle of a slice, which ends only where another interrupt waits."""
        interrupts = self.interrupts
        if number != _EXCEPTION_EXIT or not interrupts.active:
            return False
        try:
            self._restore_state(*self._returning.read())
        except BaseException as error:
            self.engine.fail(error)
        interrupts.end()
        self._event_flag = True
        if interrupts.pending & interrupts.enabled or interrupts.system_pending:
            self.clock.end_slice()
        else:
            interrupts.changed = False
            self._look_at = NEVER
        return True

    def _restore_state(self, back: int, control: int, stack: int) -> None:
        offset = stack - RAM_START
        r0, r1, r2, r3, r12, lr, pc, psr = _BASIC_FRAME.unpack_from(self.engine.ram, offset)
        stack += _BASIC_FRAME.size
        if psr & _ALIGNED:
            stack += 4
        low = r0, r1, r2, r3, r12, lr, psr & ~_ALIGNED
        if not back & _NO_FLOAT_FRAME:
            *floats, _ = _FLOAT_FRAME.unpack_from(self.engine.ram, offset + _BASIC_FRAME.size)
            self._restore_with_float.write(*floats, *low, stack + _FLOAT_FRAME.size, pc | 1, control | _FLOAT_ACTIVE)
        else:
            self._restore.write(*low, stack, pc | 1)
            if control & _FLOAT_ACTIVE:
                self.engine.set_register(arm.UC_ARM_REG_CONTROL, control & ~_FLOAT_ACTIVE)
