# バグさがし: どちらの ボタンでも ハートが とどく
from microbit import *
import radio

PICTURES = {"heart": Image.HEART, "smile": Image.HAPPY}

radio.on()
radio.config(group=7)

while True:
    if button_a.was_pressed():
        radio.send("heart")
    if button_b.was_pressed():
        radio.send("heart")
    message = radio.receive()
    if message in PICTURES:
        display.show(PICTURES[message])
        sleep(1500)
        display.clear()
    sleep(50)
