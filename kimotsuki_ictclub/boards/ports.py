"""The serial ports of boards: those that say they are DAPLink's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from .ids import USB_PRODUCT, USB_VENDOR, usable_id

HOSTED = "virtual://127.0.0.1:"  # how the ports of a virtual classroom begin


class SystemPort(Protocol):
    """What the operating system says about one serial port (pyserial's `ListPortInfo`)."""

    device: str
    vid: int | None
    pid: int | None
    serial_number: str | None


@dataclass(frozen=True)
class Port:
    """One board's serial port."""

    name: str  # "COM3", "/dev/ttyACM0" or a pyserial URL
    unique_id: str  # whole, cut off, or "" where the system doesn't tell it


def find_ports(system_ports: Iterable[SystemPort] | None = None) -> list[Port]:
    """Return the ports of all boards plugged in, ordered by name.

    `system_ports` is what the operating system says; without it, the system is asked.
    """
    if system_ports is None:
        from serial.tools.list_ports import comports

        system_ports = comports()
    return sorted(
        (
            Port(port.device, usable_id(port.serial_number))
            for port in system_ports
            if (port.vid, port.pid) == (USB_VENDOR, USB_PRODUCT)
        ),
        key=lambda port: port.name,
    )
