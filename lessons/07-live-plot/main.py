# ゆれメーター: ゆれの つよさを LED と パソコンの グラフで みる
from microbit import *
import math

# LED が 1だん ふえる ゆれの つよさ
STEP = 150

while True:
    # 3つの むきの ゆれを はかる
    x, y, z = accelerometer.get_values()
    strength = int(math.sqrt(x * x + y * y + z * z))

    # じっと している ときは 1024。そこから どれだけ ずれたか。
    shake = abs(strength - 1024)

    # つよく ゆれるほど、したから たくさんの だんを ひからせる
    level = min(shake // STEP, 5)
    display.clear()
    for row in range(level):
        for column in range(5):
            display.set_pixel(column, 4 - row, 9)

    # なまえ:すうじ を 「,」で つないで、1ぎょうで おくる。t は じかん。
    print("t:%d,x:%d,y:%d,z:%d,shake:%d" % (running_time(), x, y, z, shake))

    # 1びょうに 10かい
    sleep(100)
