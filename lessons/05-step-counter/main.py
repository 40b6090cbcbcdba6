# ほすうけい: あるくと LED が 1こずつ ひかる
from microbit import *
import math

# この すうじより つよく ゆれたら 「1ぽ」。じっと していると 1024 くらい。
STEP = 1300

steps = 0         # かぞえた ほすう
high = False      # いま つよく ゆれているか

while True:
    # 3つの むきの ゆれを あわせて、ゆれの つよさに する
    x, y, z = accelerometer.get_values()
    strength = int(math.sqrt(x * x + y * y + z * z))

    # よわい → つよい に かわった ときだけ 1ぽ ふやす
    if strength > STEP and not high:
        high = True
        steps = steps + 1
        # ひからせる LED の ばしょ。25こで いっぱいに なったら けす。
        place = (steps - 1) % 25
        if place == 0:
            display.clear()
        display.set_pixel(place % 5, place // 5, 9)
    if strength < STEP - 100:
        high = False

    # ボタンA: 0に もどす。ボタンB: ほすうを すうじで みる。
    if button_a.was_pressed():
        steps = 0
        display.clear()
    if button_b.was_pressed():
        display.scroll(steps)

    # ゆれの つよさと ほすうを パソコンへ おくる
    print("strength:" + str(strength) + ",steps:" + str(steps))
    sleep(50)
