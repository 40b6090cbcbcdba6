# LED なふだ: じぶんの えと なまえを ひからせる
from microbit import *

# なまえは ローマじで かく
NAME = "SORA"

# えは 5こ × 5だん。0 は きえる。9 は いちばん あかるい。
FACE = Image("00000:"
             "09090:"
             "00000:"
             "90009:"
             "09990")

# ウインクの え。かたほうの めだけ くらく する。
WINK = Image("00000:"
             "03090:"
             "00000:"
             "90009:"
             "09990")

# while True: は 「ずっと くりかえす」
while True:
    display.show(FACE)      # えを だす
    sleep(1000)             # 1000ミリびょう = 1びょう まつ
    display.show(WINK)
    sleep(300)
    display.show(FACE)
    sleep(700)
    display.scroll(NAME)    # なまえを ながす
