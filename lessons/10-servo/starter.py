# てを ふる ロボット: サーボモーターで うでを うごかす
from microbit import *

DOWN = 20         # うでを さげた かくど
UP = 20           # 1. うでを あげた かくどを きめよう

# サーボには 20ミリびょうに 1かい あいずを おくる
pin1.set_analog_period(20)


# うでを angle どに する(0 から 180)
def arm(angle):
    # 0どは 26、180どは 128 の あいず
    pin1.write_analog(26 + angle * 102 // 180)
    print("angle:%d" % angle)
    sleep(400)      # うごきおわるまで まつ


arm(DOWN)

while True:
    display.show(Image.ASLEEP)

    if button_a.was_pressed():
        display.show(Image.HAPPY)
        # 2. 3かい てを ふろう。for と arm を つかう。
        arm(UP)
    sleep(50)
