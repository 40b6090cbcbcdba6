# むせん リモコン カー
# ロボットの マイクロビットは このまま。もう 1まいを もって、かたむけて うごかす。
# はじめに、もつ ほうは ボタンA、ロボットの ほうは ボタンBを おす。
from microbit import *
from robot import Robot
import radio

KIND = "servo"
radio.on()
radio.config(group=11)
display.show("?")

while True:
    if button_a.was_pressed():
        break
    if button_b.was_pressed():
        # ロボット: 0.5びょう なにも とどかなければ とまる
        last = running_time()
        with Robot(KIND) as robot:
            display.show(Image.HAPPY)
            while True:
                message = radio.receive()
                if message:
                    left, right = message.split(",")
                    robot.drive(int(left), int(right))
                    last = running_time()
                elif running_time() - last > 500:
                    robot.stop()
                sleep(20)
    sleep(50)

while True:
    # リモコン: まえに かたむけると すすむ。よこに かたむけると まがる。
    forward = -accelerometer.get_y() // 10
    turn = accelerometer.get_x() // 20
    radio.send("%d,%d" % (forward + turn, forward - turn))
    display.show(Image.ARROW_N if forward > 0 else Image.ARROW_S)
    sleep(100)
