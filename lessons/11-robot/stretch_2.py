# かべを よける ロボット
# きょりセンサーを つなぐ: Trig は P8、Echo は P12。3.3V で うごく もの(HC-SR04P など)を つかう。
from microbit import *
from machine import time_pulse_us
from robot import Robot

KIND = "servo"
NEAR = 200        # これより ちかいと まがる(ミリメートル)

pin8.write_digital(0)
# さきに 1かい よむと、P12 は きく ピンに なる
pin12.read_digital()


# おとを だして、かえって くるまでの じかんを きょりに する
def distance():
    pin8.write_digital(1)
    pin8.write_digital(0)
    time = time_pulse_us(pin12, 1, 30000)
    if time < 0:
        return 4000   # かえって こない: とおくまで なにも ない
    return time * 10 // 58


# Aで はじめ、Bで おわる
while True:
    display.show(Image.ARROW_N)
    if button_a.was_pressed():
        with Robot(KIND) as robot:
            while not button_b.is_pressed():
                # 1かいだけ だと まちがう ことが ある。3かいの まんなかを つかう
                far = sorted([distance(), distance(), distance()])[1]
                print("distance:%d" % far)
                if far > NEAR:
                    robot.drive(40, 40)
                else:
                    robot.drive(40, -40)
                    sleep(300)
                sleep(60)
    sleep(50)
