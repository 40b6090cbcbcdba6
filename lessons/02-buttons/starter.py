# きもち ボタン: ボタンで きもちの かおが かわる
from microbit import *

# きもちの え。すきな えに かえて いいよ。
FINE = Image.HAPPY          # ボタンA: げんき
TIRED = Image.SAD           # ボタンB: つかれた
LOVE = Image.HEART          # りょうほう: だいすき
SLEEP = Image.ASLEEP        # おしていない: ねている

while True:
    # 3. 「Aも Bも おしている とき」は どこに かくと いいかな?
    if button_a.is_pressed():
        display.show(FINE)
    # 1. ボタンBを おしている とき、TIRED を だそう

    # 2. どれも おしていない とき、SLEEP を だそう

    sleep(50)
