# Sends the light of its own place by radio
from microbit import *
import radio
import random

NAME = "orange"    # change it to a fruit that you like (never your real name)
GROUP = 7          # the same number for the whole class

radio.on()
radio.config(group=GROUP)

# The first number is not measured yet: it is thrown away.
display.read_light_level()
sleep(100)

while True:
    light = display.read_light_level()
    radio.send(NAME + ":" + str(light))
    # The brighter it is, the more LEDs are lit
    for place in range(25):
        display.set_pixel(place % 5, place // 5, 9 if light > place * 10 else 0)
    # When all send at the same time, they bump into each other. So each waits differently.
    sleep(random.randint(300, 700))
