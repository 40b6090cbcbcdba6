# むせん メッセージ: なかまの マイクロビットへ えを おくる
from microbit import *
import radio

# おなじ すうじの なかまと つながる(0 から 255)
GROUP = 7

# 1. ことばと えを じぶんで きめよう
PICTURES = {"heart": Image.HEART,
            "smile": Image.HAPPY}

radio.on()
radio.config(group=GROUP)

while True:
    # 2. ボタンAと Bで ことばを おくろう
    if button_a.was_pressed():
        print("send:heart")

    # 3. とどいた ことばを message に いれよう
    message = None

    if message in PICTURES:
        display.show(PICTURES[message])
        sleep(1500)
        display.clear()
    elif message:
        # ひょうに ない ことばは そのまま ながす
        display.scroll(message)
    sleep(50)
