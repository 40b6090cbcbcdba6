# ロケット うちあげ: かぞえて、とんでいく
from microbit import *

ROCKET = Image("00900:"
               "09990:"
               "09990:"
               "99999:"
               "90009")

while True:
    # うちあげを まっている
    display.show(ROCKET)

    if button_a.was_pressed():
        # 1. range の すうじを かえて、5、4、3、2、1 と かぞえよう
        for number in range(0):
            display.show(number)
            sleep(700)

        # 2. for を つかって、ロケットを 1だんずつ うえへ ずらそう
        display.show(ROCKET.shift_up(1))
        sleep(200)
    sleep(50)
