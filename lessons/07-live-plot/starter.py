# ゆれメーター: ゆれの つよさを LED と パソコンの グラフで みる
from microbit import *
import math

# LED が 1だん ふえる ゆれの つよさ
STEP = 150

while True:
    # 3つの むきの ゆれを はかる
    x, y, z = accelerometer.get_values()
    strength = int(math.sqrt(x * x + y * y + z * z))

    # 1. じっと している ときは 1024。そこから どれだけ ずれたかを shake に いれよう
    shake = 0

    # つよく ゆれるほど、したから たくさんの だんを ひからせる
    level = min(shake // STEP, 5)
    display.clear()
    for row in range(level):
        for column in range(5):
            display.set_pixel(column, 4 - row, 9)

    # 2. z と shake も おくろう
    print("t:%d,x:%d,y:%d" % (running_time(), x, y))

    # 1びょうに 10かい
    sleep(100)
