# チーム はっぴょう: れい「トンネル たんけんロボット」
# うごく・はかる・しらせる の 3つを くみあわせる
from microbit import *
from robot import Robot

KIND = "servo"    # じぶんたちの ロボットの なまえ
SPEED = 50
DARK = 60         # これより くらいと トンネルの なか
LONGEST = 8000    # これいじょうは はしらない(ミリびょう)

# はじめの 1かいは まだ はかれて いない すうじ。つかわずに すてる。
display.read_light_level()
sleep(100)


# トンネルを みつけるまで はしる。みつけたら True。
def explore(robot):
    start = running_time()
    robot.drive(SPEED, SPEED)
    while running_time() - start < LONGEST:
        light = display.read_light_level()
        print("light:%d" % light)
        if light < DARK:
            return True
        # ボタンBで いつでも とまる
        if button_b.was_pressed():
            return False
        sleep(100)
    return False


while True:
    display.show(Image.ARROW_N)
    if button_a.was_pressed():
        sleep(1000)
        with Robot(KIND) as robot:
            display.show(Image.HAPPY)
            found = explore(robot)
        # けっかを みんなに しらせる
        if found:
            display.scroll("TUNNEL!")
        else:
            display.show(Image.NO)
            sleep(1500)
    sleep(50)
