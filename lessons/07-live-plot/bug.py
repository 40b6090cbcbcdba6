# バグさがし: じっと して いるのに ぜんぶ ひかる
from microbit import *
import math

while True:
    x, y, z = accelerometer.get_values()
    strength = int(math.sqrt(x * x + y * y + z * z))
    shake = strength
    level = min(shake // 150, 5)
    display.clear()
    for row in range(level):
        for column in range(5):
            display.set_pixel(column, 4 - row, 9)
    print("x:%d,y:%d,z:%d,shake:%d" % (x, y, z, shake))
    sleep(100)
