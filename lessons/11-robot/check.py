"""Lesson 11: after button A the robot (two servos) drives a square and stops."""

from kimotsuki_ictclub.checking import step

SLOWEST = 5  # of 100: less is standing still
TICK = 0.05


@step(
    ja="ボタンAを {押|お}すまで {止|と}まって いる",
    en="It stands still until button A",
    hint_ja="{走|はし}る {命令|めいれい}は、button_a の if の {中|なか}に あるかな？",
    hint_en="Are the driving commands inside the if with button_a?",
)
def waits_for_button_a(board):
    board.attach_robot("servo")
    board.run(seconds=1)
    return movement(board) == "stop"


@step(
    ja="ボタンAで まっすぐ {走|はし}りだす",
    en="Button A makes it drive straight ahead",
    hint_ja="drive の 2つの {数|かず}を {見|み}てみよう。KIND は servo かな？",
    hint_en="Look at the two numbers in drive. Is KIND servo?",
)
def drives_ahead(board):
    board.tap("a")
    return board.run_until(lambda: movement(board) == "ahead", timeout=5)


@step(
    ja="しかくに なるように、{同|おな}じ {向|む}きに 4{回|かい} まがる",
    en="It turns four times the same way, for a square",
    hint_ja="まっすぐと まがるを、{何回|なんかい} くり{返|かえ}して いるかな？ まがる {時間|じかん}は あるかな？",
    hint_en="How often does it go straight and turn? Does it have time to turn?",
)
def makes_four_corners(board):
    moves = moves_until_stop(board)
    turns = [move for move in moves if move in ("left", "right")]
    return len(turns) in (3, 4) and len(set(turns)) == 1 and moves.count("ahead") == 4


@step(
    ja="{走|はし}りおわると {止|と}まる",
    en="Then it stops",
    hint_ja="robot.stop() か with が あるかな？",
    hint_en="Is there robot.stop() or with?",
)
def stops(board):
    board.run(seconds=1)
    return movement(board) == "stop"


def movement(board):
    """Return what the two wheels make the robot do now."""
    left, right = board.robot.left, board.robot.right
    if abs(left) < SLOWEST and abs(right) < SLOWEST:
        return "stop"
    if abs(left - right) < 0.4 * max(abs(left), abs(right)):
        return "ahead" if left > 0 else "back"
    return "right" if left > right else "left"


def moves_until_stop(board):
    """Return the moves one after another until the robot has stood still for a second; 30 seconds at most."""
    moves, last, standing = ["ahead"], "ahead", 0.0
    for _ in range(round(30 / TICK)):
        board.run(seconds=TICK)
        now = movement(board)
        if now == last and now not in ("stop", moves[-1]):
            moves.append(now)
        standing = standing + TICK if now == "stop" else 0.0
        last = now
        if standing > 1:
            break
    return moves
