"""What of a conversation is repeated in a log: the protocol's words, never a program's or a file's."""

from __future__ import annotations

import logging

import pytest

from kimotsuki_ictclub.boards.talking.wire_log import WireLog, said


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"OKSakurako\r\n\x04\x04>", "OK (10) end ×2 prompt"),
        (b"raw REPL; CTRL-B to exit\r\n>", "raw REPL; CTRL-B to exit (2) prompt"),
        (
            b"MicroPython v1.18 on 2023-10-30; micro:bit v2.1.2 with",
            "MicroPython v1.18 (16) micro:bit v2.1.2 (5)",
        ),
        (b'  File "haruto.py", line 12, in <module>\r\nHarutoError: me\r\n', "(18) line 12 (32)"),
        (b"OSError: Sakurako\r\n", "OSError (12)"),
        (b"<b>Sakurako</b> OK\r\n", "(20)"),
        (b"\x06\x06\x06", "asks ×3"),
        (b">>> \r\n>>> \r\n>>> ", ">>> ×3"),
        ("さくらこ".encode(), "(12)"),
    ],
)
def test_only_words_of_the_protocol_are_repeated(content: bytes, words: str) -> None:
    assert said(content, len(content)) == words


def test_a_long_answer_is_its_length() -> None:
    assert said(b"OK" + b"x" * 98, 5000) == "OK (4998)"
    assert said(b"\x06a" * 100, 200).endswith("(169)")


def test_what_goes_over_the_line(caplog: pytest.LogCaptureFixture) -> None:
    logger = logging.getLogger("a board")
    caplog.set_level(logging.DEBUG, logger.name)
    wire = WireLog(logger, "v2 1234")
    for _ in range(3):
        wire.sent(b"\x03\x03\r\x01", is_command=False)
    wire.sent(b"f=open('haruto.py','wb')\x04", is_command=True)
    wire.came(b"OK")
    wire.came(b"\x04\x04>")
    wire.sent(b"f.write(b'Sakurako')\x04", is_command=True)
    wire.sent(b"Sakurako\x04", is_command=False)
    wire.close()
    lines = [record.getMessage() for record in caplog.records]
    assert [line for line in lines if "came" not in line] == [
        "v2 1234 sent 4 bytes: Ctrl-C ×2 Return Ctrl-A",
        "v2 1234 the same again 2 times: sent 4 bytes: Ctrl-C ×2 Return Ctrl-A",
        "v2 1234 sent 25 bytes: command f=open(…",
        "v2 1234 sent 21 bytes: command f.write(b…",
        "v2 1234 sent 9 bytes: of a file",
    ]
    assert [line.rpartition(": ")[2] for line in lines if " came 5 bytes" in line] == ["OK end ×2 prompt"]
    assert lines[-1].endswith("67 bytes sent, 5 bytes came")
