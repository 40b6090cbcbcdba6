"""Lesson 3: button A starts a countdown, then the rocket flies away."""

from kimotsuki_ictclub.checking import step

FRAME = 0.05


@step(
    ja="ロケットが {待|ま}って いる",
    en="The rocket is waiting",
    hint_ja="{絵|え}を {出|だ}す {行|ぎょう}を {見|み}てみよう",
    hint_en="Look at the line that shows the picture",
)
def waits(board):
    board.run(seconds=0.5)
    return board.display.is_lit


@step(
    ja="ボタンAで {数|かぞ}えはじめる",
    en="Button A starts the countdown",
    hint_ja="range の かっこの {中|なか}と、{数字|すうじ}を {出|だ}した あとに {待|ま}つ {行|ぎょう}を {見|み}てみよう",
    hint_en="Look inside the brackets of range, and at the line that waits after a number",
)
def counts_down(board):
    resting = board.display
    board.tap("a")
    numbers = []
    return board.run_until(lambda: new_still_picture(board, numbers, resting) >= 3, timeout=8)


@step(
    ja="ロケットが {上|うえ}へ {飛|と}んで いく",
    en="The rocket flies away",
    hint_ja="{上|うえ}へ ずらす {命令|めいれい}は、for で くり{返|かえ}して いるかな？ ずらす {数|かず}は かわるかな？",
    hint_en="Is the command that moves it up inside a for? Does its number change?",
)
def flies_away(board):
    rises, before = 0, board.display
    for _ in range(200):
        board.run(seconds=FRAME)
        now = board.display
        rises += now != before and now.is_like(moved_up(before))
        before = now
        if rises >= 3:
            return True
    return False


@step(
    ja="もう{一度|いちど} {打|う}ち{上|あ}げられる",
    en="It can be launched again",
    hint_ja="{全部|ぜんぶ} while True: の {中|なか}に {入|はい}って いるかな？",
    hint_en="Is everything inside while True: ?",
)
def can_start_again(board):
    board.run(seconds=2.5)
    return counts_down(board)


def new_still_picture(board, seen, resting):
    """Note a picture that stands still and is not the waiting rocket; return how many there were."""
    before = board.display
    board.run(seconds=0.15)
    if before.is_lit and board.display == before and before not in [resting, *seen]:
        seen.append(before)
    return len(seen)


def moved_up(picture):
    return [*picture.rows[1:], (0, 0, 0, 0, 0)]
