"""Robots with a motor controller on I2C: what it takes, what it answers, and which sensors are on which pins.

Sources: DFRobot/pxt-maqueen and pythononline.ch (Maqueen: 0 over black), DFRobot_MaqueenPlus and
informatiquecsud/mbrobot (Maqueen Plus), elecfreaks/pxt-cutebot (0 over black), YahboomTechnology/Tiny-bitLib (1 over
black).
"""

from __future__ import annotations

from .i2c_device import I2cDevice, RegisterDevice
from .robots import LINE_SENSORS_ASIDE, SERVO_SIGNS, Robot, ServoRobot
from .wheels import FULL_SPEED

_FULL = 100.0
_BYTE_FULL = 255


def _signed(backward: bool, strength: int, full: int) -> float:
    return (-1 if backward else 1) * min(_FULL, strength * _FULL / full)


class Maqueen(Robot, RegisterDevice):
    """DFRobot Maqueen. Registers 0–3: left direction, speed 0–255, right direction, speed; 0x14, 0x15: servos."""

    distance_pins = (1, 2)
    line_pins: tuple[int, int] | None = (13, 14)
    back = 1  # the direction that means back

    def __init__(self) -> None:
        Robot.__init__(self)
        RegisterDevice.__init__(self)

    def end(self) -> None:
        """A message is over: the wheels turn as the registers say."""
        left, left_speed, right, right_speed = self.registers[:4]
        self.left = _signed(left == self.back, left_speed, _BYTE_FULL)
        self.right = _signed(right == self.back, right_speed, _BYTE_FULL)


class MaqueenPlus(Maqueen):
    """DFRobot Maqueen Plus: direction 1 forward, 2 back; it counts its wheels and has six line sensors on I2C.

    Registers 4–7: ticks of the left and the right wheel; 0x1D: bits L3 L2 L1 R1 R2 R3 from the lowest on, 1 over black;
    0x32: length of the version, 0x33: its text. The grey values from 0x1E on are not modelled.
    """

    line_pins = None
    back = 2
    _TICKS, _LINE, _VERSION_LENGTH, _VERSION = 0x04, 0x1D, 0x32, 0x33
    _VERSION_TEXT = b"MBT0021-EN-1.4"
    _MM_PER_TICK = 1.6  # pxt-DFRobot_Maqueenplus, TICKS_TO_MM
    _ASIDE = tuple(LINE_SENSORS_ASIDE * place for place in (-3, -2, -1, 1, 2, 3))

    def __init__(self) -> None:
        super().__init__()
        self._turned = [0.0, 0.0]  # mm of way, whichever way round

    @classmethod
    def line_code(cls) -> str:
        """Return the pattern of a program that reads the register of its line sensors."""
        return rf"(?i:\b0x{cls._LINE:x}\b)"

    def begin(self, reading: bool) -> None:
        """A message begins: the version's text does not fit between the other registers."""
        if reading and self.number == self._VERSION:
            self._text = iter(self._VERSION_TEXT)
        else:
            self._text = iter(b"")
        super().begin(reading)

    def give(self) -> int:
        """Give the version's text, or registers."""
        byte = next(self._text, None)
        return super().give() if byte is None else byte

    def load(self, number: int) -> int:
        """Return a register: ticks, line sensors, version."""
        if self._TICKS <= number < self._TICKS + 4:
            wheel, low = divmod(number - self._TICKS, 2)
            ticks = int(self._turned[wheel] / self._MM_PER_TICK) & 0xFFFF
            return ticks & 0xFF if low else ticks >> 8
        if number == self._LINE:
            return sum(self.sees_black(aside) << place for place, aside in enumerate(self._ASIDE))
        if number == self._VERSION_LENGTH:
            return len(self._VERSION_TEXT)
        return super().load(number)

    def store(self, number: int, byte: int) -> None:
        """A write to the ticks clears them."""
        if self._TICKS <= number < self._TICKS + 4:
            self._turned[(number - self._TICKS) // 2] = 0.0
        super().store(number, byte)

    def move(self, seconds: float) -> None:
        """Let the wheels turn, and count."""
        super().move(seconds)
        for wheel, speed in enumerate((self.left, self.right)):
            self._turned[wheel] += abs(speed) * FULL_SPEED / _FULL * seconds


class CommandRobot(Robot, I2cDevice):
    """A controller that takes whole messages and answers nothing: it reads as 0xFF."""

    def __init__(self) -> None:
        super().__init__()
        self._message = bytearray()

    def begin(self, reading: bool) -> None:
        """A new message begins."""
        self._message.clear()

    def take(self, byte: int) -> None:
        """Collect the message."""
        self._message.append(byte)

    def end(self) -> None:
        """The message is complete; what is no command is ignored, as the controller does."""
        message, self._message = bytes(self._message), bytearray()
        self.understand(message)

    def understand(self, message: bytes) -> None:
        """Set the speeds that `message` asks for."""
        raise NotImplementedError


class Cutebot(CommandRobot):
    """Elecfreaks Cutebot: [0x01 left or 0x02 right, 0x02 forward or 0x01 back, speed 0–100, 0]."""

    distance_pins, line_pins = (8, 12), (13, 14)

    def understand(self, message: bytes) -> None:
        """One wheel a message."""
        if len(message) == 4 and message[0] in (1, 2):
            speed = _signed(message[1] == 1, message[2], int(_FULL))
            if message[0] == 1:
                self.left = speed
            else:
                self.right = speed


class Tinybit(CommandRobot):
    """Yahboom Tiny:bit: [0x02, left forward, left back, right forward, right back], each 0–255."""

    distance_pins, line_pins = (16, 15), (13, 14)
    black = 1

    def understand(self, message: bytes) -> None:
        """Both wheels in a message."""
        if len(message) == 5 and message[0] == 2:
            self.left = (message[1] - message[2]) * _FULL / _BYTE_FULL
            self.right = (message[3] - message[4]) * _FULL / _BYTE_FULL


I2C_ROBOTS: dict[str, tuple[int, type[Maqueen | CommandRobot]]] = {  # kind -> (address, robot)
    "maqueen": (0x10, Maqueen),
    "maqueen-plus": (0x10, MaqueenPlus),
    "cutebot": (0x10, Cutebot),
    "tinybit": (0x01, Tinybit),
}
ROBOTS: dict[str, type[Robot]] = {
    **dict.fromkeys(SERVO_SIGNS, ServoRobot),
    **{kind: robot for kind, (_address, robot) in I2C_ROBOTS.items()},
}
KINDS = tuple(ROBOTS)
