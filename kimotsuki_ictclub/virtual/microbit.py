"""What both micro:bits share: a chip with LEDs, buttons, pins and sensors around it, and the firmware in its flash."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from functools import partial
from math import inf

from ..errors import VirtualBoardError
from ..language import N_
from .air import Air
from .chips.baud import heard
from .chips.chip import Chip
from .chips.gpio import Pads
from .chips.i2c import Bus
from .chips.pwm import Wave
from .chips.radio import Radio
from .core.boots import pass_boot
from .core.clock import Clock, Event
from .core.cpu import Cpu, FirmwareFault, ResetRequest
from .core.engine import Engine, WildPointer
from .core.interrupts import InterruptController
from .ctrl_c import held_ctrl_c
from .devices.echo_sensor import EchoSensor
from .devices.i2c_device import I2cDevice
from .devices.neopixels import NeoPixels
from .devices.robots import LINE_SENSORS_ASIDE, STEP_SECONDS, Robot
from .flash_image import FlashImage, device_info
from .leds import LedMatrix
from .oscilloscope import Playing, Pulses
from .wiring import End, join
from .world import Vector, World

CABLE_BAUD = 115_200  # of the interface chip, whatever the program sets
KEPT_SERIAL_BYTES = 1_000_000  # at least; a minute and a half of the fastest line
_AT_ONCE_SECONDS = 5.0  # so soon after its start a program that resets the board may do it for ever
_LARGE_PINS = (0, 1, 2)  # with 10 MΩ to the supply, so that a finger is felt


class Microbit:
    """One board. Subclasses say what is wired where; `VirtualBoard` is the face that people use."""

    version: str
    edge_pins: dict[int | str, int]  # number on the edge connector -> pin of the chip
    button_pins: dict[str, int]
    cable_pins: tuple[int, int]  # pins of the chip that send to and receive from the interface chip
    chip: Chip
    leds: LedMatrix

    def __init__(self, *, seed: int, air: Air | None, exact: bool) -> None:
        self.world = World()
        self.random = random.Random(seed)
        self.air, self.exact = air, exact
        self.pads = Pads()
        self.pads.weakly_high.update(self.edge_pins[number] for number in _LARGE_PINS)
        self.voltages: dict[int, float] = {}  # pin -> part of the supply that the outside puts on it
        self.touched: set[int] = set()
        self.external_bus: Bus = {}  # I2C devices on the edge connector
        self.serial_input = bytearray()
        self.serial_output = bytearray()
        self.serial_forgotten = 0  # bytes that were sent before those
        self.wires_in: dict[int, bytearray] = {}  # pin of the chip -> bytes under way to it from a serial device
        self.wires_out: dict[int, bytearray] = {}  # pin -> bytes that it has sent to one and nobody has read
        self.on_serial: Callable[[bytes], None] | None = None
        self.restarts, self._started = 0, 0.0  # resets by the program, one soon after the other; when it started
        self.powered = True
        self.robot: Robot | None = None
        self.wired: dict[int, End] = {}  # pins that are joined with others
        self.triggers: dict[int, EchoSensor] = {}  # pin -> the sensor that it triggers
        self.strips: dict[int, NeoPixels] = {}  # pin -> the lights at it
        self._heard_pins = 0  # those of all these, one bit each
        self._robots_step: Event | None = None

    def power_on(self, image: FlashImage) -> None:
        """Switch the board on with an image in its flash."""
        self._pulse_pins = sum(1 << pin for pin in self.edge_pins.values())
        self.pulses = self._new_pulses()
        if self.air is not None:
            self.air.join(self)
        self.load(image)

    def power_on_again(self) -> None:
        """Start from the beginning, as if nothing had been."""
        clock = self.chip.clock
        clock.base = clock.carried = clock.instructions = self.chip.resets = 0
        self.chip.engine.ram[:] = bytes(len(self.chip.engine.ram))
        self.pulses = self._new_pulses()
        self.reset()

    def _new_pulses(self) -> dict[int, Pulses]:
        return {pin: Pulses(self.chip.hz) for pin in self.edge_pins.values()}

    def load(self, image: FlashImage) -> None:
        """Put an image into the flash and start it."""
        self.chip.load(image.flash, image.uicr)
        self.reset()

    def reset(self) -> None:
        """Press and release the reset button."""
        self.powered = True
        self.restarts, self._started = 0, self.time
        self.leds.clear()
        self.reset_devices()
        for sensor in self.triggers.values():
            sensor.power_on()
        self.chip.reset()
        if self.robot is not None:
            self.carry(self.robot)
        for end in self.wired.values():
            end.changed()

    def reset_devices(self) -> None:
        """Bring the sensors to their state after power-on (for subclasses)."""

    # -- the chip's core, for boots.py ----------------------------------------------------------------
    @property
    def engine(self) -> Engine:
        """Memory and registers."""
        return self.chip.engine

    @property
    def clock(self) -> Clock:
        """Its time, in cycles."""
        return self.chip.clock

    @property
    def interrupts(self) -> InterruptController:
        """Its interrupt controller."""
        return self.chip.interrupts

    @property
    def cpu(self) -> Cpu:
        """Its CPU."""
        return self.chip.cpu

    @property
    def files_at(self) -> range:
        """Where in the flash the bundled runtime has its files."""
        info = device_info(self.version)
        return range(info.fs_start_address, info.fs_end_address)

    @property
    def stands_alone(self) -> bool:
        """Whether nothing is plugged in or on the way to it: others in its room hear nothing of a board that boots."""
        plugged = self.robot or self.triggers or self.strips or self.wired or self.external_bus
        return not (plugged or self.serial_input or self.wires_in)

    # -- time -----------------------------------------------------------------------------------------
    @property
    def time(self) -> float:
        """Virtual seconds since power-on."""
        return self.chip.clock.base / self.chip.hz

    def now(self) -> float:
        """Return virtual seconds since power-on, exact also while the chip looks at a pin."""
        return self.chip.clock.now() / self.chip.hz

    @property
    def radio(self) -> Radio:
        """The radio as it is after the latest reset."""
        return self.chip.radio

    def run_alone(self, until: float, stop: Callable[[], bool] | None = None) -> None:
        """Run to virtual second `until`, or until `stop()` is true.

        Ctrl-C ends it too, and the board can go on later.

        Raises: VirtualBoardError `firmware-fault` with the program counter.
        """
        with held_ctrl_c() as ctrl_c:
            ends = ctrl_c if stop is None else lambda: ctrl_c() or stop()
            self._run(round(until * self.chip.hz), ends)

    def pass_boot(self, until: float = inf) -> bool:
        """Boot in one step where it was just switched on and has booted by second `until`; return whether it has."""
        just_on = self.chip.clock.base == 0 and self.chip.resets == 1
        return just_on and self.version == "v2" and pass_boot(self, until * self.chip.hz)

    def _run(self, end: int, stop: Callable[[], bool]) -> None:
        chip = self.chip
        self.pass_boot(end / chip.hz)
        while chip.clock.base < end:
            if not self.powered:
                chip.clock.base = end
                return
            try:
                chip.cpu.run(end, stop)
                if chip.clock.base < end and self.powered:
                    return  # stopped
            except ResetRequest:
                chip.clock.base += 1
                again = self.restarts + 1 if self.time - self._started < _AT_ONCE_SECONDS else 1
                self.reset()
                self.restarts = again
            except (FirmwareFault, WildPointer) as fault:
                raise VirtualBoardError(
                    "firmware-fault",
                    N_("The firmware of the virtual %(board)s board stopped at %(pc)s: %(reason)s."),
                    N_("Reset the board. If it happens again, please report the program."),
                    board=self.version.upper(),
                    pc=f"{chip.cpu.pc:#010x}",
                    reason=fault.reason if isinstance(fault, FirmwareFault) else str(fault),
                ) from fault

    def serial_sent(self) -> int:
        """Return how many bytes the board has sent since power-on."""
        return self.serial_forgotten + len(self.serial_output)

    def serial_since(self, place: int) -> bytes:
        """Return the bytes sent after the first `place` ones (what is still kept of them)."""
        return bytes(self.serial_output[max(0, place - self.serial_forgotten) :])

    # -- what people do to it -------------------------------------------------------------------------
    def send_serial(self, data: bytes) -> None:
        """Put bytes on the serial line to the board."""
        self.serial_input += data
        self.chip.uart.listen()

    def send_to_pin(self, pin: int, data: bytes) -> None:
        """Put bytes on the serial wire of another device to `pin`, at the speed that the program expects."""
        self.wires_in.setdefault(pin, bytearray()).extend(data)
        self.chip.uart.listen()

    def drive(self, pin: int, level: int | None) -> None:
        """Drive a pin from outside, or let it go."""
        if level is None:
            self.pads.driven.pop(pin, None)
        else:
            self.pads.driven[pin] = level
        self.voltages.pop(pin, None)
        self._outside_changed(pin)

    def set_voltage(self, pin: int, voltage: float) -> None:
        """Put a voltage on a pin, as a part of the supply."""
        self.voltages[pin] = voltage
        self.pads.driven[pin] = round(voltage)
        self._outside_changed(pin)

    def _outside_changed(self, pin: int) -> None:
        if pin in self.wired:
            self.wired[pin].changed()
        else:
            self.chip.gpio.input_changed(pin)
        self.voltage_changed()

    def voltage_changed(self) -> None:
        """The voltage at a pin is another now (for subclasses)."""

    def sense(self, pin: int, level: Callable[[], int]) -> None:
        """Let a sensor put out its level() on a pin."""
        if pin in self.wired:
            self.wired[pin].sensed = level
        else:
            self.pads.computed[pin] = level
        self.chip.gpio.input_changed(pin)

    def wire(self, pin: int, board: Microbit, other: int) -> None:
        """Join a pin with another one, of this board or of one in the same room."""
        join((self, pin), (board, other))
        for one in (self, board):
            one._hear()

    def attach_echo_sensor(self, trigger: int, echo: int) -> None:
        """Plug in a distance sensor; one at the same trigger is replaced. Its echo line is low from now on."""
        sensor = self.triggers[trigger] = EchoSensor(
            self.chip.clock, lambda: self.world.distance_mm, lambda level: self.drive(echo, level)
        )
        sensor.power_on()
        self._hear()

    def attach_neopixels(self, pin: int) -> NeoPixels:
        """Plug in a strip of NeoPixels."""
        strip = self.strips[pin] = NeoPixels(self.now)
        self._hear()
        return strip

    def _hear(self) -> None:
        self._heard_pins = sum(1 << pin for pin in self.wired.keys() | self.triggers.keys() | self.strips.keys())

    def touch(self, pin: int, touched: bool) -> None:
        """Put a finger on a pin, or take it away: it connects one of the large pins to ground."""
        (self.touched.add if touched else self.touched.discard)(pin)
        if pin in self.pads.weakly_high:
            self.drive(pin, 0 if touched else None)

    def attach(self, address: int, device: I2cDevice) -> None:
        """Plug an I2C device into the edge connector (P19, P20)."""
        self.external_bus[address] = device

    def carry(self, robot: Robot) -> None:
        """Let a robot move with this board, from now on and through resets."""
        self.robot = robot
        robot.line = lambda: self.world.line
        for pin, aside in zip(robot.line_pins or (), (-LINE_SENSORS_ASIDE, LINE_SENSORS_ASIDE), strict=False):
            self.sense(self.edge_pins[pin], partial(robot.line_level, aside))
        cycles = self.chip.cycles(STEP_SECONDS)

        def step() -> None:
            robot.move(STEP_SECONDS)
            self._robots_step = self.chip.clock.after(cycles, step)

        self.chip.clock.cancel(self._robots_step)
        self._robots_step = self.chip.clock.after(cycles, step)

    # -- what it does ---------------------------------------------------------------------------------
    def wave(self, pin: int) -> tuple[float, float]:
        """Return (period, high time) of the pulses on a pin, in seconds; zeros where there are none."""
        now = self.chip.clock.base
        return self.pulses[pin].period(now), self.pulses[pin].width(now)

    def puts_out(self, pin: int) -> bool:
        """Whether the chip drives this pin."""
        return bool(self.chip.gpio.outputs()[1] >> pin & 1)

    def playing(self, pin: int) -> Playing | None:
        """Return what a PWM peripheral puts on a pin that is joined with another; None where there is none."""
        return None

    def pitch(self) -> float:
        """Return the tone that the board plays, in Hz; 0.0 for silence."""
        raise NotImplementedError

    # -- the outside of the chip, see chips.chip.Outside ------------------------------------------------
    def pins_changed(self, pins: int) -> None:
        """Show the new output state to the LEDs and the oscilloscopes on the pins."""
        now = self.chip.clock.now()
        levels, driven = self.chip.gpio.outputs()
        if pins & self.leds.pins:
            self.leds.update(levels, driven, now)
        changed = pins & self._pulse_pins
        while changed:
            pin = (changed & -changed).bit_length() - 1
            changed &= changed - 1
            self.pulses[pin].update(levels >> pin & driven >> pin & 1, now)
        heard = pins & self._heard_pins
        while heard:
            pin = (heard & -heard).bit_length() - 1
            heard &= heard - 1
            level = levels >> pin & driven >> pin & 1
            if pin in self.triggers:
                self.triggers[pin].hear(level)
            if pin in self.strips:
                self.strips[pin].hear(level)
            if pin in self.wired:
                self.wired[pin].changed()

    def motion(self) -> Vector:
        """Return the acceleration now, in milli-g."""
        return self.world.motion(self.chip.clock.now() / self.chip.hz)

    def magnetic_field(self) -> Vector:
        """Return the magnetic field now, in nT."""
        return self.world.magnetic_field

    def temperature(self) -> float:
        """Return the temperature of the chip, in °C."""
        return self.world.temperature

    def analog_input(self, pin: int) -> float:
        """Return the voltage at a pin as a part of the supply."""
        if pin in self.wired:
            return self.wired[pin].voltage()
        return self.voltages.get(pin, float(self.pads.driven.get(pin, 0)))

    def samples(self, pin: int, count: int, rate: float) -> list[float] | None:
        """Return a wave at a pin; None where the voltage is steady."""
        return None

    def rise_time(self, pin: int) -> float | None:
        """Return how long a pin takes to change after it is let go; None where it doesn't."""
        return None

    def uart_waiting(self, pin: int) -> tuple[bytearray, int]:
        """Return the bytes under way to `pin`, and their speed."""
        if pin == self.cable_pins[1]:
            return self.serial_input, CABLE_BAUD
        return self.wires_in.setdefault(pin, bytearray()), 0

    def uart_sent(self, data: bytes, pin: int, baud: int) -> None:
        """Take what the board has sent; of a board that runs for days only the latest is kept."""
        if pin != self.cable_pins[0]:
            wire = self.wires_out.setdefault(pin, bytearray())
            wire += data
            del wire[:-KEPT_SERIAL_BYTES]
            return
        data = heard(data, baud, CABLE_BAUD)
        self.serial_output += data
        if len(self.serial_output) > 2 * KEPT_SERIAL_BYTES:
            self.serial_forgotten += len(self.serial_output) - KEPT_SERIAL_BYTES
            del self.serial_output[:-KEPT_SERIAL_BYTES]
        if self.on_serial is not None:
            self.on_serial(data)

    def pwm_played(self, waves: Mapping[int, Wave]) -> None:
        """Show what a PWM peripheral plays to the oscilloscopes that record, and to lights."""
        now = self.chip.clock.now() / self.chip.hz
        for pin, wave in waves.items():
            pulses = self.pulses.get(pin)
            if pulses is not None and pulses.recorded is not None:
                pulses.record_wave(wave, now)
            if pin in self.strips:
                self.strips[pin].play(wave.values, wave.period)

    def power_off(self) -> None:
        """The firmware has switched the chip off; only a reset wakes it."""
        self.powered = False
        self.leds.clear()
        self.chip.engine.stop()
