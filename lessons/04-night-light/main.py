# くらくなると ひかる ライト
from microbit import *

# この すうじより くらいと ライトが つく。へやに あわせて かえよう。
DARK = 80

LAMP = Image("09990:"
             "99999:"
             "99999:"
             "09990:"
             "00900")

# はじめの 1かいは まだ はかれて いない すうじ。つかわずに すてる。
display.read_light_level()
sleep(100)

while True:
    # へやの あかるさを はかる。0(まっくら)から 255(とても あかるい)まで。
    light = display.read_light_level()

    # はかった あかるさを パソコンへ おくる
    print("light:" + str(light))

    # もし DARK より くらかったら ひかる。そうでなければ きえる。
    if light < DARK:
        display.show(LAMP)
    else:
        display.clear()

    # すこし まってから また はかる
    sleep(200)
