# ぜんぶの センサーを 1びょうに 10かい おくる
from microbit import *

display.show(Image.HAPPY)

# はじめの 1かいは まだ はかれて いない すうじ。つかわずに すてる。
display.read_light_level()
sleep(100)

while True:
    x, y, z = accelerometer.get_values()
    light = display.read_light_level()
    print("light:%d,temp:%d,x:%d,y:%d,z:%d" % (light, temperature(), x, y, z))
    sleep(100)
