"""Lesson 4: the lamp shines when it is dark, and only then."""

from kimotsuki_ictclub.checking import step


@step(
    ja="{明|あか}るさを パソコンへ {送|おく}る",
    en="It sends the light to the computer",
    hint_ja="{明|あか}るさを はかる {行|ぎょう}と print の {行|ぎょう}を {見|み}てみよう。しるしは light: だよ",
    hint_en="Look at the line that measures and the line with print. The label is light:",
    more_ja="light に はかった {数|かず}を {入|い}れて、print で {送|おく}るよ。くり{返|かえ}しの {中|なか}に 2{行|ぎょう} あるかな？",
    more_en="Put the measured number into light and send it with print. Are both lines inside the loop?",
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
    more_ja="if の あとに light と DARK を くらべる しるしを {書|か}くよ。{光|ひか}らせる {行|ぎょう}は if の {下|した}に 4{文字|もじ} {下|さ}げて {書|か}こう",
    more_en="After if, compare light with DARK. The line that lights up stands below if, four blanks to the right",
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
    more_ja="else: の {下|した}に、{画面|がめん}を {消|け}す {命令|めいれい}を 4{文字|もじ} {下|さ}げて {書|か}こう",
    more_en="Below else: write the command that clears the screen, four blanks to the right",
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
    more_ja="while True: より {下|した}の {行|ぎょう}は、{全部|ぜんぶ} 4{文字|もじ} {下|さ}がって いるかな？",
    more_en="Do all lines below while True: begin four blanks to the right?",
)
def shines_again(board):
    board.light = 0
    board.run(seconds=1.5)
    return board.display.is_lit
