"""GPIO and GPIOTE: pins, and events and tasks on pins. Pins are numbered 0–31 on P0 and 32–63 on P1.

A pin has an output state (OUT, DIR, or a GPIOTE task channel that owns it) and a level that the outside drives it
to; `Pads` keeps the outside's part, which a reset of the chip does not change.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from ..core.clock import Event
from .peripheral import Peripheral

if TYPE_CHECKING:
    from .chip import Chip

OUT, OUTSET, OUTCLR, IN, DIR, DIRSET, DIRCLR, LATCH, PIN_CNF0 = (
    0x504, 0x508, 0x50C, 0x510, 0x514, 0x518, 0x51C, 0x520, 0x700,
)  # fmt: skip
_PORT1_OFFSET = 0x300  # P1's registers follow P0's in the same page (nRF52833)
_INPUT_OFF = 1 << 1
_PULL_DOWN, _PULL_UP = 1, 3
_BOARDS_PULL = 0.01  # of the board's resistors (10 MΩ) beside the chip's (13 kΩ)
_SENSE_HIGH, _SENSE_LOW = 2, 3
_RESET_CONFIGURATION = _INPUT_OFF

GPIOTE_OUT0, GPIOTE_SET0, GPIOTE_CLR0 = 0x000, 0x030, 0x060
GPIOTE_IN0, GPIOTE_PORT, GPIOTE_CONFIG0 = 0x100, 0x17C, 0x510
_MODE_EVENT, _MODE_TASK = 1, 3
_TO_HIGH, _TO_LOW, _TOGGLE = 1, 2, 3


class Pads:
    """What the outside does to the pins: levels it drives, levels that are computed when they are read."""

    def __init__(self) -> None:
        self.driven: dict[int, int] = {}  # pin -> 0 or 1; others follow their pull resistors
        self.computed: dict[int, Callable[[], int]] = {}
        self.weakly_high: set[int] = set()  # pins with a pull-up on the board, weaker than the chip's own resistors


class Gpio:
    """All pins of a chip with `ports` ports."""

    def __init__(self, chip: Chip, start: int, ports: int, pads: Pads) -> None:
        self._chip, self._pads = chip, pads
        self.gpiote: Gpiote
        self.out = self.direction = 0  # bit n: pin n
        self.owned: dict[int, int] = {}  # pin -> level, where a GPIOTE task channel drives it
        self._owned_pins = self._owned_high = 0  # the same as bits
        self.configuration = [_RESET_CONFIGURATION] * 32 * ports
        self._latch = 0
        self._sensed: dict[int, bool] = {}  # pin -> the level that it waits for, for `sense`
        self._readable: list[set[int]] = [set() for _ in range(ports)]  # pins whose input is on
        # port -> (pins that can be read, their levels where the chip puts out none, (bit, level) of computed ones),
        # until the outside or a pin's configuration changes
        self._inputs: dict[int, tuple[int, int, list[tuple[int, Callable[[], int]]]]] = {}
        for port in range(ports):
            self._name_registers(start + _PORT1_OFFSET * port, port)

    def _name_registers(self, base: int, port: int) -> None:
        shift, readers, writers = 32 * port, self._chip.readers, self._chip.writers

        def part(value: int) -> int:
            return value >> shift & 0xFFFF_FFFF

        def whole(old: int, value: int) -> int:
            return old & ~(0xFFFF_FFFF << shift) | value << shift

        for offset in (OUT, OUTSET, OUTCLR):
            readers[base + offset] = lambda: part(self.out)
        for offset in (DIR, DIRSET, DIRCLR):
            readers[base + offset] = lambda: part(self.direction)
        readers[base + IN] = partial(self._read_port, port)
        readers[base + LATCH] = lambda: part(self._latch)
        writers[base + OUT] = lambda value: self._drive(whole(self.out, value), self.direction)
        writers[base + OUTSET] = lambda value: self._drive(self.out | value << shift, self.direction)
        writers[base + OUTCLR] = lambda value: self._drive(self.out & ~(value << shift), self.direction)
        writers[base + DIR] = lambda value: self._drive(self.out, whole(self.direction, value))
        writers[base + DIRSET] = lambda value: self._drive(self.out, self.direction | value << shift)
        writers[base + DIRCLR] = lambda value: self._drive(self.out, self.direction & ~(value << shift))
        writers[base + LATCH] = self._clear_latch
        for pin in range(shift, shift + 32):
            address = base + PIN_CNF0 + 4 * (pin - shift)
            readers[address] = partial(self.configuration.__getitem__, pin)
            writers[address] = partial(self._configure, pin)

    def _clear_latch(self, value: int) -> None:
        self._latch &= ~value

    def _configure(self, pin: int, value: int) -> None:
        if self.configuration[pin] == value:
            return
        self.configuration[pin] = value
        (self._readable[pin >> 5].discard if value & _INPUT_OFF else self._readable[pin >> 5].add)(pin)
        self._sensed.pop(pin, None)
        if value >> 16 & 3 in (_SENSE_HIGH, _SENSE_LOW):
            self._sensed[pin] = value >> 16 & 3 == _SENSE_HIGH
        self._inputs.pop(pin >> 5, None)
        self._drive(self.out, self.direction & ~(1 << pin) | (value & 1) << pin)
        self.sense()

    def _drive(self, out: int, direction: int) -> None:
        changed = (out ^ self.out) | (direction ^ self.direction)
        if not changed:
            return
        self._chip.clock.sync()
        self.out, self.direction = out, direction
        self._chip.outside.pins_changed(changed)

    def own(self, pin: int, level: int | None) -> None:
        """Let a GPIOTE channel drive `pin` to `level`; None gives the pin back to OUT."""
        if self.owned.get(pin) == level:
            return
        bit = 1 << pin
        self._owned_pins &= ~bit
        self._owned_high &= ~bit
        if level is None:
            del self.owned[pin]
        else:
            self.owned[pin] = level
            self._owned_pins |= bit
            self._owned_high |= bit * level
        self._chip.outside.pins_changed(bit)

    def outputs(self) -> tuple[int, int]:
        """Return (levels, which pins are driven), one bit a pin, as the outside sees them."""
        return self.out & ~self._owned_pins | self._owned_high, self.direction | self._owned_pins

    def level(self, pin: int) -> int:
        """Return the level at a pin, whoever drives it."""
        computed = self._pads.computed.get(pin)
        if computed is not None:
            return computed()
        if pin in self.owned:
            return self.owned[pin]
        if self.direction >> pin & 1:
            return self.out >> pin & 1
        if pin in self._pads.driven:
            return self._pads.driven[pin]
        return int(self.pull(pin) > 0)

    def pull(self, pin: int) -> float:
        """Return how the resistors pull a pin: 1 up, −1 down, a little up by the board's own, or 0."""
        pull = self.configuration[pin] >> 2 & 3
        if pull in (_PULL_UP, _PULL_DOWN):
            return 1 if pull == _PULL_UP else -1
        return _BOARDS_PULL if pin in self._pads.weakly_high else 0

    def input_changed(self, pin: int) -> None:
        """The outside drives `pin` to another level."""
        self._inputs.pop(pin >> 5, None)
        self.gpiote.pin_changed(pin, self.level(pin))
        self.sense()

    def sense(self) -> None:
        """Raise the PORT event when a pin begins to be at the level that it waits for."""
        found = False
        for pin, level in self._sensed.items():
            if self.level(pin) == level:
                found = True
                self._latch |= 1 << pin
        self.gpiote.detected(found)

    def _read_port(self, port: int) -> int:
        self._chip.clock.sync()  # a timer may have changed a pin
        read, outside, computed = self._inputs.get(port) or self._read_outside(port)
        levels, driven = self.outputs()
        levels = (levels & driven | outside & ~driven) >> 32 * port & read
        for bit, level in computed:
            if level():
                levels |= bit
        return levels

    def _read_outside(self, port: int) -> tuple[int, int, list[tuple[int, Callable[[], int]]]]:
        read, outside, computed, first = 0, 0, [], 32 * port
        for pin in sorted(self._readable[port]):
            if pin in self._pads.computed:
                computed.append((1 << pin - first, self._pads.computed[pin]))
                continue
            read |= 1 << pin - first
            if self._pads.driven.get(pin, self.pull(pin) > 0):
                outside |= 1 << pin
        self._inputs[port] = read, outside, computed
        return self._inputs[port]


class Gpiote(Peripheral):
    """Channels that report edges of a pin, or drive a pin by a task."""

    def __init__(self, chip: Chip, base: int, line: int, channels: int) -> None:
        super().__init__(chip, base, line)
        self._channels = [0] * channels  # CONFIG
        self._rises: list[Event | None] = [None] * channels
        self._detected = False
        chip.gpio.gpiote = self
        self.event(GPIOTE_PORT)
        for i in range(channels):
            self.event(GPIOTE_IN0 + 4 * i)
            self.task(GPIOTE_OUT0 + 4 * i, partial(self._out, i, None))
            self.task(GPIOTE_SET0 + 4 * i, partial(self._out, i, 1))
            self.task(GPIOTE_CLR0 + 4 * i, partial(self._out, i, 0))
            self.on_read(GPIOTE_CONFIG0 + 4 * i, partial(self._channels.__getitem__, i))
            self.on_write(GPIOTE_CONFIG0 + 4 * i, partial(self._configure, i))

    def _configure(self, i: int, value: int) -> None:
        self.clock.sync()
        gpio, old = self.chip.gpio, self._channels[i]
        self._channels[i] = value
        pin = value >> 8 & 63
        if old & 3 == _MODE_TASK and (old >> 8 & 63 != pin or value & 3 != _MODE_TASK):
            gpio.own(old >> 8 & 63, None)
        self.clock.cancel(self._rises[i])
        self._rises[i] = None
        if value & 3 == _MODE_TASK:
            gpio.own(pin, value >> 20 & 1)
        elif value & 3 == _MODE_EVENT:
            seconds = self.chip.outside.rise_time(pin)
            if seconds is not None:
                self._rises[i] = self.clock.after(
                    self.chip.cycles(seconds), lambda: self.raise_event(GPIOTE_IN0 + 4 * i), lazy=True
                )

    def _out(self, i: int, level: int | None) -> None:
        value = self._channels[i]
        if value & 3 != _MODE_TASK:
            return
        pin, polarity = value >> 8 & 63, value >> 16 & 3
        if level is None:
            toggled = 1 - self.chip.gpio.owned.get(pin, 0)
            level = {_TO_HIGH: 1, _TO_LOW: 0}.get(polarity, toggled)
        self.chip.gpio.own(pin, level)

    def pin_changed(self, pin: int, level: int) -> None:
        """Report an edge to the channels that watch `pin`."""
        for i, value in enumerate(self._channels):
            if value & 3 == _MODE_EVENT and value >> 8 & 63 == pin:
                polarity = value >> 16 & 3
                if polarity == _TOGGLE or (polarity == _TO_HIGH) == bool(level):
                    self.raise_event(GPIOTE_IN0 + 4 * i)

    def detected(self, now: bool) -> None:
        """The DETECT signal of all pins together is high (or not)."""
        if now and not self._detected:
            self.raise_event(GPIOTE_PORT)
        self._detected = now
