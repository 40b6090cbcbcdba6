# じゃんけん マシン: ボタンAで じゃんけんぽん
from microbit import *
import random

ROCK = Image("00000:09990:09990:09990:00000")       # グー
SCISSORS = Image("99009:99090:00900:99090:99009")   # チョキ
PAPER = Image("99999:90009:90009:90009:99999")      # パー

HANDS = [ROCK, SCISSORS, PAPER]
wins = 0          # かった かず

while True:
    display.show("?")

    # ボタンA: じゃん、けん、ぽん
    if button_a.was_pressed():
        for hand in HANDS:
            display.show(hand)
            sleep(300)
        display.show(random.choice(HANDS))
        sleep(2000)

    # ボタンB: じぶんが かったら おす。3かい かったら おいわい。
    if button_b.was_pressed():
        wins = wins + 1
        display.show(wins)
        sleep(1000)
        if wins == 3:
            display.scroll("WIN!")
            wins = 0
    sleep(50)
