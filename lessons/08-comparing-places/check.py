"""Lesson 8: button A measures a place and keeps it, button B sends the table; a reset loses nothing."""

from kimotsuki_ictclub.checking import step

LONGEST_MEASUREMENT = 3


@step(
    ja="ボタンAで はかり、ボタンBで {表|ひょう}を {送|おく}る",
    en="Button A measures, button B sends the table",
    hint_ja="ボタンBの {行|ぎょう}と、{表|ひょう}を print する {行|ぎょう}を {見|み}てみよう。はじめの {行|ぎょう}は place,light,temp だよ",
    hint_en="Look at the lines for button B and at print. The first line is place,light,temp",
)
def sends_a_table(board):
    board.light, board.temperature = 200, 30
    measure(board)
    send(board)
    return bool(board.samples("place") and board.samples("light") and board.samples("temp"))


@step(
    ja="はかった {明|あか}るさが {正|ただ}しい",
    en="The measured light is right",
    hint_ja="{平均|へいきん}の {計算|けいさん}を {見|み}てみよう。{毎回|まいかい} たして いるかな？ {回数|かいすう}で わって いるかな？",
    hint_en="Look at the mean: is each value added, and divided by how many there are?",
)
def measures_right(board):
    send(board)
    return all(abs(light - 200) < 20 for light in board.samples("light")[:1] or [0])


@step(
    ja="つぎの {場所|ばしょ}は つぎの {行|ぎょう}に なる",
    en="The next place is the next row",
    hint_ja="{表|ひょう}に たす {行|ぎょう}を {見|み}てみよう。{前|まえ}の {行|ぎょう}が {消|き}えて いないかな？",
    hint_en="Look at the line that adds to the table. Are the earlier rows lost?",
)
def adds_a_row(board):
    board.light = 60
    measure(board)
    send(board)
    lights = board.samples("light")
    return len(lights) == 2 and abs(lights[1] - 60) < 20 and len(set(board.samples("place"))) == 2


@step(
    ja="{電源|でんげん}を {切|き}っても {残|のこ}る",
    en="It stays when the power goes",
    hint_ja="ファイルに しまう {行|ぎょう}と、はじめに {読|よ}みだす {行|ぎょう}を {見|み}てみよう",
    hint_en="Look at the lines that write the file, and those that read it at the start",
)
def survives_a_reset(board):
    board.reset()
    board.run(seconds=2)
    send(board)
    return len(board.samples("light")) == 2


def measure(board):
    board.tap("a")
    board.run(seconds=LONGEST_MEASUREMENT)


def send(board):
    board.tap("b")
    board.run(seconds=0.8)
