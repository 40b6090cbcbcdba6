"""The program that a virtual board runs when no lesson is named: it prints every sensor ten times a second."""

MAIN = b"""from microbit import *

display.show(Image.HAPPY)
while True:
    x, y, z = accelerometer.get_values()
    print("light:%d,temp:%d,x:%d,y:%d,z:%d" % (display.read_light_level(), temperature(), x, y, z))
    sleep(100)
"""
FILES = {"main.py": MAIN}
