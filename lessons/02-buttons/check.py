"""Lesson 2: A, B, both and none each show a picture of their own."""

from kimotsuki_ictclub.checking import step

REACTION = 0.6


@step(
    ja="{押|お}して いない ときの {絵|え}が ある",
    en="There is a picture while nothing is pressed",
    hint_ja="else の {下|した}に {絵|え}を {出|だ}す {行|ぎょう}が あるかな？",
    hint_en="Is there a line below else that shows a picture?",
)
def shows_something_at_rest(board):
    return picture(board).is_lit


@step(
    ja="ボタンAで {絵|え}が かわる",
    en="Button A changes the picture",
    hint_ja="button_a と {書|か}いた {行|ぎょう}を {見|み}てみよう",
    hint_en="Look at the line with button_a",
)
def button_a_changes_it(board):
    return picture(board, "a") != picture(board)


@step(
    ja="ボタンBで べつの {絵|え}に なる",
    en="Button B shows another picture",
    hint_ja="button_b と {書|か}いた {行|ぎょう}を {見|み}てみよう。Aと {同|おな}じ {絵|え}に なって いないかな？",
    hint_en="Look at the line with button_b. Is it the same picture as for A?",
)
def button_b_shows_another(board):
    return picture(board, "b") not in (picture(board), picture(board, "a"))


@step(
    ja="AとBを いっしょに {押|お}すと、また べつの {絵|え}に なる",
    en="Both together show yet another picture",
    hint_ja="「Aも Bも」を {調|しら}べる {順番|じゅんばん}は、はじめ？ おわり？",
    hint_en="Is the question \"A and B\" asked first or last?",
)
def both_show_yet_another(board):
    return picture(board, "a", "b") not in (picture(board), picture(board, "a"), picture(board, "b"))


@step(
    ja="{放|はな}すと もとの {絵|え}に もどる",
    en="The first picture comes back",
    hint_ja="{放|はな}した あとも、else まで {進|すす}むかな？",
    hint_en="Does the program get to else after you let go?",
)
def comes_back(board):
    before = picture(board)
    picture(board, "a")
    return picture(board) == before


def picture(board, *buttons):
    """Return what the board shows while these buttons are held, and let them go."""
    for button in buttons:
        board.press(button)
    board.run(seconds=REACTION)
    shown = board.display
    for button in buttons:
        board.release(button)
    return shown
