# てを ふる ロボット: サーボモーターで うでを うごかす
from microbit import *

DOWN = 20         # うでを さげた かくど
UP = 120          # うでを あげた かくど

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

    # ボタンA: 3かい てを ふる
    if button_a.was_pressed():
        display.show(Image.HAPPY)
        for i in range(3):
            arm(UP)
            arm(DOWN)
    sleep(50)
