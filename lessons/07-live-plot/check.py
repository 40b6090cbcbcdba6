"""Lesson 7: the board sends how it is shaken, at a pace that a chart can follow, and shows it on the LEDs."""

from kimotsuki_ictclub.checking import step

AT_REST = (0, 0, -1024)
STRONG = (1500, 900, -1800)


@step(
    ja="x、y、z を {送|おく}る",
    en="It sends x, y and z",
    hint_ja="print の {行|ぎょう}に x: と y: と z: が あるかな？",
    hint_en="Are x:, y: and z: in the line with print?",
)
def sends_three_directions(board):
    board.acceleration = (200, -400, -900)
    board.run(seconds=1.5)
    return all(
        any(abs(value - true) < 60 for value in board.samples(label))
        for label, true in (("x", 200), ("y", -400), ("z", -900))
    )


@step(
    ja="1{秒|びょう}に 4{回|かい}から 50{回|かい} {送|おく}る",
    en="It sends 4 to 50 times a second",
    hint_ja="sleep の {数|かず}を {見|み}てみよう。1000 が 1{秒|びょう}だよ",
    hint_en="Look at the number in sleep: 1000 is a second",
)
def keeps_a_good_pace(board):
    board.acceleration = AT_REST
    board.run(seconds=2)
    return 8 <= len(board.samples("z")) <= 100


@step(
    ja="じっと して いると shake は {小|ちい}さい",
    en="At rest, shake is small",
    hint_ja="shake の {計算|けいさん}を {見|み}てみよう。じっと して いても、{重力|じゅうりょく}の 1024 が あるよ",
    hint_en="Look at how shake is worked out. At rest there is still gravity's 1024",
)
def is_small_at_rest(board):
    board.run(seconds=1)
    sent = board.samples("shake")
    return bool(sent) and max(sent) < 100


@step(
    ja="ゆらすと shake が {大|おお}きく なる",
    en="Shaken, shake is large",
    hint_ja="shake の {計算|けいさん}に {強|つよ}さが {入|はい}って いるかな？",
    hint_en="Is the strength part of how shake is worked out?",
)
def is_large_when_shaken(board):
    board.acceleration = STRONG
    board.run(seconds=1)
    return max(board.samples("shake"), default=0) > 500


@step(
    ja="{強|つよ}い ゆれほど、LEDが たくさん {光|ひか}る",
    en="The stronger the shaking, the more LEDs",
    hint_ja="LEDの {段|だん}を {決|き}める {行|ぎょう}を {見|み}てみよう",
    hint_en="Look at the line that decides how many rows are lit",
)
def lights_more_leds(board):
    strong = most_lit(board)
    board.acceleration = AT_REST
    board.run(seconds=0.5)
    return strong > most_lit(board)


def most_lit(board):
    """Return the largest number of LEDs that are on within half a second."""
    most = 0
    for _ in range(25):
        board.run(seconds=0.02)
        most = max(most, board.display.lit_count)
    return most
