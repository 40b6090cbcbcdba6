# でんぱで たからさがし: ちかづくほど LED が ふえる
# たからの マイクロビットは ボタンA、さがす ほうは ボタンBを おす
from microbit import *
import radio

radio.on()
radio.config(group=7, power=1)      # power が ちいさいと ちかくにしか とどかない

treasure = None                     # まだ きまっていない
display.show("?")

while treasure is None:
    if button_a.was_pressed():
        treasure = True
    if button_b.was_pressed():
        treasure = False
    sleep(50)

while treasure:
    # たから: 1びょうに 4かい 「ここだよ」
    radio.send("here")
    display.show(Image.DIAMOND)
    sleep(250)

while True:
    # さがす ほう: でんぱの つよさは -95(とおい)から -40(ちかい)くらい
    packet = radio.receive_full()
    if packet:
        rssi = packet[1]
        print("rssi:%d" % rssi)
        level = max(0, min(25, (rssi + 95) // 2))
        display.clear()
        for i in range(level):
            display.set_pixel(i % 5, 4 - i // 5, 9)
    sleep(100)
