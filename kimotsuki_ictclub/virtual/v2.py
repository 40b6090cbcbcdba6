"""The micro:bit V2: what is wired to the nRF52833. Source: the schematic of V2.0 and the pin map of the runtime."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Mapping

from .air import Air
from .chips.i2c import Bus
from .chips.nrf52833 import Nrf52833
from .chips.pwm import Wave
from .devices import interface_chip, lsm303agr
from .leds import LedMatrix
from .microbit import Microbit
from .oscilloscope import Playing

_ROW_PINS = (21, 22, 15, 24, 19)
_COLUMN_PINS = (28, 11, 31, 37, 30)
_EDGE_PINS: dict[int | str, int] = {
    0: 2, 1: 3, 2: 4, 3: 31, 4: 28, 5: 14, 6: 37, 7: 11, 8: 10, 9: 9, 10: 30, 11: 23, 12: 12, 13: 17, 14: 1,
    15: 13, 16: 34, 19: 26, 20: 32, "logo": 36,
}  # fmt: skip
_MICROPHONE = 5
_SOUND_PINS = (0, 2)  # the speaker, and pin 0 of the edge connector, which carries the same
_SOUND_SEQUENCES = 4  # of about 6 ms each: what `pitch` looks back on
_INTERNAL_SDA, _INTERNAL_SCL, _EXTERNAL_I2C = 16, 8, (26, 32)
_SHARED_INTERRUPT = 25  # active low: sensors and interface chip
_TOUCH_PINS = (36, 2, 3, 4)  # logo, pins 0, 1, 2
_TOUCH_RISE_SECONDS = 60e-6 * 8  # of an untouched pin, in the slowed time of its timer
_LIGHT_PIN = 21  # LED row 1: the light discharges it
_LIGHT_TIMER = 4
_LIGHTEST_PART = 0.5  # of 255: even the brightest light takes a moment

# A tone as loud as the runtime's sound level says: 52 dB is level 0, 100 dB is level 255, full scale 1/16.
_QUIETEST_DB, _LOUDEST_DB = 52, 100
_PASCAL_AT_0_DB = 2e-5
_MICROPHONE_SCALE = 1.58 / 16 * 2
_LOUDEST_PART = 0.494
_TONE_HZ = 440
_MIDDLE = 0.5


class MicrobitV2(Microbit):
    """A V2 board with LSM303AGR and the interface chip that its board id names."""

    version = "v2"
    edge_pins = _EDGE_PINS
    button_pins = {"a": 14, "b": 23}  # noqa: RUF012 - constant
    cable_pins = (6, 40)

    def __init__(
        self, *, seed: int = 1, air: Air | None = None, exact: bool = True, interface: interface_chip.Model
    ) -> None:
        super().__init__(seed=seed, air=air, exact=exact)
        for pin in (*self.button_pins.values(), _INTERNAL_SDA, _INTERNAL_SCL, *_EXTERNAL_I2C):
            self.pads.driven[pin] = 1
        self.pads.computed[_SHARED_INTERRUPT] = self._shared_interrupt
        self._internal_bus: Bus = {}
        self.chip: Nrf52833 = Nrf52833(
            self,
            pads=self.pads,
            buses={_INTERNAL_SDA: self._internal_bus},
            other_bus=self.external_bus,
            generator=self.random,
            air=air,
            exact=exact,
        )
        self._interface = interface
        self.storage = interface_chip.StorageInterface(interface)
        self._tone_phase = 0.0
        self._played: deque[Wave] = deque(maxlen=_SOUND_SEQUENCES)
        self._playing: dict[int, Playing] = {}  # of pins that are joined with others
        self.reset_devices()
        self.leds = LedMatrix(
            self.chip.hz,
            {
                row_pin: {column_pin: (x, y) for x, column_pin in enumerate(_COLUMN_PINS)}
                for y, row_pin in enumerate(_ROW_PINS)
            },
        )

    def reset_devices(self) -> None:
        """Bring the sensors and the interface chip to their state after power-on; the storage stays."""
        clock = self.chip.clock
        self._accelerometer = lsm303agr.Accelerometer(clock, self.motion)
        self._compass = lsm303agr.Magnetometer(clock, self.magnetic_field)
        self._power = interface_chip.PowerInterface(self._interface)
        self._internal_bus.update(
            {
                lsm303agr.ACCELEROMETER_ADDRESS: self._accelerometer,
                lsm303agr.MAGNETOMETER_ADDRESS: self._compass,
                interface_chip.POWER_ADDRESS: self._power,
                interface_chip.STORAGE_ADDRESS: self.storage,
            }
        )

    def _shared_interrupt(self) -> int:
        # Asked for tens of thousands of times a second: no loop.
        now = self.chip.clock.now()
        return int(
            not (
                now >= self._accelerometer.reports_from
                or now >= self._compass.reports_from
                or self._power.interrupts()
                or self.storage.interrupts()
            )
        )

    def voltage_changed(self) -> None:
        """The converter runs all the time: its live buffer shows the change at once."""
        if self.chip.converter is not None:
            self.chip.converter.refresh()

    def rise_time(self, pin: int) -> float | None:
        """Return the rise time that the runtime takes for light or a touch."""
        if pin == _LIGHT_PIN:
            timer = self.chip.timers[_LIGHT_TIMER]
            whole = timer.compare[0] * timer.period / self.chip.hz
            return whole * max(_LIGHTEST_PART, 255 - self.world.light) / 255
        if pin in _TOUCH_PINS:
            return None if pin in self.touched else _TOUCH_RISE_SECONDS
        return None

    def samples(self, pin: int, count: int, rate: float) -> list[float] | None:
        """Return the tone that the microphone hears, or the pulses of a pin that is joined with this one."""
        if pin in self.wired and self.wired[pin].is_digital():
            return self.wired[pin].samples(count, rate)
        if pin != _MICROPHONE:
            return None
        if not self.world.sound:
            return [_MIDDLE] * count
        decibel = _QUIETEST_DB + self.world.sound * (_LOUDEST_DB - _QUIETEST_DB) / 255
        loudness = min(_LOUDEST_PART, _PASCAL_AT_0_DB * 10 ** (decibel / 20) * _MICROPHONE_SCALE)
        step = 2 * math.pi * _TONE_HZ / rate
        wave = [_MIDDLE + loudness * math.sin(self._tone_phase + step * i) for i in range(count)]
        self._tone_phase = (self._tone_phase + step * count) % (2 * math.pi)
        return wave

    # -- what it puts out -------------------------------------------------------------------------------
    def _waves(self) -> dict[int, Wave]:
        return {pin: wave for pwm in self.chip.pwms for pin, wave in pwm.waves.items()}

    def wave(self, pin: int) -> tuple[float, float]:
        """Return (period, high time) of the pulses on a pin, in seconds."""
        wave = self._waves().get(pin)
        if wave is not None:
            return wave.period, wave.period * wave.duty
        return super().wave(pin)

    def playing(self, pin: int) -> Playing | None:
        """Return what a PWM peripheral puts on a pin that is joined with another; None where there is none."""
        return self._playing.get(pin) if pin in self._playing and pin in self._waves() else None

    def pwm_played(self, waves: Mapping[int, Wave]) -> None:
        """Keep what the speaker plays."""
        super().pwm_played(waves)
        for pin in waves.keys() & self.wired.keys():
            before = self._playing.get(pin)
            wave, now = waves[pin], self.now()
            self._playing[pin] = Playing(wave, now) if before is None else before.followed_by(wave, now)
        sound = next((waves[pin] for pin in _SOUND_PINS if pin in waves), None)
        if sound is not None:
            self._played.append(sound)

    def pitch(self) -> float:
        """Return the tone of the speaker, in Hz, from the samples that it has played last."""
        if not self._played or not any(pin in self._waves() for pin in _SOUND_PINS):
            return 0.0
        rate = 1 / self._played[-1].period
        return _pitch([value for wave in self._played for value in wave.values], rate)


def _pitch(samples: list[float], rate: float) -> float:
    """Return the frequency of a wave from the distance of its rises through the middle; 0.0 where it is flat."""
    low, high = min(samples, default=0.0), max(samples, default=0.0)
    if high - low < 0.01:
        return 0.0
    middle = (low + high) / 2
    rises = [i for i in range(1, len(samples)) if samples[i - 1] < middle <= samples[i]]
    if len(rises) < 2:
        return 0.0
    return rate * (len(rises) - 1) / (rises[-1] - rises[0])
