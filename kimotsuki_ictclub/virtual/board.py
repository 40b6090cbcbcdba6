"""`VirtualBoard`: a micro:bit in software, with the very firmware that a real one would get."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol, runtime_checkable

from ..errors import ImageError, VirtualBoardError, system_words
from ..language import N_
from . import tracing
from .air import Air
from .devices import interface_chip, ssd1306
from .devices.i2c_device import I2cDevice
from .devices.i2c_robots import I2C_ROBOTS, KINDS
from .devices.neopixels import Color, NeoPixels
from .devices.parts import OLED, PARTS, USUAL_PINS, sensor_pins, strip_pin
from .devices.robots import SERVO_SIGNS, Robot, ServoRobot
from .devices.ssd1306 import Ssd1306
from .display import Display
from .flash_image import VERSIONS, FlashImage, files_in, load_hex, runtime
from .microbit import Microbit
from .pace import Pace
from .pins import Pin, Pins
from .serial_line import SerialLine
from .v1 import MicrobitV1
from .v2 import MicrobitV2
from .world import Line, Vector, checked, checked_line, checked_vector

TEMPERATURES = (-25.0, 75.0)  # °C: nRF51822 product specification, operating conditions (V2's range is wider)
LEVELS = (0.0, 255.0)  # light and sound, as the runtime reports them
STRONGEST_MILLI_G = 8192.0
STRONGEST_FIELD = 1_000_000.0  # nT: MAG3110 full scale
FARTHEST = 10_000.0  # mm, far beyond what a distance sensor hears
_TAP_SECONDS, _SHAKE_SECONDS = 0.1, 0.8
_SETTLE_SECONDS = 0.05  # after a reset button: contact time
_PACED_STEP = 0.01  # seconds that virtual time may run ahead of the wall clock
AGAIN_AND_AGAIN = 3  # resets by the program, one soon after the other
DEFAULT_TIMEOUT = 10.0


@runtime_checkable
class HasFiles(Protocol):
    """Anything that has files for the board: a lesson, a program, an image."""

    @property
    def files(self) -> Mapping[str, bytes]:
        """Name → content."""


ProgramForBoard = str | Path | Mapping[str, bytes] | HasFiles | None  # see VirtualBoard


class VirtualBoard:
    """A micro:bit of `version` "v1" or "v2" that runs `program`.

    program: a path (.py or .hex), the text of a program or of a hex, files (name → content), or an object with
    `files` (a lesson, a program, an image); None starts the bare MicroPython with its prompt. seed: of all its random
    numbers; the same seed and inputs give the same output. air: the room in which its radio is heard; a board in a room
    takes the others along in time. board_id: which V2 it is: "9904" (V2.0), "9905" (V2.20) or "9906" (V2.21), by the
    chip between it and the PC. trace: peripherals of the chip whose registers are printed as the firmware reads and
    writes them, such as "twi" or "timer1, gpio".

    Raises: VirtualBoardError `no-such-version`, `no-such-peripheral`; ImageError where the hex is damaged, for
    the other board or too large.
    """

    def __init__(
        self,
        version: str = "v2",
        program: ProgramForBoard = None,
        *,
        seed: int = 1,
        air: Air | None = None,
        exact: bool = True,
        board_id: str = "9904",
        trace: str = "",
    ) -> None:
        if version not in VERSIONS or (version == "v2" and board_id not in interface_chip.MODELS):
            raise VirtualBoardError(
                "no-such-version",
                N_("There is no board version %(version)s."),
                N_("Choose v1 or v2."),
                version=repr(version if version not in VERSIONS else board_id),
            )
        self.version = version
        self.air = air
        self._board: Microbit
        if version == "v1":
            self._board = MicrobitV1(seed=seed, air=air, exact=exact)
        else:
            self._board = MicrobitV2(seed=seed, air=air, exact=exact, interface=interface_chip.MODELS[board_id])
        self._board.power_on(_image_of(program, version))
        # The machine is the next board's when this one is dropped; in a room the others keep a board.
        self._lease = self._board.chip.engine.take_lease() if air is None else None
        if trace:
            tracing.watch(self._board.chip, version, trace, print)
        self.serial = SerialLine(self._board, self._lease)
        self.pins = Pins(self._pin, list(self._board.edge_pins))

    def __repr__(self) -> str:
        return f"<VirtualBoard {self.version} at {self.time:.3f} s>"

    def _pin(self, number: int | str) -> Pin:
        return Pin(self._board, self._board.edge_pins[number], number, self._lease)

    # -- time -----------------------------------------------------------------------------------------
    @property
    def time(self) -> float:
        """Virtual seconds since power-on."""
        return self._board.time

    def run(self, seconds: float, *, paced: bool = False) -> None:
        """Let `seconds` of virtual time pass; paced: no faster than the wall clock.

        Raises: VirtualBoardError `firmware-fault` with the program counter.
        """
        end = self.time + checked("seconds", seconds, 0, 1e9, "s")
        pace = Pace(self.time)
        while paced and self.time + _PACED_STEP < end:
            self._pass(_PACED_STEP)
            pace.wait(self.time)
        self._pass(max(0.0, end - self.time))
        if paced:
            pace.wait(self.time)

    def _pass(self, seconds: float) -> None:
        if self.air is not None:
            self.air.run(seconds)
        else:
            self._board.run_alone(self.time + seconds)

    def pass_boot(self) -> bool:
        """Come in one step to where the program begins, a V2 that was just switched on; return whether it has.

        Its time is then 1.45 s; a V1, or a board with something plugged in or held, boots as it runs.
        """
        return self.air is None and self._board.pass_boot()

    def run_until(self, seen: str | Callable[[], object], timeout: float = DEFAULT_TIMEOUT) -> bool:
        """Run until the text `seen` comes over the serial line, or `seen()` is true; False after `timeout` seconds.

        Text counts from the call on; time is virtual. Raises: as `run`.
        """
        if isinstance(seen, str):
            text, start = seen.encode(), self._board.serial_sent()

            def stop() -> bool:
                place = max(0, start - self._board.serial_forgotten)
                return self._board.serial_output.find(text, place) >= 0
        else:
            condition = seen

            def stop() -> bool:
                return bool(condition())

        end = self.time + checked("timeout", timeout, 0, 1e9, "s")
        while not stop() and end - self.time > 1e-6:  # closer than a cycle: rounding, time stands still there
            if self.air is not None:
                self.air.run(0.01)
            else:
                self._board.run_alone(min(end, self.time + 0.01) if callable(seen) else end, stop)
        return stop()

    # -- the world ------------------------------------------------------------------------------------
    @property
    def temperature(self) -> float:
        """How warm it is, −25 to 75 °C."""
        return self._board.world.temperature

    @temperature.setter
    def temperature(self, celsius: float) -> None:
        self._board.world.temperature = checked("temperature", celsius, *TEMPERATURES, "°C")

    @property
    def light(self) -> float:
        """How bright it is, 0 (dark) to 255."""
        return self._board.world.light

    @light.setter
    def light(self, level: float) -> None:
        self._board.world.light = checked("light", level, *LEVELS, "")

    @property
    def acceleration(self) -> Vector:
        """How the board is held and moved: (x, y, z) in milli-g, −8192 to 8192; flat on a table is (0, 0, −1024)."""
        return self._board.world.acceleration

    @acceleration.setter
    def acceleration(self, milli_g: Vector) -> None:
        limit = STRONGEST_MILLI_G
        self._board.world.acceleration = checked_vector("acceleration", milli_g, -limit, limit, "milli-g")

    @property
    def magnetic_field(self) -> Vector:
        """The magnetic field around the board: (x, y, z) in nT, −1,000,000 to 1,000,000."""
        return self._board.world.magnetic_field

    @magnetic_field.setter
    def magnetic_field(self, nanotesla: Vector) -> None:
        limit = STRONGEST_FIELD
        self._board.world.magnetic_field = checked_vector("magnetic_field", nanotesla, -limit, limit, "nT")

    @property
    def sound(self) -> float:
        """How loud it is, 0 to 255 as `microphone.sound_level()` reports it (V2).

        Raises: VirtualBoardError `no-microphone` on V1.
        """
        self._need_v2("no-microphone", N_("A V1 board has no microphone."))
        return self._board.world.sound

    @sound.setter
    def sound(self, level: float) -> None:
        self._need_v2("no-microphone", N_("A V1 board has no microphone."))
        self._board.world.sound = checked("sound", level, *LEVELS, "")

    @property
    def distance_mm(self) -> float:
        """How far it is from the distance sensor to what is in front of it, 0 to 10,000 mm.

        Setting it plugs in a sensor with its trigger on pin 1 and its echo on pin 2 where there is none yet.
        """
        return self._board.world.distance_mm

    @distance_mm.setter
    def distance_mm(self, distance: float) -> None:
        self._board.world.distance_mm = checked("distance_mm", distance, 0, FARTHEST, "mm")
        if not self._board.triggers:
            self.attach_distance_sensor()

    @property
    def line(self) -> Line:
        """The black line on the floor below a robot.

        "none", "left", "right" or "both" say which of its sensors are over black, wherever it is. Points (x, y) in mm,
        right and forward of where it starts, lay a tape of 20 mm: `[(0, 0), (0, 500), (200, 800)]`.
        """
        return self._board.world.line

    @line.setter
    def line(self, line: Line | Sequence[Sequence[float]]) -> None:
        self._board.world.line = checked_line(line)

    def shake(self, seconds: float = _SHAKE_SECONDS) -> None:
        """Shake the board for so long; the time passes."""
        self.begin_shake(seconds)
        self.run(seconds)

    def begin_shake(self, seconds: float = _SHAKE_SECONDS) -> None:
        """Shake the board for the next `seconds` that it runs; no time passes in the call."""
        self._board.world.shaken_until = self.time + checked("seconds", seconds, 0, 1e9, "s")

    # -- buttons --------------------------------------------------------------------------------------
    def press(self, button: str) -> None:
        """Press and hold "a", "b" or V2's "logo".

        Raises: VirtualBoardError `no-such-button`.
        """
        self._set_button(button, True)

    def release(self, button: str) -> None:
        """Let a button go.

        Raises: VirtualBoardError `no-such-button`.
        """
        self._set_button(button, False)

    def tap(self, button: str, seconds: float = _TAP_SECONDS) -> None:
        """Press a button for so long and let it go; the time passes."""
        self.press(button)
        self.run(seconds)
        self.release(button)
        self.run(seconds)

    def _set_button(self, button: str, pressed: bool) -> None:
        name = str(button).lower()
        if name in self._board.button_pins:
            self._board.drive(self._board.button_pins[name], int(not pressed))
        elif name in self._board.edge_pins:
            self.pins[name].touched = pressed
        else:
            raise VirtualBoardError(
                "no-such-button",
                N_("This board has no button %(button)s."),
                N_('Choose "a" or "b", or "logo" on a V2 board.'),
                button=repr(button),
            )

    def reset(self) -> None:
        """Press the reset button: the program starts again, files stay."""
        self._board.reset()

    def flash(self, program: ProgramForBoard) -> None:
        """Put another program (see the class) on the board, as a copy of its hex onto the drive does.

        Files that the old program wrote are gone. Raises: ImageError; the board is then as it was.
        """
        self._board.load(_image_of(program, self.version))

    # -- what it shows --------------------------------------------------------------------------------
    @property
    def display(self) -> Display:
        """The picture on the LEDs now."""
        return Display(self._board.leds.brightness(self._board.chip.clock.base))

    @property
    def pitch(self) -> float:
        """The tone that the board plays (V1 on pin 0, V2 on its speaker), in Hz; 0.0 for silence."""
        return self._board.pitch()

    @property
    def files(self) -> dict[str, bytes]:
        """The files on the board, by name; what the program has written is among them."""
        return files_in(self.version, self._board.chip.engine.flash)

    @property
    def flash_content(self) -> FlashImage:
        """All that is in the flash now, runtime and files; another board can start from it."""
        return FlashImage(self.version, bytes(self._board.chip.engine.flash), runtime(self.version).uicr)

    @property
    def data_log(self) -> bytes:
        """The page of a V2's data log, MY_DATA.HTM, as its drive shows it; b"" where there is none."""
        return self._board.storage.page if isinstance(self._board, MicrobitV2) else b""

    @property
    def instructions(self) -> int:
        """How many instructions the CPU has executed since power-on."""
        return self._board.chip.cpu.instructions

    @property
    def is_listening(self) -> bool:
        """Whether the firmware has started its serial receiver; before, what is sent to it is lost."""
        return self._board.chip.uart.listens()

    @property
    def starts_again(self) -> bool:
        """Whether the program resets the board again and again, each time within five virtual seconds."""
        return self._board.restarts >= AGAIN_AND_AGAIN

    @property
    def is_on(self) -> bool:
        """False when the program has switched the board off (`power.off()` on V2)."""
        return self._board.powered

    def on_serial(self, listener: Callable[[bytes], None] | None) -> None:
        """Call `listener` with whatever the board sends, as it sends it."""
        self._board.on_serial = listener

    def attach(self, address: int, device: I2cDevice) -> None:
        """Plug an I2C device into the edge connector."""
        self._board.attach(address, device)

    def plug(self, part: str) -> None:
        """Plug in a part by its name: "distance-sensor", "neopixels", "oled" or a robot.

        "distance-sensor:8,12" names the pins of trigger and echo, "neopixels:8" that of the lights.

        Raises: VirtualBoardError `no-such-part`, `no-such-pin`.
        """
        pins = sensor_pins(part)
        lights = strip_pin(part)
        if pins is not None:
            self.attach_distance_sensor(*pins)
        elif lights is not None:
            self.attach_neopixels(lights)
        elif part == OLED:
            self.attach_oled()
        elif part in KINDS:
            self.attach_robot(part)
        else:
            raise VirtualBoardError(
                "no-such-part",
                N_("There is no %(part)s to plug in."),
                N_("Choose one of %(parts)s; for other pins: distance-sensor:8,12 (trigger, echo), neopixels:8."),
                part=repr(part)[:100],
                parts=", ".join(PARTS),
            )

    def attach_distance_sensor(self, trigger: int = USUAL_PINS[0], echo: int = USUAL_PINS[1]) -> None:
        """Plug in an ultrasonic sensor (HC-SR04) by its two pins; it measures `distance_mm`.

        Raises: VirtualBoardError `no-such-pin`.
        """
        self._board.attach_echo_sensor(self.pins[trigger].place, self.pins[echo].place)

    def attach_neopixels(self, pin: int = 0) -> NeoPixels:
        """Plug in a strip of NeoPixels (WS2812B): the (red, green, blue) of its lights are in `colors`.

        Raises: VirtualBoardError `no-such-pin`.
        """
        return self._board.attach_neopixels(self.pins[pin].place)

    @property
    def neopixels(self) -> dict[int, tuple[Color, ...]]:
        """The lights at each pin: (red, green, blue), 0–255 each."""
        if not self._board.strips:
            return {}
        places = {place: int(number) for number, place in self._board.edge_pins.items() if number != "logo"}
        return {places[place]: strip.colors for place, strip in self._board.strips.items()}

    def attach_oled(self) -> Ssd1306:
        """Plug in an OLED display (SSD1306, I2C address 0x3C): what it shows is in `oled`."""
        display = Ssd1306()
        self.attach(ssd1306.ADDRESS, display)
        return display

    @property
    def has_oled(self) -> bool:
        """Whether an OLED display is plugged in."""
        return isinstance(self._board.external_bus.get(ssd1306.ADDRESS), Ssd1306)

    @property
    def senses(self) -> tuple[str, ...]:
        """What of the world the plugged parts sense beside the board's own sensors: "distance_mm", "line"."""
        robot = self._board.robot
        return (
            *(("distance_mm",) if self._board.triggers else ()),
            *(("line",) if robot is not None and robot.sees_lines else ()),
        )

    @property
    def oled(self) -> Ssd1306:
        """The OLED display: its dots in `rows`, as characters in `text`; a notebook shows it as a picture.

        Raises: VirtualBoardError `no-oled` before `attach_oled`.
        """
        display = self._board.external_bus.get(ssd1306.ADDRESS)
        if not isinstance(display, Ssd1306):
            raise VirtualBoardError(
                "no-oled", N_("This board has no OLED display."), N_("Plug one in: board.attach_oled().")
            )
        return display

    def wire(self, pin: int | str, other: int | str | Pin) -> None:
        """Join two pins of this board, or one with `other_board.pins[…]` of a board in the same room (`air`).

        Raises: VirtualBoardError `no-such-pin`, `not-in-one-room`.
        """
        self.pins[pin].wire(other if isinstance(other, Pin) else self.pins[other])

    def attach_robot(self, kind: str) -> Robot:
        """Put the board on a robot: "servo", "move-mini", "maqueen", "maqueen-plus", "cutebot" or "tinybit".

        Its wheels and its way are then in `robot`; its sensors see `distance_mm` and `line`.
        Raises: VirtualBoardError `no-such-robot`.
        """
        if kind not in KINDS:
            raise VirtualBoardError(
                "no-such-robot",
                N_("There is no robot %(kind)s."),
                N_("The robots are %(kinds)s."),
                kind=repr(kind),
                kinds=", ".join(KINDS),
            )
        if kind in SERVO_SIGNS:
            robot: Robot = ServoRobot(lambda pin: self.pins[pin].pulse_width_us, SERVO_SIGNS[kind])
        else:
            address, controller = I2C_ROBOTS[kind]
            robot = device = controller()
            self.attach(address, device)
        self._board.carry(robot)
        if robot.distance_pins is not None:
            self.attach_distance_sensor(*robot.distance_pins)
        return robot

    @property
    def has_robot(self) -> bool:
        """Whether the board is on a robot."""
        return self._board.robot is not None

    @property
    def robot(self) -> Robot:
        """The robot that carries the board.

        Raises: VirtualBoardError `no-robot` before `attach_robot`.
        """
        if self._board.robot is None:
            raise VirtualBoardError(
                "no-robot", N_("This board is on no robot."), N_('Put it on one: board.attach_robot("servo").')
            )
        return self._board.robot

    def _need_v2(self, code: str, message: str) -> None:
        if self.version != "v2":
            raise VirtualBoardError(code, message, N_("Use a V2 board."))


def _image_of(program: ProgramForBoard, version: str) -> FlashImage:
    if program is None:
        return runtime(version)
    if isinstance(program, FlashImage):
        return program
    if isinstance(program, HasFiles):
        return runtime(version).with_files(program.files)
    if isinstance(program, Mapping):
        return runtime(version).with_files(program)
    if isinstance(program, Path) or (isinstance(program, str) and _names_a_file(program)):
        return _image_of_file(Path(program), version)
    if program.startswith(":"):
        return load_hex(program, version)
    return runtime(version).with_files({"main.py": program.encode()})


def _names_a_file(text: str) -> bool:
    return "\n" not in text and text.endswith((".py", ".hex")) and not text.startswith(":")


def _image_of_file(path: Path, version: str) -> FlashImage:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ImageError(
            "file-unreadable",
            N_("%(path)s can't be read: %(reason)s"),
            N_("Check that the name is right and the file is there."),
            path=path,
            reason=system_words(error),
        ) from error
    if path.suffix == ".hex":
        return load_hex(content.decode("ascii", errors="replace"), version)
    return runtime(version).with_files({"main.py": content})
