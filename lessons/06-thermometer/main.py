# おんどけい: あつい、ちょうど いい、さむいを かおで しらせる
from microbit import *

# この すうじは みんなで そうだんして かえよう
HOT = 30          # これ いじょうは あつい
COLD = 15         # これ いかは さむい

# マイクロビットは じぶんの ねつで すこし たかめに はかる。
# へやの おんどけいと くらべて、その ちがいを ひく。
GAP = 0

highest = -50     # いちばん たかい おんど
lowest = 100      # いちばん ひくい おんど

while True:
    temp = temperature() - GAP

    # いちばん たかい おんどと ひくい おんどを おぼえる
    highest = max(highest, temp)
    lowest = min(lowest, temp)

    # おんどで えを かえる
    if temp >= HOT:
        display.show(Image.ANGRY)       # あつい! みずを のもう
    elif temp <= COLD:
        display.show(Image.SAD)         # さむい
    else:
        display.show(Image.HAPPY)       # ちょうど いい

    # ボタンAを おすと おんどを すうじで みせる
    if button_a.was_pressed():
        display.scroll(temp)

    # おんどを パソコンへ おくる
    print("temp:" + str(temp) + ",high:" + str(highest) + ",low:" + str(lowest))
    sleep(1000)
