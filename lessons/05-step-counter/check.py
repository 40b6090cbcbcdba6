"""Lesson 5: each step counts once, resting counts nothing, button A begins again."""

from kimotsuki_ictclub.checking import step

AT_REST = (0, 0, -1024)
FOOT_DOWN = (300, 500, -2200)
FOOT_UP = (0, 100, -850)


@step(
    ja="じっと していると ふえない",
    en="Resting counts nothing",
    hint_ja="しるし steps: で {数|かず}を {送|おく}って いるかな？ じっと して いる ときの {強|つよ}さと STEP を くらべよう",
    hint_en="Is the number sent with the label steps: ? Compare the strength at rest with STEP",
)
def rests_at_zero(board):
    board.acceleration = AT_REST
    board.run(seconds=2.5)
    counts = board.samples("steps")
    return bool(counts) and set(counts) == {0}


@step(
    ja="{歩|ある}くと {数|かず}が ふえる",
    en="Walking counts",
    hint_ja="if の {行|ぎょう}と、steps を ふやす {行|ぎょう}を {見|み}てみよう。STEP は {大|おお}きすぎないかな？",
    hint_en="Look at the line with if and the line that adds to steps. Is STEP too large?",
)
def walking_counts(board):
    walk(board, steps=3)
    return max(board.samples("steps"), default=0) >= 1


@step(
    ja="1{歩|ぽ}で 1だけ ふえる",
    en="Each step counts once",
    hint_ja="{強|つよ}く ゆれて いる {間|あいだ}に、{何度|なんど}も たして いないかな？ {弱|よわ}く なった ときに、{何|なに}を かえる？",
    hint_en="Is it added several times while the shaking is strong? What do you change when it gets weak?",
)
def each_step_counts_once(board):
    before = newest_count(board)
    walk(board, steps=8)
    return 7 <= newest_count(board) - before <= 9


@step(
    ja="ボタンAで 0に もどる",
    en="Button A begins again at 0",
    hint_ja="ボタンAを {押|お}した ときの {行|ぎょう}を {見|み}てみよう",
    hint_en="Look at the lines for button A",
)
def button_a_begins_again(board):
    board.tap("a")
    board.run(seconds=1)
    return newest_count(board) == 0


def walk(board, steps):
    """Walk as someone does who sets a foot down twice a second."""
    for _ in range(steps):
        board.acceleration = FOOT_DOWN
        board.run(seconds=0.2)
        board.acceleration = FOOT_UP
        board.run(seconds=0.3)
    board.acceleration = AT_REST


def newest_count(board):
    """Return the count that the program sends next, -1 if it sends none."""
    already = len(board.samples("steps"))
    board.run_until(lambda: len(board.samples("steps")) > already, timeout=2)
    return [-1, *board.samples("steps")][-1]
