# バグさがし: 1だんしか あがらない
from microbit import *

ROCKET = Image("00900:09990:09990:99999:90009")

while True:
    display.show(ROCKET)
    if button_a.was_pressed():
        for number in range(5, 0, -1):
            display.show(number)
            sleep(700)
        for height in range(6):
            display.show(ROCKET.shift_up(1))
            sleep(200)
    sleep(50)
