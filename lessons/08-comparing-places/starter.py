# ばしょしらべ: いろいろな ばしょを はかって、あとで パソコンへ おくる
from microbit import *

FILE = "places.csv"
HEAD = "place,light,temp\n"

# まえに はかった ものが あれば よみだす。Aを おしながら はじめると けす。
try:
    with open(FILE) as file:
        table = file.read()
except OSError:
    table = HEAD
if button_a.is_pressed():
    table = HEAD
    with open(FILE, "w") as file:       # ファイルも はじめに もどす
        file.write(table)
    button_a.was_pressed()              # いま おしている Aは かぞえない


# 10かい はかって へいきんを だす
def average_light():
    total = 0
    for i in range(10):
        # 1. total に いまの あかるさを たそう
        sleep(100)
    return total // 10


while True:
    display.show(Image.SQUARE_SMALL)

    # ボタンA: ここを はかる
    if button_a.was_pressed():
        place = table.count("\n")       # 1ばんめ、2ばんめ、3ばんめ …
        display.clear()
        light = average_light()
        table = table + "%d,%d,%d\n" % (place, light, temperature())
        # 2. table を ファイルに しまおう
        display.show(place % 10)
        sleep(1000)

    # 3. ボタンB: table を パソコンへ おくろう

    sleep(50)
