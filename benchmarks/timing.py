"""What takes how long, on the boards' own clocks and in virtual time, beside what the runtime's documentation says."""

from __future__ import annotations

from kimotsuki_ictclub.virtual import VirtualBoard

START = "from microbit import *\nimport utime, music\n"
SLEEPS_MS, SLEEPS_US, TONES_HZ = (1, 2, 5, 10, 50, 100), (50, 200, 1000, 5000), (262, 440, 1000, 3000)
PERIODS_US, WIDTHS_US = (1000, 20_000), (500, 1500, 2500)
REPEATS = 5
TIMED = f"""
def timed(do, value):
    took = []
    for _ in range({REPEATS}):
        t = utime.ticks_us()
        do(value)
        took.append(utime.ticks_diff(utime.ticks_us(), t))
    print('took', sorted(took)[{REPEATS} // 2])
"""


def measured(version: str, program: str) -> list[float]:
    """Return the numbers that a program prints behind "took"."""
    board = VirtualBoard(version, START + TIMED + program + "print('end')\n")
    assert board.run_until("end", timeout=60), board.serial.text
    return [float(line.split()[1]) for line in board.serial.lines if line.startswith("took")]


def row(version: str, what: str, nominal: float, got: float, unit: str) -> None:
    """Print one line of the table."""
    print(f"  {version}  {what:<34}{nominal:>10.1f}{got:>11.2f} {unit:<3}{100 * (got / nominal - 1):>+8.1f} %")


def waits(version: str) -> None:
    """Print what `sleep`, `sleep_us` and a note take by the board's own clock."""
    calls = [f"timed(sleep, {ms})\n" for ms in SLEEPS_MS] + [f"timed(utime.sleep_us, {us})\n" for us in SLEEPS_US]
    calls.append("music.set_tempo(bpm=120)\ntimed(music.play, 'c4:4')\n")
    took = iter(measured(version, "".join(calls)))
    for ms in SLEEPS_MS:
        row(version, f"sleep({ms})", ms, next(took) / 1000, "ms")
    for us in SLEEPS_US:
        row(version, f"utime.sleep_us({us})", us, next(took), "µs")
    row(version, "music.play('c4:4') at 120 beats", 500, next(took) / 1000, "ms")


def clock(version: str) -> None:
    """Print how `running_time` goes beside virtual time."""
    board = VirtualBoard(version, START + "while True:\n    if button_a.is_pressed():\n        print(running_time())\n")
    board.run(1.5)
    times = []
    for _ in range(2):
        board.press("a")
        began = board.time
        board.serial.read()
        board.run_until("\r\n")
        times.append((int(board.serial.read().split()[0]), board.time))
        board.release("a")
        board.run(10 - (board.time - began))
    (first, at), (second, later) = times
    row(version, "running_time() of 10 s", (later - at) * 1000, second - first, "ms")


def pins(version: str) -> None:
    """Print the pulses and tones that the pins carry."""
    for period in PERIODS_US:
        board = VirtualBoard(
            version, START + f"pin0.set_analog_period_microseconds({period})\npin0.write_analog(512)\n"
        )
        board.run(2)
        row(version, f"analog period {period}", period, board.pins[0].period_us, "µs")
        row(version, "  half of it high", period / 2, board.pins[0].pulse_width_us, "µs")
    for width in WIDTHS_US:
        value = round(width / 20_000 * 1023)
        board = VirtualBoard(version, START + f"pin0.set_analog_period(20)\npin0.write_analog({value})\n")
        board.run(2)
        row(version, f"servo pulse, write_analog({value})", value / 1023 * 20_000, board.pins[0].pulse_width_us, "µs")
    for tone in TONES_HZ:
        board = VirtualBoard(version, START + f"music.pitch({tone}, wait=False)\nwhile True:\n    sleep(100)\n")
        board.run(2)
        row(version, f"music.pitch({tone})", tone, board.pitch, "Hz")


def main() -> None:
    """Print the table: nominal, measured, difference."""
    print("What takes how long, nominal and measured")
    for version in ("v1", "v2"):
        waits(version)
        clock(version)
        pins(version)


if __name__ == "__main__":
    main()
