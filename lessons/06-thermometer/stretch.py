# おんどけい プラス: おんどの うごきを LED の グラフに する
from microbit import *

HOT = 30
history = []      # さいきん 5かいの おんど

while True:
    temp = temperature()

    # あたらしい おんどを うしろに たす。6こに なったら いちばん ふるいのを すてる。
    history.append(temp)
    if len(history) > 5:
        history.pop(0)

    # 5れつの ぼうグラフを かく。いちばん ひくい おんどを 1だんめに する。
    bottom = min(history)
    display.clear()
    for x in range(len(history)):
        height = min(history[x] - bottom + 1, 5)
        for y in range(height):
            display.set_pixel(x, 4 - y, 7)

    # あつい ときは ちかちか させて しらせる
    if temp >= HOT:
        for i in range(3):
            display.show(Image.ANGRY)
            sleep(200)
            display.clear()
            sleep(200)

    # まえより 1ど いじょう かわったら ことばでも しらせる
    if len(history) > 1 and history[-1] > history[-2]:
        print("up")
    if len(history) > 1 and history[-1] < history[-2]:
        print("down")

    print("temp:" + str(temp))
    sleep(2000)
