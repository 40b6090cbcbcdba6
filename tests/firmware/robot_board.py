"""Boards with the modules of firmware/ beside the program."""

from __future__ import annotations

from kimotsuki_ictclub.folders import course_folder
from kimotsuki_ictclub.virtual import VirtualBoard


def with_modules(program: str) -> dict[str, bytes]:
    """Return a program and all modules of firmware/."""
    modules = course_folder("firmware").glob("*.py")
    return {"main.py": program.encode(), **{path.name: path.read_bytes() for path in modules}}


def board_with(version: str, program: str, robot: str = "servo") -> VirtualBoard:
    board = VirtualBoard(version, with_modules("from microbit import *\nfrom robot import Robot\n" + program))
    board.attach_robot(robot)
    return board


def speeds_after(board: VirtualBoard, text: str) -> tuple[float, float]:
    """Run until the program prints `text`, let the pulses follow, and return the wheels' speeds."""
    assert board.run_until(text), board.serial.read()
    board.run(0.1)
    return round(board.robot.left), round(board.robot.right)
