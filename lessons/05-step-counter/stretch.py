# サイコロ: ふると すうじが でる
# おなじ かそくどセンサーで べつの ものを つくる
from microbit import *
import random

# サイコロの め。1 から 6 まで。
EYES = [Image("00000:00000:00900:00000:00000"),
        Image("90000:00000:00000:00000:00009"),
        Image("90000:00000:00900:00000:00009"),
        Image("90009:00000:00000:00000:90009"),
        Image("90009:00000:00900:00000:90009"),
        Image("90009:00000:90009:00000:90009")]

count = [0, 0, 0, 0, 0, 0]      # どの めが なんかい でたか

while True:
    if accelerometer.was_gesture("shake"):
        # ころころ ころがる
        for i in range(8):
            display.show(EYES[random.randint(0, 5)])
            sleep(60 + i * 30)
        eye = random.randint(1, 6)
        display.show(EYES[eye - 1])
        count[eye - 1] = count[eye - 1] + 1
        print("eye:" + str(eye))

    # ボタンBで どの めが なんかい でたかを みる
    if button_b.was_pressed():
        print("count", count)
        display.scroll(max(count))
    sleep(50)
