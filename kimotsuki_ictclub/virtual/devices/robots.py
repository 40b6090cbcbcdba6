"""Two-wheeled robots that a board can drive, by servo pulses or over I2C: their wheels, and where they go.

Sources of the commands: saitodev.co (servos), pxt-kitronik-servo-lite, DFRobot/pxt-maqueen, informatiquecsud/mbrobot
(Maqueen Plus), elecfreaks/pxt-cutebot, Tiny-bitLib.
"""

from __future__ import annotations

from collections.abc import Callable

from .i2c_device import I2cDevice
from .wheels import START, Place, rolled

STEP_SECONDS = 0.02  # how often the place is computed: one servo period
_FULL = 100.0
_BYTE_FULL = 255
_STOP_PULSE_US, _FULL_PULSE_US = 1505.0, 997.0  # write_analog(77) at 20 ms, and 51 steps more
_DEAD_BAND = 3.0  # a servo that is told almost nothing stands
_LEFT, _RIGHT = 0, 1


class Robot:
    """The wheels and the way. `left` and `right` are −100 (back) to 100 (forward)."""

    def __init__(self) -> None:
        self.left = self.right = 0.0
        self.path: list[Place] = [START]

    @property
    def place(self) -> Place:
        """Where the robot is now."""
        return self.path[-1]

    @property
    def is_moving(self) -> bool:
        """Whether a wheel turns."""
        return bool(self.left or self.right)

    def update(self) -> None:
        """Look at what the wheels are told now (for robots that are not told over I2C)."""

    def move(self, seconds: float) -> None:
        """Let the wheels turn for so long."""
        self.update()
        if self.is_moving:
            self.path.append(rolled(self.place, self.left, self.right, seconds))


class ServoRobot(Robot):
    """Continuous servos on P1 (left) and P2 (right); `signs` say which way each turns for a long pulse."""

    def __init__(self, pulse_us: Callable[[int], float], signs: tuple[int, int]) -> None:
        super().__init__()
        self._pulse_us, self._signs = pulse_us, signs

    def update(self) -> None:
        """Read the pulses; no pulse means stop."""
        self.left, self.right = (self._speed(pin, sign) for pin, sign in zip((1, 2), self._signs, strict=True))

    def _speed(self, pin: int, sign: int) -> float:
        pulse = self._pulse_us(pin)
        if not pulse:
            return 0.0
        speed = max(-_FULL, min(_FULL, (pulse - _STOP_PULSE_US) / _FULL_PULSE_US * _FULL))
        return sign * speed if abs(speed) > _DEAD_BAND else 0.0


class I2cRobot(Robot, I2cDevice):
    """A robot with a motor controller: `understand` turns a whole message into wheel speeds."""

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

    def turn_wheel(self, wheel: int, speed: float) -> None:
        """Set the speed of one wheel."""
        if wheel == _LEFT:
            self.left = speed
        else:
            self.right = speed


def _signed(backward: bool, strength: int, full: int) -> float:
    return (-1 if backward else 1) * min(_FULL, strength * _FULL / full)


class Maqueen(I2cRobot):
    """DFRobot Maqueen: [0x00 left or 0x02 right, direction 0 or 1, speed 0–255]."""

    def understand(self, message: bytes) -> None:
        """One wheel a message."""
        if len(message) == 3 and message[0] in (0, 2):
            self.turn_wheel(message[0] // 2, _signed(message[1] == 1, message[2], _BYTE_FULL))


class MaqueenPlus(I2cRobot):
    """DFRobot Maqueen Plus: [0x00, left direction, speed, right direction, speed], direction 1 forward, 2 back."""

    def understand(self, message: bytes) -> None:
        """Both wheels in a message."""
        if len(message) == 5 and message[0] == 0:
            self.left = _signed(message[1] == 2, message[2], _BYTE_FULL)
            self.right = _signed(message[3] == 2, message[4], _BYTE_FULL)


class Cutebot(I2cRobot):
    """Elecfreaks Cutebot: [0x01 left or 0x02 right, 0x02 forward or 0x01 back, speed 0–100, 0]."""

    def understand(self, message: bytes) -> None:
        """One wheel a message."""
        if len(message) == 4 and message[0] in (1, 2):
            self.turn_wheel(message[0] - 1, _signed(message[1] == 1, message[2], int(_FULL)))


class Tinybit(I2cRobot):
    """Yahboom Tiny:bit: [0x02, left forward, left back, right forward, right back], each 0–255."""

    def understand(self, message: bytes) -> None:
        """Both wheels in a message."""
        if len(message) == 5 and message[0] == 2:
            self.left = (message[1] - message[2]) * _FULL / _BYTE_FULL
            self.right = (message[3] - message[4]) * _FULL / _BYTE_FULL


I2C_ROBOTS: dict[str, tuple[int, type[I2cRobot]]] = {  # kind -> (address, robot)
    "maqueen": (0x10, Maqueen),
    "maqueen-plus": (0x10, MaqueenPlus),
    "cutebot": (0x10, Cutebot),
    "tinybit": (0x01, Tinybit),
}
SERVO_SIGNS = {"servo": (1, -1), "move-mini": (-1, 1)}  # kind -> which way P1 and P2 turn forward
KINDS = (*SERVO_SIGNS, *I2C_ROBOTS)
