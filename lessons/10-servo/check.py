"""Lesson 10: the arm of the servo on P0, P1 or P2 waves when button A is pressed, and comes to rest."""

from kimotsuki_ictclub.checking import step

PINS = (0, 1, 2)
SERVO_PERIOD_US = 20_000
SHORTEST_US, LONGEST_US = 450, 2600  # what small servos understand, with some room
A_WAVE_US = 250  # about 25 degrees


@step(
    ja="サーボに {正|ただ}しい {合図|あいず}を {送|おく}る",
    en="The servo gets the right signal",
    hint_ja="set_analog_period の {数|かず}と、write_analog の {数|かず}を {見|み}てみよう",
    hint_en="Look at the number in set_analog_period and the number in write_analog",
)
def sends_servo_pulses(board):
    board.run(seconds=1)
    return any(is_servo_signal(board.pins[pin]) for pin in PINS)


@step(
    ja="ボタンAで うでが {動|うご}く",
    en="Button A moves the arm",
    hint_ja="UP と DOWN の {数|かず}は {違|ちが}うかな？ {動|うご}いた あとに {待|ま}って いるかな？",
    hint_en="Are UP and DOWN different numbers? Does it wait after moving?",
)
def button_a_moves_the_arm(board):
    board.tap("a")
    return turns_in(board, seconds=2) >= 1


@step(
    ja="3{回|かい} {以上|いじょう} {手|て}を ふる",
    en="It waves three times or more",
    hint_ja="for の くり{返|かえ}しの {中|なか}に、あげる {命令|めいれい}と さげる {命令|めいれい}の りょうほうが あるかな？",
    hint_en="Are both commands, up and down, inside the for?",
)
def waves_three_times(board):
    board.run(seconds=4)
    board.tap("a")
    return turns_in(board, seconds=5) >= 5


@step(
    ja="ふりおわると {止|と}まる",
    en="Then it comes to rest",
    hint_ja="ずっと ふりつづけて いないかな？ くり{返|かえ}す {回数|かいすう}を {見|み}てみよう",
    hint_en="Does it wave for ever? Look at how often it repeats",
)
def comes_to_rest(board):
    board.run(seconds=4)
    return turns_in(board, seconds=1.5) == 0


def is_servo_signal(pin):
    return abs(pin.period_us - SERVO_PERIOD_US) < 2000 and SHORTEST_US < pin.pulse_width_us < LONGEST_US


def turns_in(board, seconds):
    """Return how often the arm goes from one end to the other."""
    turns, last = 0, {pin: board.pins[pin].pulse_width_us for pin in PINS}
    for _ in range(round(seconds / 0.05)):
        board.run(seconds=0.05)
        for pin in PINS:
            width = board.pins[pin].pulse_width_us
            if is_servo_signal(board.pins[pin]) and abs(width - last[pin]) > A_WAVE_US:
                turns, last[pin] = turns + 1, width
    return turns
