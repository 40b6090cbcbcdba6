"""Lesson 12: whatever the team built, it shows something, moves, measures and comes to rest."""

import re

from kimotsuki_ictclub.checking import step

PINS = (0, 1, 2)
STAND_STILL = 15  # in steps of 100 µs
SAMPLE = re.compile(r"^\w+:-?\d", re.MULTILINE)


@step(
    ja="しらせる：LEDに {何|なに}かが {出|で}る",
    en="It tells: something is on the LEDs",
    hint_ja="{待|ま}って いる ときの {絵|え}を {出|だ}して いるかな？",
    hint_en="Is there a picture while it waits?",
)
def shows_something(board):
    return board.run_until(lambda: board.display.is_lit, timeout=3)


@step(
    ja="{動|うご}く：ボタンAで {動|うご}きだす",
    en="It moves after button A",
    hint_ja="ボタンAの {中|なか}に、モーターや サーボを {動|うご}かす {命令|めいれい}が あるかな？ その あとに {待|ま}って いるかな？",
    hint_en="Does button A start a motor or servo? Does the program wait after that?",
)
def moves_after_button_a(board):
    before = signals(board)
    board.press("a")
    moved = board.run_until(lambda: has_moved(before, signals(board)), timeout=4)
    board.release("a")
    return moved


@step(
    ja="はかる：センサーの {数|かず}を {送|おく}る",
    en="It measures: it sends a sensor's number",
    hint_ja="print の {行|ぎょう}を {見|み}てみよう。light:120 のように、{名前|なまえ}と : と {数|かず}を {書|か}くよ",
    hint_en="Look at print. Write a name, a : and a number, as in light:120",
)
def sends_a_number(board):
    return board.run_until(lambda: SAMPLE.search(board.printed), timeout=4)


@step(
    ja="おわる：ひとりでに、または ボタンBで {止|と}まる",
    en="It ends: by itself or with button B",
    hint_ja="{止|と}める {命令|めいれい}は あるかな？ robot.stop() や with を {見|み}てみよう",
    hint_en="Is there a command that stops it? Look for robot.stop() or with",
)
def comes_to_rest(board):
    board.run(seconds=4)
    board.tap("b")
    return board.run_until(lambda: rests(board), timeout=6)


def signals(board):
    """Return what the motor pins get, in steps of 100 µs."""
    return [round(board.pins[pin].pulse_width_us / 100) for pin in PINS]


def has_moved(before, now):
    """Return whether a pin has a new signal that is neither silence nor "stand still"."""
    return any(new not in (0, old) and abs(new - STAND_STILL) > 1 for old, new in zip(before, now, strict=True))


def rests(board):
    """Return whether nothing changes for a second and no wheel is sent on."""
    before = signals(board)
    for _ in range(10):
        board.run(seconds=0.1)
        if signals(board) != before:
            return False
    return True
