"""Lesson 4: the lamp shines when it is dark, and only then."""

from kimotsuki_ictclub.checking import step


@step(
    ja="{明|あか}るさを パソコンへ {送|おく}る",
    en="It sends the light to the computer",
    hint_ja="{明|あか}るさを はかる {行|ぎょう}と print の {行|ぎょう}を {見|み}てみよう。しるしは light: だよ",
    hint_en="Look at the line that measures and the line with print. The label is light:",
)
def sends_the_light(board):
    board.light = 200
    board.run(seconds=2)
    board.light = 100
    board.run(seconds=1)
    sent = board.samples("light")
    return any(180 < light < 220 for light in sent) and any(80 < light < 120 for light in sent)


@step(
    ja="{暗|くら}いと {光|ひか}る",
    en="It shines in the dark",
    hint_ja="if の {行|ぎょう}を {声|こえ}に {出|だ}して {読|よ}もう。{暗|くら}い とき、{数|かず}は {大|おお}きい？ {小|ちい}さい？",
    hint_en="Read the line with if aloud. In the dark, is the number large or small?",
)
def shines_in_the_dark(board):
    board.light = 0
    board.run(seconds=1.5)
    return board.display.is_lit


@step(
    ja="{明|あか}るいと {消|き}える",
    en="It goes out in the light",
    hint_ja="{消|け}す {命令|めいれい}は どこに あるかな？ else の {下|した}を {見|み}てみよう",
    hint_en="Where is the command that turns it off? Look below else",
)
def goes_out_in_the_light(board):
    board.light = 255
    board.run(seconds=1.5)
    return not board.display.is_lit


@step(
    ja="もう{一度|いちど} {暗|くら}く しても {光|ひか}る",
    en="It shines again when it gets dark again",
    hint_ja="はかる {行|ぎょう}と if の {行|ぎょう}が、while True: の {中|なか}に あるかな？",
    hint_en="Are the line that measures and the line with if inside while True: ?",
)
def shines_again(board):
    board.light = 0
    board.run(seconds=1.5)
    return board.display.is_lit
