# バグさがし: ほすうが ふえない
from microbit import *
import math

STEP = 1300
steps = 0
high = False

while True:
    x, y, z = accelerometer.get_values()
    strength = int(math.sqrt(x * x + y * y + z * z))
    if strength > STEP and not high:
        high = True
        steps + 1
    if strength < STEP - 100:
        high = False
    if button_a.was_pressed():
        steps = 0
    print("strength:" + str(strength) + ",steps:" + str(steps))
    sleep(50)
