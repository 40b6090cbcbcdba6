# ゆれメーター プラス: いちばん つよい ゆれを おぼえる
from microbit import *
import math

ALARM = 800       # これより つよいと けいほう
biggest = 0       # いちばん つよい ゆれ
normal = 1024     # じっと している ときの つよさ(すこしずつ なおす)

while True:
    x, y, z = accelerometer.get_values()
    strength = math.sqrt(x * x + y * y + z * z)
    shake = int(abs(strength - normal))

    # ちいさい ゆれの ときに、じっと している ときの つよさを なおす
    if shake < 50:
        normal = normal * 0.95 + strength * 0.05

    biggest = max(biggest, shake)

    # けいほうの ときは、ボタンAを おすまで ひかる
    if shake > ALARM:
        display.show(Image.SURPRISED)
    if button_a.was_pressed():
        biggest = 0
        display.clear()

    print("t:%d,shake:%d,max:%d" % (running_time(), shake, biggest))
    sleep(50)
