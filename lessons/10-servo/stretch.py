# ゆっくり うごく ゲート: くらく なると ひらく(てを かざすと あく)
from microbit import *

OPEN = 100
CLOSED = 10
DARK = 60

pin1.set_analog_period(20)
angle = CLOSED


def step_to(goal):
    # 1かいに 3ど(かくど)ずつ うごかすと、ゆっくり なめらかに なる
    global angle
    if angle < goal:
        angle = min(angle + 3, goal)
    elif angle > goal:
        angle = max(angle - 3, goal)
    pin1.write_analog(26 + angle * 102 // 180)


# はじめの 1かいは まだ はかれて いない すうじ。つかわずに すてる。
display.read_light_level()
sleep(100)

while True:
    light = display.read_light_level()
    if light < DARK:
        step_to(OPEN)
    else:
        step_to(CLOSED)
    print("light:%d,angle:%d" % (light, angle))
    sleep(60)
