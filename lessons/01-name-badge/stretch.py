# LED なふだ プラス: だんだん あかるくなる なふだ
from microbit import *

NAME = "SORA"

# はてな(?)を あかるさの すうじに とりかえて つかう かたち
SHAPE = ("00000:"
         "0?0?0:"
         "?????:"
         "0???0:"
         "00?00")


def heart(light):
    # ? を light の すうじに かえて、えに する
    return Image(SHAPE.replace("?", str(light)))


while True:
    # 1 から 9 まで だんだん あかるく
    for light in range(1, 10):
        display.show(heart(light))
        sleep(80)
    sleep(500)
    # 9 から 1 まで だんだん くらく
    for light in range(9, 0, -1):
        display.show(heart(light))
        sleep(80)
    # delay は もじが ながれる はやさ。ちいさいほど はやい。
    display.scroll(NAME, delay=100)
