"""Lesson 9: messages go both ways between two boards."""

from kimotsuki_ictclub.checking import step

ON_ITS_WAY = 2


@step(
    ja="ボタンAで {友|とも}だちに とどく",
    en="Button A reaches the friend",
    hint_ja="radio.send の {行|ぎょう}を {見|み}てみよう。GROUP は {見本|みほん}と {同|おな}じかな？",
    hint_en="Look at the line with radio.send. Is GROUP the same as in the sample?",
)
def button_a_reaches_the_friend(board, friend):
    board.run(seconds=0.5)
    return sees_a_message_of(board, "a", friend)


@step(
    ja="ボタンBで べつの {言葉|ことば}が とどく",
    en="Button B sends another word",
    hint_ja="ボタンBの {行|ぎょう}を {見|み}てみよう。Aと {同|おな}じ {言葉|ことば}を {送|おく}って いないかな？",
    hint_en="Look at the lines for button B. Do they send the same word as A?",
)
def button_b_sends_another_word(board, friend):
    board.tap("a")
    first = pictures(board, friend)
    board.tap("b")
    return bool(pictures(board, friend) - first)


@step(
    ja="{友|とも}だちの メッセージが {見|み}える",
    en="The friend's message is seen",
    hint_ja="radio.receive() の {行|ぎょう}と、とどいた ときに {絵|え}を {出|だ}す {行|ぎょう}を {見|み}てみよう",
    hint_en="Look at radio.receive() and at the line that shows a picture when something came",
)
def sees_the_friends_message(board, friend):
    return sees_a_message_of(friend, "a", board)


@step(
    ja="{何度|なんど}でも {受|う}け{取|と}れる",
    en="It receives again and again",
    hint_ja="{受|う}け{取|と}る {行|ぎょう}が while True: の {中|なか}に あるかな？",
    hint_en="Is the line that receives inside while True: ?",
)
def receives_again(board, friend):
    return sees_a_message_of(friend, "b", board) and sees_a_message_of(friend, "a", board)


def sees_a_message_of(sender, button, receiver):
    """Return whether `receiver` changes its picture after `sender`'s button; wait until it is calm again."""
    calm = receiver.display
    sender.tap(button)
    seen = receiver.run_until(lambda: receiver.display != calm, timeout=ON_ITS_WAY)
    receiver.run_until(lambda: receiver.display == calm, timeout=4)
    return seen


def pictures(board, friend):
    """Return the pictures that the friend shows in the next seconds, without the dark one."""
    shown = set()
    for _ in range(10):
        board.run(seconds=0.2)
        if friend.display.is_lit:
            shown.add(friend.display)
    return shown
