# ロケット うちあげ: かぞえて、ひを ふいて、とんでいく
from microbit import *

ROCKET = Image("00900:"
               "09990:"
               "09990:"
               "99999:"
               "90009")

# ひを ふいている ロケット
FIRE = Image("00900:"
             "09990:"
             "09990:"
             "99999:"
             "90609")

while True:
    # うちあげを まっている
    display.show(ROCKET)

    if button_a.was_pressed():
        # 5、4、3、2、1 と かぞえる
        for number in range(5, 0, -1):
            display.show(number)
            sleep(700)

        # ひが 4かい ちかちかする
        for i in range(4):
            display.show(FIRE)
            sleep(100)
            display.show(ROCKET)
            sleep(100)

        # 1だんずつ うえへ ずらす
        for height in range(6):
            display.show(FIRE.shift_up(height))
            sleep(200)
        sleep(1000)
    sleep(50)
