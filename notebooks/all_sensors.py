# ぜんぶの センサーを 1びょうに 10かい おくる
from microbit import *

display.show(Image.HAPPY)
while True:
    x, y, z = accelerometer.get_values()
    light = display.read_light_level()
    print("light:%d,temp:%d,x:%d,y:%d,z:%d" % (light, temperature(), x, y, z))
    sleep(100)
