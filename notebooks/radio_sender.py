# じぶんの ばしょの あかるさを むせんで おくる
from microbit import *
import radio
import random

NAME = "みかん"    # すきな くだものの なまえに かえよう(ほんとうの なまえは かかない)
GROUP = 7          # クラスで おなじ すうじに する

radio.on()
radio.config(group=GROUP)

# はじめの 1かいは まだ はかれて いない すうじ。つかわずに すてる。
display.read_light_level()
sleep(100)

while True:
    light = display.read_light_level()
    radio.send(NAME + ":" + str(light))
    # あかるいほど おおく ひかる
    for place in range(25):
        display.set_pixel(place % 5, place // 5, 9 if light > place * 10 else 0)
    # みんなが おなじ ときに おくると ぶつかる。だから ばらばらに まつ。
    sleep(random.randint(300, 700))
