# チーム はっぴょう: うごく・はかる・しらせる を くみあわせよう
from microbit import *
from robot import Robot

KIND = "servo"    # じぶんたちの ロボットの なまえ

while True:
    # しらせる: まっている ときの え
    display.show(Image.ARROW_N)

    if button_a.was_pressed():
        with Robot(KIND) as robot:
            # 1. うごく: robot.drive(ひだり, みぎ)と sleep(じかん)

            # 2. はかる: センサーの すうじを print で おくる。れい light:120

            # 3. しらせる: おわったら えや ことばを だす
            pass
    sleep(50)
