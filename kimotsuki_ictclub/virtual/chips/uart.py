"""The serial line: UART of the nRF51822 (a byte at a time) and UARTE of the nRF52833 (from and to memory).

Both take the real time of each byte on the wire, and use the pins that the program chose: those of the cable, or any
others. What the CPU does not fetch in time is lost, as on a real chip; so is what comes at another speed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.clock import Event
from .baud import heard
from .peripheral import SHORTS, Peripheral

if TYPE_CHECKING:
    from .chip import Chip

BASE = 0x4000_2000
STARTRX, STOPRX, STARTTX, STOPTX = 0x000, 0x004, 0x008, 0x00C
RXDRDY, ENDRX, TXDRDY, ENDTX, RXTO, RXSTARTED, TXSTARTED, TXSTOPPED, ERROR = (
    0x108, 0x110, 0x11C, 0x120, 0x144, 0x14C, 0x150, 0x158, 0x124,
)  # fmt: skip
ERRORSRC, PSELTXD, PSELRXD, RXD, TXD, BAUDRATE = 0x480, 0x50C, 0x514, 0x518, 0x51C, 0x524
RXD_PTR, RXD_MAXCNT, RXD_AMOUNT, TXD_PTR, TXD_MAXCNT, TXD_AMOUNT = 0x534, 0x538, 0x53C, 0x544, 0x548, 0x54C
_ENDRX_STARTRX = 1 << 5
_DISCONNECTED, _NO_PIN = 0x8000_0000, 0xFFFF_FFFF
_PIN_BITS = 0x3F  # port and pin
_BAUD_CLOCK = 16_000_000
_BITS_PER_BYTE = 10  # 8N1
_RESET_BAUDRATE = 0x0400_0000
_SLOWEST_BAUD = 1200
_FIFO_BYTES = 6  # nRF51 manual 29.4


def _pin(selected: int) -> int | None:
    """Return the pin in a register that selects one, None where it is disconnected."""
    return None if selected & _DISCONNECTED else selected & _PIN_BITS


class SerialPeripheral(Peripheral):
    """What UART and UARTE share: bytes arrive one by one, at the speed of the line."""

    def __init__(self, chip: Chip, base: int, line: int) -> None:
        super().__init__(chip, base, line)
        self._arriving: Event | None = None
        self._arrival = 0  # cycle
        self.on_write(PSELRXD, self._choose_receiver)

    @property
    def baud(self) -> int:
        """The speed that the program has set, in bits a second."""
        baud = (self.register(BAUDRATE, _RESET_BAUDRATE) & 0xFFFF_F000) * _BAUD_CLOCK >> 32
        return max(baud, _SLOWEST_BAUD)

    def byte_cycles(self, baud: int = 0) -> int:
        """Return how long a byte takes on the wire, at the program's speed or at `baud`."""
        return _BITS_PER_BYTE * self.chip.hz // (baud or self.baud)

    def listen(self) -> None:
        """Let the next waiting byte start its way."""
        if self._arriving is None and self.listens():
            waiting, baud = self._incoming()
            if waiting:
                # Bytes follow each other without a gap, however late the event of the last one was handled.
                self._arrival = max(self._arrival, self.clock.now()) + self.byte_cycles(baud)
                self._arriving = self.clock.at(self._arrival, self._arrive)

    def send(self, data: bytes) -> None:
        """Put bytes on the wire of the pin that sends, if there is one."""
        pin = _pin(self.register(PSELTXD, _NO_PIN))
        if pin is not None and data:
            self.chip.outside.uart_sent(data, pin, self.baud)

    def _incoming(self) -> tuple[bytearray, int]:
        """Return the bytes under way to the pin that receives, and their speed (0: whatever the program has set)."""
        pin = _pin(self.register(PSELRXD, _NO_PIN))
        return (bytearray(), 0) if pin is None else self.chip.outside.uart_waiting(pin)

    def _choose_receiver(self, value: int) -> None:
        self.set_register(PSELRXD, value)
        self.listen()

    def listens(self) -> bool:
        """Whether the receiver is on."""
        raise NotImplementedError

    def take(self, byte: int) -> None:
        """A byte has arrived."""
        raise NotImplementedError

    def _arrive(self) -> None:
        self._arriving = None
        waiting, baud = self._incoming()
        if waiting:
            for byte in heard(bytes([waiting.pop(0)]), baud or self.baud, self.baud):
                self.take(byte)
        self.listen()


class Uart(SerialPeripheral):
    """UART of the nRF51822."""

    def __init__(self, chip: Chip, line: int) -> None:
        super().__init__(chip, BASE, line)
        self._fifo = bytearray()
        self._sends = self._listens = False
        self.event(RXDRDY, TXDRDY, ERROR)
        self.task(STARTTX, lambda: setattr(self, "_sends", True))
        self.task(STOPTX, lambda: setattr(self, "_sends", False))
        self.task(STARTRX, self._start)
        self.task(STOPRX, lambda: setattr(self, "_listens", False))
        self.on_write(TXD, self._send)
        self.on_read(RXD, self._fetch)
        self.set_register(PSELTXD, _NO_PIN)
        self.set_register(PSELRXD, _NO_PIN)

    def listens(self) -> bool:
        """Whether the receiver is on."""
        return self._listens

    def take(self, byte: int) -> None:
        """A byte has arrived; a full FIFO loses it."""
        if len(self._fifo) < _FIFO_BYTES:
            self._fifo.append(byte)
        if len(self._fifo) == 1:
            self.raise_event(RXDRDY)

    def _start(self) -> None:
        self._listens = True
        self.listen()

    def _send(self, value: int) -> None:
        if not self._sends:
            return
        self.send(bytes([value & 0xFF]))
        self.raise_after(self.byte_cycles(), TXDRDY)

    def _fetch(self) -> int:
        if not self._fifo:
            return 0
        byte = self._fifo.pop(0)
        if self._fifo:
            self.raise_event(RXDRDY)
        return byte


class Uarte(SerialPeripheral):
    """UARTE of the nRF52833: sends from RAM and receives into it.

    The bytes to send are copied at STARTTX: the firmware's buffer is on its stack and soon changes.
    """

    def __init__(self, chip: Chip, base: int, line: int) -> None:
        super().__init__(chip, base, line)
        self._target: tuple[int, int] | None = None  # (address, bytes) that STARTRX gave
        self._received = 0
        self._started = False
        self._fifo = bytearray()
        self.event(RXDRDY, ENDRX, TXDRDY, ENDTX, RXTO, RXSTARTED, TXSTARTED, TXSTOPPED, ERROR)
        self.task(STARTTX, self._send)
        self.task(STOPTX, self._stop_sending)
        self.task(STARTRX, self._start)
        self.task(STOPRX, self._stop)
        self.on_write(ERRORSRC, lambda value: self.set_register(ERRORSRC, self.register(ERRORSRC) & ~value))

    def _send(self) -> None:
        count = self.register(TXD_MAXCNT)
        data = bytes(self.chip.engine.memory(self.register(TXD_PTR), count)) if count else b""
        self.send(data)
        self.raise_event(TXSTARTED)
        self.raise_after(count * self.byte_cycles(), ENDTX, lambda: self._sent(count))

    def _sent(self, count: int) -> None:
        self.set_register(TXD_AMOUNT, count)
        self.raise_event(TXDRDY)
        self.raise_event(ENDTX)

    def _stop_sending(self) -> None:
        self.clock.cancel(self._coming.get(ENDTX))
        self.raise_event(TXSTOPPED)

    def listens(self) -> bool:
        """Whether the receiver is on."""
        return self._started

    def _start(self) -> None:
        self._target, self._received = (self.register(RXD_PTR), self.register(RXD_MAXCNT)), 0
        self._started = True
        self.raise_event(RXSTARTED)
        while self._fifo and self._target is not None:
            self._store(self._fifo.pop(0))
        self.listen()

    def _stop(self) -> None:
        self._target, self._started = None, False
        self.raise_event(RXTO)

    def take(self, byte: int) -> None:
        """A byte has arrived: into memory, or into the small FIFO while no memory is given."""
        if self._target is not None:
            self._store(byte)
        elif len(self._fifo) < _FIFO_BYTES:
            self._fifo.append(byte)

    def _store(self, byte: int) -> None:
        assert self._target is not None
        address, size = self._target
        self.chip.engine.memory(address + self._received, 1)[0] = byte
        self._received += 1
        self.raise_event(RXDRDY)
        if self._received >= size:
            self.set_register(RXD_AMOUNT, self._received)
            self._target = None
            self.raise_event(ENDRX)
            if self.register(SHORTS) & _ENDRX_STARTRX:
                self._start()
