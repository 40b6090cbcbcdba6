# Sends all sensors ten times a second
from microbit import *

display.show(Image.HAPPY)

# The first number is not measured yet: it is thrown away.
display.read_light_level()
sleep(100)

while True:
    x, y, z = accelerometer.get_values()
    light = display.read_light_level()
    print("light:%d,temp:%d,x:%d,y:%d,z:%d" % (light, temperature(), x, y, z))
    sleep(100)
