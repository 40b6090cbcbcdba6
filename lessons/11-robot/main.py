# しかくに はしる ロボット
from microbit import *
from robot import Robot

KIND = "servo"    # じぶんの ロボットの なまえ
SPEED = 60        # はやさ(0 から 100)
SIDE = 1500       # まっすぐ はしる じかん(ミリびょう)
TURN = 590        # 90ど まがる じかん。ためして きめよう。

# ボタンBを おしながら はじめると、ロボットの ちょうせいを する
if button_b.is_pressed():
    from calibrate import calibrate
    calibrate(KIND)


# しかくを 1しゅう はしる
def square(robot):
    for i in range(4):
        robot.drive(SPEED, SPEED)       # りょうほう まえ: まっすぐ
        sleep(SIDE)
        robot.drive(SPEED, -SPEED)      # みぎだけ うしろ: みぎに まがる
        sleep(TURN)


while True:
    display.show(Image.ARROW_N)
    if button_a.was_pressed():
        # てを はなす じかん
        display.show(3)
        sleep(1000)
        # with を でると、モーターは かならず とまる
        with Robot(KIND) as robot:
            display.show(Image.HAPPY)
            square(robot)
    sleep(50)
