"""Where a broker is, and as whom it is spoken to: `mqtts://user@host/koyama`."""

from __future__ import annotations

import os
import unicodedata
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from ..errors import ShareError, system_words
from ..language import N_

PASSWORD_VARIABLE = "ICTCLUB_MQTT_PASSWORD"  # the name of a variable, no password
_PORTS = {"mqtt": 1883, "mqtts": 8883}  # IANA
_THIS_PC = ("localhost", "127.0.0.1", "::1")
_LONGEST_VENUE = 30  # characters
_LONGEST_PASSWORD = 4096  # bytes of a file that is read as one
_OPTIONS = {"ca", "password-file", "unencrypted"}


@dataclass(frozen=True)
class Address:
    """A broker, and the venues that are meant; none: all of them. `password_typed`: it stood in the address itself."""

    host: str
    port: int
    tls: bool
    user: str = ""
    password: str = field(default="", repr=False)
    ca: Path | None = None
    venues: tuple[str, ...] = ()
    password_typed: bool = False

    @classmethod
    def of(cls, text: str) -> Address:
        """Return the address in `text`; the password is in it, in its password-file, or in ICTCLUB_MQTT_PASSWORD.

        Raises: ShareError `share-address`, `share-unencrypted`, `share-password-file`, `venue-name`.
        """
        try:
            parts = urlsplit(text)
            port = parts.port
            options = {
                name: values[-1] for name, values in parse_qs(parts.query, strict_parsing=bool(parts.query)).items()
            }
        except ValueError:
            raise _wrong() from None  # without its cause, which shows the password
        if parts.scheme not in _PORTS or not parts.hostname or parts.fragment or not options.keys() <= _OPTIONS:
            raise _wrong()
        names = [name for name in unquote(parts.path).strip("/").split(",") if name]
        address = cls(
            host=parts.hostname,
            port=port or _PORTS[parts.scheme],
            tls=parts.scheme == "mqtts",
            user=unquote(parts.username or ""),
            password=_password(parts, options),
            ca=Path(options["ca"]) if "ca" in options else None,
            venues=tuple(dict.fromkeys(map(venue_name, names))),
            password_typed=bool(parts.password),
        )
        if not address.tls and address.host not in _THIS_PC and options.get("unencrypted") != "yes":
            raise ShareError(
                "share-unencrypted",
                N_("To %(host)s, mqtt:// would send samples and password unencrypted."),
                N_("Use mqtts://. In a network of your own, ?unencrypted=yes behind the address allows it."),
                host=address.host,
            )
        return address

    @property
    def shown(self) -> str:
        """The broker as it may be shown: without user and password."""
        return f"{'mqtts' if self.tls else 'mqtt'}://{self.host}:{self.port}"

    def with_password(self, password: str) -> Address:
        """Return the same with a password that was asked for."""
        return replace(self, password=password)


def is_address(text: str) -> bool:
    """Return whether `text` names a broker, and not a board."""
    return text.lower().startswith(("mqtt://", "mqtts://"))


def venue_name(text: str) -> str:
    """Return the name of a venue as it is written on the wire: letters, digits, `-` and `_`, small.

    Raises: ShareError `venue-name`.
    """
    name = unicodedata.normalize("NFKC", text).strip().lower()
    if is_venue(name):
        return name
    raise ShareError(
        "venue-name",
        N_("“%(name)s” cannot be the name of a venue: letters, digits, - and _ only, at most %(longest)s."),
        N_("For example: koyama, uchinoura."),
        name=text[: 2 * _LONGEST_VENUE],
        longest=_LONGEST_VENUE,
    )


def is_venue(name: str) -> bool:
    """Return whether `name` is the name of a venue as it is written on the wire."""
    return 0 < len(name) <= _LONGEST_VENUE and name[0].isalnum() and all(one.isalnum() or one in "-_" for one in name)


def _password(parts: SplitResult, options: dict[str, str]) -> str:
    if parts.password:
        return unquote(parts.password)
    if "password-file" not in options:
        return os.environ.get(PASSWORD_VARIABLE, "")
    path = Path(options["password-file"])
    try:
        with path.open("rb") as stream:
            return stream.read(_LONGEST_PASSWORD).decode("utf-8-sig").strip()
    except (OSError, ValueError) as error:
        raise ShareError(
            "share-password-file",
            N_("The file with the broker's password cannot be read: %(file)s (%(reason)s)."),
            N_("It is a text file with nothing but the password in it."),
            file=path,
            reason=system_words(error) if isinstance(error, OSError) else "UTF-8",
        ) from error


def _wrong() -> ShareError:
    return ShareError(
        "share-address",
        N_("This is no address of a broker."),
        N_("It looks like mqtts://user@host/koyama; behind it may stand ?ca=FILE and ?password-file=FILE."),
    )
