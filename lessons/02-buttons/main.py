# きもち ボタン: ボタンで きもちの かおが かわる
from microbit import *

# きもちの え。すきな えに かえて いいよ。
FINE = Image.HAPPY          # ボタンA: げんき
TIRED = Image.SAD           # ボタンB: つかれた
LOVE = Image.HEART          # りょうほう: だいすき
SLEEP = Image.ASLEEP        # おしていない: ねている

while True:
    # 「Aも Bも」を いちばん はじめに しらべる
    if button_a.is_pressed() and button_b.is_pressed():
        display.show(LOVE)
    elif button_a.is_pressed():
        display.show(FINE)
    elif button_b.is_pressed():
        display.show(TIRED)
    else:
        display.show(SLEEP)

    # すこし まってから また しらべる
    sleep(50)
