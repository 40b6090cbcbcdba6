"""The connection to a broker: opened with errors that a person can mend, kept up by itself."""

from __future__ import annotations

import secrets
import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from ..errors import ShareError, system_words
from ..language import N_, _
from .address import PASSWORD_VARIABLE, Address
from .messages import LARGEST
from .notices import connected_again, disconnected

_CONNECT_SECONDS = 8.0
_KEEPALIVE = 15  # seconds; the broker tells of a silent client after one and a half of it
_RETRY = (1, 15)  # seconds between two tries, growing
_SESSION_SECONDS = 600  # so long the broker keeps what comes for a reader that lost its connection
_REFUSED = (134, 135)  # MQTT 5: bad user name or password, not authorized

Message = Any  # paho's MQTTMessage: topic, payload, retain


class Connection:
    """A client of the broker. Callbacks come from a thread of its own.

    `on_open` is called whenever a connection stands, to subscribe; the first time `open` returns when the broker has
    confirmed that. `on_forbidden` is called when the broker refuses what was sent or asked for.
    """

    def __init__(
        self,
        address: Address,
        *,
        on_open: Callable[[Connection], None],
        on_message: Callable[[Message], None],
        tell: Callable[[ShareError], None],
        on_forbidden: Callable[[], None],
    ) -> None:
        from paho.mqtt.client import Client, MQTTv5
        from paho.mqtt.enums import CallbackAPIVersion

        self.address = address
        self.connected = False
        self._tell, self._on_open, self._on_forbidden = tell, on_open, on_forbidden
        self._answered, self._hears = threading.Event(), threading.Event()
        self._code: Any = None  # of the first answer
        self._open = False
        self.client = Client(CallbackAPIVersion.VERSION2, client_id=f"ictclub-{secrets.token_hex(8)}", protocol=MQTTv5)
        self.client.connect_timeout = _CONNECT_SECONDS
        self.client.reconnect_delay_set(*_RETRY)
        self.client.on_connect = self._connected
        self.client.on_disconnect = self._disconnected
        self.client.on_message = lambda _client, _data, message: on_message(message)
        self.client.on_publish = lambda _client, _data, _mid, code, _properties: self._judge([code])
        self.client.on_subscribe = self._subscribed
        if address.user:
            self.client.username_pw_set(address.user, address.password or None)
        if address.tls:
            self.client.tls_set_context(_tls(address))

    def will(self, topic: str, payload: bytes) -> None:
        """Let the broker tell this, and keep it, when the connection breaks; before `open`."""
        self.client.will_set(topic, payload, qos=1, retain=True)

    def open(self) -> None:
        """Connect. Raises: ShareError `share-unreachable`, `share-refused`, `share-certificate`."""
        from paho.mqtt.packettypes import PacketTypes
        from paho.mqtt.properties import Properties

        wishes: Any = Properties(PacketTypes.CONNECT)
        wishes.SessionExpiryInterval = _SESSION_SECONDS
        wishes.MaximumPacketSize = LARGEST + 1024  # the broker keeps what is larger
        address = self.address
        try:
            # Never a clean start: mosquitto writes down no session that began with one, and a restart would lose it.
            self.client.connect(address.host, address.port, keepalive=_KEEPALIVE, clean_start=False, properties=wishes)
        except (OSError, ValueError) as error:
            raise _unreachable(address, error) from error
        self.client.loop_start()
        self._answered.wait(_CONNECT_SECONDS)
        if not self.connected:
            code = self._code
            self.close()
            raise _refused(address) if code is not None and code.value in _REFUSED else _no_answer(address, code)
        self._hears.wait(_CONNECT_SECONDS)
        self._open = True

    def close(self) -> None:
        """Say goodbye and end the thread; the last will is not told."""
        from paho.mqtt.packettypes import PacketTypes
        from paho.mqtt.properties import Properties

        self._open = False
        wishes: Any = Properties(PacketTypes.DISCONNECT)
        wishes.SessionExpiryInterval = 0  # the broker keeps nothing more for us
        self.client.disconnect(properties=wishes)
        with suppress(AttributeError):  # paho 2.2's own race: its thread ends by itself at this very moment
            self.client.loop_stop()
        if left := self.client.socket():  # its thread ended before it had said goodbye
            left.close()

    def _connected(self, _client: Any, _data: Any, _flags: Any, code: Any, _properties: Any) -> None:
        again = self._open
        self.connected = not code.is_failure
        if self.connected:
            self._on_open(self)
        if not self._answered.is_set():
            self._code = code
            self._answered.set()
        elif self.connected and again:
            self._tell(connected_again(self.address.shown))

    def _disconnected(self, _client: Any, _data: Any, _flags: Any, _code: Any, _properties: Any) -> None:
        self._answered.set()  # also where it ends the connection instead of an answer
        was, self.connected = self.connected, False
        if was and self._open:
            self._tell(disconnected(self.address.shown))

    def _subscribed(self, _client: Any, _data: Any, _mid: int, codes: list[Any], _properties: Any) -> None:
        self._hears.set()
        self._judge(codes)

    def _judge(self, codes: list[Any]) -> None:
        if any(code.is_failure for code in codes):
            self._on_forbidden()


class _Handshake(ssl.SSLSocket):
    """A socket that is closed where its handshake fails; paho leaves it to the garbage collector."""

    def do_handshake(self, block: bool = False) -> None:
        try:
            super().do_handshake(block)
        except OSError:
            self.close()
            raise


def _tls(address: Address) -> ssl.SSLContext:
    try:
        context = ssl.create_default_context(cafile=address.ca)
        context.sslsocket_class = _Handshake
        return context
    except OSError as error:  # SSLError is one
        raise ShareError(
            "share-ca-file",
            N_("The file with the broker's certificate cannot be used: %(file)s (%(reason)s)."),
            N_("It is the file ca.crt that whoever looks after the broker gave you."),
            file=address.ca,
            reason=_("no certificate is in it") if isinstance(error, ssl.SSLError) else system_words(error),
        ) from error


def _unreachable(address: Address, error: Exception) -> ShareError:
    if isinstance(error, ssl.SSLCertVerificationError):
        return ShareError(
            "share-certificate",
            N_("The broker %(host)s cannot prove who it is: %(reason)s."),
            N_("Give the club's certificate with ?ca=FILE behind the address; is the host's name the one in it?"),
            host=address.host,
            reason=error.verify_message,
        )
    if isinstance(error, ssl.SSLError):
        reason = N_("what answers there does not speak TLS")
    elif isinstance(error, socket.gaierror | UnicodeError):
        reason = N_("no PC of this name is known")
    elif isinstance(error, TimeoutError):
        reason = N_("there was no answer")
    elif isinstance(error, ConnectionRefusedError):
        reason = N_("no broker listens there")
    elif isinstance(error, OSError):
        reason = system_words(error)
    else:
        reason = str(error)
    return _cannot_be_reached(address, reason)


def _cannot_be_reached(address: Address, reason: str) -> ShareError:
    return ShareError(
        "share-unreachable",
        N_("The broker %(broker)s cannot be reached: %(reason)s."),
        N_("Is the address right, the network there, and the broker running?"),
        broker=address.shown,
        reason=_(reason),
    )


def _no_answer(address: Address, code: Any) -> ShareError:
    wrong = N_("it does not answer as a broker; is it mqtts:// or mqtt://?")
    return _cannot_be_reached(address, wrong if code is None else str(code))


def _refused(address: Address) -> ShareError:
    return ShareError(
        "share-refused",
        N_("The broker %(broker)s does not let “%(user)s” in."),
        N_("Are name and password right? The password may stand in the variable %(variable)s."),
        broker=address.shown,
        user=address.user or "–",
        variable=PASSWORD_VARIABLE,
    )
