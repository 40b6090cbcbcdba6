"""RADIO: packets of one kind on one frequency. The bits on the air are not modelled, packets are."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ..air import Air, Channel
from .peripheral import SHORTS, Peripheral

if TYPE_CHECKING:
    from .chip import Chip

BASE = 0x4000_1000
TXEN, RXEN, START, STOP, DISABLE, RSSISTART = 0x000, 0x004, 0x008, 0x00C, 0x010, 0x014
READY, ADDRESS, PAYLOAD, END, DISABLED, RSSIEND, CRCOK = 0x100, 0x104, 0x108, 0x10C, 0x110, 0x11C, 0x130
CRCSTATUS, PACKETPTR, FREQUENCY, MODE, PCNF1, BASE0, PREFIX0, RSSISAMPLE, STATE = (
    0x400, 0x504, 0x508, 0x510, 0x518, 0x51C, 0x524, 0x548, 0x550,
)  # fmt: skip
_OFF, _RX_UP, _RX_IDLE, _RX, _TX_UP, _TX_IDLE, _TX = 0, 1, 2, 3, 9, 10, 11  # STATE
_READY_STARTS, _END_DISABLES, _ADDRESS_MEASURES, _END_STARTS = 1 << 0, 1 << 1, 1 << 4, 1 << 5  # SHORTS
_RAMP_UP_SECONDS = 140e-6  # nRF51 manual 17.2; the nRF52833 has a faster one that nothing here waits for
_RAMP_DOWN_SECONDS = 4e-6
_SECONDS_PER_BYTE = 8e-6  # at 1 Mbit/s
_OVERHEAD_BYTES = 10  # preamble, address, length, CRC
_SIGNAL_DBM = 60  # minus this many dBm: boards in one room


class Radio(Peripheral):
    """A radio that hears and is heard on `air`, where there is one."""

    def __init__(self, chip: Chip, line: int, air: Air | None) -> None:
        super().__init__(chip, BASE, line)
        self._air, self._state = air, _OFF
        self.event(READY, ADDRESS, PAYLOAD, END, DISABLED, RSSIEND, CRCOK)
        for offset, action in (
            (TXEN, lambda: self._ramp_up(_TX_UP)),
            (RXEN, lambda: self._ramp_up(_RX_UP)),
            (START, self._start),
            (STOP, self._stop),
            (DISABLE, self._disable),
            (RSSISTART, lambda: self.raise_event(RSSIEND)),
        ):
            self.task(offset, action)
        self.on_read(STATE, lambda: self._state)
        self.set_register(CRCSTATUS, 1)
        self.set_register(RSSISAMPLE, _SIGNAL_DBM)

    def channel(self) -> Channel:
        """Return what this radio is tuned to."""
        return Channel(
            self.register(FREQUENCY) & 0x7F,
            self.register(MODE) & 0xF,
            self.register(BASE0),
            self.register(PREFIX0) & 0xFF,
        )

    def _later(self, seconds: float, event: int, action: object) -> None:
        self._cancel()
        self.raise_after(self.chip.cycles(seconds), event, action)  # type: ignore[arg-type]

    def _cancel(self) -> None:
        for coming in self._coming.values():
            self.clock.cancel(coming)
        self._coming.clear()

    def _ramp_up(self, state: int) -> None:
        self._state = state
        self._later(_RAMP_UP_SECONDS, READY, self._ready)

    def _ready(self) -> None:
        self._state += 1  # RX_UP → RX_IDLE, TX_UP → TX_IDLE
        self.raise_event(READY)
        if self.register(SHORTS) & _READY_STARTS:
            self._start()

    def _start(self) -> None:
        if self._state == _TX_IDLE:
            self._state = _TX
            pointer = self.register(PACKETPTR)
            length = self.chip.engine.memory(pointer, 1)[0]
            packet = bytes(self.chip.engine.memory(pointer, length + 1))
            self.raise_event(ADDRESS)
            seconds = (length + _OVERHEAD_BYTES) * _SECONDS_PER_BYTE
            if self._air is not None:
                self._air.send(self, self.channel(), packet, self.clock.now() / self.chip.hz, seconds)
            self._later(seconds, END, self._sent)
        elif self._state == _RX_IDLE:
            self._state = _RX

    def _stop(self) -> None:
        self._cancel()
        self._state = _TX_IDLE if self._state > _RX else _RX_IDLE

    def _disable(self) -> None:
        self._later(_RAMP_DOWN_SECONDS, DISABLED, self._disabled)

    def _disabled(self) -> None:
        self._state = _OFF
        self.raise_event(DISABLED)

    def _sent(self) -> None:
        self._state = _TX_IDLE
        self.raise_event(PAYLOAD)
        self.raise_event(END)
        self._ended()

    def hear(self, channel: Channel, packet: bytes) -> None:
        """A packet is on the air now; it is lost where this radio does not listen on its channel."""
        self.clock.at(self.clock.now(), partial(self._receive, channel, packet))

    def _receive(self, channel: Channel, packet: bytes) -> None:
        if self._state != _RX or channel != self.channel():
            return
        length = min(packet[0], self.register(PCNF1) & 0xFF)
        self.chip.engine.memory(self.register(PACKETPTR), length + 1)[:] = bytes([length]) + packet[1 : 1 + length]
        self._state = _RX_IDLE
        self.raise_event(ADDRESS)
        if self.register(SHORTS) & _ADDRESS_MEASURES:
            self.raise_event(RSSIEND)
        for event in (PAYLOAD, CRCOK, END):
            self.raise_event(event)
        self._ended()

    def _ended(self) -> None:
        shorts = self.register(SHORTS)
        if shorts & _END_DISABLES:
            self._disable()
        elif shorts & _END_STARTS:
            self._start()
