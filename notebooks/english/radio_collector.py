# Collects everybody's light by radio and sends it to the PC
from microbit import *
import radio

GROUP = 7          # the same number for the whole class

radio.on()
radio.config(group=GROUP)
display.show(Image.TARGET)
while True:
    message = radio.receive()
    if message:
        print(message)
    else:
        sleep(10)
