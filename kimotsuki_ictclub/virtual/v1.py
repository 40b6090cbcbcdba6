"""The micro:bit V1: what is wired to the nRF51822. Source: the schematic of V1.3B, and the runtime's own LED table."""

from __future__ import annotations

import struct

from .air import Air
from .chips.nrf51822 import Nrf51822
from .devices import mag3110, mma8653
from .flash_image import FlashImage
from .leds import LedMatrix
from .microbit import Microbit

_ROW_PINS = (13, 14, 15)
_FIRST_COLUMN_PIN = 4
# For each column, the (x, y) of its LED in each of the three rows.
_LED_PLACES = (
    ((0, 0), (4, 2), (2, 4)),
    ((2, 0), (0, 2), (4, 4)),
    ((4, 0), (2, 2), (0, 4)),
    ((4, 3), (1, 0), (0, 1)),
    ((3, 3), (3, 0), (1, 1)),
    ((2, 3), (3, 4), (2, 1)),
    ((1, 3), (1, 4), (3, 1)),
    ((0, 3), None, (4, 1)),
    ((1, 2), None, (3, 2)),
)
_EDGE_PINS: dict[int | str, int] = {
    0: 3, 1: 2, 2: 1, 3: 4, 4: 5, 5: 17, 6: 12, 7: 11, 8: 18, 9: 10, 10: 6, 11: 26, 12: 20, 13: 23, 14: 22,
    15: 21, 16: 16, 19: 0, 20: 30,
}  # fmt: skip
_I2C_PINS = (0, 30)  # SCL, SDA
_ACCELEROMETER_READY, _COMPASS_READY = 28, 29
_LIGHT_PINS = (4, 5, 6)  # LED columns that the runtime reads as light sensors
_DARK, _BRIGHT = 338 / 1023, 75 / 1023  # what the runtime takes for light levels 0 and 255

# The runtime keeps the compass calibration in the last flash page before the end: magic, offsets, scales, radius.
_CALIBRATION_START = 0x4_0000 - 1024
_CALIBRATION = struct.pack("<Iiiiiiii", 0xC011_BA55, 0, 0, 0, 1024, 1024, 1024, 50_000)


class MicrobitV1(Microbit):
    """A V1.3 board with MMA8653 and MAG3110."""

    version = "v1"
    edge_pins = _EDGE_PINS
    button_pins = {"a": 17, "b": 26}  # noqa: RUF012 - constant
    cable_pins = (24, 25)

    def __init__(self, *, seed: int = 1, air: Air | None = None, exact: bool = True) -> None:
        super().__init__(seed=seed, air=air, exact=exact)
        for pin in (*self.button_pins.values(), *_I2C_PINS, _ACCELEROMETER_READY):
            self.pads.driven[pin] = 1
        self.pads.driven[_COMPASS_READY] = 0
        self.chip: Nrf51822 = Nrf51822(
            self,
            pads=self.pads,
            bus=self.external_bus,  # the edge connector carries the same bus as the sensors
            generator=self.random,
            air=air,
            exact=exact,
        )
        clock = self.chip.clock
        self._accelerometer = mma8653.Mma8653(
            clock, self.motion, lambda ready: self.drive(_ACCELEROMETER_READY, not ready)
        )
        self._compass = mag3110.Mag3110(
            clock, self.magnetic_field, lambda ready: self.drive(_COMPASS_READY, int(ready))
        )
        self.external_bus[mma8653.ADDRESS] = self._accelerometer
        self.external_bus[mag3110.ADDRESS] = self._compass
        self.leds = LedMatrix(
            self.chip.hz,
            {
                row_pin: {
                    _FIRST_COLUMN_PIN + column: place
                    for column, places in enumerate(_LED_PLACES)
                    if (place := places[row]) is not None
                }
                for row, row_pin in enumerate(_ROW_PINS)
            },
        )

    def load(self, image: FlashImage) -> None:
        """Start with a calibrated compass: nobody plays the tilt game with a virtual board."""
        super().load(image)
        page = _CALIBRATION_START
        if bytes(self.chip.engine.flash[page : page + 4]) == b"\xff" * 4:
            self.chip.engine.put_flash(page, _CALIBRATION)

    def reset_devices(self) -> None:
        """Stop the sensors until the firmware starts them."""
        self._accelerometer.power_on()
        self._compass.power_on()

    def analog_input(self, pin: int) -> float:
        """Return the voltage at a pin; the LED columns fall with the light."""
        if pin in _LIGHT_PINS and pin not in self.voltages:
            return _DARK - (_DARK - _BRIGHT) * self.world.light / 255
        return super().analog_input(pin)

    def pitch(self) -> float:
        """Return the tone on pin 0, where V1 puts its sound."""
        period, _ = self.wave(self.edge_pins[0])
        return 1 / period if period else 0.0
