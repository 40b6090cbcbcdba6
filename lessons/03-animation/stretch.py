# ながれぼし: てんが しっぽを ひいて とんでいく
from microbit import *
import random

pause = 100       # ながれる はやさ。ちいさいほど はやい。


def star(row):
    # ひだりの そとから、みぎの そとまで うごかす
    for head in range(9):
        display.clear()
        # あたまが 9、しっぽは だんだん くらく
        for tail in range(4):
            x = head - tail
            if 0 <= x <= 4:
                display.set_pixel(x, row, 9 - tail * 2)
        sleep(pause)


while True:
    star(random.randint(0, 4))

    # ボタンAで はやく、ボタンBで ゆっくり
    if button_a.was_pressed() and pause > 20:
        pause = pause - 20
    if button_b.was_pressed():
        pause = pause + 20
