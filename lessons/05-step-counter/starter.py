# ほすうけい: あるくと LED が 1こずつ ひかる
from microbit import *
import math

# この すうじより つよく ゆれたら 「1ぽ」。グラフを みて きめよう。
STEP = 5000

steps = 0         # かぞえた ほすう
high = False      # いま つよく ゆれているか

while True:
    # 3つの むきの ゆれを あわせて、ゆれの つよさに する
    x, y, z = accelerometer.get_values()
    strength = int(math.sqrt(x * x + y * y + z * z))

    # よわい → つよい に かわった ときだけ 1ぽ ふやす
    if strength > STEP and not high:
        high = True
        # 1. ここで steps を 1 ふやそう

        place = (steps - 1) % 25
        if place == 0:
            display.clear()
        display.set_pixel(place % 5, place // 5, 9)
    if strength < STEP - 100:
        high = False

    # 2. ボタンAを おしたら steps を 0 に もどして、LED を けそう

    # ゆれの つよさと ほすうを パソコンへ おくる
    print("strength:" + str(strength) + ",steps:" + str(steps))
    sleep(50)
