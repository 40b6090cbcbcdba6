"""The serial line at the prompt: typed lines, raw REPL, and bytes that come too fast."""

from __future__ import annotations

from kimotsuki_ictclub.virtual import VirtualBoard


def prompt(version: str) -> VirtualBoard:
    board = VirtualBoard(version)
    assert board.run_until(">>> ", timeout=5)
    return board


def test_a_typed_line_is_answered(version):
    board = prompt(version)
    board.serial.write("print(6 * 7)\r")
    assert board.run_until("42\r\n>>> ")


def test_ctrl_c_stops_a_program(start):
    board = start("while True:\n    sleep(100)\n")
    board.serial.write(b"\x03")
    assert board.run_until("KeyboardInterrupt") and board.run_until(">>> ")


def test_a_raw_repl_conversation(version):
    board = prompt(version)
    board.serial.write(b"\x01")
    assert board.run_until("raw REPL; CTRL-B to exit\r\n>")
    board.serial.read()
    board.serial.write(b"print('a' * 3)\x04")
    assert board.run_until("\x04\x04>")
    assert board.serial.read() == b"OKaaa\r\n\x04\x04>"
    board.serial.write(b"1/0\x04")
    assert board.run_until("\x04>")
    assert b"ZeroDivisionError" in board.serial.read()


def test_a_soft_reset_runs_main_again(start):
    board = start("sleep(100)\n")
    board.run_until(">>> ", timeout=3)
    board.serial.write(b"\x04")
    assert board.run_until("soft reboot") and board.run_until("go")


def test_bytes_take_their_time_on_the_wire(version):
    board = prompt(version)
    board.serial.write(b"#" * 1152)
    board.run(0.05)
    assert 1152 - board.serial.waiting < 0.06 * 11520
    board.run(0.1)
    assert board.serial.waiting == 0


def test_japanese_text_passes(start):
    board = start("print('ひかり:12')\n")
    board.run(0.3)
    assert "ひかり:12" in board.serial.text


def test_a_listener_hears_each_byte_as_it_is_sent(version):
    board = VirtualBoard(version, "print('hello')\n")
    heard = bytearray()
    board.on_serial(heard.extend)
    board.run_until(">>> ", timeout=5)
    assert bytes(heard) == board.serial.read()


def test_a_chatty_board_keeps_only_the_latest_text(version, monkeypatch):
    monkeypatch.setattr("kimotsuki_ictclub.virtual.microbit.KEPT_SERIAL_BYTES", 500)
    board = VirtualBoard(version, "for i in range(200):\n    print('line', i)\nprint('end')\n")
    heard = b""
    while b"end" not in heard:
        board.run(0.01)
        heard += board.serial.read()
    assert heard.startswith(b"line 0\r\n") and heard.count(b"line") == 200
    assert len(board.serial.text) <= 1000 and "line 199" in board.serial.text
