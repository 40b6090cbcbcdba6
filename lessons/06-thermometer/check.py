"""Lesson 6: three faces for hot, comfortable and cold; button A tells the number."""

from kimotsuki_ictclub.checking import step

COLD, COMFORTABLE, HOT = 0, 22, 42


@step(
    ja="{温度|おんど}を パソコンへ {送|おく}る",
    en="It sends the temperature to the computer",
    hint_ja="{温度|おんど}を はかる {行|ぎょう}と print の {行|ぎょう}を {見|み}てみよう。しるしは temp: だよ",
    hint_en="Look at the line that measures and the line with print. The label is temp:",
)
def sends_the_temperature(board):
    feel(board, COMFORTABLE)
    sent = board.samples("temp")
    feel(board, HOT)
    return bool(sent) and 10 < max(board.samples("temp")) - sent[-1] < 30


@step(
    ja="{暑|あつ}い ときの {顔|かお}が ある",
    en="There is a face for hot",
    hint_ja="HOT と くらべる {行|ぎょう}を {見|み}てみよう。{記号|きごう}の {向|む}きは {合|あ}って いるかな？",
    hint_en="Look at the line that compares with HOT. Does the sign point the right way?",
)
def shows_hot(board):
    hot = board.display
    feel(board, COMFORTABLE)
    return hot.is_lit and board.display != hot


@step(
    ja="{寒|さむ}い ときの {顔|かお}が ある",
    en="There is a face for cold",
    hint_ja="COLD と くらべる {行|ぎょう}と、{調|しら}べる {順番|じゅんばん}を {見|み}てみよう",
    hint_en="Look at the line that compares with COLD, and at the order of the questions",
)
def shows_cold(board):
    comfortable = board.display
    feel(board, COLD)
    cold = board.display
    feel(board, HOT)
    return cold.is_lit and cold not in (comfortable, board.display)


@step(
    ja="ボタンAで {温度|おんど}を {数字|すうじ}で {見|み}せる",
    en="Button A shows the temperature as a number",
    hint_ja="ボタンAを {押|お}した ときの {行|ぎょう}と、{数字|すうじ}を {出|だ}す {行|ぎょう}を {見|み}てみよう",
    hint_en="Look at the line for button A and the line that shows the number",
)
def button_a_tells_the_number(board):
    face = board.display
    board.press("a")
    seen = board.run_until(lambda: board.display != face, timeout=3)
    board.release("a")
    return seen


def feel(board, temperature):
    """Change the room and wait until the program has noticed: two more samples, or four seconds."""
    board.temperature = temperature
    before = len(board.samples("temp"))
    board.run_until(lambda: len(board.samples("temp")) >= before + 2, timeout=4)
    board.run(seconds=0.1)
