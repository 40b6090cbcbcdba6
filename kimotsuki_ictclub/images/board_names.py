"""What only one of the two boards has, as runtimes 1.1.1 and 2.1.2 say themselves.

tests/images/test_board_names.py asks them again.
"""

from __future__ import annotations

_SHARED_MODULES = frozenset(
    [
        "antigravity",
        "array",
        "audio",
        "builtins",
        "collections",
        "gc",
        "love",
        "machine",
        "math",
        "microbit",
        "micropython",
        "music",
        "neopixel",
        "os",
        "radio",
        "random",
        "speech",
        "struct",
        "sys",
        "this",
        "time",
        "ucollections",
        "ustruct",
        "utime",
        "__main__",
    ]
)
MODULES = {
    "v1": _SHARED_MODULES,
    "v2": _SHARED_MODULES | frozenset(["errno", "log", "power", "uarray", "uerrno", "urandom", "usys"]),
}

# Board → module or class → names that are only there on this board.
ONLY: dict[str, dict[str, frozenset[str]]] = {
    "v1": {"radio": frozenset(["RATE_250KBIT"])},
    "v2": {
        "audio": frozenset(["SoundEffect"]),
        "builtins": frozenset(["StopAsyncIteration", "complex", "delattr", "memoryview", "property"]),
        "microbit": frozenset(
            [
                "Sound",
                "SoundEvent",
                "microphone",
                "pin_logo",
                "pin_speaker",
                "run_every",
                "set_volume",
                "speaker",
                "ws2812_write",
            ]
        ),
        "micropython": frozenset(["schedule"]),
        "neopixel": frozenset(["ws2812_write"]),
        "neopixel.NeoPixel": frozenset(["ORDER", "bpp", "buf", "fill", "n", "pin", "write"]),
        "os": frozenset(["ilistdir", "stat"]),
        "sys": frozenset(["argv", "maxsize", "modules", "path"]),
    },
}
# Board → names after a point that nothing on the other board has.
ATTRIBUTES = {
    "v1": frozenset[str](),
    "v2": frozenset(["CAPACITIVE", "RESISTIVE", "decode", "encode", "errno", "pend_throw", "set_touch_mode"]),
}
# What a V1 can do instead.
INSTEAD = {"decode": 'str(data, "utf-8")', "encode": 'bytes(text, "utf-8")', "NeoPixel.write": "show()"}
