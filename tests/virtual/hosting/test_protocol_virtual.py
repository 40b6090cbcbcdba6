"""A virtual board as a pyserial port: what other programs do with a cable works."""

from __future__ import annotations

import re
import subprocess
import sys

import microfs
import pytest
import serial

import kimotsuki_ictclub.virtual  # noqa: F401 - makes virtual:// known
from kimotsuki_ictclub.virtual.flash_image import FLASH_BYTES
from kimotsuki_ictclub.virtual.hosting import protocol_virtual


@pytest.fixture
def port(version, tmp_path):
    # A name of its own for each test: the same URL would be the same, still running board.
    with serial.serial_for_url(
        f"virtual://{version}?pace=fast&state={tmp_path / 'flash.bin'}", baudrate=115200, timeout=60
    ) as port:
        yield port


def test_microfs_puts_lists_gets_and_removes(port, tmp_path):
    here = tmp_path / "note.txt"
    here.write_bytes(bytes(range(32, 127)) * 5)
    assert microfs.put(str(here), "note.txt", port)
    assert "note.txt" in microfs.ls(port)
    back = tmp_path / "back.txt"
    assert microfs.get("note.txt", str(back), port)
    assert back.read_bytes() == here.read_bytes()
    assert microfs.rm("note.txt", port)
    assert "note.txt" not in microfs.ls(port)


def test_a_raw_repl_conversation(port):
    port.write(b"\x03\x03\x01")
    assert port.read_until(b"raw REPL; CTRL-B to exit\r\n>").endswith(b">")
    port.write(b"print([n * n for n in range(4)])\x04")
    assert port.read_until(b"\x04>") == b"OK[0, 1, 4, 9]\r\n\x04\x04>"
    port.write(b"\x02")
    assert port.read_until(b">>> ").endswith(b">>> ")


def test_timeouts_and_counts_are_those_of_a_port(port):
    port.read_until(b">>> ")
    port.timeout = 0.05
    assert port.read(1) == b""
    port.write(b"1+1\r")
    port.flush()
    port.timeout = 5
    assert port.read_until(b"2\r\n>>> ").endswith(b">>> ")
    assert port.in_waiting == 0


def test_a_port_is_held_by_one_at_a_time(port):
    with pytest.raises(serial.SerialException, match="exclusively lock"):
        serial.serial_for_url(port.port)


def test_flash_is_kept_between_switch_ons(version, tmp_path):
    url = f"virtual://{version}?pace=fast&state={tmp_path / 'kept.bin'}"
    with serial.serial_for_url(url, timeout=60) as port:
        port.read_until(b">>> ")
        port.write(b"f=open('kept.txt','w');f.write('still here');f.close()\r")
        port.read_until(b">>> ")
    protocol_virtual.switch_off(url)  # the power goes off
    with serial.serial_for_url(url, timeout=60) as port:
        port.read_until(b">>> ")
        port.write(b"print(open('kept.txt').read())\r")
        assert b"still here\r\n" in port.read_until(b"here\r\n>>> ")


def test_a_place_that_keeps_no_flash_is_named(tmp_path):
    place = tmp_path / "folder" / "flash.bin"
    port = serial.serial_for_url(f"virtual://v1?pace=fast&state={place}", timeout=60)
    place.parent.write_text("mine")
    with pytest.raises(serial.SerialException, match=re.escape(str(place.parent))):
        port.close()
    assert place.parent.read_text() == "mine"


@pytest.mark.parametrize(
    "url",
    [
        "virtual://v3",
        "virtual://v1?speed=9",
        "virtual://v1?pace=slow",
        "virtual://v1?seed=x",
        "virtual://v1?seed=²",
        "virtual://v2[",
        "virtual://[v2]",
        "virtual://v2:x",
        "virtual://v1/v2",
        "virtual://",
        "virtual://v1?state=",
    ],
)
def test_a_wrong_url_is_refused(url):
    with pytest.raises(serial.SerialException):
        serial.serial_for_url(url)


def test_a_closed_port_says_so(port):
    port.close()
    with pytest.raises(serial.SerialException):
        port.read()


def test_a_break_resets_the_board(port):
    port.read_until(b">>> ")
    port.write(b"kept = 1\r")
    port.read_until(b">>> ")
    port.send_break(0.01)
    assert b"MicroPython" in port.read_until(b">>> ")
    port.write(b"kept\r")
    assert b"NameError" in port.read_until(b">>> ")


@pytest.mark.parametrize("name", ["diary.txt", "as long as a flash", "folder"])
def test_a_file_that_is_no_flash_is_never_taken(version, tmp_path, name):
    place = tmp_path / name
    if name == "folder":
        place.mkdir()
    else:
        place.write_text("dear diary\n" * (1 if name == "diary.txt" else FLASH_BYTES[version]))
        with place.open("r+") as stream:
            stream.truncate(min(place.stat().st_size, FLASH_BYTES[version]))
        before = place.read_bytes()
    with pytest.raises(serial.SerialException):
        serial.serial_for_url(f"virtual://{version}?state={place}")
    assert name == "folder" or place.read_bytes() == before


def test_a_program_of_its_own_knows_the_scheme_by_the_import_alone(tmp_path):
    program = (
        "import serial, kimotsuki_ictclub.virtual\n"
        "with serial.serial_for_url('virtual://v1?pace=fast', timeout=60) as port:\n"
        "    print(port.read_until(b'>>> ')[-4:])\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120, cwd=tmp_path)
    assert done.stdout.strip() == "b'>>> '", done.stderr
