# バグさがし: 3かい ふる はずが、1かいしか ふらない
from microbit import *

pin1.set_analog_period(20)


def arm(angle):
    pin1.write_analog(26 + angle * 102 // 180)
    sleep(400)


arm(20)

while True:
    if button_a.was_pressed():
        for i in range(3):
            arm(120)
        arm(20)
    sleep(50)
