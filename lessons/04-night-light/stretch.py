# くらくなると ひかる ライト プラス
# くらいほど あかるく ひかる。ボタンAで 「ここが あかるい」を おぼえる。
from microbit import *

bright = 150      # へやの でんきが ついている ときの あかるさ
average = 150     # さいきんの へいきん(ちらちらを ふせぐ)

# はじめの 1かいは まだ はかれて いない すうじ。つかわずに すてる。
display.read_light_level()
sleep(100)

while True:
    light = display.read_light_level()

    # へいきん: まえの すうじを 3、あたらしい すうじを 1 の わりあいで まぜる
    average = (average * 3 + light) // 4

    # ボタンAで いまの あかるさを おぼえる。5より ちいさくは しない。
    if button_a.was_pressed():
        bright = max(average, 5)

    # power は 0(あかるい へや)から 9(まっくら)まで
    power = 9 - average * 9 // bright
    if power < 0:
        power = 0

    # 25この LED を おなじ あかるさに する
    row = str(power) * 5
    display.show(Image(":".join([row] * 5)))

    print("light:" + str(light) + ",power:" + str(power))
    sleep(200)
