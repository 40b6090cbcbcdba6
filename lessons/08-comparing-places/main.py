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

# はじめの 1かいは まだ はかれて いない すうじ。つかわずに すてる。
display.read_light_level()
sleep(100)


# 10かい はかって へいきんを だす
def average_light():
    total = 0
    for i in range(10):
        total = total + display.read_light_level()
        sleep(100)
    return total // 10


while True:
    display.show(Image.SQUARE_SMALL)

    # ボタンA: ここを はかって、ファイルに しまう
    if button_a.was_pressed():
        place = table.count("\n")       # 1ばんめ、2ばんめ、3ばんめ …
        display.clear()
        light = average_light()
        table = table + "%d,%d,%d\n" % (place, light, temperature())
        with open(FILE, "w") as file:
            file.write(table)
        display.show(place % 10)
        sleep(1000)

    # ボタンB: ぜんぶ パソコンへ おくる
    if button_b.was_pressed():
        print(table)
        display.show(Image.YES)
        sleep(1000)
    sleep(50)
