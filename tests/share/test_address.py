"""Addresses of brokers, and passwords that stay where they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from kimotsuki_ictclub.errors import ShareError
from kimotsuki_ictclub.share import Address, is_address
from kimotsuki_ictclub.share.address import venue_name


def test_an_address_says_where_and_as_whom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    address = Address.of("mqtts://koyama:p%40ss@broker.example/Koyama,内之浦?ca=ca.crt")
    assert (address.host, address.port, address.tls, address.user, address.password) == (
        "broker.example", 8883, True, "koyama", "p@ss",
    )  # fmt: skip
    assert address.venues == ("koyama", "内之浦") and address.ca == Path("ca.crt") and address.password_typed
    assert "p@ss" not in repr(address) + address.shown
    assert Address.of("mqtt://localhost").port == 1883 and Address.of("mqtt://127.0.0.1:5/").venues == ()
    assert not Address.of("mqtt://192.168.1.7/?unencrypted=yes").tls
    (tmp_path / "secret").write_text("\ufeffkujira 7\r\n", "utf-8")
    assert Address.of(f"mqtts://a@b/?password-file={tmp_path / 'secret'}").password == "kujira 7"
    monkeypatch.setenv("ICTCLUB_MQTT_PASSWORD", "umigame")
    assert Address.of("mqtts://a@b/").password == "umigame" and not Address.of("mqtts://a@b/").password_typed
    assert is_address("MQTTS://x") and not is_address("virtual://v2") and not is_address("07")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("mqtt://a:secret@192.168.1.7", "share-unencrypted"),
        ("mqtts://a:secret@[::1", "share-address"),
        ("mqtts://a:secret@b:port", "share-address"),
        ("mqtts://a:secret@b:99999", "share-address"),
        ("mqtts:///koyama", "share-address"),
        ("https://a:secret@b/", "share-address"),
        ("mqtts://a:secret@b/#koyama", "share-address"),
        ("mqtts://a:secret@b/?ca", "share-address"),
        ("mqtts://a:secret@b/?cafile=x", "share-address"),
        ("mqtts://a:secret@b/koyama/07", "venue-name"),
        ("mqtts://a:secret@b/+", "venue-name"),
        ("mqtts://a@b/?password-file=/nowhere/secret", "share-password-file"),
        ("mqtts://a@b/?password-file=%00", "share-password-file"),
    ],
)
def test_a_wrong_address_is_told_without_its_password(text: str, code: str):
    with pytest.raises(ShareError) as caught:
        Address.of(text)
    assert caught.value.code == code and caught.value.hint
    told = ""
    error: BaseException | None = caught.value
    while error is not None:
        told, error = told + str(error), error.__cause__
    assert "a:secret" not in told and "secret@" not in told


def test_a_venue_is_written_in_one_way():
    assert venue_name(" ＫＯＹＡＭＡ ") == "koyama" and venue_name("高山") == "高山"
    for wrong in ("", "a b", "a/b", "+", "#", "-a", "a" * 31, "a\nb", "\u202ea"):
        with pytest.raises(ShareError, match="venue"):
            venue_name(wrong)
