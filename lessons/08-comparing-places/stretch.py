# ばしょしらべ プラス: おいておくだけで、じかんごとに きろくする
from microbit import *

FILE = "hours.csv"
EVERY = 10000         # はかる かんかく(ミリびょう)。1じかんなら 3600000。
MOST = 60             # これだけ はかったら おわり

rows = ["n,light,temp"]


def save():
    with open(FILE, "w") as file:
        for row in rows:
            file.write(row + "\n")


def measure():
    row = "%d,%d,%d" % (len(rows), display.read_light_level(), temperature())
    rows.append(row)
    save()


# はじめの 1かいは まだ はかれて いない すうじ。つかわずに すてる。
display.read_light_level()
sleep(100)

next_time = running_time()
while True:
    # じかんが きたら はかる
    if running_time() >= next_time and len(rows) <= MOST:
        next_time = next_time + EVERY
        measure()
        # いま なんかいめか わかるように、てんを ひとつ ひからせる
        display.clear()
        display.set_pixel(len(rows) % 5, len(rows) // 5 % 5, 5)

    # ボタンB: ぜんぶ パソコンへ おくる
    if button_b.was_pressed():
        for row in rows:
            print(row)
    sleep(100)
