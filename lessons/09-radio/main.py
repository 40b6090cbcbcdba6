# むせん メッセージ: なかまの マイクロビットへ えを おくる
from microbit import *
import radio

# おなじ すうじの なかまと つながる(0 から 255)
GROUP = 7

# ことばと えの ひょう
PICTURES = {"heart": Image.HEART,
            "smile": Image.HAPPY}

radio.on()
radio.config(group=GROUP)

while True:
    # ボタンで ことばを おくる
    if button_a.was_pressed():
        radio.send("heart")
        print("send:heart")
    if button_b.was_pressed():
        radio.send("smile")
        print("send:smile")

    # とどいた ことばを しらべる。なにも とどいていない ときは None。
    message = radio.receive()
    if message in PICTURES:
        display.show(PICTURES[message])
        sleep(1500)
        display.clear()
    elif message:
        # ひょうに ない ことばは そのまま ながす
        display.scroll(message)
    sleep(50)
