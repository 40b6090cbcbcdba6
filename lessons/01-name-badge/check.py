"""Lesson 1: a picture of one's own, then the name runs by, again and again."""

from kimotsuki_ictclub.checking import step


@step(
    ja="LEDに {絵|え}が {出|で}る",
    en="A picture is on the LEDs",
    hint_ja="{絵|え}の {数字|すうじ}と、{絵|え}を {出|だ}した あとに {待|ま}つ {行|ぎょう}を {見|み}てみよう",
    hint_en="Look at the digits of the picture, and at the line that waits after showing it",
)
def shows_a_picture(board):
    return sees_a_picture(board)


@step(
    ja="{名前|なまえ}が {流|なが}れる",
    en="The name runs by",
    hint_ja="{名前|なまえ}を {書|か}いた ところと、{名前|なまえ}を {流|なが}す {行|ぎょう}を {見|み}てみよう",
    hint_en="Look at where the name is written, and at the line that makes it run",
)
def scrolls_the_name(board):
    moves, before = 0, board.display
    for _ in range(200):
        board.run(seconds=0.04)
        now = board.display
        moves += now != before and now.is_like(moved_left(before, now))
        before = now
        if moves >= 6:
            return True
    return False


@step(
    ja="ずっと くり{返|かえ}す",
    en="It goes on and on",
    hint_ja="くり{返|かえ}したい {行|ぎょう}が、while True: の {下|した}で {右|みぎ}に ずれて いるかな？",
    hint_en="Are the lines to repeat below while True: and moved to the right?",
)
def begins_again(board):
    return sees_a_picture(board) and scrolls_the_name(board)


def sees_a_picture(board):
    """Return whether a picture stands still for a moment within eight seconds."""
    for _ in range(40):
        before = board.display
        board.run(seconds=0.2)
        if before.is_lit and board.display.is_like(before):
            return True
    return False


def moved_left(before, now):
    """Return `before` one column further left; the new column at the right is as it is now."""
    return [old[1:] + new[-1:] for old, new in zip(before, now, strict=True)]
