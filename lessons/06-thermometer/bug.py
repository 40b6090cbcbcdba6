# バグさがし: 35どでも 「ちょうど いい」
from microbit import *

HOT = 30
COLD = 15

while True:
    temp = temperature()
    if temp > COLD:
        display.show(Image.HAPPY)
    elif temp >= HOT:
        display.show(Image.ANGRY)
    else:
        display.show(Image.SAD)
    if button_a.was_pressed():
        display.scroll(temp)
    print("temp:" + str(temp))
    sleep(1000)
